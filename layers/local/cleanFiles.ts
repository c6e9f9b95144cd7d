import { type Dirent, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FaultError } from '../engine/faults.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

/** Clean keys of what lies in an output folder. Links are not followed: Lethe makes none. Throws `FaultError` for what cannot be looked into. */
export function* cleanKeysIn(output: string, prefix = ''): Generator<string> {
  for (const entry of entriesOf(join(output, prefix))) {
    if (entry.isDirectory()) yield* cleanKeysIn(output, `${prefix}${entry.name}/`);
    else if (entry.isFile() && entry.name.endsWith('.dcm')) yield `${prefix}${entry.name}`;
  }
}

/** Removes a clean instance, and the folders that are empty then. False: there was none. Throws `FaultError`. */
export function removeClean(path: string, output: string): boolean {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw new FaultError(
      'STORE_FORBIDDEN',
      false,
      `What an earlier run released of this could not be removed from the clean folder (${errnoOf(error)})`,
      'Give this user permission to write there, and run again with --overwrite',
    );
  }
  for (let folder = dirname(path); folder !== output && folder !== dirname(folder); folder = dirname(folder))
    try {
      rmdirSync(folder);
    } catch {
      // Something else is in it.
      break;
    }
  return true;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storeFault(error);
  }
}
