import fc from 'fast-check';
import {
  dateOf,
  dayOf,
  formatDate,
  formatDateTime,
  formatTime,
  type Instant,
  isOlderThan,
  LAST_DAY,
  moveDate,
  moveInstant,
  moveTime,
  parseDate,
  parseDateTime,
  parseTime,
  type TimeOfDay,
} from '../../../layers/dicom/dateTime.ts';
import { holds } from '../../support/properties.ts';

/** The calendar against the machine's own, and the arithmetic of moving. */

const day = fc.integer({ min: 0, max: LAST_DAY });

describe('days of the calendar', () => {
  test('are those of the proleptic Gregorian calendar that the machine has', () => {
    holds(
      fc.property(day, (at) => {
        const date = new Date(0);
        date.setUTCFullYear(1, 0, 1 + at);
        expect(dateOf(at)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
        });
        expect(dayOf(dateOf(at))).toBe(at);
      }),
      { runs: 2000 },
    );
  });

  test('follow one another through 400 years and the ends', () => {
    const from = dayOf({ year: 1900, month: 1, day: 1 }) as number;
    for (let at = from; at < from + 146_097; at++) if (dayOf(dateOf(at)) !== at) throw new Error(`day ${at}`);
    expect(dateOf(from + 146_097)).toEqual({ year: 2300, month: 1, day: 1 });
    expect(dateOf(0)).toEqual({ year: 1, month: 1, day: 1 });
    expect(dateOf(LAST_DAY)).toEqual({ year: 9999, month: 12, day: 31 });
  });

  test('end with the year 9999 and begin with the year 1', () => {
    expect(() => dateOf(-1)).toThrow(RangeError);
    expect(() => dateOf(LAST_DAY + 1)).toThrow(RangeError);
    expect(() => dateOf(0.5)).toThrow(RangeError);
  });
});

const date = (text: string) => parseDate(text) as number;
const time = (text: string) => parseTime(text) as TimeOfDay;
const written = (moved: number | null) => (moved === null ? null : formatDate(moved));

describe('a date', () => {
  test.each([
    // date, time, seconds, date
    ['20231231', '233000', 7200, '20240101'],
    ['20240301', '000000', -1, '20240229'],
    ['20240301', '00', -1, '20240229'],
    ['20231231', '235959.999999', 1, '20240101'],
    ['20231231', '235958.999999', 1, '20231231'],
    ['20240101', '120000', 86_400 * 366, '20250101'],
    ['20231231', '235960', 3600, '20240101'],
    ['20231231', '235960', 86_400, '20240101'],
  ])('%s, %s, moved %d seconds is %s', (text, ofDay, seconds, expected) => {
    expect(written(moveDate(date(text), seconds, time(ofDay)))).toBe(expected);
  });

  test.each([
    ['20240301', -86_400, '20240229'],
    ['20240301', -86_400 - 7200, '20240229'],
    ['20240301', -7200, '20240301'],
    ['20240301', 86_399, '20240301'],
    ['20240301', 86_401, '20240302'],
  ])('%s without a time, moved %d seconds is %s: by whole days as written', (text, seconds, expected) => {
    expect(written(moveDate(date(text), seconds, null))).toBe(expected);
  });

  test('does not leave the calendar', () => {
    expect(moveDate(0, -86_400, null)).toBeNull();
    expect(moveDate(LAST_DAY, 86_400, null)).toBeNull();
    expect(moveDate(LAST_DAY, 1, time('235959'))).toBeNull();
    expect(moveDate(0, -1, time('000000'))).toBeNull();
  });
});

describe('a time of day', () => {
  test.each([
    ['233000.5', 7200, '013000.5'],
    ['000000', -1, '235959'],
    ['12', 1800, '12'],
    ['1230', -1860, '1159'],
    ['123000', 86_400 * 3, '123000'],
    ['235960', 3600, '010000'],
    ['235960.25', 86_400, '235960.25'],
    ['000000.000001', -1, '235959.000001'],
  ])('%s moved %d seconds is %s', (text, seconds, expected) => {
    expect(formatTime(moveTime(time(text), seconds))).toBe(expected);
  });
});

describe('a date and time', () => {
  test.each([
    ['20000101000000', 10_000 * 86_400 + 10 * 3600 + 10 * 60 + 10, '20270519101010'],
    ['20240101000000.123456+0100', -1, '20231231235959.123456+0100'],
    ['20240101', -1, '20231231'],
    ['2024010100', -1, '2023123123'],
    ['202401', -86_400, '202312'],
    ['2024', -86_400, '2023'],
    ['2024', 86_400 * 365, '2024'],
    ['2024', 86_400 * 366, '2025'],
    ['20161231235960', 86_400, '20170101235960'],
    ['20161231235960', 1, '20170101000001'],
  ])('%s moved %d seconds is %s', (text, seconds, expected) => {
    const moved = moveInstant(parseDateTime(text) as Instant, seconds);
    expect(moved === null ? null : formatDateTime(moved)).toBe(expected);
  });

  test('does not leave the calendar', () => {
    expect(moveInstant(parseDateTime('00010101000000') as Instant, -1)).toBeNull();
    expect(moveInstant(parseDateTime('99991231235959.999999') as Instant, 1)).toBeNull();
  });

  test('moved there and back is where it was, to the microsecond', () => {
    const microsecond = fc.integer({ min: 0, max: 86_399_999_999 });
    const seconds = fc.integer({ min: -8_639_999_999, max: 8_639_999_999 });
    holds(
      fc.property(day, microsecond, seconds, (at, within, by) => {
        const clock = new Date(Math.floor(within / 1e6) * 1000)
          .toISOString()
          .slice(11, 19)
          .replaceAll(':', '');
        const text = `${formatDate(at)}${clock}.${String(within % 1e6).padStart(6, '0')}`;
        const moved = moveInstant(parseDateTime(text) as Instant, by);
        fc.pre(moved !== null);
        const back = moveInstant(parseDateTime(formatDateTime(moved as Instant)) as Instant, -by);
        expect(formatDateTime(back as Instant)).toBe(text);
      }),
      { runs: 1000 },
    );
  });
});

describe('older than 89 years', () => {
  const now = Date.UTC(2026, 10, 21, 12);
  const older = (text: string) => isOlderThan(parseDateTime(text) as Instant, 89, now);

  test.each([
    ['19371121115959.999999', true],
    ['19371121120000', false],
    ['19371121120000+0001', true],
    ['19371121115959-0001', false],
    ['19371121', true],
    ['19371122', false],
    ['00010101', true],
    ['99991231', false],
  ])('%s: %s', (text, expected) => {
    expect(older(text)).toBe(expected);
  });

  test('29 February has its anniversary on the 28th of a common year', () => {
    const leapDay = parseDateTime('19360229') as Instant;
    expect(isOlderThan(leapDay, 89, Date.UTC(2025, 1, 28))).toBe(false);
    expect(isOlderThan(leapDay, 89, Date.UTC(2025, 1, 28) + 1)).toBe(true);
  });
});
