import {
  formatAge,
  formatDate,
  formatDateTime,
  formatTime,
  type Instant,
  parseAge,
  parseDate,
  parseDateTime,
  parseTime,
  type TimeOfDay,
  yearsOf,
} from '../../../layers/dicom/dateTime.ts';

/** PS3.5 6.2: the valid and invalid forms of DA, TM, DT and AS. */

describe('DA', () => {
  test.each(['00010101', '19000228', '20000229', '20240229', '99991231'])(
    '%s is read and written',
    (text) => {
      expect(formatDate(parseDate(text) as number)).toBe(text);
    },
  );

  test('the dots of ACR-NEMA are read, and not written', () => {
    expect(formatDate(parseDate('1998.07.31') as number)).toBe('19980731');
  });

  test.each([
    ['too short', '2021'],
    ['a month alone', '199001'],
    ['month and day 00', '20000000'],
    ['hyphens', '2000-01-01'],
    ['one dot', '2000.0101'],
    ['the year 0', '00000101'],
    ['month 13', '20001301'],
    ['30 February', '20000230'],
    ['29 February of a common year', '19000229'],
    ['31 April', '20010431'],
    ['a range of a query', '20200101-20201231'],
    ['an open range', '20200101-'],
    ['digits of another script', '２０２００１０１'],
    ['text behind', '20200101x'],
    ['a line feed behind', '20200101\n'],
    ['nothing', ''],
  ])('%s is not a date', (_why, text) => {
    expect(parseDate(text)).toBeNull();
  });
});

describe('TM', () => {
  test.each([
    '00',
    '23',
    '0000',
    '2359',
    '000000',
    '235959',
    '235960',
    '070907.1',
    '070907.05',
    '070907.123456',
  ])('%s is read and written', (text) => {
    expect(formatTime(parseTime(text) as TimeOfDay)).toBe(text);
  });

  test.each([
    ['13:45', '1345'],
    ['13:45:59', '134559'],
    ['13:45:59.25', '134559.25'],
  ])('the colons of ACR-NEMA in %s are read, and not written', (text, written) => {
    expect(formatTime(parseTime(text) as TimeOfDay)).toBe(written);
  });

  test.each(['24', '1', '123', '2360', '235961', '12345', '120000.', '120000.1234567', '1200.5', '12:0000'])(
    '%s is not a time',
    (text) => {
      expect(parseTime(text)).toBeNull();
    },
  );

  test.each(['', 'noon', '1000-1200', '-1200', '12:00:', '120000,5', '120000 ', '120000+0100'])(
    '%j is not a time',
    (text) => {
      expect(parseTime(text)).toBeNull();
    },
  );
});

describe('DT', () => {
  test.each([
    '2024',
    '202402',
    '20240229',
    '2024022923',
    '202402292359',
    '20240229235960',
    '20240229235959.1',
    '20240229235959.000001',
    '2024+0100',
    '202402-1200',
    '20240229+1400',
    '20240229235959.123456-0330',
    '20240229235959-0000',
  ])('%s is read and written', (text) => {
    expect(formatDateTime(parseDateTime(text) as Instant)).toBe(text);
  });

  test.each([
    ['no digit after the point', '20211111010101.'],
    ['seven digits after the point', '20211111010101.1234567'],
    ['a zone with a colon', '20211111010101+08:00'],
    ['a zone beyond +1400', '20211111010101+1401'],
    ['a zone beyond -1200', '20211111010101-1201'],
    ['a zone of 60 minutes', '20211111010101+0060'],
    ['a range of years', '2015-2016'],
    ['month 00', '20240001'],
    ['hour 24', '2024022924'],
    ['a space within', '20240229 235959'],
    ['ISO 8601', '2024-02-29T23:59:59Z'],
    ['an odd number of digits', '2024022'],
    ['the year 0', '0000'],
    ['nothing', ''],
    ['not a number', 'NaN'],
  ])('%s is not a date and time', (_why, text) => {
    expect(parseDateTime(text)).toBeNull();
  });
});

describe('AS', () => {
  test.each(['000D', '018M', '052W', '999Y'])('%s is read and written', (text) => {
    expect(formatAge(parseAge(text) as NonNullable<ReturnType<typeof parseAge>>)).toBe(text);
  });

  test.each(['', 'Y', '45', '0045Y', '45y', '4.5Y', '-04Y', '045 Y', '045Y '])('%j is not an age', (text) => {
    expect(parseAge(text)).toBeNull();
  });

  test('vector 23: what three digits cannot count is written in years, or not at all', () => {
    expect(formatAge({ count: 1000, unit: 'D' })).toBe('002Y');
    expect(formatAge({ count: 2000, unit: 'M' })).toBe('166Y');
    expect(formatAge({ count: 1000, unit: 'Y' })).toBeNull();
  });

  test.each([
    ['364D', 0],
    ['365D', 1],
    ['051W', 0],
    ['052W', 1],
    ['023M', 1],
    ['024M', 2],
    ['090Y', 90],
  ])('%s has completed %d years', (text, years) => {
    expect(yearsOf(parseAge(text) as NonNullable<ReturnType<typeof parseAge>>)).toBe(years);
  });
});
