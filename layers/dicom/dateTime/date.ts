import { type Day, dateOf, dayOf } from './calendar.ts';

/**
 * A value of VR DA (PS3.5 6.2): YYYYMMDD, and YYYY.MM.DD as ACR-NEMA had it. Null for anything else, also for a range: that is part of a
 * query, not a value.
 */
export function parseDate(text: string): Day | null {
  const parts = /^(\d{4})(\.?)(\d{2})\2(\d{2})$/.exec(text);
  if (parts === null) return null;
  return dayOf({ year: Number(parts[1]), month: Number(parts[3]), day: Number(parts[4]) });
}

/** YYYYMMDD. Throws a RangeError for a day outside of the years 0001 to 9999. */
export function formatDate(day: Day): string {
  const date = dateOf(day);
  return `${digits(date.year, 4)}${digits(date.month, 2)}${digits(date.day, 2)}`;
}

export function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
