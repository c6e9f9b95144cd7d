import { decodeText, readingsOf } from './characterSets.ts';
import { elementOf, type ReadDataSet, type ReadElement } from './model.ts';

/** VRs whose value is characters (PS3.5 6.2). */
const TEXT_VRS = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '));
/** Of these a backslash is a character like any other. */
const SINGLE_VALUED = new Set(['LT', 'ST', 'UT', 'UR']);
/** VRs that Specific Character Set is about (PS3.3 C.12.1.1.2). */
const IN_CHARACTER_SET = new Set('LO LT PN SH ST UC UT'.split(' '));

export function isText(vr: string): boolean {
  return TEXT_VRS.has(vr);
}

/** Text that a person may have typed: it can say anything. */
export function isFreeText(vr: string): boolean {
  return IN_CHARACTER_SET.has(vr) && vr !== 'PN';
}

/** The values of an element as text, without padding; none where it is not text or was not held. */
export function valuesOf({ vr, value }: ReadElement, { characterSet }: ReadDataSet): readonly string[] {
  if (value === null || value.length === 0 || !isText(vr)) return [];
  const text = IN_CHARACTER_SET.has(vr)
    ? decodeText(value, characterSet)
    : Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1');
  const parts = SINGLE_VALUED.has(vr) ? [text] : text.split('\\');
  return parts.map((part) => part.replace(/^ +|[\0 ]+$/g, ''));
}

export function firstValue(dataSet: ReadDataSet, tag: number): string {
  const element = elementOf(dataSet, tag);
  return element === undefined ? '' : (valuesOf(element, dataSet)[0] ?? '');
}

/** Every text that somebody may read in a value: of what says UN or bytes too, where it is mostly letters. */
export function textsOf(element: ReadElement, { characterSet }: ReadDataSet): readonly string[] {
  const { vr, value } = element;
  if (value === null || value.length === 0) return [];
  if (isText(vr)) return readingsOf(value, characterSet);
  if (!MAY_BE_TEXT.has(vr) || !isMostlyText(value)) return [];
  return readingsOf(value, characterSet);
}

const MAY_BE_TEXT = new Set(['UN', 'OB', 'OW']);

function isMostlyText(bytes: Uint8Array): boolean {
  let printable = 0;
  for (const byte of bytes)
    if ((byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte >= 0xa0)
      printable++;
  return printable >= bytes.length * 0.9;
}

/** The first number of a US, UL or IS; null: there is none. */
export function numberOf(dataSet: ReadDataSet, tag: number): number | null {
  const element = elementOf(dataSet, tag);
  if (element?.value === undefined || element.value === null || element.value.length === 0) return null;
  const view = new DataView(element.value.buffer, element.value.byteOffset, element.value.length);
  const { littleEndian } = dataSet;
  if (element.vr === 'US' || element.vr === 'OW')
    return element.value.length >= 2 ? view.getUint16(0, littleEndian) : null;
  if (element.vr === 'UL') return element.value.length >= 4 ? view.getUint32(0, littleEndian) : null;
  const text = valuesOf(element, dataSet)[0] ?? '';
  return /^\s*[-+]?\d/.test(text) ? Number.parseFloat(text) : null;
}
