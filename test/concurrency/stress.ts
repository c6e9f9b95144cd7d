import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CrewOptions, type CrewReport, runCrew, writeCohort } from './crew.ts';
import { differences, FLAWLESS, judge, type Verdict } from './verdict.ts';

/**
 * `npm run stress:identities`: 64 processes on 2,000 instances of 200 patients that share UIDs, each instance delivered twice, processes killed at
 * random and replaced; then once more without kills. Exit status 1 if an original has two identities, two have one, a number is
 * missing, or bytes differ. `npm run stress:identities -- 16 400 40 10` makes it smaller: processes, instances, patients, kills.
 */
const [processes = 64, instances = 2000, patients = 200, kills = 100] = process.argv.slice(2).map(Number);
const cohort = { instances, patients };
const folder = mkdtempSync(join(tmpdir(), 'lethe-stress-'));

const run = (output: string): CrewOptions => ({
  place: { kind: 'sqlite', file: join(folder, 'identities.sqlite') },
  cohort,
  folder,
  output: join(folder, output),
  processes,
  lanes: 1,
  kills,
  deliveries: 2,
});

function isFlawless(verdict: Verdict): boolean {
  return (Object.keys(FLAWLESS) as (keyof typeof FLAWLESS)[]).every((flaw) => verdict[flaw].length === 0);
}

function say(
  name: string,
  { done, killed, interrupted, faults, seconds, processes: workers }: CrewReport,
  verdict: Verdict,
): void {
  process.stdout.write(
    `${name}: ${done.length} deliveries by ${workers} processes in ${seconds.toFixed(1)} s, ${killed} killed with ${interrupted} in hand, ${faults} faults that passed; ` +
      `${verdict.originals} originals, ${verdict.patients} numbers; ${isFlawless(verdict) ? 'no flaw' : JSON.stringify(verdict)}\n`,
  );
}

try {
  writeCohort(folder, cohort);
  const first = await runCrew(run('first'));
  const second = await runCrew({
    ...run('second'),
    kills: 0,
    deliveries: 1,
    processes: Math.min(processes, 8),
  });
  const verdicts = [judge(first.done, cohort), judge(second.done, cohort)] as const;
  say('first run', first, verdicts[0]);
  say('second run', second, verdicts[1]);
  const differing = differences(first.done, second.done);
  process.stdout.write(`${differing.length} instances with other bytes in the second run\n`);
  const isRight = verdicts.every(isFlawless) && differing.length === 0 && verdicts[0].patients === patients;
  process.exitCode = isRight ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
