/**
 * A day of the proleptic Gregorian calendar (ISO 8601) as an integer: 0 is 0001-01-01. Integers, so that a difference of days is a
 * subtraction and no time zone of the machine can play a part.
 */
export type Day = number;

export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** 9999-12-31, the last that four digits of a year can say (PS3.5 6.2, DA). */
export const LAST_DAY: Day = 3652058;
/** 1970-01-01, where clocks count from. */
const EPOCH_DAY: Day = 719162;

export const MS_PER_DAY = 86_400_000;

/** Days of the year before each month, in a year without a leap day. */
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** The day of a date; null if the calendar from 0001 to 9999 does not have it. */
export function dayOf({ year, month, day }: CalendarDate): Day | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return null;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  return unboundedDay(year, month, day);
}

/** The date of a day. Throws a RangeError for a day outside of the years 0001 to 9999. */
export function dateOf(at: Day): CalendarDate {
  if (!Number.isInteger(at) || at < 0 || at > LAST_DAY)
    throw new RangeError('a day outside of the years 0001 to 9999');
  // 400 years have 146097 days. The quotient is at most one year off, as leap days are not spread evenly.
  let year = Math.floor((at * 400) / 146097) + 1;
  if (at < firstDayOf(year)) year -= 1;
  else if (at >= firstDayOf(year + 1)) year += 1;
  let dayOfYear = at - firstDayOf(year);
  const leapDay = isLeapYear(year) ? 1 : 0;
  // From March on a leap year runs one day late.
  if (leapDay === 1 && dayOfYear === 59) return { year, month: 2, day: 29 };
  if (leapDay === 1 && dayOfYear > 59) dayOfYear -= 1;
  let month = 12;
  while ((DAYS_BEFORE_MONTH[month - 1] as number) > dayOfYear) month -= 1;
  return { year, month, day: dayOfYear - (DAYS_BEFORE_MONTH[month - 1] as number) + 1 };
}

/** Milliseconds since the epoch of the anniversary of a day, at its midnight UTC; that of 29 February is the 28th in a common year. */
export function anniversaryMs(at: Day, years: number): number {
  const date = dateOf(at);
  const year = date.year + years;
  const day = Math.min(date.day, daysInMonth(year, date.month));
  return (unboundedDay(year, date.month, day) - EPOCH_DAY) * MS_PER_DAY;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function firstDayOf(year: number): Day {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

function unboundedDay(year: number, month: number, day: number): Day {
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return firstDayOf(year) + (DAYS_BEFORE_MONTH[month - 1] as number) + leapDay + day - 1;
}
