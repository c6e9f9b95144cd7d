import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import type { Log } from '../log.ts';
import type { BatchFigures } from '../metrics.ts';
import { type BatchReport, INSTANCES_AT_A_TIME, ingestBatch } from './batch.ts';
import { deadlineOf, NO_DEADLINE } from './deadline.ts';
import { EventError } from './events.ts';
import { describeFailure } from './failure.ts';

/** Takes one object from open to audit record, as `deidentify` does. It stops, and cleans up, when `signal` is aborted. */
export type Process = (ref: ObjectRef, signal?: AbortSignal) => Promise<AuditRecord>;

/** What Lambda says of an invocation, as far as it is asked. */
export type Invocation = Pick<Context, 'getRemainingTimeInMillis'>;

/**
 * Refuses objects of any other container: an event that names a bucket of its own choice must not make the function read
 * there with the rights it has.
 */
export function onlyFrom(container: string, process: Process): Process {
  return async (ref, signal) => {
    if (ref.container === container) return process(ref, signal);
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
 * the whole batch; nor does it run into the function's timeout, which would return the whole batch too. `prepare` gives what instances are processed with; if it fails, every message comes again. `measure` gets
 * what each batch came to.
 */
export function lambdaHandler(
  prepare: () => Promise<Process>,
  log: Log,
  measure: (figures: BatchFigures) => void = () => {},
): (event: SQSEvent, invocation?: Invocation) => Promise<SQSBatchResponse> {
  return async ({ Records: messages }, invocation) => {
    let process: Process;
    try {
      process = await prepare();
    } catch (error) {
      const failure = describeFailure(error);
      log({ level: 'error', event: 'not-ready', messages: messages.length, ...failure });
      measure(
        figuresOf(
          messages,
          [],
          messages.map(() => failure.code),
        ),
      );
      return itemFailures(messages.map(({ messageId }) => messageId));
    }
    const deadline =
      invocation === undefined ? NO_DEADLINE : deadlineOf(() => invocation.getRemainingTimeInMillis());
    const report = await ingestBatch(messages, process, INSTANCES_AT_A_TIME, deadline);
    deadline.close();
    for (const { messageId, failure } of report.returned)
      log({
        level: 'error',
        event: 'message-returned',
        messageId,
        received: receiveCount(messages, messageId),
        ...failure,
      });
    log({ level: 'info', event: 'batch', messages: messages.length, ...tally(report) });
    measure(
      figuresOf(
        messages,
        report.records,
        report.returned.map(({ failure }) => failure.code),
      ),
    );
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

function figuresOf(
  messages: SQSEvent['Records'],
  records: readonly AuditRecord[],
  returned: readonly string[],
): BatchFigures {
  return {
    records,
    returned,
    sentMs: messages.map(({ attributes }) => Number(attributes.SentTimestamp)).filter(Number.isFinite),
  };
}

function tally({ records, returned }: BatchReport): { readonly [detail: string]: unknown } {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of records) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { outcomes, returned: returned.length };
}
