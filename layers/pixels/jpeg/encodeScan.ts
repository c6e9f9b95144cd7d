import type { BitWriter } from './bits.ts';
import { type BlockVisitor, type Coefficients, visitBlocks } from './coefficients.ts';
import { END_OF_BLOCK, kindOf, type ScanKind, ZERO_RUN } from './decodeScan.ts';
import { codesOf, type HuffmanCodes, type HuffmanTable, tableFor } from './huffman.ts';
import { DHT, type FrameHeader, type ScanHeader } from './stream.ts';

/** Writes a scan of the coefficients behind the shortest tables for it. `sos`: its header, which stays as it came. */
export function encodeScan(
  sos: Uint8Array,
  process: FrameHeader['process'],
  scan: ScanHeader,
  coefficients: Coefficients,
  out: BitWriter,
): void {
  const kind = kindOf(process, scan);
  const counted = new Counts();
  const encode = (to: CodeSink) => {
    const encoder = new ScanEncoder(to, kind, scan);
    visitBlocks(coefficients, scan, encoder);
    encoder.finish();
  };
  encode(counted);
  const tables = counted.tables();
  out.raw(definitionOf(tables));
  out.raw(sos);
  encode(new Codes(tables, out));
}

/** Tables of DC coefficients are 0 to 3, of AC coefficients 4 to 7. */
const AC_TABLES = 4;

/** Takes what a scan says: to count it, or to write it. */
interface CodeSink {
  symbol(table: number, symbol: number): void;
  bits(value: number, count: number): void;
  restart(count: number): void;
  end(): void;
}

class Counts implements CodeSink {
  readonly #frequencies = Array.from({ length: 2 * AC_TABLES }, () => new Uint32Array(256));
  readonly #used = new Set<number>();

  symbol(table: number, symbol: number): void {
    const frequencies = this.#frequencies[table] as Uint32Array;
    (frequencies[symbol] as number) += 1;
    this.#used.add(table);
  }

  bits(): void {}
  restart(): void {}
  end(): void {}

  tables(): ReadonlyMap<number, HuffmanTable> {
    return new Map(
      [...this.#used].sort().map((table) => [table, tableFor(this.#frequencies[table] as Uint32Array)]),
    );
  }
}

class Codes implements CodeSink {
  readonly #codes: readonly (HuffmanCodes | undefined)[];
  readonly #out: BitWriter;

  constructor(tables: ReadonlyMap<number, HuffmanTable>, out: BitWriter) {
    const codes: HuffmanCodes[] = [];
    for (const [at, table] of tables) codes[at] = codesOf(table);
    this.#codes = codes;
    this.#out = out;
  }

  symbol(table: number, symbol: number): void {
    const { codes, lengths } = this.#codes[table] as HuffmanCodes;
    this.#out.put(codes[symbol] as number, lengths[symbol] as number);
  }

  bits(value: number, count: number): void {
    this.#out.put(value, count);
  }

  restart(count: number): void {
    this.#out.align();
    this.#out.raw(Uint8Array.of(0xff, 0xd0 + (count & 7)));
  }

  end(): void {
    this.#out.align();
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
  readonly #to: CodeSink;
  readonly #kind: ScanKind;
  readonly #scan: ScanHeader;
  readonly #before: Int32Array;
  #emptyBlocks = 0;
  /** Bits of coefficients that are passed over in the blocks of `emptyBlocks`. */
  #waiting: number[] = [];

  constructor(to: CodeSink, kind: ScanKind, scan: ScanHeader) {
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
    this.#to.symbol(this.#scan.components[place]?.dcTable ?? 0, size);
    this.#signed(difference, size);
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
      for (; run > 15; run -= 16) this.#to.symbol(table, ZERO_RUN);
      const size = sizeOf(value);
      this.#to.symbol(table, (run << 4) | size);
      this.#signed(value, size);
      run = 0;
    }
    if (run > 0) this.#to.symbol(table, END_OF_BLOCK);
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
      for (; run > 15; run -= 16) this.#to.symbol(this.#acTable, ZERO_RUN);
      const size = sizeOf(value);
      this.#to.symbol(this.#acTable, (run << 4) | size);
      this.#signed(value, size);
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
        this.#to.symbol(this.#acTable, ZERO_RUN);
        this.#tellBits(passed);
        passed = [];
      }
      if (Math.abs(value) > 1) {
        passed.push(Math.abs(value) & 1);
        continue;
      }
      this.#tellEmptyBlocks();
      this.#to.symbol(this.#acTable, (run << 4) | 1);
      this.#to.bits(value > 0 ? 1 : 0, 1);
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
    this.#to.symbol(this.#acTable, size << 4);
    this.#to.bits(this.#emptyBlocks, size);
    this.#emptyBlocks = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#tellBits(waiting);
  }

  #tellBits(bits: readonly number[]): void {
    for (const bit of bits) this.#to.bits(bit, 1);
  }

  /** T.81 F.1.2.1.1: a negative number is written as one less, in its last bits. */
  #signed(value: number, size: number): void {
    if (size > 0) this.#to.bits(value < 0 ? value - 1 : value, size);
  }
}

/** Bits of the magnitude. */
function sizeOf(value: number): number {
  return 32 - Math.clz32(value < 0 ? -value : value);
}

/** Without the bits below `low`, towards zero (T.81 G.1.2.1). */
function shifted(value: number, low: number): number {
  return value < 0 ? -(-value >> low) : value >> low;
}
