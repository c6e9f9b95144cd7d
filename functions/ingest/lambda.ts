import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { FIRST_SENT } from '../../layers/aws/firstSent.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import type { Log } from '../log.ts';
import type { BatchFigures } from '../metrics.ts';
import { type BatchReport, INSTANCES_AT_A_TIME, ingestBatch, type ReturnedMessage } from './batch.ts';
import { deadlineOf, NO_DEADLINE, type TimeLeft } from './deadline.ts';
import { EventError } from './events.ts';
import { describeFailure } from './failure.ts';

/** Takes one object from open to audit record, as `deidentify` does. It stops, and cleans up, when `signal` is aborted. */
export type Process = (ref: ObjectRef, signal?: AbortSignal) => Promise<AuditRecord>;

/** The same where an object may go to another queue, which takes it to its record: null. */
export type Ingest = (ref: ObjectRef, signal?: AbortSignal) => Promise<AuditRecord | null>;

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

/** A message that comes back, as the queue knows it. */
interface Message {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly firstSentMs: number;
  /** How often SQS has handed it over, this time included. */
  readonly received: number;
}

/**
 * What becomes of messages that are not done, beside the answer to the event source.
 * Duties: `postpone` puts copies behind the others, whose attempts are not counted, and answers the ids of those that are safe there; `delay` lets messages come
 * again after a while that grows with each attempt. Neither rejects: a message that nothing was done about comes again after the queue's own
 * visibility timeout.
 */
export interface Requeue {
  postpone(messages: readonly Message[]): Promise<ReadonlySet<string>>;
  delay(messages: readonly Message[]): Promise<void>;
}

/** For callers without a queue. */
const NO_REQUEUE: Requeue = { postpone: async () => new Set(), delay: async () => {} };

/**
 * The Lambda handler of an SQS event source with `ReportBatchItemFailures`: messages that are not done are named in the
 * answer and come again, the others are deleted. It never throws: Lambda would log the error with its message, and return
 * the whole batch; nor does it run into the function's timeout, which would return the whole batch too. `prepare` gives what instances are processed with; if it fails, every message comes again. `measure` gets
 * what each batch came to. `requeueWithin` gives what is done about messages that come again, in the time of this invocation.
 */
export function lambdaHandler(
  prepare: () => Promise<Ingest>,
  log: Log,
  measure: (figures: BatchFigures) => void = () => {},
  requeueWithin: (timeLeft: TimeLeft) => Requeue = () => NO_REQUEUE,
  atATime: number = INSTANCES_AT_A_TIME,
): (event: SQSEvent, invocation?: Invocation) => Promise<SQSBatchResponse> {
  return async ({ Records }, invocation) => {
    const messages = Records.map(messageOf);
    const timeLeft = () => invocation?.getRemainingTimeInMillis() ?? Number.POSITIVE_INFINITY;
    const requeue = requeueWithin(timeLeft);
    let process: Ingest;
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
      await requeue.delay(messages);
      return itemFailures(messages.map(({ messageId }) => messageId));
    }
    const deadline = invocation === undefined ? NO_DEADLINE : deadlineOf(timeLeft);
    const report = await ingestBatch(messages, process, atATime, deadline);
    deadline.close();
    const isOf = (returned: readonly ReturnedMessage[]) => {
      const ids = new Set(returned.map(({ messageId }) => messageId));
      return messages.filter(({ messageId }) => ids.has(messageId));
    };
    const short = report.returned.filter(({ isPostponed }) => isPostponed);
    const postponed = short.length === 0 ? new Set<string>() : await requeue.postpone(isOf(short));
    const returned = report.returned.filter(({ messageId }) => !postponed.has(messageId));
    if (returned.length > 0) await requeue.delay(isOf(returned));
    const received = new Map(messages.map((message) => [message.messageId, message.received]));
    for (const { messageId, failure } of report.returned)
      log({
        level: postponed.has(messageId) ? 'info' : 'error',
        event: postponed.has(messageId) ? 'message-postponed' : 'message-returned',
        messageId,
        received: received.get(messageId),
        ...failure,
      });
    const counts = {
      returned: returned.length,
      postponed: postponed.size,
      ...(report.handedOver === 0 ? {} : { handedOver: report.handedOver }),
    };
    log({ level: 'info', event: 'batch', messages: messages.length, ...tally(report), ...counts });
    measure({
      ...figuresOf(
        messages,
        report.records,
        returned.map(({ failure }) => failure.code),
      ),
      postponed: postponed.size,
      handedOver: report.handedOver,
    });
    return itemFailures(returned.map(({ messageId }) => messageId));
  };
}

function messageOf({
  messageId,
  receiptHandle,
  body,
  attributes,
  messageAttributes,
}: SQSEvent['Records'][number]): Message & { readonly isLate: boolean } {
  const firstSent = messageAttributes?.[FIRST_SENT]?.stringValue;
  return {
    messageId,
    receiptHandle,
    body,
    firstSentMs: Number(firstSent ?? attributes.SentTimestamp),
    received: Number(attributes.ApproximateReceiveCount ?? 0),
    isLate: firstSent !== undefined,
  };
}

function itemFailures(messageIds: readonly string[]): SQSBatchResponse {
  return { batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })) };
}

function figuresOf(
  messages: readonly Message[],
  records: readonly AuditRecord[],
  returned: readonly string[],
): BatchFigures {
  return {
    records,
    returned,
    postponed: 0,
    handedOver: 0,
    sentMs: messages.map(({ firstSentMs }) => firstSentMs).filter(Number.isFinite),
  };
}

function tally({ records }: BatchReport): { readonly [detail: string]: unknown } {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of records) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { outcomes };
}
