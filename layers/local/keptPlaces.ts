import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isOpenTo, OF_GROUP_AND_OTHERS } from './rights.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

/** What was kept as it came holds identifiers: nobody but its owner looks in. */
export const PRIVATE_FOLDER_MODE = 0o700;
export const PRIVATE_FILE_MODE = 0o600;

/** The folders in a kept folder. `state`: identities, the book of what was released, the audit of exports, and what is half-written. */
export const KEPT_FOLDERS = ['quarantine', 'held', 'state'] as const;
type KeptFolderName = (typeof KEPT_FOLDERS)[number];

/** The kept folder of an output folder, unless another is named: `clean.kept` beside `clean`. */
export function keptBeside(output: string): string {
  return `${resolve(output)}.kept`;
}

export function identitiesIn(kept: string): string {
  return join(kept, 'state', 'identities.sqlite');
}

export function releaseBookIn(kept: string): string {
  return join(kept, 'state', 'releases.sqlite');
}

export function decisionsIn(kept: string): string {
  return join(kept, 'state', 'decisions.sqlite');
}

/** Whose performed procedure steps are that are in progress. */
export function stepsIn(kept: string): string {
  return join(kept, 'state', 'steps.sqlite');
}

/** Audit lines of originals that a worklist's queries and steps were given back. */
export function restoredAuditIn(kept: string): string {
  return join(kept, 'state', 'reidentification.jsonl');
}

/** Audit lines of `lethe quarantine`, where no other file is named. */
export function quarantineAuditIn(kept: string): string {
  return join(kept, 'state', 'quarantine.jsonl');
}

/**
 * Makes a kept folder, and the one in it that is asked for, for their owner alone; answers its path. A folder of somebody's own with
 * something in it keeps its rights: what is ours in it is private all the same. Throws `FaultError`.
 */
export function privateFolder(kept: string, name: KeptFolderName): string {
  const path = join(kept, name);
  try {
    mkdirSync(kept, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    if (readdirSync(kept).every((each) => (KEPT_FOLDERS as readonly string[]).includes(each))) close(kept);
    mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    close(path);
  } catch (error) {
    throw errnoOf(error) === 'UNKNOWN' ? error : storeFault(error);
  }
  return path;
}

/** Makes an empty file for its owner alone, unless it is there: what SQLite makes by itself anybody may read. Throws the system's error. */
export function privateFile(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE_FILE_MODE));
}

function close(path: string): void {
  if (isOpenTo(OF_GROUP_AND_OTHERS, statSync(path).mode)) chmodSync(path, PRIVATE_FOLDER_MODE);
}
