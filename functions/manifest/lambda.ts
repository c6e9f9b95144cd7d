import type { Context } from 'aws-lambda';
import { type Sealing, sealDays, UnfinishedError } from '../../layers/engine/audit/manifest/seal.ts';
import { describeFailure } from '../ingest/failure.ts';
import type { Log } from '../log.ts';

/** Left over at the end, for the hour that is under way and the manifest. */
const MARGIN_MS = 120_000;

/** What EventBridge sends when it is time: ISO 8601. */
export interface ScheduledEvent {
  readonly time?: string;
}

export type SealingPorts = Omit<Sealing, 'hasTime'>;

/**
 * The Lambda handler of a daily schedule. It throws what failed anew by its code alone: Lambda would log the message, and it tries
 * again, which is right; what was sealed before stays.
 */
export function manifestHandler(
  prepare: () => Promise<SealingPorts>,
  log: Log,
  now: () => number = Date.now,
): (event: ScheduledEvent, invocation?: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void> {
  return async ({ time }, invocation) => {
    const due = Date.parse(time ?? '');
    try {
      const sealed = await sealDays(Number.isNaN(due) ? now() : due, {
        ...(await prepare()),
        hasTime: () => (invocation?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY) > MARGIN_MS,
      });
      log({ level: 'info', event: 'sealed', days: sealed });
    } catch (error) {
      const failure =
        error instanceof UnfinishedError
          ? { code: error.code, message: error.message }
          : describeFailure(error);
      log({ level: 'error', event: 'not-sealed', ...failure });
      throw new ManifestError(failure.code);
    }
  };
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
