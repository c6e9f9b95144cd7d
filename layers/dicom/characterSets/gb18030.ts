import { asciiBytes, asciiText, BACKSLASH, type Codec, ESC, REPLACEMENT, splitAt, textOf } from './codec.ts';
import { unitsOfCodes } from './tables.ts';

/*
 * GB18030 and GBK (PS3.3 Table C.12-5): one byte up to 07/15, two bytes with a trail byte from 0x40 (0x5C among them), and in
 * GB18030 four bytes whose second and fourth are digits. The tables come from the runtime's decoder on first use.
 */

const PAIRS = 126 * 190;
/** 0x81308130 to 0x8431A439, the four-byte codes of the Basic Multilingual Plane (GB 18030-2022). */
const PLANE_0_QUADS = 39420;
/** Linear number of 0x90308130, which is U+10000; from there on the numbers run as Unicode's. */
const SUPPLEMENTARY = 189_000;

const TABLES = {
  /** UTF-16 unit of each two-byte code: (lead - 0x81) * 190 + trail without the gap at 0x7F. */
  pairs: () =>
    unitsOfCodes('gb18030', PAIRS, (position) => [pairCode(position) >> 8, pairCode(position) & 0xff]),
  /** UTF-16 unit of each four-byte code below PLANE_0_QUADS, by its linear number. */
  quads: () => unitsOfCodes('gb18030', PLANE_0_QUADS, quadBytes),
  /** Two-byte code of each UTF-16 unit; 0: none. */
  pairOf: (): Uint16Array => inverse(table('pairs'), pairCode),
  /** Linear number + 1 of the four-byte code of each UTF-16 unit; 0: none. */
  quadOf: (): Uint16Array => inverse(table('quads'), (linear) => linear + 1),
};

/** Tables by name, made when first asked for. */
const made = new Map<keyof typeof TABLES, Uint16Array>();

function table(name: keyof typeof TABLES): Uint16Array {
  let found = made.get(name);
  if (found === undefined) {
    found = TABLES[name]();
    made.set(name, found);
  }
  return found;
}

/** The first code of a unit wins. */
function inverse(units: Uint16Array, codeOf: (position: number) => number): Uint16Array {
  const codes = new Uint16Array(0x10000);
  units.forEach((unit, position) => {
    if (codes[unit] === 0) codes[unit] = codeOf(position);
  });
  return codes;
}

function pairCode(at: number): number {
  const trail = at % 190;
  return ((Math.floor(at / 190) + 0x81) << 8) | (trail + (trail < 0x3f ? 0x40 : 0x41));
}

function quadBytes(linear: number): readonly number[] {
  return [
    0x81 + Math.floor(linear / 12_600),
    0x30 + (Math.floor(linear / 1260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10),
  ];
}

function isLead(byte: number): boolean {
  return byte >= 0x81 && byte <= 0xfe;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** The code point and the length of the code at a lead byte; length 1 with U+FFFD where the bytes make none. */
function codeAt(bytes: Uint8Array, at: number): { readonly point: number; readonly length: 1 | 2 | 4 } {
  const lead = bytes[at]!;
  const second = bytes[at + 1] ?? 0;
  if (lead === 0x80) return { point: 0x20ac, length: 1 }; // Windows writes the euro so; we do not.
  if (isLead(lead) && second >= 0x40 && second !== 0x7f && second !== 0xff) {
    return {
      point: table('pairs')[(lead - 0x81) * 190 + second - (second < 0x7f ? 0x40 : 0x41)]!,
      length: 2,
    };
  }
  const third = bytes[at + 2] ?? 0;
  const fourth = bytes[at + 3] ?? 0;
  if (isLead(lead) && isDigit(second) && isLead(third) && isDigit(fourth)) {
    const linear = (((lead - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30;
    if (linear < PLANE_0_QUADS) return { point: table('quads')[linear]!, length: 4 };
    const point = linear - SUPPLEMENTARY + 0x10000;
    if (point >= 0x10000 && point <= 0x10ffff) return { point, length: 4 };
  }
  return { point: REPLACEMENT, length: 1 };
}

function decode(bytes: Uint8Array): string {
  const plain = asciiText(bytes);
  if (plain !== null) return plain;
  // No code has more units than bytes.
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    const { point, length } = byte < 0x80 ? { point: byte, length: 1 } : codeAt(bytes, at);
    const text = String.fromCodePoint(point);
    for (let n = 0; n < text.length; n += 1) units[count++] = text.charCodeAt(n);
    at += length;
  }
  return textOf(units, count);
}

function splitValues(bytes: Uint8Array): readonly Uint8Array[] {
  const delimiters: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH) delimiters.push(at);
    at += byte < 0x80 ? 1 : codeAt(bytes, at).length;
  }
  return splitAt(bytes, delimiters);
}

/** Appends the code of a code point; false where there is none. */
type Writer = (out: number[], point: number) => boolean;

function encodeWith(write: Writer): (text: string) => Uint8Array | null {
  return (text) => {
    const plain = asciiBytes(text);
    if (plain !== null) return plain;
    const out: number[] = [];
    for (const character of text) {
      const point = character.codePointAt(0)!;
      if (point === ESC) return null;
      if (point < 0x80) out.push(point);
      else if (!write(out, point)) return null;
    }
    return Uint8Array.from(out);
  };
}

const writeGb18030: Writer = (out, point) => {
  if (point > 0xffff) {
    out.push(...quadBytes(point - 0x10000 + SUPPLEMENTARY));
    return true;
  }
  const pair = table('pairOf')[point]!;
  // Two bytes win over four.
  const quad = pair === 0 ? table('quadOf')[point]! : 0;
  if (pair !== 0) out.push(pair >> 8, pair & 0xff);
  else if (quad !== 0) out.push(...quadBytes(quad - 1));
  return pair !== 0 || quad !== 0;
};

/**
 * Two-byte codes of GB18030 that GBK as everybody reads it (code page 936) lacks, first and last: the euro, vertical forms, two
 * Latin letters, description characters, and row 0xFE. They are read, and never written.
 */
const NOT_IN_GBK: readonly (readonly [number, number])[] = [
  [0xa2e3, 0xa2e3],
  [0xa6d9, 0xa6df],
  [0xa6ec, 0xa6ed],
  [0xa6f3, 0xa6f3],
  [0xa8bc, 0xa8bc],
  [0xa8bf, 0xa8bf],
  [0xa989, 0xa995],
  [0xfe40, 0xfefe],
];

const writeGbk: Writer = (out, point) => {
  const privateUse = point >= 0xe000 && point <= 0xf8ff;
  const pair = point > 0xffff || privateUse ? 0 : table('pairOf')[point]!;
  if (pair === 0 || NOT_IN_GBK.some(([first, last]) => pair >= first && pair <= last)) return false;
  out.push(pair >> 8, pair & 0xff);
  return true;
};

export const gb18030Codec: Codec = { decode, encode: encodeWith(writeGb18030), splitValues };
/** Reads four-byte codes too: GB18030 text under the term GBK is common. */
export const gbkCodec: Codec = { decode, encode: encodeWith(writeGbk), splitValues };
