import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { FaultError } from '../engine/faults.ts';
import type { ObjectRef } from '../engine/ports.ts';
import { createdEvent } from './createdEvent.ts';
import { describeFailure, sdkFailure } from './sdkErrors.ts';

/** The queue of instances whose frames must be read. Rejects with `FaultError`. */
export class PixelsQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  /** Puts the event of this version on the queue. Twice does no harm: the same version comes out the same. */
  async handOver(ref: ObjectRef, abortSignal?: AbortSignal): Promise<void> {
    const MessageBody = JSON.stringify(createdEvent(ref, 'lethe-pixels'));
    try {
      await this.#client.send(
        new SendMessageCommand({ QueueUrl: this.#queueUrl, MessageBody }),
        abortSignal === undefined ? {} : { abortSignal },
      );
    } catch (error) {
      throw pixelsQueueFault(error, 'sqs:SendMessage');
    }
  }
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Whether any of these queues has a message, in whichever state. Rejects with `FaultError`. */
export async function hasMessages(client: SQSClient, queueUrls: readonly string[]): Promise<boolean> {
  try {
    const counts = await Promise.all(
      queueUrls.map(async (QueueUrl) => {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
        );
        return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
      }),
    );
    return counts.some((count) => count > 0);
  } catch (error) {
    throw pixelsQueueFault(error, 'sqs:GetQueueAttributes');
  }
}

function pixelsQueueFault(error: unknown, permission: string): FaultError {
  const failure = sdkFailure(error);
  const said = `The queue of instances whose frames must be read does not answer (${describeFailure(failure)})`;
  return failure.status === 403 || failure.name === 'AccessDenied' || failure.name === 'AccessDeniedException'
    ? new FaultError('QUEUE_FORBIDDEN', false, said, `Allow this role ${permission} on that queue`)
    : new FaultError('QUEUE_UNAVAILABLE', true, said, 'The message comes again');
}
