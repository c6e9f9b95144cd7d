import {
  type Day,
  formatAge,
  isAmong,
  isOlderThan,
  moveDate,
  moveInstant,
  parseAge,
  parseDate,
  parseDateTime,
  yearsOf,
} from '../../../layers/dicom/dateTime.ts';

/** The last value on one side of each bound, and the first on the other. */

const NOW = Date.UTC(2026, 10, 21);
const day = (text: string) => parseDate(text) as Day;
const older = (text: string, years = 89, now = NOW) => {
  const instant = parseDateTime(text);
  if (instant === null) throw new Error('no instant');
  return isOlderThan(instant, years, now);
};

it.each([
  ['19371121', false],
  ['19371120', true],
  ['19371122', false],
  // At the midnight of the anniversary, and a microsecond before it.
  ['19371121000000', false],
  ['19371120235959.999999', true],
  // East of Greenwich the day began before, west of it later.
  ['19371121000000+0100', true],
  ['19371121010000+0100', false],
  ['19371120230000-0100', false],
  ['19371120225959-0100', true],
])('%s is over 89 years before: %s', (text, expected) => {
  expect(older(text)).toBe(expected);
});

it('the anniversary of a leap day is the 28th in a common year', () => {
  expect([
    older('19360229', 90, Date.UTC(2026, 1, 28)),
    older('19360229', 90, Date.UTC(2026, 1, 28) + 1),
  ]).toEqual([false, true]);
  expect([
    older('19360229', 88, Date.UTC(2024, 1, 29)),
    older('19360229', 88, Date.UTC(2024, 1, 29) + 1),
  ]).toEqual([false, true]);
});

it.each([
  ['20000229', true],
  ['19000229', false],
  ['20240229', true],
  ['20230229', false],
])('%s is a date: %s', (text, expected) => {
  expect(parseDate(text) !== null).toBe(expected);
});

it.each([
  ['20190304101112+1400', true],
  ['20190304101112+1401', false],
  ['20190304101112-1200', true],
  ['20190304101112-1201', false],
  ['20190304101112+0160', false],
])('%s is an instant: %s', (text, expected) => {
  expect(parseDateTime(text) !== null).toBe(expected);
});

it.each([
  ['364D', 0],
  ['365D', 1],
  ['051W', 0],
  ['052W', 1],
  ['011M', 0],
  ['012M', 1],
])('%s are so many years: %d', (text, years) => {
  expect(yearsOf(parseAge(text) as NonNullable<ReturnType<typeof parseAge>>)).toBe(years);
});

it('an age has three digits, or is told in years', () => {
  expect(formatAge({ count: 999, unit: 'M' })).toBe('999M');
  expect(formatAge({ count: 1000, unit: 'M' })).toBe('083Y');
  expect(formatAge({ count: 1000, unit: 'Y' })).toBeNull();
});

it('a date that would leave the calendar is none', () => {
  expect(moveDate(day('00010102'), -86_400, null)).toBe(day('00010101'));
  expect(moveDate(day('00010101'), -86_400, null)).toBeNull();
  expect(moveDate(day('99991230'), 86_400, null)).toBe(day('99991231'));
  expect(moveDate(day('99991231'), 86_400, null)).toBeNull();
});

it('a date without a time moves by whole days alone, either way', () => {
  for (const seconds of [7_200, -7_200, 86_399, -86_399])
    expect(moveDate(day('20190304'), seconds, null)).toBe(day('20190304'));
  expect(moveDate(day('20190304'), -93_600, null)).toBe(day('20190303'));
});

it('a year or a month moves as its first day, and is one again', () => {
  const moved = (text: string, days: number) =>
    moveInstant(parseDateTime(text) as NonNullable<ReturnType<typeof parseDateTime>>, days * 86_400);
  expect(moved('2019', 40)?.day).toBe(day('20190101'));
  expect(moved('2019', 400)?.day).toBe(day('20200101'));
  expect(moved('201903', 40)?.day).toBe(day('20190401'));
});

it('a year or a month is a placeholder where one of its days is', () => {
  const placeholders = new Set([day('19000131'), day('19700101')]);
  const among = (text: string) =>
    isAmong(parseDateTime(text) as NonNullable<ReturnType<typeof parseDateTime>>, placeholders);
  expect(['1900', '190001', '190002', '1901', '1970', '197001', '19700101', '19700102'].map(among)).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
    true,
    false,
  ]);
});
