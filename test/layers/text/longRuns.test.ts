import { birthDateOf } from '../../../layers/engine/certify/birthDates.ts';
import { GramFilter } from '../../../layers/engine/certify/gramFilter.ts';
import { IdentifierCodes } from '../../../layers/engine/certify/identifierCodes.ts';
import { RemovedNames } from '../../../layers/engine/certify/removedNames.ts';
import { atomize } from '../../../layers/text/atoms.ts';
import { asTyped, fold, withoutInvisible } from '../../../layers/text/fold.ts';
import { effortMs } from '../../support/effort.ts';

/** What patterns look for, without end: V8 keeps each turn of some repetitions on a stack, and throws where that is full. */
const UNITS = [
  '1',
  'a',
  'a1',
  '1.',
  'x^',
  'DOE=',
  ' ',
  '\u0301',
  'e\u0301',
  'é',
  '山',
  '\u{20000}',
  '\u{1d7ce}',
  '-',
];
const LONG = 6_000_000;
/** Those that a repetition takes turn by turn. */
const TURNS = ['a', '\u0301', 'é', '山', '\u{20000}', '\u{1d7ce}'];
const long = (unit: string, length = LONG) => unit.repeat(length / unit.length);

const READERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['atomize', (text) => atomize(text)],
  ['fold', fold],
  ['asTyped', asTyped],
  ['withoutInvisible', withoutInvisible],
  ['a code', (text) => new IdentifierCodes().add(text, 'person', new GramFilter())],
  ['a number', (text) => new IdentifierCodes().isNumber(text)],
  ['a name', (text) => new RemovedNames().addName(text, new GramFilter())],
  ['a place', (text) => new RemovedNames().addPlace(text, new GramFilter())],
  ['a date of birth', birthDateOf],
];

it.each(READERS)('%s reads what has no end', (_name, read) => {
  for (const unit of TURNS) expect(() => read(long(unit))).not.toThrow();
});

/** Far above what twice as long a text takes, and far below what a step takes that goes by the square: then it is four times as long. */
const MOST_GROWTH = 3.5;
const LEAST_MS = 100;

it.each(READERS)('%s takes twice as long for twice as much', (_name, read) => {
  const effortFor = (text: string): number => {
    const efforts = [0, 1].map(() => {
      const started = effortMs();
      read(text);
      return effortMs() - started;
    });
    return Math.max(LEAST_MS, Math.min(...efforts));
  };
  for (const unit of UNITS) {
    const growth = effortFor(long(unit, 400_000)) / effortFor(long(unit, 200_000));
    expect([unit, growth < MOST_GROWTH]).toEqual([unit, true]);
  }
});

it('runs that are taken in parts are whole', () => {
  const text = `${'é'.repeat(1000)}${'1'.repeat(1000)}${'山'.repeat(1000)} ${'\u{20000}'.repeat(300)}`;
  expect(atomize(text).atoms.map(({ kind, start, end }) => [kind, start, end])).toEqual([
    ['letters', 0, 1000],
    ['digits', 1000, 2000],
    ['ideographs', 2000, 3000],
    ['ideographs', 3001, 3601],
  ]);
  expect(atomize(text).gaps).toEqual(['', '', '', ' ', '']);
});
