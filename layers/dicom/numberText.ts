import type { Vr } from './vr.ts';

type Writer = (words: DataView, value: string, little: boolean) => void;

const WRITERS: Partial<Record<Vr, readonly [bytes: number, write: Writer]>> = {
  AT: [
    4,
    (words, value, little) => {
      const tag = Number.parseInt(value.replace(/[(), ]/g, ''), 16);
      words.setUint16(0, tag >>> 16, little);
      words.setUint16(2, tag & 0xffff, little);
    },
  ],
  FD: [8, (words, value, little) => words.setFloat64(0, Number(value), little)],
  FL: [4, (words, value, little) => words.setFloat32(0, Number(value), little)],
  OB: [1, (words, value) => words.setUint8(0, Number(value))],
  OD: [8, (words, value, little) => words.setFloat64(0, Number(value), little)],
  OF: [4, (words, value, little) => words.setFloat32(0, Number(value), little)],
  OL: [4, (words, value, little) => words.setUint32(0, Number(value), little)],
  OV: [8, (words, value, little) => words.setBigUint64(0, BigInt(value), little)],
  OW: [2, (words, value, little) => words.setUint16(0, Number(value), little)],
  SL: [4, (words, value, little) => words.setInt32(0, Number(value), little)],
  SS: [2, (words, value, little) => words.setInt16(0, Number(value), little)],
  SV: [8, (words, value, little) => words.setBigInt64(0, BigInt(value), little)],
  UL: [4, (words, value, little) => words.setUint32(0, Number(value), little)],
  UN: [1, (words, value) => words.setUint8(0, Number(value))],
  US: [2, (words, value, little) => words.setUint16(0, Number(value), little)],
  UV: [8, (words, value, little) => words.setBigUint64(0, BigInt(value), little)],
};

/** The whole numbers of a VR (PS3.5 Table 6.2-1). */
const RANGES: Partial<Record<Vr, readonly [least: bigint, most: bigint]>> = {
  OB: [0n, 2n ** 8n - 1n],
  OL: [0n, 2n ** 32n - 1n],
  OV: [0n, 2n ** 64n - 1n],
  OW: [0n, 2n ** 16n - 1n],
  SL: [-(2n ** 31n), 2n ** 31n - 1n],
  SS: [-(2n ** 15n), 2n ** 15n - 1n],
  SV: [-(2n ** 63n), 2n ** 63n - 1n],
  UL: [0n, 2n ** 32n - 1n],
  UN: [0n, 2n ** 8n - 1n],
  US: [0n, 2n ** 16n - 1n],
  UV: [0n, 2n ** 64n - 1n],
};

/** Whether a text is a tag, a whole number in the VR's range, or a number, as the VR wants it. A number out of range would be written as another. */
export function isNumberOf(vr: Vr, text: string): boolean {
  if (vr === 'AT') return /^\(?[0-9A-Fa-f]{4},? ?[0-9A-Fa-f]{4}\)?$/.test(text);
  const range = RANGES[vr];
  if (range === undefined) return text.trim() !== '' && Number.isFinite(Number(text));
  if (!/^-?\d{1,20}$/.test(text)) return false;
  return BigInt(text) >= range[0] && BigInt(text) <= range[1];
}

/** A number, or a tag, given as text, in the binary form of its VR; null: the VR has no form for it. */
export function encodeNumber(text: string, vr: Vr, littleEndian: boolean): Uint8Array | null {
  const writer = WRITERS[vr];
  if (writer === undefined || !isNumberOf(vr, text)) return null;
  const bytes = new Uint8Array(writer[0]);
  writer[1](new DataView(bytes.buffer), text, littleEndian);
  return bytes;
}
