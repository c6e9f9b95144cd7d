import type { AssociationInfo } from '../../layers/dimse/acceptor.ts';
import {
  type Acceptor,
  type AcceptorOptions,
  type AssociationEvent,
  accept,
} from '../../layers/dimse/acceptor.ts';
import type { DimseRequest, DimseResponse } from '../../layers/dimse/messages.ts';
import { STATUS } from '../../layers/dimse/statuses.ts';
import type { FileAudit } from '../../layers/local/streamAudit.ts';
import { Edge, type EdgeEvent, type EdgeOptions, type Receiver } from './edge/edge.ts';
import type { Log } from './log.ts';
import type { SpoolEntry } from './spool/entry.ts';
import { Spool, type SpoolOptions } from './spool/spool.ts';
import { Counts } from './status/counts.ts';
import { isEcho, isStore, type StoreEvent, store } from './store.ts';

/** Requests that something beside storage answers: worklists, storage commitment. */
export interface Service {
  handles(request: DimseRequest): boolean;
  serve(request: DimseRequest, association: AssociationInfo): AsyncIterable<DimseResponse>;
}

export interface GatewayOptions {
  readonly spool: SpoolOptions;
  /** Where and from whom it listens. */
  readonly acceptor: Omit<AcceptorOptions, 'serve' | 'onEvent'>;
  readonly edge: Pick<EdgeOptions, 'jobs' | 'processor' | 'wayOf'>;
  readonly receiver: (spool: Spool) => Receiver | Promise<Receiver>;
  readonly services?: readonly Service[];
  readonly audit: FileAudit | null;
  readonly log: Log;
  /** How long associations that are open may still take once it is to stop, in milliseconds. */
  readonly graceMs: number;
}

/** What came of an association so far. */
interface Tally {
  received: number;
  refused: number;
  bytes: number;
}

/** The spine: associations put instances into the spool, the edge takes them out, and what is clean goes to the receiver. */
export class Gateway {
  readonly spool: Spool;
  readonly counts = new Counts();
  readonly #options: GatewayOptions;
  readonly #edge: Edge;
  readonly #tallies = new Map<number, Tally>();
  #acceptor: Acceptor | null = null;
  #taking: Promise<void> = Promise.resolve();
  #working: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | null = null;

  private constructor(options: GatewayOptions, spool: Spool, receiver: Receiver) {
    this.#options = options;
    this.spool = spool;
    this.#edge = new Edge({
      ...options.edge,
      spool,
      receiver,
      audit: options.audit,
      timers: options.spool.timers,
      onEvent: (event) => this.#worked(event),
    });
  }

  /** Rejects with `SpoolFault` or `DimseError` where it cannot begin. */
  static async start(options: GatewayOptions): Promise<Gateway> {
    const spool = await Spool.open(options.spool);
    const gateway = new Gateway(options, spool, await options.receiver(spool));
    try {
      gateway.#acceptor = await accept({
        ...options.acceptor,
        serve: (request, association) => gateway.#serve(request, association),
        onEvent: (event) => gateway.#heard(event),
      });
    } catch (error) {
      spool.close();
      throw error;
    }
    gateway.#taking = spool.take(
      (entry) => gateway.#edge.add(entry),
      (name) => options.log.say('warning', 'not an instance of the spool', { file: name }),
    );
    gateway.#working = gateway.#edge.run();
    return gateway;
  }

  get port(): number {
    return this.#acceptor?.port ?? 0;
  }

  get associations(): number {
    return this.#acceptor?.associations.length ?? 0;
  }

  /** Instances that have no outcome yet. */
  get waiting(): number {
    return this.#edge.waiting;
  }

  /** Instances that were tried in vain and are tried again. */
  get faulted(): number {
    return this.#edge.faulted;
  }

  get isStopping(): boolean {
    return this.#stopping !== null;
  }

  /** Rejects where the edge cannot go on: the gateway is of no use then. */
  get working(): Promise<void> {
    return this.#working;
  }

  /** Takes no more associations, lets those that are open come to their end, and works until the spool has nothing left that it can hand on. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends at once: what is in work is left, and what is in the spool stays there. */
  async halt(): Promise<void> {
    this.#edge.abandon();
    await this.#acceptor?.close({ graceMs: 0 });
  }

  async #stop(): Promise<void> {
    const { log, graceMs, audit } = this.#options;
    log.say('info', 'stopping', { associations: this.associations, waiting: this.waiting });
    await this.#acceptor?.close({ graceMs });
    this.spool.refuse();
    await this.#taking;
    this.#edge.close();
    await this.#working;
    this.spool.close();
    await audit?.close();
    log.say('info', 'stopped', { left: this.spool.instances });
  }

  async *#serve(request: DimseRequest, association: AssociationInfo): AsyncIterable<DimseResponse> {
    if (isStore(request))
      yield await store(request, association, this.spool, (event) => this.#stored(event, association));
    else if (isEcho(request)) yield { status: STATUS.success };
    else {
      const service = this.#options.services?.find((each) => each.handles(request));
      if (service === undefined) yield { status: STATUS.unrecognizedOperation };
      else yield* service.serve(request, association);
    }
  }

  #stored(event: StoreEvent, { id, callingAeTitle, address }: AssociationInfo): void {
    const tally = this.#tallies.get(id);
    if (event.kind === 'received') {
      this.counts.received(event.entry.sizeBytes);
      if (tally !== undefined) {
        tally.received += 1;
        tally.bytes += event.entry.sizeBytes;
      }
      return;
    }
    this.counts.refused(event.status);
    if (tally !== undefined) tally.refused += 1;
    this.#options.log.say('warning', 'refused', {
      code: event.code,
      status: event.status.toString(16).padStart(4, '0'),
      from: callingAeTitle,
      address,
    });
  }

  #heard(event: AssociationEvent): void {
    const { log } = this.#options;
    this.counts.association(event.kind);
    if (event.kind === 'opened') {
      const { id, callingAeTitle, calledAeTitle, address } = event.association;
      this.#tallies.set(id, { received: 0, refused: 0, bytes: 0 });
      log.say('info', 'association opened', { id, from: callingAeTitle, to: calledAeTitle, address });
    } else if (event.kind === 'closed' || event.kind === 'aborted') {
      const { id, callingAeTitle, address } = event.association;
      const tally = this.#tallies.get(id) ?? { received: 0, refused: 0, bytes: 0 };
      this.#tallies.delete(id);
      const fields = { id, from: callingAeTitle, address, ...tally };
      if (event.kind === 'closed') log.say('info', 'association closed', fields);
      else log.say('warning', 'association ended', { ...fields, code: event.error.code });
    } else if (event.kind === 'rejected') {
      const { callingAeTitle, calledAeTitle, address, rejection } = event;
      log.say('warning', 'association rejected', {
        from: callingAeTitle,
        to: calledAeTitle,
        address,
        result: rejection.result,
        source: rejection.source,
        reason: rejection.reason,
      });
    } else if (event.kind === 'dropped')
      log.say('warning', 'connection dropped', { address: event.address, code: event.error.code });
    else
      log.say('error', 'a request failed', {
        from: event.association.callingAeTitle,
        error: nameOf(event.error),
      });
  }

  #worked(event: EdgeEvent): void {
    const { log } = this.#options;
    const at = { instance: event.entry.number, from: event.entry.callingAeTitle };
    if (event.kind === 'fault') {
      this.counts.fault(event.code);
      log.say('error', 'tried again later', { ...at, code: event.code, seconds: event.waitMs / 1000 });
      return;
    }
    const outcome = event.record?.outcome ?? 'passed-through';
    this.counts.outcome(outcome);
    if (outcome === 'quarantined' || outcome === 'held')
      log.say('warning', outcome, { ...at, code: event.record?.reason?.code ?? null });
  }
}

/** Only the class of an error is told: its message may hold a value. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** For the folder that instances are released into: what is there is delivered. */
export const RELEASED_IS_DELIVERED: Receiver = {
  has: (_entry: SpoolEntry) => false,
  take: async () => true,
};
