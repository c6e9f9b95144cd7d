import { digits } from './date.ts';

/** A time of day as far as it was written. */
export interface TimeOfDay {
  readonly hour: number;
  /** 0 where the precision is `hour`. */
  readonly minute: number;
  /** 0 to 60; 60 is a leap second (PS3.5 6.2, TM). */
  readonly second: number;
  readonly microsecond: number;
  readonly precision: 'hour' | 'minute' | 'second';
  /** Digits written after the second's point: 0 to 6. */
  readonly fractionDigits: number;
}

export const MICROSECONDS_PER_DAY = 86_400_000_000;

const TIME = /^(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,6}))?)?)?$/;
/** As ACR-NEMA had it (PS3.5 6.2, TM, Note). */
const TIME_WITH_COLONS = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;

/**
 * A value of VR TM (PS3.5 6.2): HH, HHMM, HHMMSS or HHMMSS.F with 1 to 6 digits, and with colons as ACR-NEMA had it. Null for anything
 * else, also for a range.
 */
export function parseTime(text: string): TimeOfDay | null {
  const parts = TIME.exec(text) ?? TIME_WITH_COLONS.exec(text);
  return parts === null ? null : timeFrom(parts[1] as string, parts[2], parts[3], parts[4]);
}

/** The time of its written parts; null if one is out of range. */
export function timeFrom(
  hour: string,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): TimeOfDay | null {
  const time: TimeOfDay = {
    hour: Number(hour),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    microsecond: Number((fraction ?? '').padEnd(6, '0')),
    precision: minute === undefined ? 'hour' : second === undefined ? 'minute' : 'second',
    fractionDigits: fraction?.length ?? 0,
  };
  return time.hour > 23 || time.minute > 59 || time.second > 60 ? null : time;
}

/** HH, HHMM, HHMMSS or HHMMSS.F, as far as the time has them. */
export function formatTime(time: TimeOfDay): string {
  const hour = digits(time.hour, 2);
  if (time.precision === 'hour') return hour;
  const minute = digits(time.minute, 2);
  if (time.precision === 'minute') return `${hour}${minute}`;
  const second = digits(time.second, 2);
  if (time.fractionDigits === 0) return `${hour}${minute}${second}`;
  return `${hour}${minute}${second}.${digits(time.microsecond, 6).slice(0, time.fractionDigits)}`;
}

/** The time as far as its hour (PS3.5 6.2, TM: what is not written is not known). */
export function toTheHour({ hour }: TimeOfDay): TimeOfDay {
  return { hour, minute: 0, second: 0, microsecond: 0, precision: 'hour', fractionDigits: 0 };
}

/** Microseconds since midnight. A leap second is the second after :59, so 23:59:60 is the midnight that follows. */
export function microsecondsOf(time: TimeOfDay): number {
  return ((time.hour * 60 + time.minute) * 60 + time.second) * 1_000_000 + time.microsecond;
}

/** The time at so many microseconds after midnight (0 to 86,399,999,999), as precise as another: what is finer is cut off. */
export function timeAt(
  microseconds: number,
  { precision, fractionDigits }: Pick<TimeOfDay, 'precision' | 'fractionDigits'>,
): TimeOfDay {
  const seconds = Math.floor(microseconds / 1_000_000);
  const unit = 10 ** (6 - fractionDigits);
  return {
    hour: Math.floor(seconds / 3600),
    minute: precision === 'hour' ? 0 : Math.floor(seconds / 60) % 60,
    second: precision === 'second' ? seconds % 60 : 0,
    microsecond: precision === 'second' ? Math.floor((microseconds % 1_000_000) / unit) * unit : 0,
    precision,
    fractionDigits,
  };
}
