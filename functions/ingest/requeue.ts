import type { SqsRequeue } from '../../layers/aws/sqsRequeue.ts';
import type { Log } from '../log.ts';
import { backoffSeconds } from './backoff.ts';
import type { TimeLeft } from './deadline.ts';
import { describeFailure } from './failure.ts';
import type { Requeue } from './lambda.ts';

/** Kept for the answer, of what is left and at most so long: it must get out, or Lambda returns the whole batch. */
const ANSWER = { part: 0.3, mostMs: 700 };

/** Messages that come again: late ones as copies, failed ones after a growing while. What the queue does not take is said, and comes again by itself. */
export function requeueing(
  open: () => Promise<{ readonly queue: SqsRequeue; readonly maxReceives: number }>,
  log: Log,
): (timeLeft: TimeLeft) => Requeue {
  return (timeLeft) => {
    const inTime = async <Result>(
      ask: (opened: Awaited<ReturnType<typeof open>>, signal: AbortSignal) => Promise<Result>,
      otherwise: Result,
    ) => {
      const stop = new AbortController();
      const left = timeLeft();
      const timer = Number.isFinite(left)
        ? setTimeout(() => stop.abort(), left - Math.min(ANSWER.mostMs, ANSWER.part * left))
        : undefined;
      try {
        return await ask(await open(), stop.signal);
      } catch (error) {
        log({ level: 'error', event: 'not-requeued', ...describeFailure(error) });
        return otherwise;
      } finally {
        clearTimeout(timer);
      }
    };
    return {
      postpone: (messages) =>
        inTime(({ queue }, signal) => queue.sendAgain(messages, signal), new Set<string>()),
      delay: (messages) =>
        inTime(
          ({ queue, maxReceives }, signal) =>
            queue.showAgain(
              messages.map(({ receiptHandle, received, messageId }) => ({
                receiptHandle,
                seconds: backoffSeconds(received, maxReceives, messageId),
              })),
              signal,
            ),
          undefined,
        ),
    };
  };
}
