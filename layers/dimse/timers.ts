/** Time as it is given: the machine's, or a test's. */
export interface Timers {
  /** Runs something once, so many milliseconds later, unless the answered function was called before. */
  after(ms: number, run: () => void): () => void;
}

export const SYSTEM_TIMERS: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** One timer that is set again and again. */
export class Alarm {
  readonly #timers: Timers;
  #cancel: (() => void) | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  set(ms: number, run: () => void): void {
    this.clear();
    this.#cancel = this.#timers.after(ms, () => {
      this.#cancel = null;
      run();
    });
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
