import type { Context } from 'aws-lambda';
import { METRICS, RECONCILIATION } from '../environment.ts';
import { describeFailure } from '../ingest/failure.ts';
import type { Log } from '../log.ts';
import { countLine, type MetricLine } from '../metrics.ts';
import { type Book, reconcile } from './reconcile.ts';

const MINUTE_MS = 60_000;
/** Left over at the end, for what is under way and the answer. */
const MARGIN_MS = 30_000;

/** What EventBridge sends when it is time: ISO 8601. */
export interface ScheduledEvent {
  readonly time?: string;
}

/**
 * The Lambda handler of a schedule. An error is thrown anew by its code alone: Lambda would log the message, and it would try
 * again, which is right.
 */
export function reconcileHandler(
  prepare: () => Promise<Book>,
  log: Log,
  emit: (line: MetricLine) => void,
  stage: string,
  now: () => number = Date.now,
): (event: ScheduledEvent, invocation?: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void> {
  return async ({ time }, invocation) => {
    const due = Date.parse(time ?? '');
    try {
      const found = await reconcile(await prepare(), {
        dueMs: Number.isNaN(due) ? now() : due,
        everyMs: RECONCILIATION.everyMinutes * MINUTE_MS,
        graceMs: RECONCILIATION.graceMinutes * MINUTE_MS,
        mayGoOn: () => (invocation?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY) > MARGIN_MS,
      });
      const isGood = found.complete && found.sentAgain === found.missing;
      log({ level: isGood ? 'info' : 'error', event: 'reconciled', ...found });
      emit(countLine(METRICS.missingOutcomes, found.missing, stage, now()));
    } catch (error) {
      const failure = describeFailure(error);
      log({ level: 'error', event: 'not-reconciled', ...failure });
      throw new ReconcileError(failure.code);
    }
  };
}

/** Says nothing but the code. */
export class ReconcileError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`The reconciliation failed: ${code}`);
    this.name = 'ReconcileError';
    this.code = code;
  }
}
