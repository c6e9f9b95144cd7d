import { digits } from './date.ts';

/** A value of VR AS. */
export interface Age {
  readonly count: number;
  /** Days, weeks, months or years. */
  readonly unit: 'D' | 'W' | 'M' | 'Y';
}

/** How many of a unit make a year; days and weeks rounded down, so that an age in years is never too low. */
const PER_YEAR = { D: 365, W: 52, M: 12, Y: 1 } as const;

/** A value of VR AS (PS3.5 6.2): nnnD, nnnW, nnnM or nnnY; files have it with fewer digits, too. Null for anything else. */
export function parseAge(text: string): Age | null {
  const parts = /^(\d{1,3})([DWMY])$/.exec(text);
  return parts === null ? null : { count: Number(parts[1]), unit: parts[2] as Age['unit'] };
}

/** nnnD, nnnW, nnnM or nnnY; in years where three digits do not suffice. Null where they do not even then. */
export function formatAge(age: Age): string | null {
  if (age.count <= 999) return `${digits(age.count, 3)}${age.unit}`;
  const years = yearsOf(age);
  return years > 999 ? null : `${digits(years, 3)}Y`;
}

/** Completed years. */
export function yearsOf({ count, unit }: Age): number {
  return Math.floor(count / PER_YEAR[unit]);
}
