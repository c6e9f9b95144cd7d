import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Invocation } from '../../functions/ingest/lambda.ts';
import type { Deployment } from './deployment.ts';

/** A message as the queue hands it over. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly received: number;
}

/** An execution environment of a function: warm from its first invocation on. */
export interface Sandbox {
  /** Runs the function over a batch; answers the ids of the messages that come again. */
  invoke(messages: readonly Message[]): Promise<readonly string[]>;
  /** What the function wrote to its log. */
  readonly output: readonly string[];
}

export function eventOf(messages: readonly Message[]): SQSEvent {
  return {
    Records: messages.map(({ messageId, body, received }) => ({
      messageId,
      body,
      attributes: { ApproximateReceiveCount: String(received), SentTimestamp: String(Date.now()) },
    })),
  } as unknown as SQSEvent;
}

type Handler = (event: SQSEvent, invocation: Invocation) => Promise<SQSBatchResponse>;

let made = 0;

/** A fresh one of the real handler, at this deployment. `timeMs`: what an invocation has. One deployment at a time: variables and output are the process's. */
export async function coldStart({ variables }: Deployment, timeMs = 60_000): Promise<Sandbox> {
  Object.assign(process.env, variables);
  made += 1;
  // Another module for each: what a module keeps is an execution environment's own.
  const { handler } = (await import(`../../functions/ingest/handler.ts?sandbox=${made}`)) as {
    handler: Handler;
  };
  const output: string[] = [];
  return {
    output,
    invoke: async (messages) => {
      const end = performance.now() + timeMs;
      const answer = await listening(output, () =>
        handler(eventOf(messages), { getRemainingTimeInMillis: () => end - performance.now() }),
      );
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
}

/** Takes what `run` writes to standard output and standard error. */
export async function listening<Result>(output: string[], run: () => Promise<Result>): Promise<Result> {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams)
    stream.write = (text: string | Uint8Array) => {
      output.push(Buffer.from(text).toString('utf8'));
      return true;
    };
  try {
    return await run();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = writes[index] as typeof stream.write;
  }
}
