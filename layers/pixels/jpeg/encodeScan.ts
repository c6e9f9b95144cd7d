import { damaged } from '../errors.ts';
import type { BitWriter } from './bits.ts';
import { type BlockVisitor, type Coefficients, visitBlocks } from './coefficients.ts';
import { END_OF_BLOCK, kindOf, type ScanKind, ZERO_RUN } from './decodeScan.ts';
import { codesOf, type HuffmanTable, tableFor } from './huffman.ts';
import { DHT, type FrameHeader, type ScanHeader } from './stream.ts';

/** Writes a scan of the coefficients behind the shortest tables for it. `sos`: its header, which stays as it came. */
export function encodeScan(
  sos: Uint8Array,
  process: FrameHeader['process'],
  scan: ScanHeader,
  coefficients: Coefficients,
  out: BitWriter,
): void {
  const codes = new Codes();
  const encoder = new ScanEncoder(codes, kindOf(process, scan), scan);
  visitBlocks(coefficients, scan, encoder);
  encoder.finish();
  const tables = codes.tables();
  out.raw(definitionOf(tables));
  out.raw(sos);
  codes.write(tables, out);
}

/** Tables of DC coefficients are 0 to 3, of AC coefficients 4 to 7. */
const AC_TABLES = 4;

/** Codes that are kept in one piece. */
const PIECE = 1 << 16;
/** Of a coefficient (T.81 F.1.2.1.1, for 12 bits). */
const MOST_BITS = 15;
/** Of a code that has no symbol. */
const BARE = 0x8000_0000;

/**
 * What a scan says, in the order in which it is written: the tables are known only once all is said. Each code is a number: its table and symbol, or `BARE`; how many bits
 * follow; and these bits, or, where none follow, the marker that ends an interval, 0 for the end of the scan.
 */
class Codes {
  readonly #frequencies = Array.from({ length: 2 * AC_TABLES }, () => new Uint32Array(256));
  readonly #full: Uint32Array[] = [];
  #last = new Uint32Array(PIECE);
  #count = 0;

  /** A symbol, and `count` bits of a value behind it: 15 at most. */
  symbol(table: number, symbol: number, value: number, count: number): void {
    const frequencies = this.#frequencies[table] as Uint32Array;
    (frequencies[symbol] as number) += 1;
    this.#add((table << 28) | (symbol << 20) | (count << 16) | (value & ((1 << count) - 1)));
  }

  bits(value: number, count: number): void {
    if (count > 0) this.#add(BARE | (count << 16) | (value & ((1 << count) - 1)));
  }

  restart(count: number): void {
    this.#add(BARE | (0xd0 + (count & 7)));
  }

  end(): void {
    this.#add(BARE);
  }

  tables(): ReadonlyMap<number, HuffmanTable> {
    return new Map(
      this.#frequencies.flatMap((frequencies, table) =>
        frequencies.some((count) => count > 0) ? [[table, tableFor(frequencies)] as const] : [],
      ),
    );
  }

  write(tables: ReadonlyMap<number, HuffmanTable>, out: BitWriter): void {
    const codes = new Uint16Array(2 * AC_TABLES * 256);
    const lengths = new Uint8Array(codes.length);
    for (const [at, table] of tables) {
      const of = codesOf(table);
      codes.set(of.codes, at * 256);
      lengths.set(of.lengths, at * 256);
    }
    for (const piece of this.#full) writePiece(piece, codes, lengths, out);
    writePiece(this.#last.subarray(0, this.#count), codes, lengths, out);
  }

  #add(code: number): void {
    if (this.#count === PIECE) {
      this.#full.push(this.#last);
      this.#last = new Uint32Array(PIECE);
      this.#count = 0;
    }
    this.#last[this.#count++] = code;
  }
}

function writePiece(piece: Uint32Array, codes: Uint16Array, lengths: Uint8Array, out: BitWriter): void {
  for (let at = 0; at < piece.length; at++) {
    const code = piece[at] as number;
    const count = (code >>> 16) & 15;
    if (code < BARE) {
      const symbol = code >>> 20;
      out.put(codes[symbol] as number, lengths[symbol] as number);
    } else if (count === 0) {
      out.align();
      if (code !== BARE) out.raw(Uint8Array.of(0xff, code & 0xff));
      continue;
    }
    if (count > 0) out.put(code & 0xffff, count);
  }
}

/** DHT with all tables of a scan (T.81 B.2.4.2); nothing where it has none. */
function definitionOf(tables: ReadonlyMap<number, HuffmanTable>): Uint8Array {
  if (tables.size === 0) return new Uint8Array(0);
  const bodies = [...tables].map(([at, { counts, symbols }]) => [
    at < AC_TABLES ? at : 0x10 | (at - AC_TABLES),
    ...counts,
    ...symbols,
  ]);
  const length = 2 + bodies.reduce((sum, body) => sum + body.length, 0);
  return Uint8Array.from([0xff, DHT, length >>> 8, length & 0xff, ...bodies.flat()]);
}

/** So many blocks without anything new are said at once, at most (T.81 G.1.2.2). */
const MOST_EMPTY_BLOCKS = 0x7fff;
/** So many bits of passed-over coefficients wait for their code, at most; the limit is ours. */
const MOST_WAITING_BITS = 900;

class ScanEncoder implements BlockVisitor {
  readonly #to: Codes;
  readonly #kind: ScanKind;
  readonly #scan: ScanHeader;
  readonly #before: Int32Array;
  #emptyBlocks = 0;
  /** Bits of coefficients that are passed over in the blocks of `emptyBlocks`. */
  #waiting: number[] = [];

  constructor(to: Codes, kind: ScanKind, scan: ScanHeader) {
    this.#to = to;
    this.#kind = kind;
    this.#scan = scan;
    this.#before = new Int32Array(scan.components.length);
  }

  restart(count: number): void {
    this.#tellEmptyBlocks();
    this.#to.restart(count);
    this.#before.fill(0);
  }

  finish(): void {
    this.#tellEmptyBlocks();
    this.#to.end();
  }

  block(place: number, values: Int16Array, offset: number): void {
    const { low } = this.#scan;
    switch (this.#kind) {
      case 'sequential':
        this.#dc(place, values[offset] as number);
        this.#sequentialAc(place, values, offset);
        break;
      case 'dc first':
        this.#dc(place, (values[offset] as number) >> low);
        break;
      case 'dc refined':
        this.#to.bits(((values[offset] as number) >> low) & 1, 1);
        break;
      case 'ac first':
        this.#firstAc(values, offset);
        break;
      case 'ac refined':
        this.#refinedAc(values, offset);
        break;
    }
  }

  #dc(place: number, value: number): void {
    const difference = value - (this.#before[place] as number);
    this.#before[place] = value;
    const size = sizeOf(difference);
    if (size > MOST_BITS) throw damaged('A JPEG has DC coefficients too far apart');
    this.#to.symbol(this.#scan.components[place]?.dcTable ?? 0, size, signed(difference), size);
  }

  #sequentialAc(place: number, values: Int16Array, offset: number): void {
    const table = AC_TABLES + (this.#scan.components[place]?.acTable ?? 0);
    let run = 0;
    for (let at = offset + 1; at < offset + 64; at++) {
      const value = values[at] as number;
      if (value === 0) {
        run += 1;
        continue;
      }
      for (; run > 15; run -= 16) this.#to.symbol(table, ZERO_RUN, 0, 0);
      const size = sizeOf(value);
      this.#to.symbol(table, (run << 4) | size, signed(value), size);
      run = 0;
    }
    if (run > 0) this.#to.symbol(table, END_OF_BLOCK, 0, 0);
  }

  get #acTable(): number {
    return AC_TABLES + (this.#scan.components[0]?.acTable ?? 0);
  }

  #firstAc(values: Int16Array, offset: number): void {
    const { first, last, low } = this.#scan;
    let run = 0;
    for (let at = first; at <= last; at++) {
      const value = shifted(values[offset + at] as number, low);
      if (value === 0) {
        run += 1;
        continue;
      }
      this.#tellEmptyBlocks();
      for (; run > 15; run -= 16) this.#to.symbol(this.#acTable, ZERO_RUN, 0, 0);
      const size = sizeOf(value);
      this.#to.symbol(this.#acTable, (run << 4) | size, signed(value), size);
      run = 0;
    }
    if (run > 0) this.#countEmptyBlock();
  }

  /** T.81 G.1.2.3, Figure G.7. */
  #refinedAc(values: Int16Array, offset: number): void {
    const { first, last, low } = this.#scan;
    let lastNew = -1;
    for (let at = first; at <= last; at++)
      if (Math.abs(shifted(values[offset + at] as number, low)) === 1) lastNew = at;
    let run = 0;
    let passed: number[] = [];
    for (let at = first; at <= last; at++) {
      const value = shifted(values[offset + at] as number, low);
      if (value === 0) {
        run += 1;
        continue;
      }
      for (; run > 15 && at <= lastNew; run -= 16) {
        this.#tellEmptyBlocks();
        this.#to.symbol(this.#acTable, ZERO_RUN, 0, 0);
        this.#tellBits(passed);
        passed = [];
      }
      if (Math.abs(value) > 1) {
        passed.push(Math.abs(value) & 1);
        continue;
      }
      this.#tellEmptyBlocks();
      this.#to.symbol(this.#acTable, (run << 4) | 1, value > 0 ? 1 : 0, 1);
      this.#tellBits(passed);
      passed = [];
      run = 0;
    }
    if (run === 0 && passed.length === 0) return;
    for (const bit of passed) this.#waiting.push(bit);
    this.#countEmptyBlock();
  }

  #countEmptyBlock(): void {
    this.#emptyBlocks += 1;
    if (this.#emptyBlocks === MOST_EMPTY_BLOCKS || this.#waiting.length > MOST_WAITING_BITS)
      this.#tellEmptyBlocks();
  }

  #tellEmptyBlocks(): void {
    if (this.#emptyBlocks === 0) return;
    const size = sizeOf(this.#emptyBlocks) - 1;
    this.#to.symbol(this.#acTable, size << 4, this.#emptyBlocks, size);
    this.#emptyBlocks = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#tellBits(waiting);
  }

  #tellBits(bits: readonly number[]): void {
    for (const bit of bits) this.#to.bits(bit, 1);
  }
}

/** T.81 F.1.2.1.1: a negative number is written as one less, in its last bits. */
function signed(value: number): number {
  return value < 0 ? value - 1 : value;
}

/** Bits of the magnitude. */
function sizeOf(value: number): number {
  return 32 - Math.clz32(value < 0 ? -value : value);
}

/** Without the bits below `low`, towards zero (T.81 G.1.2.1). */
function shifted(value: number, low: number): number {
  return value < 0 ? -(-value >> low) : value >> low;
}
