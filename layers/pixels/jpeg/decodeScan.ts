import { damaged } from '../errors.ts';
import { BitReader } from './bits.ts';
import { type BlockVisitor, type Coefficients, visitBlocks } from './coefficients.ts';
import { HuffmanDecoder, type HuffmanTable } from './huffman.ts';
import type { FrameHeader, ScanHeader } from './stream.ts';

/** Reads a scan into the coefficients; answers where the marker behind it begins. Throws `PIXELS_DAMAGED`. */
export function decodeScan(
  stream: Uint8Array,
  dataStart: number,
  process: FrameHeader['process'],
  scan: ScanHeader,
  coefficients: Coefficients,
): number {
  const bits = new BitReader(stream, dataStart);
  const decoder = new ScanDecoder(bits, stream, process, scan);
  visitBlocks(coefficients, scan, decoder);
  return bits.end();
}

/** How the blocks of a scan are coded (T.81 F.1, G.1). */
export type ScanKind = 'sequential' | 'dc first' | 'dc refined' | 'ac first' | 'ac refined';

/** Throws `PIXELS_DAMAGED` where a header says what its process does not have. */
export function kindOf(
  process: FrameHeader['process'],
  { first, last, high, components }: ScanHeader,
): ScanKind {
  // It always has all coefficients. Real writers say something else (a last one of 0), which readers pass over.
  if (process === 'sequential') return 'sequential';
  if (first === 0) {
    if (last !== 0) throw damaged('A progressive JPEG scan has DC and AC coefficients');
    return high === 0 ? 'dc first' : 'dc refined';
  }
  if (components.length !== 1) throw damaged('A JPEG scan of AC coefficients has several components');
  return high === 0 ? 'ac first' : 'ac refined';
}

class ScanDecoder implements BlockVisitor {
  readonly #bits: BitReader;
  readonly #stream: Uint8Array;
  readonly #scan: ScanHeader;
  readonly #kind: ScanKind;
  readonly #dc: readonly (HuffmanDecoder | null)[];
  readonly #ac: readonly (HuffmanDecoder | null)[];
  /** The DC coefficient before, by place in the scan. */
  readonly #before: Int32Array;
  /** Blocks to come in which this scan has nothing (T.81 G.1.2.2). */
  #emptyBlocks = 0;

  constructor(bits: BitReader, stream: Uint8Array, process: FrameHeader['process'], scan: ScanHeader) {
    this.#bits = bits;
    this.#stream = stream;
    this.#scan = scan;
    this.#kind = kindOf(process, scan);
    const decoders = new Map<HuffmanTable, HuffmanDecoder>();
    const decoderOf = (table: HuffmanTable | undefined): HuffmanDecoder | null => {
      if (table === undefined) return null;
      const known = decoders.get(table) ?? new HuffmanDecoder(table);
      decoders.set(table, known);
      return known;
    };
    this.#dc = scan.components.map(({ dcTable }) => decoderOf(scan.dc[dcTable]));
    this.#ac = scan.components.map(({ acTable }) => decoderOf(scan.ac[acTable]));
    this.#before = new Int32Array(scan.components.length);
  }

  restart(count: number): void {
    let at = this.#bits.end();
    while (this.#stream[at] === 0xff && this.#stream[at + 1] === 0xff) at += 1;
    if (this.#stream[at + 1] !== 0xd0 + (count & 7)) throw damaged('A JPEG restart marker is missing');
    this.#bits.restart(at + 2);
    this.#before.fill(0);
    this.#emptyBlocks = 0;
  }

  block(place: number, values: Int16Array, offset: number): void {
    const { low } = this.#scan;
    switch (this.#kind) {
      case 'sequential':
        values[offset] = this.#nextDc(place);
        this.#sequentialAc(place, values, offset);
        break;
      case 'dc first':
        values[offset] = this.#nextDc(place) << low;
        break;
      case 'dc refined':
        if (this.#bits.take(1) === 1) (values[offset] as number) |= 1 << low;
        break;
      case 'ac first':
        this.#firstAc(values, offset);
        break;
      case 'ac refined':
        this.#refinedAc(values, offset);
        break;
    }
  }

  #nextDc(place: number): number {
    const size = tableOf(this.#dc, place).read(this.#bits);
    if (size > 15) throw damaged('A JPEG DC coefficient is too large');
    const value = (this.#before[place] as number) + this.#signed(size);
    this.#before[place] = value;
    return value;
  }

  #sequentialAc(place: number, values: Int16Array, offset: number): void {
    const table = tableOf(this.#ac, place);
    for (let at = 1; at < 64; at++) {
      const symbol = table.read(this.#bits);
      const size = symbol & 15;
      if (size === 0) {
        if (symbol === END_OF_BLOCK) return;
        if (symbol !== ZERO_RUN) throw damaged('A JPEG scan has a code that has no meaning');
        at += 15;
        continue;
      }
      at += symbol >>> 4;
      if (at > 63) throw damaged('A JPEG block has more than 64 coefficients');
      values[offset + at] = this.#signed(size);
    }
  }

  #firstAc(values: Int16Array, offset: number): void {
    if (this.#emptyBlocks > 0) {
      this.#emptyBlocks -= 1;
      return;
    }
    const { first, last, low } = this.#scan;
    const table = tableOf(this.#ac, 0);
    for (let at = first; at <= last; at++) {
      const symbol = table.read(this.#bits);
      const [run, size] = [symbol >>> 4, symbol & 15];
      if (size === 0) {
        if (run < 15) {
          this.#emptyBlocks = (1 << run) + this.#bits.take(run) - 1;
          return;
        }
        at += 15;
        continue;
      }
      at += run;
      if (at > last) throw damaged('A JPEG block has more coefficients than its scan');
      values[offset + at] = this.#signed(size) << low;
    }
  }

  /** T.81 G.1.2.3: coefficients that are not zero get a bit each where they are passed over; new ones are 1 or -1. */
  #refinedAc(values: Int16Array, offset: number): void {
    const { first, last, low } = this.#scan;
    const bit = 1 << low;
    let at = first;
    if (this.#emptyBlocks === 0) {
      const table = tableOf(this.#ac, 0);
      for (; at <= last; at++) {
        const symbol = table.read(this.#bits);
        let run = symbol >>> 4;
        const size = symbol & 15;
        let value = 0;
        if (size === 0) {
          if (run < 15) {
            this.#emptyBlocks = (1 << run) + this.#bits.take(run);
            break;
          }
        } else {
          if (size !== 1) throw damaged('A JPEG scan refines a coefficient by more than a bit');
          value = this.#bits.take(1) === 1 ? bit : -bit;
        }
        for (; at <= last; at++) {
          if (values[offset + at] !== 0) this.#refine(values, offset + at, bit);
          else if (run === 0) break;
          else run -= 1;
        }
        if (value === 0) continue;
        if (at > last) throw damaged('A JPEG block has more coefficients than its scan');
        values[offset + at] = value;
      }
    }
    if (this.#emptyBlocks > 0) {
      for (; at <= last; at++) if (values[offset + at] !== 0) this.#refine(values, offset + at, bit);
      this.#emptyBlocks -= 1;
    }
  }

  #refine(values: Int16Array, at: number, bit: number): void {
    if (this.#bits.take(1) === 0) return;
    const value = values[at] as number;
    values[at] = value > 0 ? value | bit : -(-value | bit);
  }

  /** T.81 F.2.2.1, EXTEND. */
  #signed(size: number): number {
    if (size === 0) return 0;
    const value = this.#bits.take(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }
}

export const END_OF_BLOCK = 0x00;
export const ZERO_RUN = 0xf0;

function tableOf<T>(tables: readonly (T | null)[], place: number): T {
  const table = tables[place];
  if (table === null || table === undefined) throw damaged('A JPEG scan has no Huffman table');
  return table;
}
