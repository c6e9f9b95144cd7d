import { join } from 'node:path';
import { entryName } from './entry.ts';
import type { NewFile, SpoolFiles } from './files.ts';

/** Made at once, with one sync of the folder for all. */
const MADE_AT_ONCE = 16;
/** Fewer than these, and more are made meanwhile. */
const FEW = 8;

/** An empty file of the spool, open, whose name outlives a power cut. */
export interface Blank {
  readonly number: number;
  readonly name: string;
  readonly path: string;
  readonly file: NewFile;
}

/** Files that are made before anything comes for them, under the names that they keep: who receives an instance has only its bytes to sync. */
export class Blanks {
  readonly #folder: string;
  readonly #files: SpoolFiles;
  readonly #nextNumber: () => number;
  readonly #ready: Blank[] = [];
  #making: Promise<void> | null = null;
  #isClosed = false;

  /** `nextNumber`: one that no file of the folder has had; each is above the one before. */
  constructor(folder: string, files: SpoolFiles, nextNumber: () => number) {
    this.#folder = folder;
    this.#files = files;
    this.#nextNumber = nextNumber;
  }

  /** One that nobody else gets, in the order of their numbers. Rejects with the system's error, and with what `nextNumber` throws. */
  async take(): Promise<Blank> {
    for (;;) {
      const blank = this.#ready.shift();
      // Who takes the last one while this fails sees why.
      if (this.#ready.length < FEW && blank !== undefined) void this.#more().catch(() => {});
      if (blank !== undefined) return blank;
      await this.#more();
    }
  }

  /** Removes those that nobody took. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#making?.catch(() => {});
    await Promise.all(this.#ready.splice(0).map((blank) => this.#discard(blank)));
  }

  #more(): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('The spool is closed'));
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #make(): Promise<void> {
    const made: Blank[] = [];
    try {
      while (made.length < MADE_AT_ONCE) {
        const number = this.#nextNumber();
        const name = entryName(number);
        const path = join(this.#folder, name);
        made.push({ number, name, path, file: await this.#files.create(path) });
      }
      await this.#files.syncFolder(this.#folder);
    } catch (error) {
      await Promise.all(made.map((blank) => this.#discard(blank)));
      throw error;
    }
    this.#ready.push(...made);
  }

  /** What cannot be removed now is swept at the next start: it is empty. */
  async #discard({ file, path }: Blank): Promise<void> {
    await file.close().catch(() => {});
    await this.#files.remove(path).catch(() => {});
  }
}
