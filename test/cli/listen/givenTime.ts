import type { Timers } from '../../../layers/dimse/timers.ts';
import type { Clock } from '../../../layers/engine/ports.ts';

/** Time that a test gives: nothing becomes due unless the test moves on. */
export class GivenTime implements Clock, Timers {
  #nowMs = 1_000_000;
  #lastId = 0;
  readonly #timers = new Map<number, { readonly dueMs: number; readonly run: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  elapsed(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): () => void {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#timers.set(id, { dueMs: this.#nowMs + ms, run });
    return () => this.#timers.delete(id);
  }

  /** Runs what becomes due, in its order; between two of them everybody has some turns. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const [next] = [...this.#timers]
        .filter(([, { dueMs }]) => dueMs <= endMs)
        .sort(([a, one], [b, other]) => one.dueMs - other.dueMs || a - b);
      if (next === undefined) break;
      this.#timers.delete(next[0]);
      this.#nowMs = Math.max(this.#nowMs, next[1].dueMs);
      next[1].run();
      await turns();
    }
    this.#nowMs = endMs;
    await turns();
  }
}

/** Some turns of the event loop: what waits for promises alone is over then. */
export async function turns(count = 10): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Resolves once something holds; what another process or a socket has to do first takes its own time, and a hang is the runner's to end. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await turns(1);
}
