import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { FaultError } from '../engine/faults.ts';
import { FIRST_SENT } from './firstSent.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** What SQS takes in one call. */
const BATCH = 10;

/** A message in the hands of a function. */
export interface HeldMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly firstSentMs: number;
}

/** What a function does about messages of its own queue, beside what it answers to the event source. Rejects with `FaultError`. */
export class SqsRequeue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  /** Puts copies on the queue, whose receives are counted anew; answers the ids of the messages that are safe there. */
  async sendAgain(messages: readonly HeldMessage[], abortSignal: AbortSignal): Promise<ReadonlySet<string>> {
    const safe = new Set<string>();
    for (const batch of batchesOf(messages)) {
      const { Successful = [] } = await this.#client
        .send(
          new SendMessageBatchCommand({
            QueueUrl: this.#queueUrl,
            Entries: batch.map(({ body, firstSentMs }, index) => ({
              Id: String(index),
              MessageBody: body,
              MessageAttributes: { [FIRST_SENT]: { DataType: 'Number', StringValue: String(firstSentMs) } },
            })),
          }),
          { abortSignal },
        )
        .catch((error: unknown) => {
          throw queueFault(error, 'sqs:SendMessage');
        });
      for (const { Id } of Successful) safe.add(batch[Number(Id)]?.messageId ?? '');
    }
    return safe;
  }

  /** Shows messages again after so many seconds from now, not after the visibility timeout of the queue. */
  async showAgain(
    messages: readonly (Pick<HeldMessage, 'receiptHandle'> & { readonly seconds: number })[],
    abortSignal: AbortSignal,
  ): Promise<void> {
    for (const batch of batchesOf(messages)) {
      const { Failed = [] } = await this.#client
        .send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: this.#queueUrl,
            Entries: batch.map(({ receiptHandle, seconds }, index) => ({
              Id: String(index),
              ReceiptHandle: receiptHandle,
              VisibilityTimeout: seconds,
            })),
          }),
          { abortSignal },
        )
        .catch((error: unknown) => {
          throw queueFault(error, 'sqs:ChangeMessageVisibility');
        });
      const [refused] = Failed;
      if (refused !== undefined)
        throw queueFault(Object.assign(new Error(), { name: refused.Code, $metadata: {} }), '');
    }
  }
}

function batchesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function queueFault(error: unknown, permission: string): FaultError {
  const failure = sdkFailure(error);
  const said = `The queue did not take messages back (${describeFailure(failure)})`;
  return failure.status === 403 || failure.name === 'AccessDenied' || failure.name === 'AccessDeniedException'
    ? new FaultError('QUEUE_FORBIDDEN', false, said, `Allow this role ${permission} on its queue`)
    : new FaultError('QUEUE_UNAVAILABLE', true, said, 'They come again after its visibility timeout');
}
