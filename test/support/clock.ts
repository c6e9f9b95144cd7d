import { Socket } from 'node:net';

/**
 * Time that a test moves. While it is held, the timers and `Date.now` of this test run on it and sockets do not tire: a machine that is busy changes
 * nothing. Who only waits (a timer that resolves a promise: `pause`, the SDK's backoffs) is not kept waiting: time goes on to its moment as soon as
 * everybody had a turn. What else is due at a time (deadlines, guards of requests) is so when the test moves the clock there.
 */
export interface HeldClock {
  /** Milliseconds since it was held. */
  now(): number;
  /** Runs what becomes due, in its order. */
  advance(ms: number): void;
  /** Resolves when the clock was moved so far on. */
  reached(ms: number): Promise<void>;
  /** Puts back the machine's own; timers that are left never come. */
  release(): void;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** The test's own, for what it does beside the held ones. */
const REAL = { setTimeout, clearTimeout, dateNow: Date.now, socketTimeout: Socket.prototype.setTimeout };

/** Turns of the event loop that everybody has before time goes on for those that wait. */
const TURNS = 2;

export function holdClock(): HeldClock {
  if (globalThis.setTimeout !== REAL.setTimeout) throw new Error('the clock is held already');
  const epochMs = REAL.dateNow();
  const timers = new Map<number, Timer>();
  let nowMs = 0;
  let lastId = 0;
  let isHeld = true;

  const advanceTo = (endMs: number): void => {
    for (;;) {
      const [next] = [...timers].filter(([, { dueMs }]) => dueMs <= endMs).sort(byMoment);
      if (next === undefined) break;
      timers.delete(next[0]);
      nowMs = Math.max(nowMs, next[1].dueMs);
      next[1].run();
    }
    nowMs = Math.max(nowMs, endMs);
  };
  const waitOut = (id: number, turns: number): void => {
    setImmediate(() => {
      const timer = timers.get(id);
      if (timer === undefined || !isHeld) return;
      if (turns > 1) waitOut(id, turns - 1);
      else advanceTo(timer.dueMs);
    });
  };
  const set = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): object => {
    lastId += 1;
    const id = lastId;
    timers.set(id, { dueMs: nowMs + Math.max(0, ms), run: () => run(...args) });
    if (ms <= 0 || isResolving(run)) waitOut(id, TURNS);
    return handle(id, () => timers.has(id));
  };
  const clear = (timer: unknown): void => {
    if (timer !== undefined && timer !== null) timers.delete(Number(timer));
  };

  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  Date.now = () => epochMs + nowMs;
  Socket.prototype.setTimeout = function (this: Socket) {
    return this;
  };
  return {
    now: () => nowMs,
    advance: (ms) => advanceTo(nowMs + ms),
    reached: (ms) =>
      new Promise((resolve) => {
        // Not handed over as it is: it would pass for one that only waits.
        set(() => resolve(), ms);
      }),
    release: () => {
      isHeld = false;
      timers.clear();
      Object.assign(globalThis, { setTimeout: REAL.setTimeout, clearTimeout: REAL.clearTimeout });
      Date.now = REAL.dateNow;
      Socket.prototype.setTimeout = REAL.socketTimeout;
    },
  };
}

/** Runs something on a held clock, and gives it back whatever comes of it. */
export async function onHeldClock<Result>(run: (clock: HeldClock) => Promise<Result>): Promise<Result> {
  const clock = holdClock();
  try {
    return await run(clock);
  } finally {
    clock.release();
  }
}

/** Each test of a file has a held clock of its own. Answers the one of the test that runs. */
export function heldInEachTest(): () => HeldClock {
  let clock: HeldClock;
  beforeEach(() => {
    clock = holdClock();
  });
  afterEach(() => clock.release());
  return () => clock;
}

function byMoment([one, { dueMs }]: [number, Timer], [other, { dueMs: otherMs }]: [number, Timer]): number {
  return dueMs - otherMs || one - other;
}

/** The functions that the engine makes to settle a promise have no name and no source. */
function isResolving(run: { readonly name: string }): boolean {
  return run.name === '' && /\[native code\]/.test(Function.prototype.toString.call(run));
}

/** What code may ask of a timer that Node gives. */
function handle(id: number, isWaiting: () => boolean): object {
  const timer = {
    ref: () => timer,
    unref: () => timer,
    hasRef: isWaiting,
    [Symbol.toPrimitive]: () => id,
  };
  return timer;
}
