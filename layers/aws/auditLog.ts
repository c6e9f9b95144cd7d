import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { AuditLine, AuditReader } from '../engine/audit/manifest/ports.ts';
import { FaultError } from '../engine/faults.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

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
      const page = await this.#client
        .send(
          new FilterLogEventsCommand({
            logGroupName: this.name,
            startTime: fromMs,
            // Both ends are included.
            endTime: toMs - 1,
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        )
        .catch((error: unknown) => {
          throw auditReadFault(error);
        });
      yield (page.events ?? []).map(({ timestamp = fromMs, message = '' }) => ({
        timeMs: timestamp,
        text: message,
      }));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
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
