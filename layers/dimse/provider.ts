import { Assembly } from './assembly.ts';
import {
  COMMAND,
  type CommandSet,
  DATA_SET,
  encodeCommandSet,
  NO_DATA_SET,
  RESPONSE_BIT,
} from './commandSet.ts';
import { DimseError, violated } from './errors.ts';
import { fragmentsOf } from './fragmenting.ts';
import { IncomingRequest } from './incomingRequest.ts';
import type { AssociationLimits } from './limits.ts';
import type { AcceptedContext, DimseRequest, DimseResponse, Reply, RequestCommand } from './messages.ts';
import type { Fragment } from './pduStream.ts';
import { isPending, STATUS } from './statuses.ts';
import { Alarm, type Timers } from './timers.ts';
import type { UpperLayer } from './upperLayer.ts';

export interface ProviderOptions {
  readonly upper: UpperLayer;
  readonly contexts: readonly AcceptedContext[];
  /** Bytes of a fragment that the peer takes. */
  readonly fragmentBytes: number;
  readonly limits: AssociationLimits;
  readonly timers: Timers;
  /** Whether a peer that says nothing between messages is given up after `idleMs`. */
  readonly givesUpIdle: boolean;
  serve(request: DimseRequest): AsyncIterable<DimseResponse>;
  /** What `serve` threw; the peer was told no more than that processing failed. */
  onFailure(error: unknown): void;
}

/** A request of ours whose last response has not come. */
interface Invocation {
  readonly messageId: number;
  readonly replies: Reply[];
  wake: (() => void) | null;
  isCancelled: boolean;
}

/** Replies that wait for their reader before the peer must. */
const MOST_REPLIES = 64;

/** Messages over an open association (PS3.7 Clause 7): requests of the peer one behind the other, and one of ours at a time, as the window of 1 asks. */
export class DimseProvider {
  readonly #options: ProviderOptions;
  readonly #contexts: ReadonlyMap<number, AcceptedContext>;
  readonly #assembly: Assembly;
  readonly #watch: Alarm;
  readonly #replyAlarm: Alarm;
  readonly #queue: IncomingRequest[] = [];
  #serving: IncomingRequest | null = null;
  #onServed: (() => void) | null = null;
  #invocation: Invocation | null = null;
  #lastMessageId = 0;
  #sending: Promise<void> = Promise.resolve();
  #over: DimseError | null = null;
  /** Why it is us who aborted. */
  #why: DimseError | null = null;

  constructor(options: ProviderOptions) {
    this.#options = options;
    this.#contexts = new Map(options.contexts.map((context) => [context.id, context]));
    this.#watch = new Alarm(options.timers);
    this.#replyAlarm = new Alarm(options.timers);
    this.#assembly = new Assembly(
      {
        request: (contextId, command, data) => this.#request(contextId, command, data),
        response: (contextId, command, data) => this.#response(contextId, command, data),
      },
      options.limits,
      () => this.#flow(),
    );
    this.progress();
  }

  /** Why the association was aborted by us, if it was. */
  get why(): DimseError | null {
    return this.#why;
  }

  fragment(fragment: Fragment): void {
    if (this.#over !== null || this.#why !== null) return;
    try {
      this.#assembly.add(fragment);
      if (this.#assembly.isFull) this.#flow();
    } catch (error) {
      this.#abort(error instanceof DimseError ? error : violated('a message cannot be read'));
    }
  }

  /** Sets the time within which the peer has to go on. */
  progress(): void {
    const { limits, givesUpIdle, upper } = this.#options;
    if (this.#over !== null) return;
    const isTheirs = this.#serving === null && this.#invocation === null;
    if (this.#isFull()) this.#watch.clear();
    else if (this.#assembly.isComing || (isTheirs && upper.isInPdu))
      this.#watch.set(limits.messageMs, () => this.#abort(timedOut('did not go on with a message')));
    else if (isTheirs && givesUpIdle)
      this.#watch.set(limits.idleMs, () => this.#abort(timedOut('said nothing for too long')));
    else this.#watch.clear();
  }

  /** The association is over. */
  ended(error: DimseError): void {
    this.#over = error;
    this.#watch.clear();
    this.#replyAlarm.clear();
    this.#assembly.fail(error);
    this.#serving?.cancel();
    for (const request of this.#queue.splice(0)) request.cancel();
    this.#wakeInvocation();
  }

  /** Resolves when nothing is being served. */
  async served(): Promise<void> {
    if (this.#serving === null) return;
    await new Promise<void>((resolve) => {
      this.#onServed = resolve;
    });
  }

  /**
   * Sends a request and answers its replies; the last is the one that is not pending. Whoever stops reading before cancels it (C-CANCEL), where the
   * request is one that can be; so does `cancelled`, also while no reply comes, and then what still comes is answered too, to the last. Rejects with a
   * `DimseError`; after that the association is of no more use. What reading `data` throws is thrown on.
   */
  async *send(
    context: AcceptedContext,
    command: RequestCommand,
    data: Uint8Array | AsyncIterable<Uint8Array> | null,
    cancelled?: AbortSignal,
  ): AsyncGenerator<Reply, void, undefined> {
    if (this.#invocation !== null)
      throw new Error('a request is sent before the last reply to the one before it');
    this.#expectOpen();
    this.#lastMessageId = (this.#lastMessageId % 0xffff) + 1;
    const messageId = this.#lastMessageId;
    const invocation: Invocation = { messageId, replies: [], wake: null, isCancelled: false };
    this.#invocation = invocation;
    let isAnswered = false;
    // An association that has ended meanwhile is what the next reply rejects with.
    const onCancelled = (): void => void this.#sendCancel(context, command, invocation).catch(() => {});
    try {
      this.progress();
      const commandDataSetType = data === null ? NO_DATA_SET : DATA_SET;
      await this.#transmit(context.id, { ...command, messageId, commandDataSetType }, data);
      cancelled?.addEventListener('abort', onCancelled, { once: true });
      if (cancelled?.aborted === true) onCancelled();
      while (!isAnswered) {
        const reply = await this.#nextReply(invocation);
        isAnswered = !isPending(reply.status);
        yield reply;
      }
    } finally {
      cancelled?.removeEventListener('abort', onCancelled);
      if (!isAnswered && this.#over === null && this.#why === null)
        await this.#cancel(context, command, invocation);
      this.#invocation = null;
      this.#flow();
      this.progress();
    }
  }

  /** C-CANCEL, and what still comes until the peer has seen it (PS3.7 9.3.2.3); of other requests the last reply is waited for. */
  async #cancel(context: AcceptedContext, command: RequestCommand, invocation: Invocation): Promise<void> {
    await this.#sendCancel(context, command, invocation);
    while (isPending((await this.#nextReply(invocation)).status));
  }

  async #sendCancel(
    { id }: AcceptedContext,
    { commandField }: RequestCommand,
    invocation: Invocation,
  ): Promise<void> {
    if (commandField !== COMMAND.cFindRq || invocation.isCancelled) return;
    invocation.isCancelled = true;
    await this.#transmit(
      id,
      {
        commandField: COMMAND.cCancelRq,
        messageIdBeingRespondedTo: invocation.messageId,
        commandDataSetType: NO_DATA_SET,
      },
      null,
    );
  }

  async #nextReply(invocation: Invocation): Promise<Reply> {
    for (;;) {
      const reply = invocation.replies.shift();
      if (reply !== undefined) {
        if (invocation.replies.length === MOST_REPLIES >> 1) this.#flow();
        return reply;
      }
      this.#expectOpen();
      this.#replyAlarm.set(this.#options.limits.replyMs, () => this.#abort(timedOut('did not answer')));
      await new Promise<void>((resolve) => {
        invocation.wake = resolve;
      });
      this.#replyAlarm.clear();
    }
  }

  #response(_contextId: number, command: CommandSet, data: Uint8Array | null): void {
    const invocation = this.#invocation;
    if (invocation === null || command.messageIdBeingRespondedTo !== invocation.messageId)
      throw violated('a response is to no request');
    if (command.status === undefined) throw violated('a response has no status');
    invocation.replies.push({ status: command.status, command, data });
    if (invocation.replies.length === MOST_REPLIES) this.#flow();
    this.#wakeInvocation();
  }

  #wakeInvocation(): void {
    const wake = this.#invocation?.wake;
    if (this.#invocation !== null) this.#invocation.wake = null;
    wake?.();
  }

  #request(contextId: number, command: CommandSet, data: IncomingRequest['data']): void {
    const context = this.#contexts.get(contextId);
    if (context === undefined) throw violated('a message is in a presentation context that was not accepted');
    if (command.commandField === COMMAND.cCancelRq) {
      const of = [...(this.#serving === null ? [] : [this.#serving]), ...this.#queue];
      // One that comes too late is passed over (PS3.7 9.3.2.3).
      of.find((request) => request.command.messageId === command.messageIdBeingRespondedTo)?.cancel();
      return;
    }
    if (command.messageId === undefined) throw violated('a request has no Message ID');
    this.#queue.push(new IncomingRequest(command, context, data));
    if (this.#serving === null) void this.#serveQueued();
    else this.#flow();
  }

  async #serveQueued(): Promise<void> {
    for (let request = this.#queue.shift(); request !== undefined; request = this.#queue.shift()) {
      this.#serving = request;
      this.#flow();
      try {
        await this.#serve(request);
      } catch (error) {
        // The association may have ended meanwhile: then nobody is there to be told.
        if (this.#over === null)
          this.#abort(error instanceof DimseError ? error : violated('a response could not be sent'));
      }
      this.#serving = null;
    }
    this.progress();
    this.#onServed?.();
  }

  async #serve(request: IncomingRequest): Promise<void> {
    let isAnswered = false;
    const respond = async (response: DimseResponse): Promise<void> => {
      await request.data?.drain();
      if (isAnswered) throw new Error('a response follows the last one');
      isAnswered = !isPending(response.status);
      await this.#respond(request, response);
    };
    try {
      for await (const response of this.#options.serve(request)) await respond(response);
      if (!isAnswered) throw new Error('a request was left without its last response');
    } catch (error) {
      if (this.#over !== null) return;
      this.#options.onFailure(error);
      if (!isAnswered) await respond({ status: STATUS.processingFailure });
    }
  }

  async #respond({ command: request, context }: IncomingRequest, response: DimseResponse): Promise<void> {
    const sopClassUid = request.affectedSopClassUid ?? request.requestedSopClassUid;
    const sopInstanceUid = request.affectedSopInstanceUid ?? request.requestedSopInstanceUid;
    const isEventOrAction =
      request.commandField === COMMAND.nEventReportRq || request.commandField === COMMAND.nActionRq;
    const command: CommandSet = {
      ...(sopClassUid === undefined ? {} : { affectedSopClassUid: sopClassUid }),
      ...(sopInstanceUid === undefined ? {} : { affectedSopInstanceUid: sopInstanceUid }),
      ...(isEventOrAction && request.eventTypeId !== undefined ? { eventTypeId: request.eventTypeId } : {}),
      ...(isEventOrAction && request.actionTypeId !== undefined
        ? { actionTypeId: request.actionTypeId }
        : {}),
      ...(response.errorComment === undefined ? {} : { errorComment: response.errorComment }),
      ...response.fields,
      commandField: request.commandField | RESPONSE_BIT,
      messageIdBeingRespondedTo: request.messageId ?? 0,
      commandDataSetType: response.data === undefined ? NO_DATA_SET : DATA_SET,
      status: response.status,
    };
    await this.#transmit(context.id, command, response.data ?? null);
  }

  /** Messages go out one behind the other. Where one breaks off in the middle the association cannot go on. */
  async #transmit(
    contextId: number,
    command: CommandSet,
    data: Uint8Array | AsyncIterable<Uint8Array> | null,
  ): Promise<void> {
    const before = this.#sending;
    let done: () => void = () => {};
    this.#sending = new Promise((resolve) => {
      done = resolve;
    });
    await before;
    try {
      await this.#transmitPart(contextId, true, [encodeCommandSet(command)]);
      if (data !== null)
        await this.#transmitPart(contextId, false, data instanceof Uint8Array ? [data] : data);
    } catch (error) {
      if (this.#over === null) this.#options.upper.abort();
      throw error;
    } finally {
      done();
    }
  }

  async #transmitPart(
    contextId: number,
    isCommand: boolean,
    data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    for await (const { parts, isLast } of fragmentsOf(data, this.#options.fragmentBytes)) {
      this.#expectOpen();
      const sent = this.#options.upper.send(contextId, isCommand, isLast, parts);
      if (sent === false) throw this.#over ?? violated('nothing more can be sent');
      if (sent !== true) await sent;
    }
    this.#expectOpen();
  }

  #isFull(): boolean {
    return (
      this.#assembly.isFull ||
      (this.#queue.length > 0 && this.#serving !== null) ||
      (this.#invocation?.replies.length ?? 0) >= MOST_REPLIES
    );
  }

  #flow(): void {
    this.#options.upper.pause(this.#isFull());
    this.progress();
  }

  #abort(error: DimseError): void {
    this.#why ??= error;
    this.#options.upper.abort();
  }

  #expectOpen(): void {
    if (this.#over !== null) throw this.#over;
  }
}

function timedOut(what: string): DimseError {
  return new DimseError(
    'PEER_TIMED_OUT',
    `The peer ${what}`,
    'Look whether it is overloaded or gone; raise the timeout if it needs longer.',
  );
}
