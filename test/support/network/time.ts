import type { Timers } from '../../../layers/dimse/timers.ts';

/** Time that a test gives to the network. */
export interface GivenTime {
  readonly timers: Timers;
  /** How many timers are set. */
  readonly waiting: number;
  /** Runs what becomes due, in its order. */
  advance(ms: number): void;
}

export function givenTime(): GivenTime {
  const waiting = new Set<{ readonly dueMs: number; readonly run: () => void }>();
  let nowMs = 0;
  return {
    timers: {
      after: (ms, run) => {
        const timer = { dueMs: nowMs + ms, run };
        waiting.add(timer);
        return () => waiting.delete(timer);
      },
    },
    get waiting() {
      return waiting.size;
    },
    advance: (ms) => {
      const endMs = nowMs + ms;
      for (;;) {
        const [next] = [...waiting].filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs);
        if (next === undefined) break;
        waiting.delete(next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.run();
      }
      nowMs = endMs;
    },
  };
}

/** Gives everybody their turns until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}
