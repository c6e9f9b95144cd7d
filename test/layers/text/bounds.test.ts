import { cleanText } from '../../../layers/text/clean.ts';
import { identifiers } from './samples.ts';

/** The value at each bound, and the one beside it: what goes, and what just stays. */

const own = identifiers({ days: ['0131'], times: ['1430'] });
const clean = (text: string) => cleanText(text, own).text;

it.each([
  // Ages: HIPAA counts those over 89 as one class (45 CFR 164.514(b)(2)(i)(C)).
  ['89 yo man', '89 yo man'],
  ['90 yo man', '[removed] yo man'],
  ['aged 89', 'aged 89'],
  ['aged 90', 'aged [removed]'],
  ['089Y', '089Y'],
  ['090Y', '[removed]Y'],
  ['104 year old', '[removed] year old'],
  ['130 yo', '[removed] yo'],
  ['131 yo', '131 yo'],
  ['92 y o', '[removed] y o'],
  ['90歳', '[removed]歳'],
  ['89歳', '89歳'],
  // Numbers behind a label.
  ['MRN 42', 'MRN [removed]'],
  ['MRN 4', 'MRN 4'],
  ['MRN number 4711', 'MRN number [removed]'],
  ['phone 4711', 'phone [removed]'],
  ['phone 471', 'phone 471'],
  ['born 1961', 'born [removed]'],
  ['knee #5521', 'knee #[removed]'],
  ['knee #552', 'knee #552'],
  ['image #1024', 'image #1024'],
])('labelled: %s', (before, after) => expect(clean(before)).toBe(after));

it.each([
  // Octets of an address are 0 to 255, and the first of a version is small.
  ['node 10.1.1.1', 'node [removed]'],
  ['node 10.1.1.255', 'node [removed]'],
  ['node 192.168.1.255', 'node [removed]'],
  ['node 255.255.255.255', 'node [removed]'],
  ['v 10.1.1.256', 'v 10.1.1.256'],
  ['v 192.1.1.256', 'v 192.1.1.256'],
  ['v 9.1.1.1', 'v 9.1.1.1'],
  ['v 2.4.1.300', 'v 2.4.1.300'],
  // Three numbers of five are no date.
  ['v 3.10.1.24.1', 'v 3.10.1.24.1'],
  // Longer ones are UIDs.
  ['1.2.3.4.5.6.7', '[removed]'],
  ['1.2.3.4.5', '1.2.3.4.5'],
  ['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.2'],
])('dotted: %s', (before, after) => expect(clean(before)).toBe(after));

it.each([
  ['lot 123456', 'lot [removed]'],
  ['lot 12345', 'lot 12345'],
  ['lot A12345', 'lot [removed]'],
  ['lot A1234', 'lot A1234'],
  ['120000 cps', '120000 cps'],
  ['20190304 ms', '[removed] ms'],
  ['at 0.351562', 'at 0.351562'],
  ['at 1.20190304', 'at 1.[removed]'],
  ['患者123456番', '[removed]'],
  ['患者12345番', '患者12345番'],
  ['+49 30 901', '+49 30 901'],
  ['+49 30 9018', '[removed]'],
  ['+49 30 90182', '[removed]'],
  ['030 90182', '[removed]'],
  ['555 123 4567', '[removed]'],
  ['555-1234', '[removed]'],
  ['550-1230', '550-1230'],
  ['471-9081-5', '[removed]'],
  ['471-908-5', '471-908-5'],
])('grouped: %s', (before, after) => expect(clean(before)).toBe(after));

it.each([
  ['31.12.1899', '[removed]'],
  ['1.1.1850', '[removed]'],
  ['1.1.1849', '1.1.1849'],
  ['1.1.2150', '[removed]'],
  ['1.1.2151', '1.1.2151'],
  ['31.1.2019', '[removed]'],
  ['32.1.2019', '32.1.2019'],
  ['2019-12-1', '[removed]'],
  ['2019-13-1', '2019-13-1'],
  ['2019-12-31', '[removed]'],
  ['Dec 31, 2019', '[removed]'],
  ['31.01.', '[removed].'],
  ['30.01.', '30.01.'],
  ['at 14:30', 'at [removed]'],
  ['at 14:31', 'at 14:31'],
  ['2019-03-04 23:59:59', '[removed]'],
  ['23:59 2019-03-04', '[removed]'],
  ['2019年3月4日', '[removed]'],
  ['first of March 2024', '[removed]'],
])('dates: %s', (before, after) => expect(clean(before)).toBe(after));

it.each([
  ['lot 12345', ['TEXT_DOUBTFUL_NUMBER']],
  ['lot 12350', []],
  ['lot 1234', []],
  ['12345 mm', []],
  ['3.12345', []],
] as const)('doubtful: %s', (text, doubts) => expect(cleanText(text, own)).toEqual({ text, doubts }));
