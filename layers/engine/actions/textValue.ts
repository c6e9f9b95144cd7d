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

function encodeNumber(value: string, vr: Vr, little: boolean, path: string): Uint8Array {
  const writer = WRITERS[vr];
  if (writer === undefined || (vr !== 'AT' && !Number.isFinite(Number(value))))
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
