import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { radiograph } from './objects.ts';
import { letheDeid } from './processes.ts';
import type { Section } from './report.ts';

const INSTANCES = 10_000;
const PIXEL_BYTES = 32 * 1024;

/** A folder of many small instances, by one worker and by one for each core. */
export function benchJobs(work: string): Section {
  const folder = join(work, 'many');
  mkdirSync(folder);
  for (let number = 0; number < INSTANCES; number++)
    writeFileSync(join(folder, `${number}.dcm`), radiograph(number, PIXEL_BYTES));
  const cores = availableParallelism();
  const run = (jobs: number) => {
    const out = join(work, `many-${jobs}`);
    const cost = letheDeid([folder], out, work, ['--jobs', String(jobs)]);
    rmSync(out, { recursive: true });
    return cost;
  };
  const one = run(1);
  const all = run(cores);
  rmSync(folder, { recursive: true });
  return {
    title: `A folder of ${INSTANCES.toLocaleString('en')} instances`,
    rows: [
      { what: 'instances a second, one job', value: INSTANCES / one.seconds, goal: null },
      {
        what: `times as many with ${cores} jobs on ${cores} cores`,
        value: one.seconds / all.seconds,
        goal: null,
      },
      {
        what: 'most memory of the first process, MB',
        value: (all.peakBytes ?? Number.NaN) / 1e6,
        goal: null,
      },
    ],
  };
}
