import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AuditLine, AuditReader } from '../engine/audit/manifest/ports.ts';
import { FaultError } from '../engine/faults.ts';
import { describeFailure, pauseBeforeRetry, sdkFailure } from './sdkErrors.ts';

/** How often a page is asked for where CloudWatch turns it away, beside what the SDK does: all readers of an account share a few calls a second. */
const MAX_PAGE_ATTEMPTS = 20;
const PAGE_PAUSE_MS = 500;

/** Reads the audit's log group, page by page (1 MiB or 10,000 lines each). */
export class LogGroupReader implements AuditReader {
  readonly name: string;
  readonly #client: CloudWatchLogsClient;

  constructor(client: CloudWatchLogsClient, logGroup: string) {
    this.#client = client;
    this.name = logGroup;
  }

  async *lines(fromMs: number, toMs: number): AsyncIterable<readonly AuditLine[]> {
    let nextToken: string | undefined;
    do {
      const page = await this.#page({
        startTime: fromMs,
        // Both ends are included.
        endTime: toMs - 1,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      yield (page.events ?? []).map(({ timestamp = fromMs, message = '' }) => ({
        timeMs: timestamp,
        text: message,
      }));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }

  async #page(
    asked: Omit<FilterLogEventsCommandInput, 'logGroupName'>,
  ): Promise<FilterLogEventsCommandOutput> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.#client.send(new FilterLogEventsCommand({ logGroupName: this.name, ...asked }));
      } catch (error) {
        const { status, passes } = sdkFailure(error);
        if (!passes || status === null || attempt === MAX_PAGE_ATTEMPTS) throw auditReadFault(error);
        await pauseBeforeRetry(attempt, PAGE_PAUSE_MS);
      }
  }
}

/** A failed read of the audit. */
export function auditReadFault(error: unknown): FaultError {
  const failure = sdkFailure(error);
  const said = `The audit could not be read (${describeFailure(failure)})`;
  if (failure.name === 'ResourceNotFoundException')
    return new FaultError(
      'AUDIT_UNAVAILABLE',
      false,
      said,
      'Name the log group as the output AuditLog of the stack does',
    );
  return new FaultError(
    'AUDIT_UNAVAILABLE',
    failure.passes,
    said,
    failure.passes
      ? 'Try again'
      : 'Allow logs:FilterLogEvents, logs:StartQuery and logs:GetQueryResults on the log group',
  );
}
