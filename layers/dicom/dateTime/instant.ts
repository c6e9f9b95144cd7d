import { anniversaryMs, type Day, dateOf, dayOf } from './calendar.ts';
import { digits, formatDate } from './date.ts';
import { formatTime, microsecondsOf, type TimeOfDay, timeFrom } from './time.ts';

/** A date and time as far as it was written (VR DT). */
export interface Instant {
  /** The first day of what was written: of the year or the month where there is no more. */
  readonly day: Day;
  readonly datePrecision: 'year' | 'month' | 'day';
  /** Null where nothing finer than the day was written. */
  readonly time: TimeOfDay | null;
  /** The offset from UTC as written, `+0100`; empty: none. */
  readonly zone: string;
}

const DATE_TIME =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,6}))?)?)?)?)?)?([+-]\d{4})?$/;

/**
 * A value of VR DT (PS3.5 6.2): YYYY[MM[DD[HH[MM[SS[.F]]]]]] and an optional &ZZXX from -1200 to +1400. -0000, which the standard forbids, is
 * read as UTC and stays. Null for anything else, also for a range.
 */
export function parseDateTime(text: string): Instant | null {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return null;
  const [, year, month, dayOfMonth, hour, minute, second, fraction, zone = ''] = parts;
  const day = dayOf({ year: Number(year), month: Number(month ?? 1), day: Number(dayOfMonth ?? 1) });
  const time = hour === undefined ? null : timeFrom(hour, minute, second, fraction);
  if (day === null || (hour !== undefined && time === null)) return null;
  if (zone !== '' && !isZone(zone)) return null;
  const datePrecision = month === undefined ? 'year' : dayOfMonth === undefined ? 'month' : 'day';
  return { day, datePrecision, time, zone };
}

/** The value, as precise as it was. */
export function formatDateTime({ day, datePrecision, time, zone }: Instant): string {
  if (datePrecision === 'day') return `${formatDate(day)}${time === null ? '' : formatTime(time)}${zone}`;
  const { year, month } = dateOf(day);
  return `${digits(year, 4)}${datePrecision === 'month' ? digits(month, 2) : ''}${zone}`;
}

/** Whether the day of an instant is one of these, or its year or month has one where no more was written. */
export function isAmong({ day, datePrecision }: Instant, days: ReadonlySet<Day>): boolean {
  if (datePrecision === 'day') return days.has(day);
  const { year, month } = dateOf(day);
  const last = dayOf({ year, month: datePrecision === 'year' ? 12 : month, day: 28 }) as Day;
  // No month has more than three days behind its 28th.
  const isSame = (other: Day) => {
    const date = dateOf(other);
    return date.year === year && (datePrecision === 'year' || date.month === month);
  };
  for (const other of days) if (other >= day && other <= last + 3 && isSame(other)) return true;
  return false;
}

/** Whether the anniversary of an instant after so many years is before a clock reading (milliseconds since the epoch). No zone: UTC. */
export function isOlderThan(
  { day, time, zone }: Pick<Instant, 'day' | 'time' | 'zone'>,
  years: number,
  nowMs: number,
): boolean {
  const ofDayMs = time === null ? 0 : microsecondsOf(time) / 1000;
  return anniversaryMs(day, years) + ofDayMs - zoneMinutes(zone) * 60_000 < nowMs;
}

function isZone(zone: string): boolean {
  const minutes = zoneMinutes(zone);
  return minutes >= -12 * 60 && minutes <= 14 * 60 && Number(zone.slice(3)) <= 59;
}

function zoneMinutes(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return zone.startsWith('-') ? -minutes : minutes;
}
