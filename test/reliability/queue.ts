import type { FakeSqs } from '../layers/aws/fakes/sqs.ts';
import type { Message, Sandbox } from './sandbox.ts';

export interface Delivered {
  /** Bodies of messages that came back too often, in the queue of dead letters. */
  readonly dead: readonly string[];
  /** Messages that were handed over, each as often as it was. */
  readonly deliveries: number;
  /** Seconds after which each failed message was to be seen again, in their order; null: it waits for the visibility timeout of the queue. */
  readonly waits: readonly (number | null)[];
  /** Messages that the function put behind the others. */
  readonly postponed: number;
}

export interface Mapping {
  readonly batchSize?: number;
  /** Then a message is a dead letter. */
  readonly maxReceives?: number;
  /** The messages were late once already: an attempt has the whole time, and counts. */
  readonly isLate?: true;
  /** The queue as the function knows it. */
  readonly queue?: { readonly sqs: FakeSqs; readonly url: string };
}

/**
 * What SQS and the event source mapping do (Lambda Developer Guide, "Handling errors for an SQS event source"): hands messages over in batches; those that the function
 * names, or all where it died, come again, until they were received too often. Each sandbox has one batch at a time.
 */
export async function deliver(
  bodies: readonly string[],
  sandboxes: readonly Pick<Sandbox, 'invoke'>[],
  { batchSize = 10, maxReceives = 5, queue, isLate }: Mapping = {},
): Promise<Delivered> {
  const waiting: Message[] = bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body,
    received: 1,
    receiptHandle: `message-${index} 1`,
    ...(isLate ? { firstSent: '0' } : {}),
  }));
  const waits: (number | null)[] = [];
  let postponed = 0;
  const dead: string[] = [];
  let deliveries = 0;
  const work = async (sandbox: Pick<Sandbox, 'invoke'>) => {
    for (let batch = waiting.splice(0, batchSize); batch.length > 0; batch = waiting.splice(0, batchSize)) {
      deliveries += batch.length;
      const returned = new Set(
        await sandbox.invoke(batch).catch(() => batch.map(({ messageId }) => messageId)),
      );
      for (const message of batch.filter(({ messageId }) => returned.has(messageId)))
        if (message.received === maxReceives) dead.push(message.body);
        else {
          waits.push(queue?.sqs.visibility.get(message.receiptHandle ?? '') ?? null);
          const received = message.received + 1;
          waiting.push({ ...message, received, receiptHandle: `${message.messageId} ${received}` });
        }
      for (const { body, attributes } of queue?.sqs.takeAll(queue.url) ?? []) {
        postponed += 1;
        const messageId = `copy-${postponed}`;
        const firstSent = String(attributes?.FirstSent?.StringValue);
        waiting.push({ messageId, body, received: 1, receiptHandle: `${messageId} 1`, firstSent });
      }
    }
  };
  // Who ran out of work may find more: another's batch may have come back since.
  while (waiting.length > 0) await Promise.all(sandboxes.map(work));
  return { dead, deliveries, waits, postponed };
}
