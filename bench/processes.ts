import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PEAK = join(ROOT, 'bench/peak.ts');

export interface ProcessCost {
  readonly seconds: number;
  /** The most memory that a Node process had; null of any other program. */
  readonly peakBytes: number | null;
  /** The same of the last process that it started and that knew to say so; null: there was none. */
  readonly workerPeakBytes: number | null;
}

/** Runs a Node program to its end, `work` being a folder for what it says of its memory. Throws if its exit status is none of these. */
export function nodeProcess(
  program: readonly string[],
  work: string,
  statuses: readonly number[] = [0],
): ProcessCost {
  const peakFile = join(work, 'peak');
  const workerFile = `${peakFile}-worker`;
  for (const file of [peakFile, workerFile]) rmSync(file, { force: true });
  const cost = anyProcess(process.execPath, ['--import', PEAK, ...program], statuses, {
    LETHE_PEAK_FILE: peakFile,
  });
  return { ...cost, peakBytes: peakIn(peakFile), workerPeakBytes: peakIn(workerFile) };
}

function peakIn(file: string): number | null {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) * 1024 : null;
}

/** As `nodeProcess`, of any program. */
export function anyProcess(
  command: string,
  args: readonly string[],
  statuses: readonly number[] = [0],
  env: Readonly<Record<string, string>> = {},
): ProcessCost {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - started) / 1000;
  if (status === null || !statuses.includes(status))
    throw new Error(`${command} ended with ${status}: ${stderr?.slice(-500)}`);
  return { seconds, peakBytes: null, workerPeakBytes: null };
}

/** `lethe deid` in a process of its own. */
export function letheDeid(
  inputs: readonly string[],
  out: string,
  work: string,
  options: readonly string[] = [],
) {
  const command = [join(ROOT, 'cli/lethe.mjs'), 'deid', ...inputs, '--out', out, '--key', join(work, 'key')];
  return nodeProcess([...command, '--quiet', ...options], work);
}
