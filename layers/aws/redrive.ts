import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { FaultError } from '../engine/faults.ts';
import { pause } from '../engine/pause.ts';
import { describeFailure, type SdkFailure, sdkFailure } from './sdkErrors.ts';

export interface RedriveOptions {
  /** URL of the queue of dead letters. */
  readonly deadLetters: string;
  /** URL of the queue that they go to; null: the one queue whose dead letters these are. */
  readonly to: string | null;
  /** At most so many messages; null: those that are there. */
  readonly most: number | null;
  /** At most so many a second, 1 to 500: the function behind the queue shares its table and keys with the live traffic. */
  readonly perSecond: number;
}

export interface RedriveProgress {
  readonly moved: number;
  /** About how many there were at the start. */
  readonly total: number;
}

export interface RedriveResult extends RedriveProgress {
  /** `task`: SQS moved them itself; `hand`: one by one, because only some were asked for or the service cannot move messages itself. */
  readonly way: 'task' | 'hand';
  /** Messages that SQS refused: they are dead letters still. */
  readonly failed: number;
}

const POLL_MS = 1_000;
/** What one call takes at most. */
const BATCH = 10;
/** Empty answers in a row that mean an empty queue: a single one may come from a part of SQS that holds no message. */
const EMPTY_ANSWERS = 3;

/** Brings dead letters back to their queue. None is lost: it is sent before it is deleted, and the same event twice leaves the same. Rejects with `FaultError`. */
export async function redrive(
  client: SQSClient,
  options: RedriveOptions,
  said: (progress: RedriveProgress) => void = () => {},
  pollMs: number = POLL_MS,
): Promise<RedriveResult> {
  const { arn: SourceArn, waiting: total } = await attributesOf(client, options.deadLetters);
  const to = options.to ?? (await onlySourceOf(client, options.deadLetters));
  if (total > 0 && options.most === null) {
    const { arn: DestinationArn } = await attributesOf(client, to);
    try {
      // The destination is named: what EventBridge could not deliver knows no queue that it came from.
      const task = { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: options.perSecond };
      await client.send(new StartMessageMoveTaskCommand(task));
      return await watchTask(client, SourceArn, total, said, pollMs);
    } catch (error) {
      if (!isNotOffered(sdkFailure(error))) throw queueFault(error);
    }
  }
  return byHand(client, { ...options, to }, total, said);
}

async function watchTask(
  client: SQSClient,
  SourceArn: string,
  total: number,
  said: (progress: RedriveProgress) => void,
  pollMs: number,
): Promise<RedriveResult> {
  for (;;) {
    const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const [task] = Results;
    const moved = Number(task?.ApproximateNumberOfMessagesMoved ?? 0);
    said({ moved, total });
    if (task?.Status === 'COMPLETED' || task?.Status === 'CANCELLED')
      return { way: 'task', moved, total, failed: 0 };
    if (task?.Status === 'FAILED')
      throw new FaultError(
        'QUEUE_UNAVAILABLE',
        true,
        `SQS gave up after ${moved} messages`,
        'Run it again: the rest are dead letters still',
      );
    await pause(pollMs);
  }
}

/** What was sent again since the beginning died again: moving it in a circle helps nobody. */
async function byHand(
  client: SQSClient,
  { deadLetters, to, most, perSecond }: RedriveOptions & { readonly to: string },
  total: number,
  said: (progress: RedriveProgress) => void,
): Promise<RedriveResult> {
  const started = Date.now();
  let [moved, failed, empty] = [0, 0, 0];
  while (empty < EMPTY_ANSWERS && (most === null || moved + failed < most)) {
    const room = most === null ? BATCH : Math.min(BATCH, most - moved - failed);
    const messages = await receive(client, deadLetters, room);
    const old = messages.filter(({ Attributes }) => Number(Attributes?.SentTimestamp ?? 0) < started);
    empty = old.length === 0 ? empty + 1 : 0;
    if (old.length === 0) continue;
    const sent = await resend(client, to, old);
    await remove(client, deadLetters, sent);
    moved += sent.length;
    failed += old.length - sent.length;
    said({ moved, total });
    await pause(Math.max(0, started + ((moved + failed) * 1000) / perSecond - Date.now()));
  }
  return { way: 'hand', moved, total, failed };
}

async function receive(client: SQSClient, QueueUrl: string, most: number): Promise<readonly Message[]> {
  try {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: most,
        MessageSystemAttributeNames: ['SentTimestamp'],
        VisibilityTimeout: 60,
        WaitTimeSeconds: 1,
      }),
    );
    return Messages;
  } catch (error) {
    throw queueFault(error);
  }
}

/** Answers those that SQS has taken. */
async function resend(
  client: SQSClient,
  QueueUrl: string,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  try {
    const { Successful = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: messages.map(({ Body }, index) => ({ Id: String(index), MessageBody: Body })),
      }),
    );
    return Successful.flatMap(({ Id }) => messages[Number(Id)] ?? []);
  } catch (error) {
    throw queueFault(error);
  }
}

/** One that stays although it was sent comes twice, which changes nothing. */
async function remove(client: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  try {
    await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  } catch (error) {
    throw queueFault(error);
  }
}

async function attributesOf(
  client: SQSClient,
  QueueUrl: string,
): Promise<{ readonly arn: string; readonly waiting: number }> {
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages'],
      }),
    );
    return {
      arn: Attributes.QueueArn ?? '',
      waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    };
  } catch (error) {
    throw queueFault(error);
  }
}

async function onlySourceOf(client: SQSClient, QueueUrl: string): Promise<string> {
  let urls: readonly string[];
  try {
    urls = (await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }))).queueUrls ?? [];
  } catch (error) {
    throw queueFault(error);
  }
  const [only] = urls;
  if (only !== undefined && urls.length === 1) return only;
  throw new FaultError(
    'QUEUE_UNAVAILABLE',
    false,
    `${urls.length} queues have their dead letters there`,
    'Name the queue of dead letters (stack output DeadLetterQueueUrl), and with --to where its messages belong',
  );
}

/** How services word that they do not know an action. */
function isNotOffered({ name, status }: SdkFailure): boolean {
  return (
    status === 404 ||
    status === 501 ||
    /^(AWS\.SimpleQueueService\.)?(UnsupportedOperation|InvalidAction|UnknownOperationException|NotImplemented)/.test(
      name,
    )
  );
}

export function queueFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const failure = sdkFailure(error);
  const said = `The queue could not be used (${describeFailure(failure)})`;
  const isForbidden = failure.status === 403 || /AccessDenied|^Kms/.test(failure.name);
  return new FaultError(
    isForbidden ? 'QUEUE_FORBIDDEN' : 'QUEUE_UNAVAILABLE',
    !isForbidden && failure.passes,
    said,
    isForbidden
      ? 'Check that the role may use both queues and their key'
      : failure.passes
        ? 'It may be tried again'
        : 'Check the URL of the queue',
  );
}
