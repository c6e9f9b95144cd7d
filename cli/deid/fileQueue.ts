import { statSync } from 'node:fs';
import { type InputFile, pathOf } from './inputs.ts';

/** A file that has no outcome yet. */
export interface Waiting {
  readonly file: InputFile;
  readonly bytes: number;
  /** How many processes ended while it may have been in work there. */
  readonly deaths: number;
  /** How many of its records are in the audit: those of an archive's members come one by one, its own comes with its end. */
  readonly told: number;
}

/** Some 20 ms of work on small files: the messages cost nothing that can be seen. */
const MOST_FILES = 32;
/** Some 30 ms of work: nobody waits longer than that for a file that another has in hand and has not begun. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Batches that each of the jobs would still get if they stayed as large: so they shrink, and all end at one time. */
const BATCHES_AHEAD = 4;

export interface FileQueue {
  /** Files to do one after the other: those that were given back, then the next of the list. Empty if nothing is waiting now. */
  batch(): readonly Waiting[];
  isEmpty(): boolean;
  /** Files that nobody began come first again; a file that a process ended over is given out alone. */
  giveBack(files: readonly Waiting[]): void;
  /** Of a queue that files come to while it is worked on; absent: all of them were there at the start. */
  readonly coming?: Coming;
}

export interface Coming {
  /** Nothing comes any more, and nothing is put off to a later time. */
  isOver(): boolean;
  /** Calls `heard` whenever something has come, or nothing comes any more. */
  onChange(heard: () => void): void;
}

/** What is to be done by `jobs` processes. A file is looked at when its turn comes, so the memory does not grow with what is known of each. */
export function fileQueue(files: readonly InputFile[], jobs: number): FileQueue {
  let at = 0;
  const returned: Waiting[] = [];
  const suspects: Waiting[] = [];
  const next = (): Waiting | undefined => {
    const back = returned.shift();
    if (back !== undefined) return back;
    const file = files[at];
    if (file === undefined) return undefined;
    at += 1;
    return { file, bytes: sizeOf(file), deaths: 0, told: 0 };
  };
  return {
    batch() {
      const suspect = suspects.shift();
      if (suspect !== undefined) return [suspect];
      const left = returned.length + files.length - at;
      const count = Math.min(MOST_FILES, Math.ceil(left / (BATCHES_AHEAD * jobs)));
      const batch: Waiting[] = [];
      for (let bytes = 0; batch.length < count && bytes < MOST_BYTES; ) {
        const waiting = next();
        if (waiting === undefined) break;
        batch.push(waiting);
        bytes += waiting.bytes;
      }
      return batch;
    },
    isEmpty: () => suspects.length + returned.length + files.length - at === 0,
    giveBack(back) {
      for (const waiting of back) (waiting.deaths > 0 ? suspects : returned).push(waiting);
    },
  };
}

/** What cannot be looked at is told when it is opened. */
function sizeOf(file: InputFile): number {
  try {
    return statSync(pathOf(file) as string).size;
  } catch {
    return 0;
  }
}
