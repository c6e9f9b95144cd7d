import type { Atom, AtomicText } from '../../text/atoms.ts';
import { MONTHS } from '../../text/words/months.ts';
import type { GramFilter } from './gramFilter.ts';

/** A date of birth that was removed. */
export interface BirthDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** What devices and databases write when they do not know a date: nobody was born then. */
const NOBODYS: ReadonlySet<string> = new Set([
  '00010101',
  '16010101',
  '18000101',
  '18581117',
  '19000101',
  '19010101',
  '19040101',
  '19691231',
  '19700101',
  '19800101',
  '20000101',
  '99991231',
]);

/** A DA, as the standard has it, as ACR-NEMA had it (`yyyy.mm.dd`, PS3.5 6.2) or with hyphens; null: no date, or nobody's. */
export function birthDateOf(text: string): BirthDate | null {
  const match = /^(\d{4})[.\-/]?(\d{2})[.\-/]?(\d{2})/.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = ''] = match;
  if (NOBODYS.has(year + month + day)) return null;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 ? date : null;
}

const two = (value: number) => `${value}`.padStart(2, '0');
const four = (value: number) => `${value}`.padStart(4, '0');

/** The spellings that are digits alone: as a DA, and with the year last. */
export function digitForms({ year, month, day }: BirthDate): readonly string[] {
  const [y, m, d] = [four(year), two(month), two(day)];
  return [y + m + d, d + m + y, m + d + y];
}

const NAMES_BY_MONTH: readonly (readonly string[])[] = Array.from({ length: 12 }, (_, index) =>
  [...MONTHS].filter(([, month]) => month === index + 1).map(([name]) => name),
);

/** Has a filter look for a date: by its year where that has four digits, else by how it begins. */
export function lookFor(date: BirthDate, filter: GramFilter): void {
  const { year, month, day } = date;
  filter.add(four(year));
  const [y, m, d] = [two(year % 100), two(month), two(day)];
  for (const begins of [d + m, m + d, y + m, `${day}${month}${y}`, `${month}${day}${y}`]) filter.add(begins);
  for (const form of digitForms(date)) filter.add(form);
  for (const name of NAMES_BY_MONTH[month - 1] as readonly string[]) filter.add(`${day % 10}${name}`);
}

/** Words that stand between the parts of a date: ordinals, `of`, and what East Asian dates count with. */
const BETWEEN: ReadonlySet<string> = new Set(
  'st nd rd th er ste de del den of do di the 年 月 日 号 년 월 일'.split(' '),
);

const CLOSE = /^[ .,'’\-/_:()]{0,3}$/;
/** Signs between numbers of which the year has two digits. */
const SIGN = /^ ?[-./] ?$/;

/** Atoms of a date at most: three parts, and what stands between. */
const MOST_ATOMS = 8;

/** Whether a text has one of the dates, in figures or with the month by its name in any of ten languages; the order is anyone's. */
export function holdsBirthDate(text: AtomicText, dates: readonly BirthDate[]): boolean {
  if (dates.length === 0) return false;
  const { atoms } = text;
  const digits = new Set(dates.flatMap(digitForms));
  for (let index = 0; index < atoms.length; index++) {
    const { kind, text: word } = atoms[index] as Atom;
    if (kind === 'digits' && word.length >= 8 && !isDotted(text, index)) {
      if (word.length <= 14 && digits.has(word.slice(0, 8))) return true;
      if (word.length === 8) continue;
    }
    if (kind !== 'digits' && !MONTHS.has(word)) continue;
    const parts = partsFrom(text, index);
    if (parts !== null && dates.some((date) => isDate(parts, date))) return true;
  }
  return false;
}

interface DateParts {
  readonly words: readonly string[];
  /** Whether each gap has a sign, as a year of two digits wants it. */
  readonly hasSigns: boolean;
}

function partsFrom(text: AtomicText, from: number): DateParts | null {
  const { atoms, gaps } = text;
  if (isDotted(text, from)) return null;
  const words: string[] = [];
  const between: string[] = [];
  let at = from;
  for (; at < atoms.length && at - from < MOST_ATOMS && words.length < 3; at++) {
    const { kind, text: word } = atoms[at] as Atom;
    if (at > from && !CLOSE.test(gaps[at] as string)) return null;
    if (kind !== 'digits' && BETWEEN.has(word)) {
      if (words.length > 0) between[words.length - 1] = ' ';
      continue;
    }
    if (words.length > 0) between[words.length - 1] ??= gaps[at] as string;
    words.push(word);
  }
  if (words.length < 3 || isDotted(text, at)) return null;
  return { words, hasSigns: between.every((gap) => SIGN.test(gap)) };
}

/** Whether an atom goes on a dotted number of digits, as a UID is one. */
function isDotted({ atoms, gaps }: AtomicText, index: number): boolean {
  return gaps[index] === '.' && atoms[index - 1]?.kind === 'digits' && atoms[index]?.kind === 'digits';
}

function isDate({ words, hasSigns }: DateParts, { year, month, day }: BirthDate): boolean {
  const isYear = (word: string, isNamed: boolean) =>
    word === four(year) || ((hasSigns || isNamed) && word === two(year % 100));
  const isMonth = (word: string) => MONTHS.get(word) === month || (word.length < 3 && Number(word) === month);
  const isDay = (word: string) => word.length < 3 && Number(word) === day;
  const isNamed = words.some((word) => MONTHS.has(word));
  const [a = '', b = '', c = ''] = words;
  return (
    (isDay(a) && isMonth(b) && isYear(c, isNamed)) ||
    (isMonth(a) && isDay(b) && isYear(c, isNamed)) ||
    (isYear(a, false) && isMonth(b) && isDay(c)) ||
    (isYear(a, false) && isDay(b) && isMonth(c))
  );
}
