import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MUTANTS } from './lists/index.ts';
import type { Mutant } from './mutant.ts';
import { jsonOf, type Outcome, reportOf } from './report.ts';
import { Tree } from './tree.ts';
import { isWrong, verdictOf } from './verdict.ts';

/**
 * `npm run mutants`: puts each mutant of the lists into a copy of the tree, one at a time, and runs the test files that should see it. Prints a table, or
 * JSON with `--json`. Exit status 1 if one survives that nobody has excused, or its text is not in its file any more, or the tests are red without it.
 * `--only WORD`: those whose name or file has the word, several times for several. `--list`: says them, and whether their texts are there, and runs nothing.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
    jobs: { type: 'string' },
  },
});
const words = values.only ?? [];
const jobs = Number(values.jobs ?? 1);
const mutants = MUTANTS.filter(
  ({ name, file }) => words.length === 0 || words.some((word) => name.includes(word) || file.includes(word)),
);
if (mutants.length === 0 || !Number.isInteger(jobs) || jobs < 1) {
  process.stderr.write('npm run mutants -- [--only WORD]... [--list] [--json] [--jobs N]\n');
  process.exit(2);
}

/** For the tests of one mutant, and for all of them once without any. */
const MUTANT_MS = 300_000;
const GREEN_MS = 1_800_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const trees = Array.from(
  { length: values.list === true ? 1 : Math.min(jobs, mutants.length) },
  () => new Tree(root),
);
const [first] = trees as [Tree, ...Tree[]];
const removeAll = () => {
  for (const tree of trees) tree.remove();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    removeAll();
    process.exit(130);
  });
try {
  const lost = mutants.filter((mutant) => !first.has(mutant));
  if (values.list === true) {
    for (const { name, file, why, excused } of mutants)
      process.stdout.write(
        `${name}  ${file}  ${why}${excused === undefined ? '' : `  (excused: ${excused})`}\n`,
      );
    finish(lost.map((mutant): Outcome => ({ mutant, verdict: 'lost' })));
  } else if (!(await isGreen())) {
    process.stderr.write('The tests are red without any mutant: mend them first.\n');
    process.exitCode = 1;
  } else {
    const outcomes = new Map<Mutant, Outcome>(lost.map((mutant) => [mutant, { mutant, verdict: 'lost' }]));
    const waiting = mutants.filter((mutant) => !lost.includes(mutant)).values();
    await Promise.all(
      trees.map(async (tree) => {
        // Each tree draws from the one iterator.
        for (const mutant of waiting) outcomes.set(mutant, await outcomeOf(tree, mutant));
      }),
    );
    finish(mutants.map((mutant) => outcomes.get(mutant) as Outcome));
  }
} finally {
  removeAll();
}

/** A test that is red without any mutant would kill them all. */
async function isGreen(): Promise<boolean> {
  const files = [...new Set(mutants.flatMap(({ tests }) => tests))];
  const answer = await first.test(files, GREEN_MS);
  return answer !== null && answer.numFailedTests === 0 && answer.numRuntimeErrorTestSuites === 0;
}

async function outcomeOf(tree: Tree, mutant: Mutant): Promise<Outcome> {
  const verdict = verdictOf(mutant, await tree.with(mutant, () => tree.test(mutant.tests, MUTANT_MS)));
  process.stderr.write(`${verdict}  ${mutant.name}\n`);
  return { mutant, verdict };
}

function finish(outcomes: readonly Outcome[]): void {
  if (values.list !== true || outcomes.length > 0)
    process.stdout.write(values.json === true ? jsonOf(outcomes) : reportOf(outcomes));
  process.exitCode = outcomes.some(({ verdict }) => isWrong(verdict)) ? 1 : 0;
}
