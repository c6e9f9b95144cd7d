import type { AtomicText } from './atoms.ts';
import type { Identifiers } from './identifierDraft.ts';
import { isUnit } from './units.ts';
import { MONTHS } from './words/months.ts';

/** Atoms [from, to). */
export type Range = readonly [from: number, to: number];
export type Reader = (text: AtomicText, index: number, own: Identifiers) => Range | null;

/** The number that an atom is; null: another kind, or more digits than wanted. */
export function numberAt({ atoms }: AtomicText, index: number, mostDigits: number): number | null {
  const atom = atoms[index];
  return atom?.kind === 'digits' && atom.text.length <= mostDigits ? Number(atom.text) : null;
}

export function digitsAt({ atoms }: AtomicText, index: number): number {
  const atom = atoms[index];
  return atom?.kind === 'digits' ? atom.text.length : 0;
}

export const isDay = (value: number) => value >= 1 && value <= 31;
export const isMonth = (value: number) => value >= 1 && value <= 12;
export const isYear = (value: number) => value >= 1850 && value <= 2150;
export const isDayAndMonth = (a: number, b: number) => (isDay(a) && isMonth(b)) || (isMonth(a) && isDay(b));

export function isDotted({ atoms, gaps }: AtomicText, index: number): boolean {
  return gaps[index] === '.' && atoms[index - 1]?.kind === 'digits' && atoms[index]?.kind === 'digits';
}

/** Whether a unit stands behind the number at an atom, or behind its decimals. */
export function isMeasure(text: AtomicText, index: number): boolean {
  const isDecimal = /^[.,]$/.test(text.gaps[index + 1] as string) && digitsAt(text, index + 1) > 0;
  const after = isDecimal ? index + 2 : index + 1;
  return (text.gaps[after] as string).startsWith('%') || isUnit(text, after);
}

/** Month of the year, 1 to 12; null: no month's name. */
export function monthAt({ atoms }: AtomicText, index: number): number | null {
  const atom = atoms[index];
  return atom?.kind === 'letters' ? (MONTHS.get(atom.text) ?? null) : null;
}
