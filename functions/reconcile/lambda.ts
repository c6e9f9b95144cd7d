import type { Context } from 'aws-lambda';
import { METRICS, RECONCILIATION, SWEEPS, type Sweep } from '../environment.ts';
import { describeFailure } from '../ingest/failure.ts';
import type { Log } from '../log.ts';
import { ageLine, countLine, type MetricLine } from '../metrics.ts';
import { type Book, type Bookmarks, reconcile } from './reconcile.ts';

const MINUTE_MS = 60_000;
/** Left over at the end, for what is under way and the answer. */
const MARGIN_MS = 30_000;

/** What EventBridge sends when it is time. */
export interface ScheduledEvent {
  /** ISO 8601. */
  readonly time?: string;
  /** `current` if it says nothing. */
  readonly sweep?: string;
  readonly restHours?: number;
}

export interface ReconcilePorts<Place> {
  readonly book: Book<Place>;
  readonly bookmarks: Bookmarks<Place>;
}

/**
 * The Lambda handler of a schedule. An error is thrown anew by its code alone: Lambda would log the message, and it would try
 * again, which is right.
 */
export function reconcileHandler<Place>(
  prepare: () => Promise<ReconcilePorts<Place>>,
  log: Log,
  emit: (line: MetricLine) => void,
  stage: string,
  now: () => number = Date.now,
): (event: ScheduledEvent, invocation?: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void> {
  return async ({ time, sweep: asked, restHours = 0 }, invocation) => {
    const sweep: Sweep = SWEEPS.find((each) => each === asked) ?? 'current';
    const due = Date.parse(time ?? '');
    try {
      const { book, bookmarks } = await prepare();
      const found = await reconcile(book, bookmarks, {
        sweep,
        dueMs: Number.isNaN(due) ? now() : due,
        restMs: restHours * 60 * MINUTE_MS,
        graceMs: RECONCILIATION.graceMinutes * MINUTE_MS,
        mayGoOn: () => (invocation?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY) > MARGIN_MS,
      });
      const isGood = found.sentAgain === found.missing + found.doubtful;
      log({ level: isGood ? 'info' : 'error', event: 'reconciled', sweep, ...found });
      emit(countLine(METRICS.missingOutcomes, found.missing, stage, now()));
      emit(ageLine(METRICS.uncoveredAge, found.uncoveredMs, { Sweep: sweep }, stage, now()));
    } catch (error) {
      const failure = describeFailure(error);
      log({ level: 'error', event: 'not-reconciled', sweep, ...failure });
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
