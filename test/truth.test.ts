import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { reportOf } from './support/finds.ts';
import { FIXED_SEED, holds, parametersOf, RUNS, VARIABLES } from './support/properties.ts';
import { filesOfTests, filesWithProperties, sourceOf } from './support/propertyFiles.ts';

/** What makes a green mean something: the same cases in every run, and no test that waits for the machine's clock. */

/** What asks services that answer in their own time: no test of `npm test`. */
const OF_SERVICES = /^test\/(cloud\/|opinions\/run\.ts$|sandbox\/(run\.ts$|checks\/))/;
const FILES = filesOfTests().filter((file) => !OF_SERVICES.test(file));
const code = (file: string) => sourceOf(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
const having = (pattern: RegExp, may: readonly string[] = []) =>
  FILES.filter((file) => file !== 'test/truth.test.ts' && !may.includes(file) && pattern.test(code(file)));

describe('properties', () => {
  it('are held in one place', () => {
    expect(
      having(/\bfc\s*\.\s*(?:assert|check|sample|configureGlobal)\b/, ['test/support/properties.ts']),
    ).toEqual([]);
    expect(having(/import\s*\{[^}]*\}\s*from 'fast-check'/)).toEqual([]);
    const drawing = having(/from 'fast-check'/, ['test/support/properties.ts']).filter((file) =>
      file.endsWith('.test.ts'),
    );
    expect(drawing).toEqual(filesWithProperties());
    expect(drawing.length).toBeGreaterThan(10);
  });

  it('draw the same cases every time, unless they are told to draw others', () => {
    expect(parametersOf(7, {})).toEqual({ seed: FIXED_SEED, numRuns: 7 });
    const drawn = Array.from({ length: 20 }, () => parametersOf(7, { [VARIABLES.runs]: '900' }));
    expect(new Set(drawn.map(({ numRuns }) => numRuns))).toEqual(new Set([900]));
    expect(new Set(drawn.map(({ seed }) => seed)).size).toBeGreaterThan(1);
    const again = { [VARIABLES.seed]: '-5', [VARIABLES.path]: '3:0' };
    expect(parametersOf(RUNS, again)).toEqual({ seed: -5, path: '3:0', numRuns: RUNS });
  });

  it('say what does not hold, and with what it is seen again', async () => {
    const isFalse = fc.property(fc.nat(1000), (n) => n < 20);
    expect(() => holds(isFalse, { runs: 50 })).toThrow(/Counterexample: \[20\]/);
    const isFalseLater = fc.asyncProperty(fc.nat(1000), async (n) => n < 20);
    await expect(holds(isFalseLater, { runs: 50 })).rejects.toThrow(/Counterexample: \[20\]/);
    expect(() => holds(fc.property(fc.nat(1000), (n) => n <= 1000))).not.toThrow();
  });

  it('are reported so that a case can be made of a find', () => {
    const find = { file: 'test/a.test.ts', test: 'a › b', seed: -5, path: '3:0', counterexample: '["≠"]' };
    expect(reportOf([find], 3, false)).toBe(`FOUND in test/a.test.ts
  test            a › b
  seed            -5
  path            3:0
  counterexample  ["≠"]
  again           npm run test:properties -- --seed -5 --path 3:0 test/a.test.ts

1 found. Each becomes a case beside its property, and stays when it is mended.
`);
    expect(reportOf([], 3, true)).toBe('Every property of 3 files held.\n');
    expect(reportOf([], 3, false)).toMatch(/^No property was found/);
    for (const file of filesWithProperties()) expect(existsSync(file)).toBe(true);
  });
});

describe('time', () => {
  it('is given: no test waits for the machine’s clock', () => {
    // What holds the clock, processes that a test keeps until it has seen enough, and a list of mutants that quotes the code.
    const waits = /timers\/promises|\bset(?:Timeout|Interval)\(|Atomics\.wait\(/;
    expect(
      having(waits, [
        'test/support/clock.ts',
        'test/support/clock.test.ts',
        'test/cli/deidJobs.test.ts',
        'test/cli/listen/runBurst.ts',
        'test/support/tutorials.test.ts',
        'test/mutants/lists/functions.ts',
      ]),
    ).toEqual([]);
  });

  it('is not a test’s verdict: what is measured is printed, or is processor time of the test’s own thread', () => {
    const printed = [
      'corpus/codecs/run',
      'fuzz/network/run',
      'fuzz/pixels/run',
      'reliability/burst',
      'fuzz/run',
      'concurrency/crew',
      'demo/ingestStudy',
      'web/browser/speed',
    ].map((name) => `test/${name}.ts`);
    // Two clocks that are held against each other, and a process whose clock is moved.
    const compared = [
      'test/contracts/machineContract.ts',
      'test/cli/deidJobs.test.ts',
      'test/cli/deidFrames.test.ts',
    ];
    expect(having(/performance\.now|hrtime|cpuUsage\(/, [...printed, ...compared])).toEqual([]);
  });

  it('of a hang is bounded in one place, for all tests', () => {
    expect(having(/jest\.setTimeout|^\s*\}, [\d_]{4,}\);$/m, ['test/support/clock.test.ts'])).toEqual([]);
  });
});
