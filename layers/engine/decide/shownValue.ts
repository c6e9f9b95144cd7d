import type { Element } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { bytesOf, isLoaded, textOf } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';

/** Longer values are cut: nobody reads them, and a page holds thousands. */
export const MOST_SHOWN_CHARACTERS = 2_000;
const MOST_SHOWN_NUMBERS = 64;

type Reader = (bytes: DataView, at: number, little: boolean) => string;

const NUMBERS: Partial<Record<Vr, readonly [bytes: number, read: Reader]>> = {
  AT: [
    4,
    (bytes, at, little) => `(${hex(bytes.getUint16(at, little))},${hex(bytes.getUint16(at + 2, little))})`,
  ],
  FD: [8, (bytes, at, little) => String(bytes.getFloat64(at, little))],
  FL: [4, (bytes, at, little) => String(bytes.getFloat32(at, little))],
  SL: [4, (bytes, at, little) => String(bytes.getInt32(at, little))],
  SS: [2, (bytes, at, little) => String(bytes.getInt16(at, little))],
  SV: [8, (bytes, at, little) => String(bytes.getBigInt64(at, little))],
  UL: [4, (bytes, at, little) => String(bytes.getUint32(at, little))],
  US: [2, (bytes, at, little) => String(bytes.getUint16(at, little))],
  UV: [8, (bytes, at, little) => String(bytes.getBigUint64(at, little))],
};

/** A value as a person reads it: text as it is written, numbers with backslashes between them. Null: it has items or fragments, was not read, or is bytes of no known meaning. */
export function shownValue(instance: ParsedInstance, element: Element): string | null {
  const { vr, items, fragments } = element;
  if (items !== null || fragments !== null || !isLoaded(instance, element)) return null;
  const { content } = vrFacts(vr);
  if (content === 'text' || content === 'ascii') return textIn(instance, element);
  const form = NUMBERS[vr];
  if (form === undefined) return null;
  const [width, read] = form;
  const bytes = bytesOf(instance, element);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(MOST_SHOWN_NUMBERS, Math.floor(bytes.length / width));
  return Array.from({ length: count }, (_none, place) =>
    read(view, place * width, element.dataSet.encoding.littleEndian),
  ).join('\\');
}

/** The value of an element as text, whole; null: it cannot be decoded. */
function textIn(instance: ParsedInstance, element: Element): string | null {
  try {
    return textOf(instance, element);
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

export function cut(text: string | null): string | null {
  return text === null || text.length <= MOST_SHOWN_CHARACTERS ? text : text.slice(0, MOST_SHOWN_CHARACTERS);
}

function hex(word: number): string {
  return word.toString(16).toUpperCase().padStart(4, '0');
}
