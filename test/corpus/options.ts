import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DicomError } from '../../layers/dicom/errors.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import type { RulePlan } from '../../rules/plan.ts';
import type { OptionColumn } from '../../rules/ps315/table.ts';
import { bytesOfSegments, clean, parsed, testIdentities } from '../layers/engine/harness.ts';
import { optionSets } from '../rules/ps315/optionsOracle.ts';
import { corpusFolder, readCorpus } from './files.ts';
import { checkOptions } from './optionChecker.ts';
import type { WholeInstance } from './unchanged.ts';

/**
 * `npm run corpus:options`: every readable file of the corpus (LETHE_CORPUS) through the engine under no option, every option of PS3.15 Table
 * E.1-1 and every pair that is not a contradiction, each output held against what the tables alone say. Exit code 1 if anything is
 * violated, 2 without a corpus. LETHE_OPTIONS=singles leaves out the pairs.
 */

interface Tally {
  readonly options: readonly OptionColumn[];
  readonly outcomes: Map<string, number>;
  mayStay: number;
  kept: number;
  unchanged: number;
}

interface Run extends Tally {
  readonly plan: RulePlan;
}

function planOf(options: readonly OptionColumn[]): RulePlan {
  const text = JSON.stringify({ profile: 'basic', options });
  const { plan, problems } = compileLethe({
    name: 'options.json',
    text,
    place: 'desk',
    readFile: () => '',
  });
  if (plan === null) throw new Error(`${options.join('+')}: ${problems.map(({ code }) => code).join(' ')}`);
  return plan;
}

async function indexed(bytes: Uint8Array): Promise<WholeInstance | null> {
  try {
    return { instance: await parsed(bytes), bytes };
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** One file under one set of options: its outcome, and what was found. */
async function runOne(before: WholeInstance, run: Run): Promise<readonly string[]> {
  const result = await clean(before.bytes, { plan: run.plan, identities: testIdentities() });
  const outcome = 'reason' in result ? result.reason.code : result.outcome;
  run.outcomes.set(outcome, (run.outcomes.get(outcome) ?? 0) + 1);
  if ('reason' in result) return [];
  const after = await indexed(bytesOfSegments(before.bytes, result.segments));
  if (after === null) return ['loss: the output cannot be read'];
  const { violations, mayStay, kept, unchanged } = checkOptions(before, after, run.options);
  run.mayStay += mayStay;
  run.kept += kept;
  run.unchanged += unchanged;
  return violations;
}

async function main(folder: string): Promise<boolean> {
  const sets = optionSets().filter(({ length }) => length < 2 || process.env.LETHE_OPTIONS !== 'singles');
  const runs: Run[] = sets.map((options) => ({
    options,
    plan: planOf(options),
    outcomes: new Map(),
    mayStay: 0,
    kept: 0,
    unchanged: 0,
  }));
  const found = new Map<string, string[]>();
  let readable = 0;
  for (const file of readCorpus(folder).files) {
    const before = await indexed(new Uint8Array(readFileSync(join(folder, file))));
    if (before === null) continue;
    readable += 1;
    for (const run of runs)
      for (const violation of await runOne(before, run)) {
        const line = `${file}: ${violation}`;
        found.set(line, [...(found.get(line) ?? []), nameOf(run.options)]);
      }
  }
  console.log(`${readable} readable files, ${runs.length} sets of options\n`);
  for (const run of runs) console.log(lineOf(run));
  console.log(found.size === 0 ? '\nno violations' : `\n${found.size} violations`);
  for (const [line, under] of found)
    console.log(`  ${line}  under ${under[0]}${under.length > 1 ? ` and ${under.length - 1} more` : ''}`);
  return found.size === 0 && readable > 0;
}

const nameOf = (options: readonly OptionColumn[]) => (options.length === 0 ? 'none' : options.join('+'));

function lineOf({ options, outcomes, mayStay, kept, unchanged }: Tally): string {
  const percent = (part: number) => `${((100 * part) / Math.max(1, mayStay)).toFixed(2)} %`.padStart(9);
  const counts = [...outcomes].sort().map(([outcome, count]) => `${outcome} ${count}`);
  return `${nameOf(options).padEnd(64)}${String(mayStay).padStart(8)} may stay${percent(kept)} kept${percent(unchanged)} byte by byte  ${counts.join(', ')}`;
}

const folder = corpusFolder();
if (folder === null) {
  console.error(`Set LETHE_CORPUS to a folder of DICOM files (${import.meta.dirname}).`);
  process.exitCode = 2;
} else process.exitCode = (await main(folder)) ? 0 : 1;
