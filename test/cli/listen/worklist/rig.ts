import { syntaxToPassOn } from '../../../../cli/listen/admission.ts';
import type { StepServices } from '../../../../cli/listen/worklist/performedSteps.ts';
import {
  type Worklist,
  type WorklistEvent,
  WorklistService,
} from '../../../../cli/listen/worklist/service.ts';
import { type Acceptor, type AcceptorOptions, accept } from '../../../../layers/dimse/acceptor.ts';
import type { CommandSet } from '../../../../layers/dimse/commandSet.ts';
import {
  collected,
  type DimseRequest,
  type DimseResponse,
  type Reply,
} from '../../../../layers/dimse/messages.ts';
import { associate } from '../../../../layers/dimse/requestor.ts';
import type { ContextValue } from '../../../../layers/engine/identifier/context.ts';
import type { StepMemory } from '../../../../layers/engine/identifier/stepMemory.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import { bare, queryServices } from '../../../layers/engine/identifier/worklist.ts';
import type { Node } from '../../../support/build.ts';

/** A modality, Lethe between, and the server of an information system: all three in this process, on ports of their own. */

export const MWL = '1.2.840.10008.5.1.4.31';
export const MPPS = '1.2.840.10008.3.1.2.3.3';

export interface Heard {
  readonly command: CommandSet;
  readonly data: Uint8Array;
  readonly transferSyntax: string;
}

/** A server that answers with what it is told, and keeps what it was asked. */
export interface TestServer extends Acceptor {
  readonly heard: Heard[];
  /** Requests that were cancelled. */
  readonly cancelled: number[];
}

export type Serves = (request: DimseRequest, data: Uint8Array) => AsyncIterable<DimseResponse>;

const opened: { close(): Promise<void> }[] = [];
export async function closeAll(): Promise<void> {
  for (const each of opened.splice(0).toReversed()) await each.close();
}

export async function serverOf(serves: Serves, options: Partial<AcceptorOptions> = {}): Promise<TestServer> {
  const heard: Heard[] = [];
  const cancelled: number[] = [];
  const acceptor = await accept({
    host: '127.0.0.1',
    port: 0,
    admit: () => ({ accepts: ({ transferSyntaxes }) => transferSyntaxes[0] ?? null }),
    async *serve(request) {
      const data = await collected(request.data);
      heard.push({ command: request.command, data, transferSyntax: request.context.transferSyntax });
      request.cancelled.addEventListener('abort', () => cancelled.push(request.command.messageId ?? -1));
      yield* serves(request, data);
    },
    ...options,
  });
  opened.push(acceptor);
  return Object.assign(acceptor, { heard, cancelled });
}

/** Answers a query with these data sets, in the syntax that it came in. */
export const answering = (answers: readonly (readonly Node[])[], status = 0): Serves =>
  async function* (request) {
    for (const elements of answers)
      yield { status: 0xff00, data: bare(elements, request.context.transferSyntax).bytes };
    yield { status };
  };

export const saying = (response: DimseResponse): Serves =>
  async function* () {
    yield response;
  };

export function memory(): StepMemory & { readonly steps: Map<string, readonly ContextValue[]> } {
  const steps = new Map<string, readonly ContextValue[]>();
  return {
    steps,
    remember: async (uid, whose) => void steps.set(uid, whose),
    recall: async (uid) => steps.get(uid) ?? [],
  };
}

export interface Through {
  readonly port: number;
  readonly events: WorklistEvent[];
}

/** Lethe before a server, or before a port that nobody has. */
export async function lethe(
  server: { readonly port: number } | null,
  over: Partial<StepServices> = {},
  more: Partial<Worklist> = {},
): Promise<Through> {
  const events: WorklistEvent[] = [];
  const place =
    server === null
      ? null
      : { host: '127.0.0.1', port: server.port, callingAeTitle: 'LETHE', calledAeTitle: 'RIS' };
  const worklist: Worklist = {
    name: 'ris',
    takes: () => true,
    worklistServer: place,
    stepServer: place,
    services: { ...queryServices(), entropy: systemEntropy, steps: memory(), ...over },
    close: async () => {},
    ...more,
  };
  const service = new WorklistService([worklist], (event) => events.push(event));
  const acceptor = await accept({
    host: '127.0.0.1',
    port: 0,
    admit: () => ({ accepts: ({ transferSyntaxes }) => syntaxToPassOn(transferSyntaxes) }),
    serve: (request, association) => service.serve(request, association),
  });
  opened.push(acceptor);
  return { port: acceptor.port, events };
}

export async function modality(port: number, sopClass: string, syntaxes: readonly string[]) {
  const association = await associate({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'CT1',
    calledAeTitle: 'LETHE',
    contexts: [{ abstractSyntax: sopClass, transferSyntaxes: syntaxes }],
  });
  const context = association.contextFor(sopClass);
  if (context === null) throw new Error('no context');
  return { association, context };
}

/** Every reply to a query, the last one behind the answers. */
export async function ask(
  { port }: Pick<Through, 'port'>,
  elements: readonly Node[],
  syntaxes: readonly string[] = ['1.2.840.10008.1.2.1'],
): Promise<{ readonly answers: readonly Uint8Array[]; readonly last: Reply; readonly syntax: string }> {
  const { association, context } = await modality(port, MWL, syntaxes);
  const replies: Reply[] = [];
  const { bytes } = bare(elements, context.transferSyntax);
  for await (const reply of association.find({ context, identifier: bytes })) replies.push(reply);
  await association.release();
  return {
    answers: replies.slice(0, -1).map(({ data }) => data ?? new Uint8Array(0)),
    last: replies.at(-1) as Reply,
    syntax: context.transferSyntax,
  };
}

export const hex = (status: number): string => status.toString(16).padStart(4, '0').toUpperCase();

/** Code and place that a failure tells, and its status. */
export const failureIn = ({ status, command }: Reply): string =>
  [hex(status), command.errorComment].filter((each) => each !== undefined).join(' ');
