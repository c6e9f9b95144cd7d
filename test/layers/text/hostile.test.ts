import { cleanText } from '../../../layers/text/clean.ts';
import { effortMs } from '../../support/effort.ts';
import { identifiers } from './samples.ts';

/** Texts made to take long: long runs of what each matcher looks for. */
const UNITS = [
  '1',
  '1a',
  '1.',
  '1-',
  '1/',
  '1 ',
  '12:',
  '0',
  'a',
  'A ',
  'a@',
  '@',
  'a.com.',
  'www.)',
  '://',
  'Dr. ',
  'Dr. A',
  'MD ',
  'Name: ',
  'by by ',
  'MRN ',
  'id ',
  'tel 1 ',
  '31 Jan ',
  'Jan 1',
  '1月',
  '山田',
  '先生',
  '年1',
  '[removed]',
  '[removed',
  '12 Main Street ',
  'Hauptstraße ',
  'rue a ',
  'doe ',
  'Doe Jane ',
  'x-',
  '\u0301',
  'é',
  '½',
  ' ',
  '\n',
  '(((',
  '+1 ',
  '92 y',
] as const;

const own = identifiers({
  names: [
    'Doe^Jane^Xaver',
    '山田^太郎',
    'A^B',
    ...Array.from({ length: 300 }, (_, n) => `Doe${'e'.repeat(n % 30)}^J${n}`),
  ],
  codes: ['1a1a1a', '111111', ...Array.from({ length: 300 }, (_, n) => `1a${n}`)],
  places: Array.from({ length: 300 }, (_, n) => `doe jane ${n}`),
  days: ['0101'],
  times: ['1212'],
});

const CHARACTERS = 20_000;

it.each(UNITS)('a text of nothing but %j takes time linear in its length', (unit) => {
  const text = unit.repeat(Math.ceil(CHARACTERS / unit.length));
  const started = effortMs();
  cleanText(text, own);
  // A quadratic matcher takes minutes; five rounds of all matchers take well under a second on a slow machine.
  expect(effortMs() - started).toBeLessThan(3000);
});
