import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FaultError } from '../engine/faults.ts';
import type { ReviewedRules } from '../engine/review/ports.ts';
import type { ReviewedEntry } from '../engine/review/types.ts';
import { PartNames } from './partFile.ts';
import { renameFile } from './rename.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

/** What of an entry makes it do what it does. */
type Acts = Omit<ReviewedEntry, 'why' | 'by' | 'at'>;

/**
 * A file of reviewed values, `{ "reviewed": [ ... ] }`, an entry a line, for people to read and rules to name. It is replaced by rename, so whoever reads it reads a whole one. Two
 * reviewers at one desk who accept in the same moment are held apart by a lock beside it.
 */
export class ReviewedFile implements ReviewedRules {
  readonly #path: string;
  readonly #parts = new PartNames();

  constructor(path: string) {
    this.#path = resolve(path);
  }

  async add(entry: ReviewedEntry): Promise<void> {
    const lock = this.#locked();
    const part = join(dirname(this.#path), this.#parts.next());
    try {
      const entries = this.#entries();
      if (entries.some((each) => actsOf(each) === actsOf(entry))) return;
      const lines = [...entries, entry].map((each) => `    ${JSON.stringify(each)}`);
      const handle = openSync(part, 'wx', 0o600);
      try {
        writeSync(handle, `{\n  "reviewed": [\n${lines.join(',\n')}\n  ]\n}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameFile(part, this.#path);
    } catch (error) {
      rmSync(part, { force: true });
      throw error instanceof FaultError || errnoOf(error) === 'UNKNOWN' ? error : storeFault(error);
    } finally {
      closeSync(lock);
      rmSync(`${this.#path}.lock`, { force: true });
    }
  }

  #locked(): number {
    try {
      return openSync(`${this.#path}.lock`, 'wx', 0o600);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw storeFault(error);
      throw new FaultError(
        'STORE_UNAVAILABLE',
        true,
        'Somebody else is writing the file of reviewed values',
        'Try again; if nobody is, remove the file beside it that ends in .lock',
      );
    }
  }

  /** Throws for a file that is not ours: it would be lost. */
  #entries(): readonly ReviewedEntry[] {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw storeFault(error);
    }
    const entries = reviewedIn(text);
    if (entries !== null) return entries;
    throw new FaultError(
      'STORE_FORBIDDEN',
      false,
      'The file of reviewed values is not one that Lethe can add to',
      'Name another with --reviewed, or make it { "reviewed": [] }, without comments',
    );
  }
}

function reviewedIn(text: string): readonly ReviewedEntry[] | null {
  try {
    const { reviewed, ...others } = JSON.parse(text.replace(/^\uFEFF/, '')) as {
      readonly reviewed?: unknown;
    };
    const isOurs = Array.isArray(reviewed) && Object.keys(others).length === 0;
    return isOurs ? (reviewed as readonly ReviewedEntry[]) : null;
  } catch {
    return null;
  }
}

function actsOf({ select, confirm, clear, device }: Acts): string {
  return JSON.stringify([select, confirm, clear, device?.manufacturer, device?.model]);
}
