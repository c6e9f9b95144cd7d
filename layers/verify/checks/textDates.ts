import { fold } from '../../text/fold.ts';
import { MONTHS } from '../../text/words/months.ts';

/** Days that a text may say, as YYYYMMDD: what they are of nobody knows, so that each way to read them is one. */
export function daysIn(text: string, words: readonly string[]): readonly string[] {
  const days: string[] = [];
  const bare = words.filter((word) => !BETWEEN.has(word));
  for (let from = 0; from < bare.length; from++) days.push(...daysAt(bare, from));
  if (!/\d/.test(text)) return days;
  const folded = fold(text);
  for (const [, era = '', year = '', month = '', day = ''] of folded.matchAll(EAST_ASIAN)) {
    const full = era === '' ? Number(year) : (ERAS[era] ?? 0) + (year === '元' ? 1 : Number(year));
    days.push(`${full}${month.padStart(2, '0')}${day.padStart(2, '0')}`);
  }
  for (const [, a = '', , b = '', c = ''] of folded.matchAll(SHORT_YEAR))
    days.push(...withCentury(c, [b + a, a + b]), ...withCentury(a, [b + c]));
  for (const [, day = '', word = '', year = ''] of folded.matchAll(SHORT_YEAR_WORD)) {
    const month = monthOf(word);
    if (month !== undefined) days.push(...withCentury(year, [month + day.padStart(2, '0')]));
  }
  return days;
}

/** What stands between the parts of a date: 12th of March, 1er mars, 12 de marzo de. */
const BETWEEN = new Set('st nd rd th of er de del'.split(' '));

/** The days that a number, or three words, may say: 20240131, 2024-01-31, 31.01.2024, 01/31/2024, 31 Jan 2024. */
function daysAt(words: readonly string[], from: number): readonly string[] {
  const [a = '', b = '', c = ''] = words.slice(from, from + 3);
  if (/^\d{8,}$/.test(a)) return [a.slice(0, 8)];
  if (!/^(\d{1,2}|\d{4}|[a-z]{3,9})$/.test(a) || c === '') return [];
  const [x, y, z] = [a, b, c].map(dayPart);
  if (x === undefined || y === undefined || z === undefined) return [];
  if (a.length === 4 && /^\d/.test(a)) return [a + y + z];
  return c.length === 4 ? [c + y + x, c + x + y] : [];
}

function dayPart(word: string): string | undefined {
  if (/^\d{1,2}$/.test(word)) return word.padStart(2, '0');
  if (/^\d{4}$/.test(word)) return word;
  return monthOf(word);
}

function monthOf(word: string): string | undefined {
  const month = MONTHS.get(word) ?? MONTHS.get(word.slice(0, 3));
  return month === undefined ? undefined : String(month).padStart(2, '0');
}

/** 1965年3月12日, 1965년 3월 12일, 昭和40年3月12日. */
const EAST_ASIAN =
  /(明治|大正|昭和|平成|令和|(?<![a-z])[mtshr])?\s?(\d{1,4}|元)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?/g;
/** The year before the first one of each. */
const ERAS: Readonly<Record<string, number>> = {
  明治: 1867,
  大正: 1911,
  昭和: 1925,
  平成: 1988,
  令和: 2018,
  m: 1867,
  t: 1911,
  s: 1925,
  h: 1988,
  r: 2018,
};

/** 12.03.65, 03/12/65, 65-03-12; not the middle of a version, a UID or a time of day. */
const SHORT_YEAR = /(?<![\d.:/-])(\d{2})([./-])(\d{2})\2(\d{2})(?![\d:]|[./-]\d)/g;
/** 12-Mar-65, 12 March 65. */
const SHORT_YEAR_WORD = /(?<!\d)(\d{1,2})[ .-]{0,2}(\p{L}{3,9})[ .,-]{1,2}(\d{2})(?!\d)/gu;

function withCentury(year: string, rest: readonly string[]): readonly string[] {
  return ['19', '20'].flatMap((century) => rest.map((each) => century + year + each));
}
