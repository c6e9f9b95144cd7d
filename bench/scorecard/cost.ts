import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a whole process took. */
export interface Cost {
  readonly seconds: number;
  /** Of it and its children; a server that was up before is not counted. */
  readonly cpuSeconds: number;
  /** Of its largest process. */
  readonly peakBytes: number;
  readonly status: number;
}

const MEASURED = join(import.meta.dirname, 'measured.py');

/** Runs a command to its end, whatever its exit status: a tool may say by it that it skipped a file. Needs a `python3`. */
export function costOf([program = '', ...args]: readonly string[], work: string): Cost {
  const report = join(work, 'cost.json');
  const { error } = spawnSync('python3', [MEASURED, report, program, ...args], { stdio: 'ignore' });
  if (error !== undefined) throw error;
  return JSON.parse(readFileSync(report, 'utf8')) as Cost;
}
