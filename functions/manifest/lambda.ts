import type { Context } from 'aws-lambda';
import { type Sealing, sealDays } from '../../layers/engine/audit/manifest/seal.ts';
import { METRICS } from '../environment.ts';
import { describeFailure } from '../ingest/failure.ts';
import type { Log } from '../log.ts';
import { durationLine, type MetricLine } from '../metrics.ts';

/** Left over at the end, for the pages that are under way, the parts that they fill, and the answer. */
const MARGIN_MS = 75_000;

/** What EventBridge sends when it is time: ISO 8601. */
export interface ScheduledEvent {
  readonly time?: string;
}

export type SealingPorts = Pick<Sealing, 'audit' | 'shelf' | 'signer'>;

/**
 * The Lambda handler of a schedule that comes more often than a run may last: who runs out of time leaves the rest to the next. How far the seal is
 * behind is measured at the end of every run, whatever became of it. It throws what failed anew by its code alone: Lambda would log the message, and it tries
 * again, which is right; what was sealed before stays.
 */
export function manifestHandler(
  prepare: () => Promise<SealingPorts>,
  log: Log,
  emit: (line: MetricLine) => void,
  stage: string,
  now: () => number = Date.now,
): (event: ScheduledEvent, invocation?: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void> {
  return async ({ time }, invocation) => {
    const due = Date.parse(time ?? '');
    let sealedUntilMs: number | null = null;
    try {
      const { days, isFinished } = await sealDays(Number.isNaN(due) ? now() : due, {
        ...(await prepare()),
        hasTime: () => (invocation?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY) > MARGIN_MS,
        reached: (untilMs) => {
          sealedUntilMs = untilMs;
        },
      });
      log({ level: 'info', event: 'sealed', days, until: timeText(sealedUntilMs), isFinished });
    } catch (error) {
      const failure = describeFailure(error);
      log({ level: 'error', event: 'not-sealed', until: timeText(sealedUntilMs), ...failure });
      throw new ManifestError(failure.code);
    } finally {
      if (sealedUntilMs !== null)
        emit(durationLine(METRICS.sealLag, Math.max(0, now() - sealedUntilMs), stage, now()));
    }
  };
}

function timeText(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

/** Says nothing but the code. */
export class ManifestError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`The audit was not sealed: ${code}`);
    this.name = 'ManifestError';
    this.code = code;
  }
}
