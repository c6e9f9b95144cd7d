import { encodeWithFallback } from '../../dicom/characterSet.ts';
import { formatPath } from '../../dicom/element.ts';
import { asciiValue, concat, padded } from '../../dicom/encode.ts';
import { DicomError } from '../../dicom/errors.ts';
import { characterSetIn } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';
import type { Subject } from './handler.ts';

/**
 * The bytes of values given as text, for the element's VR: text in the data set's own character set, or as plain ASCII where that has
 * no place for a character; numbers in the VR's binary form and the data set's byte order. Throws `VALUE_NOT_ENCODABLE`.
 */
export function encodeValues(
  { instance, element }: Pick<Subject, 'instance' | 'element'>,
  values: readonly string[],
): Uint8Array {
  const { content } = vrFacts(element.vr);
  if (content === 'text') {
    const text = values.join('\\');
    return padded(
      encodeWithFallback(
        characterSetIn(instance, element.dataSet),
        text,
        element.vr === 'PN' ? 'name' : 'text',
      ),
      element.vr,
    );
  }
  if (content === 'ascii') return asciiValue(values.join('\\'), element.vr);
  // One empty text is no value, not the number 0.
  if (values.length === 1 && values[0] === '') return new Uint8Array(0);
  return padded(
    concat(
      values.map((value) =>
        encodeNumber(value, element.vr, element.dataSet.encoding.littleEndian, formatPath(element)),
      ),
    ),
    element.vr,
  );
}

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
function isValueOf(vr: Vr, text: string): boolean {
  if (vr === 'AT') return /^\(?[0-9A-Fa-f]{4},? ?[0-9A-Fa-f]{4}\)?$/.test(text);
  const range = RANGES[vr];
  if (range === undefined) return text.trim() !== '' && Number.isFinite(Number(text));
  if (!/^-?\d{1,20}$/.test(text)) return false;
  return BigInt(text) >= range[0] && BigInt(text) <= range[1];
}

function encodeNumber(value: string, vr: Vr, little: boolean, path: string): Uint8Array {
  const writer = WRITERS[vr];
  if (writer === undefined || !isValueOf(vr, value))
    throw new DicomError(
      'VALUE_NOT_ENCODABLE',
      { path },
      `A value that VR ${vr} has no form for`,
      'Use a value of that VR, or another action.',
    );
  const bytes = new Uint8Array(writer[0]);
  writer[1](new DataView(bytes.buffer), value, little);
  return bytes;
}
