import type { Message, Sandbox } from './sandbox.ts';

export interface Delivered {
  /** Bodies of messages that came back too often, in the queue of dead letters. */
  readonly dead: readonly string[];
  /** Messages that were handed over, each as often as it was. */
  readonly deliveries: number;
}

export interface Mapping {
  readonly batchSize?: number;
  /** Then a message is a dead letter. */
  readonly maxReceives?: number;
}

/**
 * What SQS and the event source mapping do (Lambda Developer Guide, "Handling errors for an SQS event source"): hands messages over in batches; those that the function
 * names, or all where it died, come again, until they were received too often. Each sandbox has one batch at a time.
 */
export async function deliver(
  bodies: readonly string[],
  sandboxes: readonly Pick<Sandbox, 'invoke'>[],
  { batchSize = 10, maxReceives = 5 }: Mapping = {},
): Promise<Delivered> {
  const waiting: Message[] = bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body,
    received: 1,
  }));
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
        else waiting.push({ ...message, received: message.received + 1 });
    }
  };
  // Who ran out of work may find more: another's batch may have come back since.
  while (waiting.length > 0) await Promise.all(sandboxes.map(work));
  return { dead, deliveries };
}
