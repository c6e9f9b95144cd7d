import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import fc from 'fast-check';

/**
 * How every property of the tests is held: `holds` in the place of `fc.assert`.
 *
 * `npm test` draws the same cases in every run, so that what is red was made red by a change. `npm run test:properties` draws others, and tells by these
 * variables how many, and where what it finds is kept; a find becomes a case beside its property.
 */
export const FIXED_SEED = 20_261_122;
/** Cases of a property that says no number of its own. */
export const RUNS = 100;

export const VARIABLES = {
  /** Cases of each property, from a seed that is drawn anew for each. */
  runs: 'LETHE_PROPERTY_RUNS',
  /** With a seed and a path of an earlier find: that one again. */
  seed: 'LETHE_PROPERTY_SEED',
  path: 'LETHE_PROPERTY_PATH',
  /** The file that finds are added to, a line of JSON each. */
  finds: 'LETHE_PROPERTY_FINDS',
} as const;

/** A case that a property does not hold for: what is needed to see it again. */
export interface Find {
  /** Of the repository. */
  readonly file: string;
  readonly test: string;
  readonly seed: number;
  readonly path: string;
  /** As code that makes it. */
  readonly counterexample: string;
}

/** `runs`: how many cases `npm test` draws. */
export interface Holding {
  readonly runs?: number;
}

export function holds<Ts>(property: fc.IAsyncProperty<Ts>, holding?: Holding): Promise<void>;
export function holds<Ts>(property: fc.IProperty<Ts>, holding?: Holding): void;
export function holds<Ts>(
  property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>,
  { runs = RUNS }: Holding = {},
): Promise<void> | void {
  const details = fc.check(property as fc.IProperty<Ts>, parametersOf(runs, process.env)) as
    | fc.RunDetails<Ts>
    | Promise<fc.RunDetails<Ts>>;
  if (details instanceof Promise) return details.then(judge);
  judge(details);
}

/** What is drawn, by the environment. */
export function parametersOf(
  runs: number,
  environment: Readonly<Record<string, string | undefined>>,
): fc.Parameters<unknown> & { readonly seed: number; readonly numRuns: number } {
  const drawn = environment[VARIABLES.runs];
  const seed = environment[VARIABLES.seed];
  const path = environment[VARIABLES.path];
  if (seed !== undefined)
    return { seed: Number(seed), numRuns: Number(drawn ?? runs), ...(path === undefined ? {} : { path }) };
  if (drawn !== undefined) return { seed: Math.trunc(Math.random() * 2 ** 32) | 0, numRuns: Number(drawn) };
  return { seed: FIXED_SEED, numRuns: runs };
}

function judge<Ts>(details: fc.RunDetails<Ts>): void {
  if (!details.failed) return;
  const { testPath = '', currentTestName: test = '' } = expect.getState();
  const find: Find = {
    file: relative(process.cwd(), testPath),
    test,
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    counterexample: fc.stringify(details.counterexample),
  };
  const kept = process.env[VARIABLES.finds];
  if (kept !== undefined) appendFileSync(kept, `${JSON.stringify(find)}\n`);
  throw new Error(fc.defaultReportMessage(details) ?? 'the property does not hold', {
    cause: details.errorInstance,
  });
}
