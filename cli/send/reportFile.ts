import { closeSync, openSync, writeSync } from 'node:fs';
import { errnoOf } from '../../layers/local/systemErrors.ts';
import { UsageError } from '../exit.ts';
import type { Fate } from './run.ts';

/** Nobody but its owner reads it: it has the paths of files. */
const MODE = 0o600;

/** A line of JSON for each file. Without a path nothing is written. Throws `UsageError`. */
export function openReport(path: string | undefined): { write(fate: Fate): void; close(): void } {
  if (path === undefined) return { write: () => {}, close: () => {} };
  let handle: number;
  try {
    handle = openSync(path, 'w', MODE);
  } catch (error) {
    throw new UsageError(
      `the report ${JSON.stringify(path)} cannot be written (${errnoOf(error)}). Check its folder and the rights to it.`,
      'FILE_UNWRITABLE',
    );
  }
  return {
    write: ({ name, ...fate }) => void writeSync(handle, `${JSON.stringify({ file: name, ...fate })}\n`),
    close: () => closeSync(handle),
  };
}
