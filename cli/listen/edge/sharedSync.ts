/**
 * One sync for all who wrote before it: whoever asks while one is under way is served by the next, since that one may have begun before their
 * write.
 */
export class SharedSync {
  readonly #once: () => Promise<void>;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(once: () => Promise<void>) {
    this.#once = once;
  }

  /** Resolves once all that was written before the call outlives a power cut. Rejects with the system's error. */
  sync(): Promise<void> {
    if (this.#running === null) return this.#run();
    this.#next ??= this.#running.then(
      () => this.#run(),
      () => this.#run(),
    );
    return this.#next;
  }

  #run(): Promise<void> {
    this.#next = null;
    const running = this.#once().finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }
}
