import { FaultError } from '../../layers/engine/faults.ts';

/** Milliseconds until the function is ended from outside: `context.getRemainingTimeInMillis`. */
export type TimeLeft = () => number;

/** What the time that is left allows. */
export interface Deadline {
  /** Whether there is time to begin something. What was begun late would be half done when the function is ended. */
  mayBegin(): boolean;
  /** Aborted when what is under way must stop, so that there is time to clean up behind it. */
  readonly signal: AbortSignal;
  /** Settles as `work` does. If that has not stopped soon after the signal, rejects: the answer must get out, or Lambda returns all messages. */
  within<Result>(work: Promise<Result>): Promise<Result>;
  close(): void;
}

/** How long before the end each thing happens: of the whole time, and at most so long. */
const BEGIN = { part: 0.3, mostMs: 30_000 };
const STOP = { part: 0.2, mostMs: 10_000 };
/** Time enough to tell the queue, too, what comes again. */
const ANSWER = { part: 0.05, mostMs: 4_000 };

/** For callers without a deadline: a desk, tests. */
export const NO_DEADLINE: Deadline = {
  mayBegin: () => true,
  signal: new AbortController().signal,
  within: (work) => work,
  close: () => {},
};

/** Counts from now. Close it, or its timers keep what they hold. */
export function deadlineOf(timeLeft: TimeLeft): Deadline {
  const total = timeLeft();
  const margin = ({ part, mostMs }: typeof BEGIN) => Math.min(mostMs, total * part);
  const stop = new AbortController();
  const answer = new AbortController();
  const timers = [
    setTimeout(() => stop.abort(), total - margin(STOP)),
    setTimeout(() => answer.abort(), total - margin(ANSWER)),
  ];
  const isTooLate = new Promise<never>((_resolve, reject) => {
    answer.signal.addEventListener('abort', () => reject(deadlineFault('It did not stop in time')));
  });
  isTooLate.catch(() => {});
  return {
    mayBegin: () => timeLeft() > margin(BEGIN),
    signal: stop.signal,
    within: (work) => Promise.race([work, isTooLate]),
    close: () => timers.forEach(clearTimeout),
  };
}

export function deadlineFault(what: string): FaultError {
  return new FaultError(
    'DEADLINE',
    true,
    what,
    'It comes again; if it never gets done, give the function more time (timeoutSeconds) or smaller batches (batchSize)',
  );
}
