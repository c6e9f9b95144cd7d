import { parseAge, parseDate, parseDateTime, parseTime } from './dateTime.ts';
import { type DataSet, type Element, formatPath } from './element.ts';
import { isNumberOf } from './numberText.ts';
import type { ParsedInstance } from './parse.ts';
import { wrongMultiplicity } from './standard/multiplicity.ts';
import { isPrivate, isPrivateCreator, type Tag } from './tag.ts';
import { isLoaded, textOf, valuesOf } from './values.ts';
import { type Vr, vrFacts } from './vr.ts';

/** Where a data set breaks the rules of its values, and which. It names no value. */
export interface Invalidity {
  readonly path: string;
  /** What is wrong: `3 values, where PS3.6 has 1`. */
  readonly what: string;
}

/**
 * The first value of a data set, at any depth, that PS3.5 Table 6.2-1 or PS3.6 does not allow: its length, characters, form or range, or how
 * many there are. Private attributes have no number of values to keep. Values that were not read are held to their length alone, and
 * sequences to their items. Null: all are valid. Throws `CHARACTER_SET_UNKNOWN`.
 */
export function firstInvalid(
  instance: ParsedInstance,
  dataSet: DataSet = instance.dataSet,
): Invalidity | null {
  for (const element of dataSet.elements) {
    if (element.items === null) {
      const what = element.fragments === null ? invalidityOf(instance, element) : null;
      if (what !== null) return { path: formatPath(element), what };
      continue;
    }
    for (const item of element.items) {
      const found = firstInvalid(instance, item);
      if (found !== null) return found;
    }
  }
  return null;
}

function invalidityOf(instance: ParsedInstance, element: Element): string | null {
  const lengthBytes = element.valueEnd - element.valueStart;
  if (lengthBytes === 0) return null;
  const { vr } = element;
  const { content, wordBytes, multiple } = vrFacts(vr);
  if (content === 'binary') {
    const valueBytes = vr === 'AT' ? 4 : wordBytes;
    if (lengthBytes % valueBytes !== 0) return `a length that is not a multiple of ${valueBytes} bytes`;
    return multiple ? wrongCount(element.tag, lengthBytes / valueBytes) : null;
  }
  if (content === 'sequence' || !isLoaded(instance, element)) return null;
  const values = valuesOf(instance, element);
  const form = vr === 'LT' || vr === 'ST' || vr === 'UT' ? [textOf(instance, element)] : values;
  const check = CHECKS[vr as TextVr];
  for (const value of form) {
    const what = value === '' ? null : check(value);
    if (what !== null) return what;
  }
  return values.length === 0 ? null : wrongCount(element.tag, values.length);
}

/** Value Multiplicity (PS3.5 6.4, PS3.6). */
function wrongCount(tag: Tag, count: number): string | null {
  if (isPrivate(tag) && !isPrivateCreator(tag)) return null;
  const vm = wrongMultiplicity(tag, count);
  return vm === null ? null : `${count} values, where PS3.6 has ${vm}`;
}

/** What is wrong with one value of a VR that is text (PS3.5 Table 6.2-1), delimiters not counted; null: nothing, or the VR is not text. */
export function invalidityOfText(vr: Vr, value: string): string | null {
  return value === '' ? null : (CHECKS[vr as TextVr]?.(value) ?? null);
}

/** What is wrong with values given as text for an attribute in a VR: their form, or how many there are; null: nothing. An empty text counts as no value. */
export function invalidityOfValues(tag: Tag, vr: Vr, values: readonly string[]): string | null {
  const { multiple, content } = vrFacts(vr);
  const each = multiple ? values.flatMap((value) => value.split('\\')) : values;
  if (each.length === 1 && each[0] === '') return null;
  if (!multiple && content !== 'binary' && each.length > 1)
    return `${each.length} values, where ${vr} has one`;
  for (const value of each) {
    const what = isTextVr(vr)
      ? invalidityOfText(vr, value)
      : isNumberOf(vr, value)
        ? null
        : `a text that is not a value of ${vr}`;
    if (what !== null) return what;
  }
  return multiple ? wrongCount(tag, each.length) : null;
}

function isTextVr(vr: Vr): vr is TextVr {
  return Object.hasOwn(CHECKS, vr);
}

type TextVr = Exclude<
  Vr,
  | 'AT'
  | 'FD'
  | 'FL'
  | 'OB'
  | 'OD'
  | 'OF'
  | 'OL'
  | 'OV'
  | 'OW'
  | 'SL'
  | 'SQ'
  | 'SS'
  | 'SV'
  | 'UL'
  | 'UN'
  | 'US'
  | 'UV'
>;
/** What is wrong with one value that is not empty; null: nothing. */
type Check = (value: string) => string | null;

/** Characters that no text has: controls, and what no character of the set stands for (PS3.5 6.1.3). LF, FF, CR and TAB have a place in paragraphs. */
const NO_LINE = /[\x00-\x1f\x7f-\x9f\ufffd]/;
const NO_PARAGRAPH = /[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]/;

function text(most: number | null, forbidden: RegExp): Check {
  return (value) => {
    if (most !== null && [...value].length > most) return `more than ${most} characters`;
    return forbidden.test(value) ? 'a character that the VR does not allow' : null;
  };
}

function form(pattern: RegExp, what: string, most = Number.POSITIVE_INFINITY): Check {
  return (value) =>
    value.length > most ? `more than ${most} characters` : pattern.test(value) ? null : `no ${what}`;
}

const CHECKS: { readonly [V in TextVr]: Check } = {
  AE: form(/^[\x20-\x5b\x5d-\x7e]*$/, 'text of the default repertoire', 16),
  AS: (value) =>
    value.length === 4 && parseAge(value) !== null ? null : 'no age of the form nnnD, nnnW, nnnM or nnnY',
  CS: form(/^[A-Z0-9_ ]*$/, 'text of capitals, digits, spaces and underscores', 16),
  DA: (value) => (value.length === 8 && parseDate(value) !== null ? null : 'no date of the form YYYYMMDD'),
  DS: form(/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/, 'decimal number', 16),
  DT: (value) =>
    parseDateTime(value) !== null && !value.endsWith('-0000')
      ? null
      : 'no date and time of the form YYYYMMDDHHMMSS.FFFFFF&ZZXX',
  IS: (value) => {
    if (value.length > 12) return 'more than 12 characters';
    const isInteger = /^[+-]?\d+$/.test(value);
    return isInteger && Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31
      ? null
      : 'no integer of 32 bits';
  },
  LO: text(64, NO_LINE),
  LT: text(10240, NO_PARAGRAPH),
  PN: (value) => {
    const groups = value.split('=');
    if (groups.length > 3) return 'more than three component groups';
    if (groups.some((group) => group.split('^').length > 5)) return 'more than five components';
    if (groups.some((group) => [...group].length > 64)) return 'more than 64 characters in a component group';
    return NO_LINE.test(value) ? 'a character that the VR does not allow' : null;
  },
  SH: text(16, NO_LINE),
  ST: text(1024, NO_PARAGRAPH),
  TM: (value) =>
    /^\d+(\.\d+)?$/.test(value) && parseTime(value) !== null ? null : 'no time of the form HHMMSS.FFFFFF',
  UC: text(null, NO_LINE),
  UI: form(/^(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/, 'UID', 64),
  UR: form(/^[\x21-\x7e]*$/, 'URI'),
  UT: text(null, NO_PARAGRAPH),
};
