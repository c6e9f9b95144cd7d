import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FaultError } from '../engine/faults.ts';
import type { ReviewedRules } from '../engine/review/ports.ts';
import type { ReviewedEntry } from '../engine/review/types.ts';
import { PartNames } from './partFile.ts';
import { renameFile } from './rename.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

interface Read {
  readonly entries: readonly ReviewedEntry[];
  /** The version of Lethe that the file says it is for. */
  readonly writtenFor?: string;
}

/** What of an entry makes it do what it does. */
type Acts = Omit<ReviewedEntry, 'why' | 'by' | 'at'>;

/**
 * A file of reviewed values, `{ "reviewed": [ ... ] }`, an entry a line, for people to read and rules to name. It is replaced by rename, so whoever reads it reads a whole one. Two
 * reviewers at one desk who accept in the same moment are held apart by a lock beside it.
 */
export class ReviewedFile implements ReviewedRules {
  readonly #path: string;
  readonly #parts = new PartNames();

  readonly #isOurs: (writtenFor: string) => boolean;

  /** `isOurs`: whether this Lethe may add to a file that says it was written for a version; by default to none. */
  constructor(path: string, isOurs: (writtenFor: string) => boolean = () => false) {
    this.#path = resolve(path);
    this.#isOurs = isOurs;
  }

  async add(entry: ReviewedEntry): Promise<void> {
    const lock = this.#locked();
    const part = join(dirname(this.#path), this.#parts.next());
    try {
      const { entries, writtenFor } = this.#read();
      if (entries.some((each) => actsOf(each) === actsOf(entry))) return;
      const lines = [...entries, entry].map((each) => `    ${JSON.stringify(each)}`);
      const handle = openSync(part, 'wx', 0o600);
      try {
        const version = writtenFor === undefined ? '' : `  "lethe": ${JSON.stringify(writtenFor)},\n`;
        writeSync(handle, `{\n${version}  "reviewed": [\n${lines.join(',\n')}\n  ]\n}\n`);
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
  #read(): Read {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return { entries: [] };
      throw storeFault(error);
    }
    const read = reviewedIn(text);
    if (read !== null && (read.writtenFor === undefined || this.#isOurs(read.writtenFor))) return read;
    throw new FaultError(
      'STORE_FORBIDDEN',
      false,
      'The file of reviewed values is not one that this Lethe can add to',
      'Name another with --reviewed, or make it { "reviewed": [] }, without comments',
    );
  }
}

function reviewedIn(text: string): Read | null {
  try {
    const { reviewed, lethe, ...others } = JSON.parse(text.replace(/^\uFEFF/, '')) as Readonly<
      Record<string, unknown>
    >;
    if (!Array.isArray(reviewed) || Object.keys(others).length > 0) return null;
    if (lethe !== undefined && typeof lethe !== 'string') return null;
    const entries = reviewed as readonly ReviewedEntry[];
    return lethe === undefined ? { entries } : { entries, writtenFor: lethe };
  } catch {
    return null;
  }
}

function actsOf({ select, confirm, clear, device }: Acts): string {
  return JSON.stringify([select, confirm, clear, device?.manufacturer, device?.model]);
}
