import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AuditRecord } from '../../layers/engine/audit.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import type { Log } from '../log.ts';
import { type BatchReport, ingestBatch } from './batch.ts';
import { EventError } from './events.ts';
import { describeFailure } from './failure.ts';

/** Takes one object from open to audit record, as `deidentify` does. */
export type Process = (ref: ObjectRef) => Promise<AuditRecord>;

/**
 * Refuses objects of any other container: an event that names a bucket of its own choice must not make the function read
 * there with the rights it has.
 */
export function onlyFrom(container: string, process: Process): Process {
  return async (ref) => {
    if (ref.container === container) return process(ref);
    throw new EventError(
      'EVENT_BUCKET_UNEXPECTED',
      'The event is about another bucket than the ingest bucket',
      'Look at what else writes to the queue',
    );
  };
}

/**
 * The Lambda handler of an SQS event source with `ReportBatchItemFailures`: messages that are not done are named in the
 * answer and come again, the others are deleted. It never throws: Lambda would log the error with its message, and return
 * the whole batch. `prepare` gives what instances are processed with; if it fails, every message comes again.
 */
export function lambdaHandler(
  prepare: () => Promise<Process>,
  log: Log,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records: messages }) => {
    let process: Process;
    try {
      process = await prepare();
    } catch (error) {
      log({ level: 'error', event: 'not-ready', messages: messages.length, ...describeFailure(error) });
      return itemFailures(messages.map(({ messageId }) => messageId));
    }
    const report = await ingestBatch(messages, process);
    for (const { messageId, failure } of report.returned)
      log({
        level: 'error',
        event: 'message-returned',
        messageId,
        received: receiveCount(messages, messageId),
        ...failure,
      });
    log({ level: 'info', event: 'batch', messages: messages.length, ...tally(report) });
    return itemFailures(report.returned.map(({ messageId }) => messageId));
  };
}

function itemFailures(messageIds: readonly string[]): SQSBatchResponse {
  return { batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** How often SQS has handed the message over, this time included. */
function receiveCount(messages: SQSEvent['Records'], messageId: string): number {
  return Number(
    messages.find((message) => message.messageId === messageId)?.attributes.ApproximateReceiveCount ?? 0,
  );
}

function tally({ records, returned }: BatchReport): { readonly [detail: string]: unknown } {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of records) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { outcomes, returned: returned.length };
}
