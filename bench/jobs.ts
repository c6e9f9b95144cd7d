import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ctSlice, radiograph } from './objects.ts';
import { letheDeid } from './processes.ts';
import { median, type Row, type Section } from './report.ts';

const SMALL = { count: 10_000, what: '32 KB', make: (number: number) => radiograph(number, 32 * 1024) };
const CT = { count: 1_000, what: '0.5 MB', make: ctSlice };
const RUNS = 3;

/**
 * Folders of many instances, by one job and by one for each core, in turns. Each run has an output folder of its own, and nothing is deleted before the end of all:
 * for some minutes ext4 looks at every inode that was freed before it gives one out, which would be measured instead.
 */
export function benchJobs(work: string): Section {
  return { title: 'Folders of many instances', rows: [SMALL, CT].flatMap((kind) => rowsOf(kind, work)) };
}

function rowsOf({ count, what, make }: typeof SMALL, work: string): Row[] {
  const folder = join(work, `jobs-${count}`);
  mkdirSync(folder);
  for (let number = 0; number < count; number++) writeFileSync(join(folder, `${number}.dcm`), make(number));
  const cores = availableParallelism();
  const pairs = Array.from({ length: RUNS }, (_, run) => {
    const by = (jobs: number) =>
      letheDeid([folder], `${folder}-${run}-by-${jobs}`, work, ['--jobs', String(jobs)]);
    return { one: by(1), all: by(cores) };
  });
  const all = `${count.toLocaleString('en')} of ${what}`;
  const most = (bytes: readonly (number | null)[]) =>
    Math.max(...bytes.map((each) => each ?? Number.NaN)) / 1e6;
  return [
    {
      what: `${all}: instances a second, one job`,
      value: median(pairs.map(({ one }) => count / one.seconds)),
      goal: null,
    },
    {
      what: `${all}: times as many with ${cores} jobs on ${cores} cores`,
      value: median(pairs.map((pair) => pair.one.seconds / pair.all.seconds)),
      goal: null,
    },
    {
      what: `${all}: most memory of the first process, MB`,
      value: most(pairs.map((pair) => pair.all.peakBytes)),
      goal: null,
    },
    {
      what: `${all}: most memory of a process that works, MB`,
      value: most(pairs.map((pair) => pair.all.workerPeakBytes)),
      goal: null,
    },
  ];
}
