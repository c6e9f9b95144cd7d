import { format } from 'node:util';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Invocation } from '../../functions/ingest/lambda.ts';
import type { Deployment } from './deployment.ts';

/** A message as the queue hands it over. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly received: number;
  /** Of this delivery; left out: the id. */
  readonly receiptHandle?: string;
  /** Present where the function itself has sent it: when it was first sent, in milliseconds since the epoch. */
  readonly firstSent?: string;
}

/** An execution environment of the ingest function: warm from its first invocation on. */
export interface Sandbox {
  /** Runs the function over a batch; answers the ids of the messages that come again. Rejects if it dies: then all do. */
  invoke(messages: readonly Message[]): Promise<readonly string[]>;
}

export function eventOf(messages: readonly Message[]): SQSEvent {
  return {
    Records: messages.map(({ messageId, receiptHandle = messageId, body, received, firstSent }) => ({
      messageId,
      receiptHandle,
      body,
      messageAttributes: firstSent === undefined ? {} : { FirstSent: { stringValue: firstSent } },
      attributes: { ApproximateReceiveCount: String(received), SentTimestamp: String(Date.now()) },
    })),
  } as unknown as SQSEvent;
}

type Handler = (event: SQSEvent, invocation: Invocation) => Promise<SQSBatchResponse>;

let made = 0;

/** The handler of a function as a cold start has it. One deployment at a time: the variables are the process's. */
export async function freshHandler<Function>(
  name: string,
  { variables }: Pick<Deployment, 'variables'>,
): Promise<Function> {
  Object.assign(process.env, variables);
  made += 1;
  // Another module for each: what a module keeps is an execution environment's own.
  return (await import(`../../functions/${name}/handler.ts?start=${made}`)).handler as Function;
}

/** A fresh one of the real handler, at this deployment. `timeMs`: what an invocation has, on a clock that the test holds. `name`: of the function. */
export async function coldStart(
  deployment: Pick<Deployment, 'variables'>,
  timeMs = 60_000,
  name: 'ingest' | 'pixels' = 'ingest',
): Promise<Sandbox> {
  const handler = await freshHandler<Handler>(name, deployment);
  return {
    invoke: async (messages) => {
      // It reads them with its first invocation, and another function may have been started since.
      Object.assign(process.env, deployment.variables);
      const end = Date.now() + timeMs;
      const answer = await handler(eventOf(messages), {
        getRemainingTimeInMillis: () => end - Date.now(),
      });
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
}

/** Takes into `output` what `run` writes to standard output, standard error and the console. */
export async function listening<Result>(output: string[], run: () => Promise<Result>): Promise<Result> {
  const hear = (...said: readonly unknown[]) => {
    output.push(format(...said));
    return true;
  };
  const replaced = [process.stdout, process.stderr].map((stream) => replace(stream, { write: hear }));
  const voices = { log: hear, info: hear, warn: hear, error: hear, debug: hear };
  replaced.push(replace(console, voices));
  try {
    return await run();
  } finally {
    for (const restore of replaced) restore();
  }
}

/** Puts methods in the place of an object's own; what it answers puts those back. */
function replace(target: object, methods: Readonly<Record<string, unknown>>): () => void {
  const own = Object.fromEntries(Object.keys(methods).map((name) => [name, Reflect.get(target, name)]));
  Object.assign(target, methods);
  return () => void Object.assign(target, own);
}
