import type { SQSClient } from '@aws-sdk/client-sqs';
import { IDENTIFIER } from '../../../contracts/faults.ts';
import type { Input } from './s3.ts';

interface Stored {
  readonly body: string;
  readonly sentMs: number;
  /** As it was sent with. */
  readonly attributes?: Input;
}

/** An error as SQS words it. */
export function sqsError(name: string, status: number): Error {
  return Object.assign(new Error(`${name}: ${IDENTIFIER}`), { name, $metadata: { httpStatusCode: status } });
}

/** SQS in memory, as much of it as is used: a queue's URL is its name, its ARN `arn:` and the name. */
export class FakeSqs {
  readonly queues = new Map<string, Stored[]>();
  readonly calls: { readonly name: string; readonly input: Input }[] = [];
  /** Of each queue of dead letters, those whose they are. */
  readonly sources = new Map<string, readonly string[]>();
  /** Whether it moves messages by itself, and what becomes of that. */
  moves: 'not-offered' | 'COMPLETED' | 'FAILED' = 'not-offered';
  /** When a message is to be seen again, in seconds from then, by the handle that says so. */
  readonly visibility = new Map<string, number>();
  /** Bodies that no queue takes. */
  readonly refused = new Set<string>();
  readonly #inFlight = new Map<string, readonly [queue: string, message: Stored]>();
  #handles = 0;

  get client(): SQSClient {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        this.calls.push({ name, input: command.input });
        return this.#answer(name, command.input);
      },
    } as unknown as SQSClient;
  }

  put(queue: string, bodies: readonly string[], sentMs = 0): void {
    this.#store(
      queue,
      bodies.map((body) => ({ body, sentMs })),
    );
  }

  #store(queue: string, messages: readonly Stored[]): void {
    this.queues.set(queue, [...(this.queues.get(queue) ?? []), ...messages]);
  }

  /** Everything that lies in a queue, which is then empty. */
  takeAll(queue: string): readonly Stored[] {
    const all = this.queues.get(queue) ?? [];
    this.queues.set(queue, []);
    return all;
  }

  bodies(queue: string): readonly string[] {
    return (this.queues.get(queue) ?? []).map(({ body }) => body);
  }

  #answer(name: string, input: Input): unknown {
    switch (name) {
      case 'GetQueueAttributes': {
        const queue = this.queues.get(input.QueueUrl);
        if (queue === undefined) throw sqsError('QueueDoesNotExist', 400);
        const ApproximateNumberOfMessages = String(queue.length);
        return { Attributes: { QueueArn: `arn:${input.QueueUrl}`, ApproximateNumberOfMessages } };
      }
      case 'ListDeadLetterSourceQueues':
        return { queueUrls: this.sources.get(input.QueueUrl) ?? [] };
      case 'StartMessageMoveTask': {
        if (this.moves === 'not-offered') throw sqsError('UnsupportedOperation', 400);
        if (this.moves === 'COMPLETED') {
          const [from, to] = [input.SourceArn.slice(4), input.DestinationArn.slice(4)];
          this.put(to, this.bodies(from));
          this.queues.set(from, []);
        }
        return { TaskHandle: 'task' };
      }
      case 'ListMessageMoveTasks':
        return { Results: [{ Status: this.moves, ApproximateNumberOfMessagesMoved: 3 }] };
      case 'ReceiveMessage': {
        const queue = this.queues.get(input.QueueUrl) ?? [];
        const taken = queue.splice(0, input.MaxNumberOfMessages);
        return {
          Messages: taken.map((message) => {
            this.#handles += 1;
            const ReceiptHandle = String(this.#handles);
            this.#inFlight.set(ReceiptHandle, [input.QueueUrl, message]);
            return {
              Body: message.body,
              ReceiptHandle,
              Attributes: { SentTimestamp: String(message.sentMs) },
            };
          }),
        };
      }
      case 'SendMessage':
        this.put(input.QueueUrl, [input.MessageBody]);
        return { MessageId: '1' };
      case 'SendMessageBatch': {
        const entries = input.Entries as readonly {
          readonly Id: string;
          readonly MessageBody: string;
          readonly MessageAttributes?: Input;
        }[];
        const taken = entries.filter(({ MessageBody }) => !this.refused.has(MessageBody));
        this.#store(
          input.QueueUrl,
          taken.map(({ MessageBody: body, MessageAttributes }) => ({
            body,
            sentMs: Date.now(),
            ...(MessageAttributes === undefined ? {} : { attributes: MessageAttributes }),
          })),
        );
        return { Successful: taken.map(({ Id }) => ({ Id })) };
      }
      case 'ChangeMessageVisibilityBatch':
        for (const { ReceiptHandle, VisibilityTimeout } of input.Entries)
          this.visibility.set(ReceiptHandle, VisibilityTimeout);
        return { Successful: input.Entries, Failed: [] };
      case 'DeleteMessageBatch':
        for (const { ReceiptHandle } of input.Entries) this.#inFlight.delete(ReceiptHandle);
        return {};
      default:
        throw new TypeError(`the fake knows no ${name}`);
    }
  }

  /** What was received and not deleted comes back, as when its visibility timeout is over. */
  comeBack(): void {
    for (const [queue, message] of this.#inFlight.values()) this.queues.get(queue)?.push(message);
    this.#inFlight.clear();
  }
}
