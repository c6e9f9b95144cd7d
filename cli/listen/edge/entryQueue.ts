import type { Timers } from '../../../layers/dimse/timers.ts';
import type { Coming, FileQueue, Waiting } from '../../deid/fileQueue.ts';

/** Some 20 ms of work on small files, as `deid` hands them out. */
const MOST_FILES = 32;
const MOST_BYTES = 16 * 1024 * 1024;
/** Batches that each of the jobs would still get of what waits: a single instance is not kept behind others that nobody began. */
const BATCHES_AHEAD = 4;

/** Instances of the spool that are to be worked on, in the order of arrival; they come while others are in work. */
export class EntryQueue implements FileQueue {
  readonly coming: Coming = {
    isOver: () => this.#isClosed && this.#later === 0,
    onChange: (heard) => {
      this.#heard = heard;
    },
  };
  readonly #jobs: number;
  readonly #timers: Timers;
  #fresh: Waiting[] = [];
  /** How many of `#fresh` were given out. */
  #given = 0;
  readonly #returned: Waiting[] = [];
  readonly #suspects: Waiting[] = [];
  #later = 0;
  #isPaused = false;
  #isClosed = false;
  #heard: () => void = () => {};

  constructor(jobs: number, timers: Timers) {
    this.#jobs = jobs;
    this.#timers = timers;
  }

  add(waiting: Waiting): void {
    this.#fresh.push(waiting);
    this.#heard();
  }

  /** It comes again after so many milliseconds, before what has not been tried. */
  putOff(waiting: Waiting, ms: number): void {
    this.later(ms, () => this.#returned.push(waiting));
  }

  /** Runs something after so many milliseconds; until then the queue is not over. */
  later(ms: number, run: () => void): void {
    this.#later += 1;
    this.#timers.after(ms, () => {
      this.#later -= 1;
      run();
      this.#heard();
    });
  }

  /** Something may still be put off: the queue is not over before it has ended. */
  async during(work: Promise<void>): Promise<void> {
    this.#later += 1;
    try {
      await work;
    } finally {
      this.#later -= 1;
      this.#heard();
    }
  }

  /** Whether nothing is given out for a while. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Gives out nothing for so many milliseconds: what is wrong is not an instance. */
  pause(ms: number): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.later(ms, () => {
      this.#isPaused = false;
    });
  }

  /** Nothing comes any more but what was put off. */
  close(): void {
    this.#isClosed = true;
    this.#heard();
  }

  batch(): readonly Waiting[] {
    if (this.#isPaused) return [];
    const suspect = this.#suspects.shift();
    if (suspect !== undefined) return [suspect];
    const left = this.waiting;
    const count = Math.min(MOST_FILES, Math.ceil(left / (BATCHES_AHEAD * this.#jobs)));
    const batch: Waiting[] = [];
    for (let bytes = 0; batch.length < count && bytes < MOST_BYTES; ) {
      const next = this.#returned.shift() ?? this.#next();
      if (next === undefined) break;
      batch.push(next);
      bytes += next.bytes;
    }
    return batch;
  }

  isEmpty(): boolean {
    return this.#isPaused || (this.waiting === 0 && this.#suspects.length === 0);
  }

  giveBack(back: readonly Waiting[]): void {
    for (const waiting of back) (waiting.deaths > 0 ? this.#suspects : this.#returned).push(waiting);
  }

  /** Instances that could be given out now. */
  get waiting(): number {
    return this.#returned.length + this.#fresh.length - this.#given;
  }

  #next(): Waiting | undefined {
    const next = this.#fresh[this.#given];
    if (next === undefined) return undefined;
    this.#given += 1;
    // To shift each would move all behind it.
    if (this.#given >= 1024 && this.#given * 2 > this.#fresh.length) {
      this.#fresh.splice(0, this.#given);
      this.#given = 0;
    }
    return next;
  }
}
