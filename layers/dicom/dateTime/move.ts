import { type Day, dateOf, dayOf, LAST_DAY } from './calendar.ts';
import type { Instant } from './instant.ts';
import { MICROSECONDS_PER_DAY, microsecondsOf, type TimeOfDay, timeAt } from './time.ts';

const SECONDS_PER_DAY = 86_400;

/**
 * Moving dates and times by whole seconds. All arithmetic is on integers (days, and microseconds of a day), so differences are kept to the
 * microsecond. A value is moved as the first instant of what was written and written again as precisely as it was: what is finer is
 * cut off. By whole days no time of day changes at all, not even a leap second; otherwise a leap second is the second
 * after :59. A result outside of the years 0001 to 9999 is null.
 */

/**
 * A date. With the time of day that belongs to it, it is carried over midnight; without one, the whole days of the shift move it, as
 * its sign and days are written: -1 day 2 hours moves it by -1 day, -2 hours not at all.
 */
export function moveDate(day: Day, seconds: number, time: TimeOfDay | null): Day | null {
  const days =
    time === null || isWholeDays(seconds)
      ? Math.trunc(seconds / SECONDS_PER_DAY)
      : moveWithin(time, seconds).days;
  return withinCalendar(day + days);
}

/** A time of day, modulo 24 hours. */
export function moveTime(time: TimeOfDay, seconds: number): TimeOfDay {
  return isWholeDays(seconds) ? time : timeAt(moveWithin(time, seconds).microseconds, time);
}

/** A date and time; its zone stays. */
export function moveInstant(instant: Instant, seconds: number): Instant | null {
  const { time, datePrecision } = instant;
  const days =
    time === null || isWholeDays(seconds)
      ? Math.floor(seconds / SECONDS_PER_DAY)
      : moveWithin(time, seconds).days;
  const day = withinCalendar(instant.day + days);
  if (day === null) return null;
  return {
    ...instant,
    day: firstOf(day, datePrecision),
    time: time === null ? null : moveTime(time, seconds),
  };
}

/** The first day of the year or month of a day. */
function firstOf(day: Day, precision: Instant['datePrecision']): Day {
  if (precision === 'day') return day;
  const { year, month } = dateOf(day);
  return dayOf({ year, month: precision === 'year' ? 1 : month, day: 1 }) as Day;
}

function withinCalendar(day: Day): Day | null {
  return day < 0 || day > LAST_DAY ? null : day;
}

function isWholeDays(seconds: number): boolean {
  return seconds % SECONDS_PER_DAY === 0;
}

/** Days carried, and the microseconds after the midnight arrived at. */
function moveWithin(time: TimeOfDay, seconds: number): { days: number; microseconds: number } {
  const wholeDays = Math.floor(seconds / SECONDS_PER_DAY);
  const rest = (seconds - wholeDays * SECONDS_PER_DAY) * 1_000_000;
  const sum = microsecondsOf(time) + rest;
  const carried = Math.floor(sum / MICROSECONDS_PER_DAY);
  return { days: wholeDays + carried, microseconds: sum - carried * MICROSECONDS_PER_DAY };
}
