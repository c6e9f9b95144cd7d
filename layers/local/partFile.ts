import { createHash, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { renameFile } from './rename.ts';
import { errnoOf } from './systemErrors.ts';

/** Longer than any write takes; a part of another machine that is older has no writer left. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

const PART_NAME = /^\.lethe-([0-9a-f]{8})-([0-9]+)-[0-9a-f]+-[0-9]+\.part$/;

/**
 * Names for files that are still being written. They say which process writes them, so that a later run can tell a crashed
 * run's leftovers from the work of a neighbour, and nothing of what is in them.
 */
export class PartNames {
  readonly #prefix: string;
  #count = 0;

  constructor() {
    this.#prefix = `.lethe-${hostTag()}-${process.pid}-${randomBytes(6).toString('hex')}`;
  }

  next(): string {
    this.#count += 1;
    return `${this.#prefix}-${this.#count}.part`;
  }
}

/** Removes what crashed runs left half-written directly in `folder`. What cannot be removed is left for the next run. */
export function sweepParts(folder: string): void {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  const here = hostTag();
  for (const name of names) {
    const match = PART_NAME.exec(name);
    if (match === null) continue;
    const path = join(folder, name);
    try {
      const writerIsDead = match[1] === here && !isAlive(Number(match[2]));
      if (writerIsDead || Date.now() - statSync(path).mtimeMs > ABANDONED_AFTER_MS)
        rmSync(path, { force: true });
    } catch {
      // Gone already, or not ours to remove: it is hidden and harmless.
    }
  }
}

/** Gives a finished part its name, in one step; what was there under that name goes. Makes the folders that are missing. */
export function publish(part: string, path: string): void {
  inFolder(path, () => renameFile(part, path));
}

/** As `publish`, but false, and the part still there, if something has the name already. */
export function publishNew(part: string, path: string): boolean {
  try {
    inFolder(path, () => linkSync(part, path));
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'EEXIST') return false;
    if (!NO_LINKS.has(errno)) throw error;
    // Two writers of one name at the same moment are not told apart here; a look is the best there is.
    if (existsSync(path)) return false;
    renameFile(part, path);
    return true;
  }
  unlinkSync(part);
  return true;
}

/** What link(2) answers on FAT, exFAT and some network shares; EISDIR is what Node makes of Windows' answer there (ERROR_INVALID_FUNCTION). */
export const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EISDIR',
]);

function inFolder(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    work();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

function hostTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
