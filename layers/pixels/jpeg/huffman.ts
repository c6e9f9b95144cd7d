import { damaged } from '../errors.ts';
import type { BitReader } from './bits.ts';

/** A Huffman table as DHT has it: how many codes of 1 to 16 bits, and their symbols in the order of the codes (T.81 B.2.4.2). */
export interface HuffmanTable {
  /** Index 0 is of one bit. */
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

const LOOK_AHEAD = 9;

/** Finds the symbol that the next bits say. */
export class HuffmanDecoder {
  /** By the next nine bits: the length of the code times 256, and its symbol; 0: the code is longer. */
  readonly #short = new Uint16Array(1 << LOOK_AHEAD);
  /** Of codes longer than that, by length: the first code that is too large, aligned to 16 bits, and where symbols begin, less their first code. */
  readonly #ends = new Int32Array(18);
  readonly #offsets = new Int32Array(18);
  readonly #symbols: Uint8Array;

  constructor({ counts, symbols }: HuffmanTable) {
    this.#symbols = symbols;
    let code = 0;
    let at = 0;
    for (let length = 1; length <= 16; length++) {
      const count = counts[length - 1] as number;
      this.#offsets[length] = at - code;
      if (length <= LOOK_AHEAD)
        for (let each = 0; each < count; each++) {
          const first = (code + each) << (LOOK_AHEAD - length);
          const past = first + (1 << (LOOK_AHEAD - length));
          if (past > this.#short.length) throw damaged('A JPEG Huffman table has too many codes');
          this.#short.fill((length << 8) | (symbols[at + each] as number), first, past);
        }
      code += count;
      at += count;
      if (code > 1 << length) throw damaged('A JPEG Huffman table has too many codes');
      this.#ends[length] = code << (16 - length);
      code <<= 1;
    }
    this.#ends[17] = 0x7fffffff;
  }

  read(bits: BitReader): number {
    const next = bits.peek16();
    const known = this.#short[next >>> (16 - LOOK_AHEAD)] as number;
    if (known !== 0) {
      bits.skip(known >>> 8);
      return known & 0xff;
    }
    let length = LOOK_AHEAD + 1;
    while (next >= (this.#ends[length] as number)) length += 1;
    if (length > 16) throw damaged('A JPEG scan has a code that its table does not');
    bits.skip(length);
    return this.#symbols[(next >>> (16 - length)) + (this.#offsets[length] as number)] as number;
  }
}

/** Code and length by symbol; length 0: the table does not have it. */
export interface HuffmanCodes {
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

export function codesOf({ counts, symbols }: HuffmanTable): HuffmanCodes {
  const codes = new Uint16Array(256);
  const lengths = new Uint8Array(256);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length++) {
    for (let each = counts[length - 1] as number; each > 0; each--) {
      const symbol = symbols[at++] as number;
      codes[symbol] = code++;
      lengths[symbol] = length;
    }
    code <<= 1;
  }
  return { codes, lengths };
}

/** Stands for the code of ones alone, which no symbol may have (T.81 K.2). */
const RESERVED = 256;

/** The shortest table for symbols that occur so often, with codes of at most 16 bits (T.81 K.2). */
export function tableFor(frequencies: Uint32Array): HuffmanTable {
  const weights = new Float64Array(RESERVED + 1);
  frequencies.forEach((count, symbol) => {
    weights[symbol] = count;
  });
  weights[RESERVED] = 1;
  const sizes = codeSizes(weights);
  const perLength = new Uint32Array(RESERVED + 2);
  for (const size of sizes) if (size > 0) (perLength[size] as number) += 1;
  shorten(perLength);
  const symbols = Array.from(frequencies.keys())
    .filter((symbol) => (sizes[symbol] as number) > 0)
    .sort((a, b) => (sizes[a] as number) - (sizes[b] as number) || a - b);
  // The reserved code is the last of the longest ones.
  let longest = 16;
  while (longest > 0 && perLength[longest] === 0) longest -= 1;
  (perLength[longest] as number) -= 1;
  return { counts: Uint8Array.from(perLength.subarray(1, 17)), symbols: Uint8Array.from(symbols) };
}

/** Lengths of codes, by joining the two rarest again and again (Figure K.1). */
function codeSizes(weights: Float64Array): Uint16Array {
  const sizes = new Uint16Array(weights.length);
  const next = new Int32Array(weights.length).fill(-1);
  for (;;) {
    const rarest = leastOf(weights, -1);
    const other = leastOf(weights, rarest);
    if (other === -1) return sizes;
    (weights[rarest] as number) += weights[other] as number;
    weights[other] = 0;
    let last = rarest;
    for (; ; last = next[last] as number) {
      (sizes[last] as number) += 1;
      if (next[last] === -1) break;
    }
    next[last] = other;
    for (let at = other; at !== -1; at = next[at] as number) (sizes[at] as number) += 1;
  }
}

/** Of equal weights the last one, so that the reserved code is among the longest. -1: there is none. */
function leastOf(weights: Float64Array, but: number): number {
  let least = -1;
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] as number;
    if (weight > 0 && at !== but && (least === -1 || weight <= (weights[least] as number))) least = at;
  }
  return least;
}

/** Makes codes of more than 16 bits shorter, and some short ones longer (Figure K.3). */
function shorten(perLength: Uint32Array): void {
  for (let length = perLength.length - 1; length > 16; length--)
    while ((perLength[length] as number) > 0) {
      let shorter = length - 2;
      while (perLength[shorter] === 0) shorter -= 1;
      (perLength[length] as number) -= 2;
      (perLength[length - 1] as number) += 1;
      (perLength[shorter + 1] as number) += 2;
      (perLength[shorter] as number) -= 1;
    }
}
