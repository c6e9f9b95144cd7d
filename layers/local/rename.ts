import { renameSync } from 'node:fs';
import { errnoOf } from './systemErrors.ts';

/**
 * What Windows answers while somebody else has one of the two files open: a virus scanner or an indexer looks at a file that is new, and lets go of it within milliseconds.
 * Elsewhere these are answers that stay.
 */
const HELD: ReadonlySet<string> = new Set(['EACCES', 'EBUSY', 'EPERM']);
/** Before each further attempt, in milliseconds: 1.3 s in all. */
const PAUSES_MS = [10, 20, 40, 80, 160, 320, 640];

/** What a rename asks of the system; tests have others. */
export interface Renaming {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => void;
  readonly wait: (ms: number) => void;
}

/** Renames a file over whatever has the name. Throws the system's error. */
export function renameFile(from: string, to: string, system: Renaming = SYSTEM): void {
  for (let attempt = 0; ; attempt += 1)
    try {
      system.rename(from, to);
      return;
    } catch (error) {
      system.wait(pauseBefore(attempt, error, system.platform));
    }
}

/** Throws the error itself where another attempt would give the same. */
function pauseBefore(attempt: number, error: unknown, platform: NodeJS.Platform): number {
  const ms = PAUSES_MS[attempt];
  if (platform !== 'win32' || ms === undefined || !HELD.has(errnoOf(error))) throw error;
  return ms;
}

const SYSTEM: Renaming = {
  platform: process.platform,
  rename: renameSync,
  wait: (ms) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
};
