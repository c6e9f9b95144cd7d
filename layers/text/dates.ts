import { type Atom, type AtomicText, isGlued, spanOf, type TextSpan } from './atoms.ts';
import {
  digitsAt,
  isDay,
  isDayAndMonth,
  isDotted,
  isMeasure,
  isMonth,
  isYear,
  monthAt,
  numberAt,
  type Range,
  type Reader,
} from './dateAtoms.ts';
import { eastAsian, eraInLetters } from './eraDates.ts';
import type { Identifiers } from './identifierDraft.ts';
import { cuedDay, glued } from './shortDates.ts';
import { isUnit } from './units.ts';
import { UNAMBIGUOUS_MONTHS } from './words/months.ts';

/** Dates in every usual spelling, each with the time of day beside it, and times of day of the instance. */
export function datesIn(text: AtomicText, own: Identifiers): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let index = 0; index < text.atoms.length; ) {
    const date = dateAt(text, index, own);
    if (date === null) {
      index += 1;
      continue;
    }
    const [from, to] = withTime(text, date);
    spans.push(spanOf(text, from, to));
    index = Math.max(to, index + 1);
  }
  return [...spans, ...ownTimes(text, own)];
}

/** The date that begins at an atom, by the first reader that knows it. */
function dateAt(text: AtomicText, index: number, own: Identifiers): Range | null {
  for (const read of READERS) {
    const range = read(text, index, own);
    if (range !== null) return range;
  }
  return null;
}

/** `2024-01-31`, `31.01.2024`, `01/31/24`, `2024:01:31`, `31 01 2024`. */
const threeNumbers: Reader = (text, index) => {
  const { gaps } = text;
  const [first, second, third] = [
    numberAt(text, index, 4),
    numberAt(text, index + 1, 4),
    numberAt(text, index + 2, 4),
  ];
  if (first === null || second === null || third === null) return null;
  const separator = (gaps[index + 1] as string).trim();
  if (gaps[index + 1] !== gaps[index + 2] || !SEPARATOR.test(gaps[index + 1] as string)) return null;
  const [a, b, c] = [digitsAt(text, index), digitsAt(text, index + 1), digitsAt(text, index + 2)];
  // Numbers with mere spaces between are a date if they are written out.
  const isWritten = a < 3 && b < 3 && (separator !== '' || (a === 2 && b === 2));
  const isShort = isWritten && c === 2 && separator !== '' && (a + b > 2 || separator === '/');
  const isDate =
    (a === 4 &&
      isYear(first) &&
      isMonth(second) &&
      isDay(third) &&
      b < 3 &&
      (separator !== '' || b + c === 4)) ||
    (isWritten && c === 4 && isYear(third) && isDayAndMonth(first, second)) ||
    (isShort && !isGlued(text, index) && !isMeasure(text, index + 2) && isShortDate(first, second, third, a));
  // Within a dotted number (a UID, an address of a network) three numbers are not a date.
  const isWithin = separator === '.' && (isDotted(text, index) || isDotted(text, index + 3));
  if (!isDate || isWithin || (separator === ':' && a !== 4)) return null;
  return separator === '' && a < 4 && isPartOfNumber(text, index)
    ? [index + 1, index + 3]
    : [index, index + 3];
};

/** `31.01.24`, `01/31/24`, `24-01-31`. */
function isShortDate(first: number, second: number, third: number, firstDigits: number): boolean {
  return isDayAndMonth(first, second) || (firstDigits === 2 && isMonth(second) && isDay(third));
}

const SEPARATOR = /^(?: ?[-./_:] ?| )$/;

/** `2024-01`, `01/2024`, `01.2024`: the month is always two digits. */
const yearAndMonth: Reader = (text, index) => {
  const gap = text.gaps[index + 1];
  const [first, second] = [numberAt(text, index, 4), numberAt(text, index + 1, 4)];
  if (first === null || second === null) return null;
  const [long, short] = [digitsAt(text, index), digitsAt(text, index + 1)];
  const isIso = gap === '-' && long === 4 && short === 2 && first >= 1900 && isYear(first) && isMonth(second);
  const isWritten =
    (gap === '/' || gap === '.') &&
    long === 2 &&
    short === 4 &&
    isMonth(first) &&
    second >= 1900 &&
    isYear(second);
  // `3/2019`: a year with another number is nothing else.
  const isShort = gap === '/' && short === 4 && isMonth(first) && second >= 1900 && isYear(second);
  if (isShort && !isGlued(text, index) && !/[-./]$/.test(text.gaps[index] as string))
    return isMeasure(text, index + 1) ? null : [index, index + 2];
  // `12.2014 mm` is a length.
  return isIso || (isWritten && !isMeasure(text, index + 1)) ? [index, index + 2] : null;
};

/** `31 Jan 2024`, `Jan 31, 2024`, `January 31st`, `Jan 2024`, `31-JAN-24`, `31. Januar`, `31 de enero de 2024`. */
const namedMonth: Reader = (text, index, own) => {
  const spelled = spelledDay(text, index);
  if (spelled !== null) return afterSpelledDay(text, index, spelled, own);
  const day = numberAt(text, index, 2);
  // Not of a level: `L4/5`.
  return day !== null && isDay(day) && !isGlued(text, index) && text.gaps[index] !== '/'
    ? dayFirst(text, index, day, own)
    : monthFirst(text, index, own);
};

/** `31 Jan 2024`, `31-JAN-24`, `31. Januar`, `31 de enero de 2024`. */
function dayFirst(text: AtomicText, index: number, day: number, own: Identifiers): Range | null {
  const at = skip(text, skip(text, index + 1, ORDINALS), CONNECTORS);
  const month = monthAt(text, at);
  if (month === null || !isClose(text, index + 1, at) || (text.gaps[at] ?? '').includes(',')) return null;
  const year = yearEnd(text, at + 1);
  if (year !== null && digitsAt(text, year - 1) === 4 && !isPartOfNumber(text, index)) return [index, year];
  // Behind a space a month belongs to what comes after it before it belongs to a number that has its own meaning: `14:30 Jan 31, 2024`.
  if ((text.gaps[at] as string).includes(' ')) {
    const behind = monthAndDays(text, at);
    if (behind !== null) return behind;
    if (isPartOfNumber(text, index)) return monthAlone(text, at, day, own);
  }
  if (year !== null) return [index, year];
  const isBeforeMeasure = (text.atoms[at] as Atom).shape === 'capital' && digitsAt(text, at + 1) === 2;
  return isBeforeMeasure || isWrittenAsDay(text, index, at) || isWithoutYear(text, at, month, day, own)
    ? [index, at + 1]
    : null;
}

/** `14th of May`, `3 de marzo`, `12. Mai`, `12-Mar`: nobody writes anything else so. */
function isWrittenAsDay({ atoms, gaps }: AtomicText, index: number, at: number): boolean {
  const { text: name, shape } = atoms[at] as Atom;
  if (NEVER_ALONE.has(name)) return false;
  const between = atoms[at - 1]?.text ?? '';
  const isOrdinal = ENGLISH_ORDINALS.has(atoms[index + 1]?.text ?? '') && at > index + 1;
  if (CONNECTORS.has(between)) return isOrdinal || (between !== 'of' && shape !== 'upper');
  const isNamed = BESIDE_DAYS.has(name) && gaps[at] === ' ';
  return shape === 'capital' && (isOrdinal || isNamed || /^(?:\. ?|-)$/.test(gaps[at] as string));
}

const ENGLISH_ORDINALS: ReadonlySet<string> = new Set(['st', 'nd', 'rd', 'th']);
/** Names of months that are words everywhere: a set, out, an order, milligrams. */
const NEVER_ALONE: ReadonlySet<string> = new Set('set out gen mag ago zari julius'.split(' '));
/** And those that say it beside a day, with a capital: `March 14`, `14 May`. */
const BESIDE_DAYS: ReadonlySet<string> = new Set('march may sept sep oct dec'.split(' '));

/** `March 2024` of `5.4 March 2024`, `January` of `5.4 January`: what stands behind a number that is not a day. */
function monthAlone(text: AtomicText, at: number, day: number, own: Identifiers): Range | null {
  const found = monthFirst(text, at, own);
  if (found !== null) return found;
  const year = yearEnd(text, at + 1);
  if (year !== null) return [at, year];
  const isWritten = (text.atoms[at] as Atom).shape === 'capital';
  return isWritten && isWithoutYear(text, at, monthAt(text, at) as number, day, own) ? [at, at + 1] : null;
}

/** `Jan 31, 2024`, `January 31st`, `Jan 2024`. */
function monthFirst(text: AtomicText, index: number, own: Identifiers): Range | null {
  const month = monthAt(text, index);
  if (month === null) return null;
  const whole = monthAndDays(text, index);
  if (whole !== null) return whole;
  const at = skip(text, index + 1, THE);
  const next = numberAt(text, at, 4);
  if (next === null || !isClose(text, index + 1, at)) return fullMonthAndYear(text, index);
  if (digitsAt(text, at) === 4) return isYear(next) && next >= 1900 ? [index, at + 1] : null;
  if (digitsAt(text, at) > 2 || !isDay(next) || isMeasured(text, at)) return null;
  const afterDay = skip(text, at + 1, ORDINALS);
  const year = yearEnd(text, afterDay);
  if (year !== null && /['’]$/.test(text.gaps[year - 1] as string)) return [index, year];
  const isOrdinal = afterDay > at + 1;
  const { text: name, shape } = text.atoms[index] as Atom;
  // `May 5` begins a sentence as often.
  const isEnglish = BESIDE_DAYS.has(name) && name !== 'may' && shape === 'capital' && text.gaps[at] === ' ';
  return isOrdinal || isEnglish || isWithoutYear(text, index, month, next, own) ? [index, afterDay] : null;
}

/** Most days that are told of one month. */
const MOST_DAYS = 8;

/** `Jan 31, 2024`, `March 3-5, 2024`, `March 3, 4 and 6, 2024`: with a year of four digits. */
function monthAndDays(text: AtomicText, index: number): Range | null {
  let at = skip(text, index + 1, THE);
  if (monthAt(text, index) === null || !isClose(text, index + 1, at)) return null;
  for (let days = 0; days < MOST_DAYS; days++) {
    const day = numberAt(text, at, 2);
    if (day === null || !isDay(day)) return null;
    const after = skip(text, at + 1, ORDINALS);
    const year = yearEnd(text, after);
    if (year !== null && digitsAt(text, year - 1) === 4) return [index, year];
    const next = skip(text, after, AND);
    if (!/^ ?[-–,&/]? ?$/.test(text.gaps[after] ?? '\n') || (next > after && text.gaps[next] !== ' '))
      return null;
    at = next;
  }
  return null;
}

const AND: ReadonlySet<string> = new Set(['and', 'to', 'through', 'till', 'until']);

/**
 * Whether the number at an atom is a part of another one: what follows the sign in `5.4`, `5,4`, `14:30`, `5 x 4`. Such a number is not a day of a
 * month that stands apart from it.
 */
function isPartOfNumber({ atoms, gaps }: AtomicText, index: number): boolean {
  const before = atoms[index - 1];
  if (before?.kind === 'digits') return /^(?:[.,:]| ?[×*] ?)$/.test(gaps[index] as string);
  return before?.text === 'x' && atoms[index - 2]?.kind === 'digits' && /^ ?$/.test(gaps[index] as string);
}

/** Whether the number at an atom measures something: `5 mm`, `14.5`, `70%`, the hour of `14:30`. A year behind a sign is not a measurement: `5,2024`. */
function isMeasured(text: AtomicText, index: number): boolean {
  const gap = text.gaps[index + 1] as string;
  if (gap.startsWith('%') || isUnit(text, index + 1)) return true;
  const after = digitsAt(text, index + 1);
  return after > 0 && after < 4 && /^[.,:]$/.test(gap);
}

/** A day in words, `first` to `thirty-first`, and after which atom it ends; null: none. */
function spelledDay(
  { atoms, gaps }: AtomicText,
  index: number,
): { readonly day: number; readonly to: number } | null {
  const word = atoms[index]?.text ?? '';
  const tens = word === 'twenty' ? 20 : word === 'thirty' ? 30 : 0;
  if (tens === 0) {
    const day = SPELLED.get(word);
    return day === undefined ? null : { day, to: index + 1 };
  }
  const ones = SPELLED.get(atoms[index + 1]?.text ?? '') ?? 0;
  return ones > 0 && ones < 10 && tens + ones < 32 && /^[ -]$/.test(gaps[index + 1] as string)
    ? { day: tens + ones, to: index + 2 }
    : null;
}

const SPELLED: ReadonlyMap<string, number> = new Map(
  `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth`
    .split(' ')
    .map((word, index): [string, number] => [word, index + 1])
    .concat([['thirtieth', 30]]),
);

/** `first of March 2024`, `twenty-first of May`. */
function afterSpelledDay(
  text: AtomicText,
  index: number,
  { day, to }: { readonly day: number; readonly to: number },
  own: Identifiers,
): Range | null {
  const at = skip(text, to, CONNECTORS);
  const month = monthAt(text, at);
  if (month === null || !isClose(text, to, at)) return null;
  const year = yearEnd(text, at + 1);
  if (year !== null) return [index, year];
  return at > to || isWithoutYear(text, at, month, day, own) ? [index, at + 1] : null;
}

/** `enero de 2024`. */
function fullMonthAndYear(text: AtomicText, index: number): Range | null {
  const after = skip(text, index + 1, CONNECTORS);
  const year = numberAt(text, after, 4);
  if (after === index + 1 || year === null || digitsAt(text, after) !== 4) return null;
  return isYear(year) && isClose(text, index + 1, after) ? [index, after + 1] : null;
}

const ORDINALS: ReadonlySet<string> = new Set(['st', 'nd', 'rd', 'th', 'er', 'ste', 'de', 'e', 'o', 'a']);
const THE: ReadonlySet<string> = new Set(['the']);
const CONNECTORS: ReadonlySet<string> = new Set(['of', 'de', 'del', 'den', 'do', 'di']);

function skip({ atoms }: AtomicText, index: number, words: ReadonlySet<string>): number {
  const atom = atoms[index];
  return atom !== undefined && words.has(atom.text) ? index + 1 : index;
}

/** Whether little stands before each of the atoms [from, to]. */
function isClose({ gaps }: AtomicText, from: number, to: number): boolean {
  for (let index = from; index <= to; index++)
    if (!/^[ .,'’\-/_]{0,3}$/.test(gaps[index] ?? '\n')) return false;
  return true;
}

/** After the year that follows at `index`; null if none does. Two digits count if they are written as years are. */
function yearEnd(text: AtomicText, index: number): number | null {
  const at = skip(text, index, CONNECTORS);
  const year = numberAt(text, at, 4);
  if (year === null || !isClose(text, index, at)) return null;
  if (digitsAt(text, at) === 4) return isYear(year) ? at + 1 : null;
  const isWritten = digitsAt(text, at) === 2 && /^(?:[-/.' ’]{1,2}|, ?['’])$/.test(text.gaps[at] as string);
  return isWritten && !isMeasured(text, at) ? at + 1 : null;
}

/** A day and a month alone are a date if nothing else is called so, or they are those of a date of the instance. */
function isWithoutYear(text: AtomicText, at: number, month: number, day: number, own: Identifiers): boolean {
  const { text: name, shape } = text.atoms[at] as Atom;
  return (UNAMBIGUOUS_MONTHS.has(name) && shape !== 'lower') || own.days.has(monthAndDay(month, day));
}

function monthAndDay(month: number, day: number): string {
  return `${month}`.padStart(2, '0') + `${day}`.padStart(2, '0');
}

/** `2014. március 12.`, `2014 March 12`. */
const yearFirst: Reader = (text, index) => {
  const year = digitsAt(text, index) === 4 ? (numberAt(text, index, 4) as number) : 0;
  const day = numberAt(text, index + 2, 2);
  if (!isYear(year) || monthAt(text, index + 1) === null || day === null || !isDay(day)) return null;
  return isClose(text, index + 1, index + 2) && !isMeasured(text, index + 2) ? [index, index + 3] : null;
};

/** `31.01.`, `01/31`, `1.3.`: as two digits each, or with both points, of a date of the instance. */
const ownDay: Reader = (text, index, own) => {
  const [first, second] = [numberAt(text, index, 2), numberAt(text, index + 1, 2)];
  if (first === null || second === null || !/^[-./]$/.test(text.gaps[index + 1] as string)) return null;
  const isWritten = digitsAt(text, index) === 2 && digitsAt(text, index + 1) === 2;
  const isGerman = text.gaps[index + 1] === '.' && (text.gaps[index + 2] as string).startsWith('.');
  if (!isWritten && !isGerman && first < 13 && second < 13) return null;
  if (isDotted(text, index) || isDotted(text, index + 2) || isMeasure(text, index + 1)) return null;
  const isOwn = own.days.has(monthAndDay(first, second)) || own.days.has(monthAndDay(second, first));
  return isOwn ? [index, index + 2] : null;
};

const READERS: readonly Reader[] = [
  eraInLetters,
  threeNumbers,
  yearAndMonth,
  yearFirst,
  namedMonth,
  glued,
  ownDay,
  cuedDay,
  eastAsian,
];

/** The date with a time of day that follows it, or stands before it. */
function withTime(text: AtomicText, [from, to]: Range): Range {
  const next = text.atoms[to]?.text ?? '';
  const start = AT.has(next) ? to + 1 : to;
  const after = (text.gaps[to]?.length ?? 9) < 4 ? timeEnd(text, start) : null;
  if (after !== null) return [from, after];
  for (const length of [2, 3]) if (timeEnd(text, from - length) === from) return [from - length, to];
  return [from, to];
}

const AT: ReadonlySet<string> = new Set(['t', 'at', 'um', 'a', 'alle', 'om', 'kl', 'h']);
/** Behind `10.11`, which is a number without them. */
const DOTTED_TIME_SIGNS: ReadonlySet<string> = new Set(['uhr', 'am', 'pm']);
const TIME_SIGNS: ReadonlySet<string> = new Set(['am', 'pm', 'h', 'uhr', 'z']);

/** After the time of day that begins at an atom: `14:30`, `14:30:22.5 pm`, `14h30`; null if none does. */
function timeEnd(text: AtomicText, index: number): number | null {
  const hour = index < 0 ? null : numberAt(text, index, 2);
  if (hour === null || hour > 24) return null;
  const isFrench = text.atoms[index + 1]?.text === 'h' && digitsAt(text, index + 2) === 2;
  let at = isFrench ? index + 2 : index + 1;
  const isDotted = text.gaps[at] === '.' && DOTTED_TIME_SIGNS.has(text.atoms[at + 1]?.text ?? '');
  if (!isFrench && !isDotted && text.gaps[at] !== ':') return null;
  if (digitsAt(text, at) !== 2 || (numberAt(text, at, 2) as number) > 59) return null;
  at += 1;
  if (text.gaps[at] === ':' && digitsAt(text, at) === 2) {
    at += 1;
    if ((text.gaps[at] === '.' || text.gaps[at] === ',') && digitsAt(text, at) > 0) at += 1;
  }
  return TIME_SIGNS.has(text.atoms[at]?.text ?? '') && (text.gaps[at] as string).length < 2 ? at + 1 : at;
}

/** Times of day of the instance, wherever they stand. */
function ownTimes(text: AtomicText, { times }: Identifiers): TextSpan[] {
  const spans: TextSpan[] = [];
  if (times.size === 0) return spans;
  text.atoms.forEach((atom, index) => {
    const end = timeEnd(text, index);
    const minute = text.atoms[text.atoms[index + 1]?.text === 'h' ? index + 2 : index + 1];
    if (end !== null && times.has(atom.text.padStart(2, '0') + (minute?.text ?? '')))
      spans.push(spanOf(text, index, end));
  });
  return spans;
}
