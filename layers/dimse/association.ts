import { transferSyntaxOf } from '../dicom/standard/transferSyntax.ts';
import { COMMAND } from './commandSet.ts';
import { DimseError } from './errors.ts';
import { evened } from './fragmenting.ts';
import type { AcceptedContext, Reply, RequestCommand } from './messages.ts';
import type { Implementation } from './negotiation.ts';
import type { DimseProvider } from './provider.ts';

/** What an association is carried by, as far as it needs to know. */
interface Session {
  readonly upper: { readonly isOver: boolean; abort(): void };
  release(): Promise<void>;
}

/** Verification (PS3.4 Annex A). */
export const VERIFICATION = '1.2.840.10008.1.1';

type Data = Uint8Array | AsyncIterable<Uint8Array>;

/** MEDIUM (PS3.7 E.1). */
const PRIORITY = 0x0000;

/**
 * An open association, to send requests on: one at a time, each until its last reply. Pieces of data that are given belong to the association. Every
 * request rejects with a `DimseError` where the association ends before its reply, and the association is then never used again.
 */
export class Association {
  readonly contexts: readonly AcceptedContext[];
  readonly implementation: Implementation;
  readonly #provider: DimseProvider;
  readonly #session: Session;

  constructor(
    parts: { readonly provider: DimseProvider; readonly session: Session },
    contexts: readonly AcceptedContext[],
    implementation: Implementation,
  ) {
    this.#provider = parts.provider;
    this.#session = parts.session;
    this.contexts = contexts;
    this.implementation = implementation;
  }

  get isOver(): boolean {
    return this.#session.upper.isOver;
  }

  contextFor(abstractSyntax: string, transferSyntax?: string): AcceptedContext | null {
    return (
      this.contexts.find(
        (context) =>
          context.abstractSyntax === abstractSyntax &&
          (transferSyntax === undefined || context.transferSyntax === transferSyntax),
      ) ?? null
    );
  }

  /** The replies to a request (PS3.7 9.3, 10.3): whoever stops reading C-FIND cancels it. */
  send(
    context: AcceptedContext,
    command: RequestCommand,
    data: Data | null = null,
    cancelled?: AbortSignal,
  ): AsyncGenerator<Reply, void> {
    return this.#provider.send(context, command, data, cancelled);
  }

  /** C-ECHO (PS3.7 9.1.5). */
  async echo(): Promise<Reply> {
    return this.#one(this.#contextOf(VERIFICATION), {
      commandField: COMMAND.cEchoRq,
      affectedSopClassUid: VERIFICATION,
    });
  }

  /** C-STORE (PS3.7 9.1.1): the bytes of the data set as they are; where they are deflated and odd, with the NULL of PS3.5 A.5. */
  store(instance: {
    readonly context: AcceptedContext;
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly data: Data;
  }): Promise<Reply> {
    const { context, sopClassUid, sopInstanceUid, data } = instance;
    const isDeflated = transferSyntaxOf(context.transferSyntax)?.deflated === true;
    return this.#one(
      context,
      {
        commandField: COMMAND.cStoreRq,
        affectedSopClassUid: sopClassUid,
        priority: PRIORITY,
        affectedSopInstanceUid: sopInstanceUid,
      },
      isDeflated ? evened(data instanceof Uint8Array ? [data] : data) : data,
    );
  }

  /** C-FIND (PS3.7 9.1.2): each match is a pending reply with its identifier. `cancelled` sends C-CANCEL, whether or not a reply comes. */
  find(query: {
    readonly context: AcceptedContext;
    readonly identifier: Data;
    readonly cancelled?: AbortSignal;
  }): AsyncGenerator<Reply, void> {
    const { context, identifier, cancelled } = query;
    const command = {
      commandField: COMMAND.cFindRq,
      affectedSopClassUid: context.abstractSyntax,
      priority: PRIORITY,
    };
    return this.send(context, command, identifier, cancelled);
  }

  /** N-CREATE (PS3.7 10.1.5). Without an instance UID the peer gives one. */
  nCreate(request: {
    readonly context: AcceptedContext;
    readonly sopClassUid: string;
    readonly sopInstanceUid?: string;
    readonly data: Data | null;
  }): Promise<Reply> {
    const { context, sopClassUid, sopInstanceUid, data } = request;
    return this.#one(
      context,
      {
        commandField: COMMAND.nCreateRq,
        affectedSopClassUid: sopClassUid,
        ...(sopInstanceUid === undefined ? {} : { affectedSopInstanceUid: sopInstanceUid }),
      },
      data,
    );
  }

  /** N-SET (PS3.7 10.1.3). */
  nSet(request: {
    readonly context: AcceptedContext;
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly data: Data;
  }): Promise<Reply> {
    const { context, sopClassUid, sopInstanceUid, data } = request;
    return this.#one(
      context,
      {
        commandField: COMMAND.nSetRq,
        requestedSopClassUid: sopClassUid,
        requestedSopInstanceUid: sopInstanceUid,
      },
      data,
    );
  }

  /** N-ACTION (PS3.7 10.1.4). */
  nAction(request: {
    readonly context: AcceptedContext;
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly actionTypeId: number;
    readonly data: Data | null;
  }): Promise<Reply> {
    const { context, sopClassUid, sopInstanceUid, actionTypeId, data } = request;
    return this.#one(
      context,
      {
        commandField: COMMAND.nActionRq,
        requestedSopClassUid: sopClassUid,
        requestedSopInstanceUid: sopInstanceUid,
        actionTypeId,
      },
      data,
    );
  }

  /** N-EVENT-REPORT (PS3.7 10.1.1). */
  nEventReport(request: {
    readonly context: AcceptedContext;
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly eventTypeId: number;
    readonly data: Data | null;
  }): Promise<Reply> {
    const { context, sopClassUid, sopInstanceUid, eventTypeId, data } = request;
    return this.#one(
      context,
      {
        commandField: COMMAND.nEventReportRq,
        affectedSopClassUid: sopClassUid,
        affectedSopInstanceUid: sopInstanceUid,
        eventTypeId,
      },
      data,
    );
  }

  /** A-RELEASE (PS3.8 7.2): resolves when the peer has agreed; rejects where the association ends otherwise. */
  release(): Promise<void> {
    return this.#session.release();
  }

  /** A-ABORT (PS3.8 7.3). */
  abort(): void {
    this.#session.upper.abort();
  }

  async #one(context: AcceptedContext, command: RequestCommand, data: Data | null = null): Promise<Reply> {
    let last: Reply | null = null;
    for await (const reply of this.send(context, command, data)) last = reply;
    if (last === null) throw new Error('a request had no reply');
    return last;
  }

  #contextOf(abstractSyntax: string): AcceptedContext {
    const context = this.contextFor(abstractSyntax);
    if (context === null)
      throw new DimseError(
        'CONTEXT_NOT_ACCEPTED',
        `The peer did not accept ${abstractSyntax}`,
        'Its conformance statement lists what it accepts, and of whom.',
      );
    return context;
  }
}
