import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../engine/faults.ts';
import { FileSource } from './fileSource.ts';
import { emptyLog, isCollision, openIdentityFile } from './identityFile.ts';
import { PRIVATE_FILE_MODE, privateFolder } from './keptPlaces.ts';
import { PartNames } from './partFile.ts';
import { renameFile } from './rename.ts';
import { haveSameBytes } from './sameBytes.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

/** Where an earlier Lethe kept things, in the output folder itself, and where they belong. */
const MOVES = { quarantine: 'quarantine', held: 'held', '.lethe': 'state' } as const;
type OldFolder = keyof typeof MOVES;
const OLD_FOLDERS = Object.keys(MOVES) as readonly OldFolder[];

/** What was kept has a keyed hash for a name; what rules made of a prefix has folders of new UIDs below it. */
const OURS: Readonly<Record<OldFolder, RegExp>> = {
  quarantine: /^[\w-]{1,128}\.(?:dcm|json)$|^\.lethe-.*\.part$/,
  held: /^[\w-]{1,128}\.(?:dcm|json)$|^\.lethe-.*\.part$/,
  '.lethe': /./,
};

/** Whether an output folder has what an earlier Lethe kept there. */
export function hasOldLayout(output: string): boolean {
  return OLD_FOLDERS.some((folder) => filesOf(output, folder).length > 0);
}

export interface Moved {
  readonly moved: number;
  /** Files, from the output folder, that are in the kept folder already, with other bytes: they stay where they are. */
  readonly inTheWay: readonly string[];
}

/**
 * Moves what an earlier Lethe kept in an output folder to a kept folder. Each file is in one of the two places at any moment, or in both;
 * where it was stopped it goes on. Rejects with `FaultError`.
 */
export async function moveOldLayout(output: string, kept: string): Promise<Moved> {
  let moved = 0;
  const inTheWay: string[] = [];
  try {
    settleIdentities(join(output, '.lethe', 'identities.sqlite'));
    for (const from of OLD_FOLDERS) {
      for (const file of filesOf(output, from)) {
        if (from !== '.lethe' && file.endsWith('.part')) rmSync(join(output, from, file), { force: true });
        else if (await move(join(output, from, file), join(privateFolder(kept, MOVES[from]), file)))
          moved += 1;
        else inTheWay.push(`${from}/${file}`);
      }
      removeEmpty(join(output, from));
    }
  } catch (error) {
    throw errnoOf(error) === 'UNKNOWN' ? error : storeFault(error);
  }
  return { moved, inTheWay };
}

/** Files first that another is of no use without: bytes before their note. */
function filesOf(output: string, folder: OldFolder): readonly string[] {
  try {
    return readdirSync(join(output, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && OURS[folder].test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error))) return [];
    throw storeFault(error);
  }
}

const BUSY_TIMEOUT_MS = 5_000;

/** Brings the log of the database into its file, so that one file holds all of it. Throws `FaultError` while a run uses it. */
function settleIdentities(path: string): void {
  if (!existsSync(path) || !existsSync(`${path}-wal`)) return;
  const database = openIdentityFile(path, BUSY_TIMEOUT_MS);
  try {
    emptyLog(database);
  } catch (error) {
    if (!isCollision(error)) throw error;
    throw new FaultError(
      'IDENTITY_UNAVAILABLE',
      true,
      'The identity file is in use',
      'Wait until no run uses the output folder, and move it then',
    );
  } finally {
    database.close();
  }
}

/** False if something else has the name. */
async function move(from: string, to: string): Promise<boolean> {
  if (existsSync(to)) {
    if (!(await areSame(from, to))) return false;
    rmSync(from);
    return true;
  }
  try {
    renameFile(from, to);
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error;
    await copyAndVerify(from, to);
    rmSync(from);
  }
  chmodSync(to, PRIVATE_FILE_MODE);
  return true;
}

/** To another file system: whole, on the disk and read back before the first one goes. */
async function copyAndVerify(from: string, to: string): Promise<void> {
  const part = join(to, '..', new PartNames().next());
  try {
    copyFileSync(from, part);
    chmodSync(part, PRIVATE_FILE_MODE);
    const handle = openSync(part, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (!(await areSame(from, part)))
      throw new FaultError(
        'STORE_UNAVAILABLE',
        true,
        'A copy does not have the bytes of what was kept',
        'Check the disk, then run it again: nothing was removed',
      );
    renameFile(part, to);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

async function areSame(one: string, other: string): Promise<boolean> {
  if (statSync(one).size !== statSync(other).size) return false;
  const [a, b] = [FileSource.open(one), FileSource.open(other)];
  try {
    return await haveSameBytes(a, b);
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
}

/** A folder that somebody put something else into stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'ENOTDIR', 'EEXIST'].includes(errnoOf(error))) throw error;
  }
}
