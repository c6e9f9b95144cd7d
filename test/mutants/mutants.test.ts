import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './lists/index.ts';
import { type Mutant, mutantsOf, mutated } from './mutant.ts';
import { jsonOf, reportOf } from './report.ts';
import { isWrong, verdictOf } from './verdict.ts';

/** The runner of mutants, and its lists as far as they can be held without running: whether tests see a mutant is said by `npm run mutants`. */

const MUTANT: Mutant = {
  name: 'a-name',
  file: 'layers/engine/phi.ts',
  replace: 'b',
  by: 'c',
  why: 'Something goes out.',
  tests: ['test/truth.test.ts'],
};

describe('a mutant is put', () => {
  it('in the place of a text that stands there once', () => {
    expect(mutated('abd', MUTANT)).toBe('acd');
    expect(mutated('abd', { replace: 'b', by: '' })).toBe('ad');
    // What it says is no pattern.
    expect(mutated('a.b', { replace: '.', by: '$&' })).toBe('a$&b');
  });

  it('nowhere else', () => {
    expect([mutated('ad', MUTANT), mutated('abdb', MUTANT), mutated('', MUTANT)]).toEqual([null, null, null]);
  });

  it('below the file and the tests of its neighbours, or its own', () => {
    const entry = { name: 'n', replace: 'a', by: 'b', why: 'w' };
    const [one, other] = mutantsOf('f.ts', ['t'], [entry, { ...entry, tests: ['u'] }]);
    expect(one).toEqual({ ...entry, file: 'f.ts', tests: ['t'] });
    expect(other?.tests).toEqual(['u']);
  });
});

describe('a verdict', () => {
  const answer = { numFailedTests: 0, numRuntimeErrorTestSuites: 0, numTotalTests: 3 };
  it.each([
    ['a test that failed', {}, { ...answer, numFailedTests: 1 }, 'killed', false],
    ['tests without end', {}, null, 'timeout', false],
    ['green tests', {}, answer, 'survived', true],
    ['green tests of an excused one', { excused: 'why' }, answer, 'excused', false],
    [
      'a test that failed of an excused one',
      { excused: 'why' },
      { ...answer, numFailedTests: 1 },
      'needless excuse',
      true,
    ],
    ['a file that does not load', {}, { ...answer, numRuntimeErrorTestSuites: 1 }, 'broken', true],
    ['no test at all', {}, { ...answer, numTotalTests: 0 }, 'broken', true],
  ] as const)('of %s', (_what, mutant, said, verdict, wrong) => {
    expect(verdictOf(mutant, said)).toBe(verdict);
    expect(isWrong(verdict)).toBe(wrong);
  });
});

describe('the report', () => {
  const outcomes = [
    { mutant: MUTANT, verdict: 'killed' },
    { mutant: { ...MUTANT, name: 'b-name', excused: 'because' }, verdict: 'excused' },
    { mutant: { ...MUTANT, name: 'c-name', file: 'functions/log.ts' }, verdict: 'survived' },
    { mutant: { ...MUTANT, name: 'd-name', file: 'functions/log.ts', replace: 'x\ny' }, verdict: 'lost' },
  ] as const;

  it('has a row for each part, names the excused, and says what is wrong with the others', () => {
    expect(reportOf(outcomes)).toBe(`| of | mutants | killed | share | excused | wrong |
| --- | ---: | ---: | ---: | ---: | ---: |
| layers/engine | 2 | 1 | 50 % | 1 | 0 |
| functions | 2 | 0 | 0 % | 0 | 2 |
| all | 4 | 1 | 25 % | 1 | 2 |
excused b-name (layers/engine/phi.ts): because
SURVIVED c-name (functions/log.ts): Something goes out. [test/truth.test.ts]
LOST d-name (functions/log.ts): not once there: x [test/truth.test.ts]
`);
  });

  it('is JSON for machines', () => {
    expect(JSON.parse(jsonOf(outcomes))).toMatchObject([
      { name: 'a-name', verdict: 'killed' },
      { excused: 'because' },
      {},
      {},
    ]);
  });
});

describe('the lists', () => {
  const at = (path: string) => existsSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)));

  it('have mutants of every part that they are about, each with a name of its own', () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const part of [
      'layers/engine',
      'layers/text',
      'layers/dicom',
      'layers/verify',
      'layers/aws',
      'functions',
    ])
      expect(MUTANTS.filter(({ file }) => file.startsWith(`${part}/`)).length).toBeGreaterThan(20);
  });

  it('change something, say what would go wrong, and name tests that there are', () => {
    for (const { name, file, replace, by, why, tests, excused } of MUTANTS) {
      expect([name, replace !== by, at(file)]).toEqual([name, true, true]);
      expect([
        name,
        why.endsWith('.') && why.length > 8,
        excused === undefined || excused.length > 40,
      ]).toEqual([name, true, true]);
      expect([name, tests.length > 0, tests.filter((test) => !at(test))]).toEqual([name, true, []]);
    }
  });

  it('quote what stands in its file, once: a line that moves takes its mutants along', () => {
    const textOf = (path: string) =>
      readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
    const lost = MUTANTS.filter((mutant) => mutated(textOf(mutant.file), mutant) === null);
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it('excuse few: one of twenty at most', () => {
    expect(MUTANTS.filter(({ excused }) => excused !== undefined).length * 20).toBeLessThanOrEqual(
      MUTANTS.length,
    );
  });
});
