import {
  type Acceptor,
  type AcceptorOptions,
  type AssociationEvent,
  type AssociationInfo,
  accept,
} from '../../layers/dimse/acceptor.ts';
import type { DimseRequest, DimseResponse } from '../../layers/dimse/messages.ts';
import type { Admission, AssociationRequest } from '../../layers/dimse/negotiation.ts';
import { STATUS } from '../../layers/dimse/statuses.ts';
import type { FileAudit } from '../../layers/local/streamAudit.ts';
import { Edge, type EdgeEvent, type EdgeOptions, type Receiver } from './edge/edge.ts';
import type { Log } from './log.ts';
import type { SpoolEntry } from './spool/entry.ts';
import { Spool, type SpoolOptions } from './spool/spool.ts';
import { Counts } from './status/counts.ts';
import { countsOf, type Picture } from './status/picture.ts';
import { type StatusServer, startStatus } from './status/server.ts';
import { isEcho, isStore, type StoreEvent, store } from './store.ts';

/** Requests that something beside storage answers: worklists, storage commitment. */
export interface Service {
  handles(request: DimseRequest): boolean;
  serve(request: DimseRequest, association: AssociationInfo): AsyncIterable<DimseResponse>;
  opened?(association: AssociationInfo): void;
  /** Once nothing is received, and what could be delivered is. */
  close?(): Promise<void>;
}

/** What of a gateway a service may need. */
export interface Surroundings {
  readonly spool: Spool;
  associations(): readonly AssociationInfo[];
}

export interface GatewayOptions {
  readonly spool: SpoolOptions;
  /** Where and from whom it listens. */
  readonly acceptors: readonly Omit<AcceptorOptions, 'serve' | 'onEvent' | 'admit' | 'nextId'>[];
  /** `open`: the requests of associations that are open, wherever. */
  admit(request: AssociationRequest, open: readonly AssociationRequest[]): Admission | Promise<Admission>;
  readonly edge: Pick<EdgeOptions, 'jobs' | 'processor' | 'wayOf'>;
  readonly receiver: (spool: Spool, counts: Counts) => Receiver | Promise<Receiver>;
  readonly services?: readonly ((surroundings: Surroundings) => Service | Promise<Service>)[];
  /** What else takes instances, by HTTP: begun with the others, and closed with them. */
  readonly intakes?: readonly ((spool: Spool) => Promise<Intaking>)[];
  readonly audit: FileAudit | null;
  readonly log: Log;
  /** Where health and metrics are told; port 0: any free one. */
  readonly watch: { readonly host: string; readonly port: number };
  /** How long associations that are open may still take once it is to stop, in milliseconds. */
  readonly graceMs: number;
}

export interface Intaking {
  readonly port: number;
  close(): Promise<void>;
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
  readonly counts: Counts;
  readonly #options: GatewayOptions;
  readonly #edge: Edge;
  readonly #tallies = new Map<number, Tally>();
  readonly #receiver: Receiver;
  readonly #acceptors: Acceptor[] = [];
  readonly #intakes: Intaking[] = [];
  readonly #services: Service[] = [];
  readonly #sinceMs: number;
  #status: StatusServer | null = null;
  #taking: Promise<void> = Promise.resolve();
  #working: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | null = null;
  readonly #ended = Promise.withResolvers<void>();

  private constructor(options: GatewayOptions, spool: Spool, receiver: Receiver, counts: Counts) {
    this.#options = options;
    this.spool = spool;
    this.counts = counts;
    this.#sinceMs = options.spool.clock.now();
    this.#receiver = receiver;
    this.#edge = new Edge({
      ...options.edge,
      spool,
      receiver,
      audit: options.audit,
      timers: options.spool.timers,
      clock: options.spool.clock,
      onEvent: (event) => this.#worked(event),
    });
  }

  /** Rejects with `SpoolFault` or `DimseError` where it cannot begin. */
  static async start(options: GatewayOptions): Promise<Gateway> {
    const spool = await Spool.open(options.spool);
    let gateway: Gateway;
    try {
      const counts = new Counts();
      gateway = new Gateway(options, spool, await options.receiver(spool, counts), counts);
    } catch (error) {
      spool.close();
      throw error;
    }
    try {
      await gateway.#open();
    } catch (error) {
      await gateway.#closeAll(0);
      await gateway.#status?.close();
      await gateway.#receiver.close?.();
      await gateway.#closeServices();
      spool.close();
      throw error;
    }
    gateway.#begin();
    return gateway;
  }

  /** Of each acceptor, in their order. */
  get ports(): readonly number[] {
    return this.#acceptors.map(({ port }) => port);
  }

  /** Of each other intake, in their order. */
  get intakePorts(): readonly number[] {
    return this.#intakes.map(({ port }) => port);
  }

  /** Of health and metrics. */
  get watchPort(): number {
    return this.#status?.port ?? 0;
  }

  async picture(): Promise<Picture> {
    const { clock, files } = this.#options.spool;
    const { oldestMs } = this.#edge;
    return {
      pid: process.pid,
      since: new Date(this.#sinceMs).toISOString(),
      isStopping: this.#stopping !== null,
      associations: this.#openRequests().length,
      spool: {
        instances: this.spool.instances,
        bytes: this.spool.bytes,
        freeBytes: await files.freeBytes(this.spool.folder),
        waiting: this.#edge.waiting,
        faulted: this.#edge.faulted,
        oldestSeconds: oldestMs === null ? null : Math.max(0, (clock.now() - oldestMs) / 1000),
      },
      counts: countsOf(this.counts),
      outbox: this.#receiver.waiting?.() ?? null,
    };
  }

  /** Resolves when it has stopped. Rejects where it cannot go on. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Takes no more associations, lets those that are open come to their end, and works until the spool has nothing left that it can hand on. */
  stop(): Promise<void> {
    if (this.#stopping === null) {
      this.#stopping = this.#stop();
      this.#stopping.then(this.#ended.resolve, this.#ended.reject);
    }
    return this.#ended.promise;
  }

  async #open(): Promise<void> {
    const surroundings = { spool: this.spool, associations: () => this.#openAssociations() };
    for (const service of this.#options.services ?? []) this.#services.push(await service(surroundings));
    let lastId = 0;
    for (const acceptor of this.#options.acceptors)
      this.#acceptors.push(
        await accept({
          ...acceptor,
          // Tallies go by the number, and so does who reads the log.
          nextId: () => ++lastId,
          admit: (request) => this.#options.admit(request, this.#openRequests()),
          serve: (request, association) => this.#serve(request, association),
          onEvent: (event) => this.#heard(event),
        }),
      );
    for (const intake of this.#options.intakes ?? []) this.#intakes.push(await intake(this.spool));
    this.#status = await startStatus(
      { ...this.#options.watch, spool: this.spool.folder },
      { picture: () => this.picture(), stop: () => void this.stop() },
    );
  }

  #begin(): void {
    this.#taking = this.spool.take(
      (entry) => this.#edge.add(entry),
      (name) => this.#options.log.say('warning', 'not an instance of the spool', { file: name }),
    );
    this.#receiver.begin?.();
    this.#working = this.#edge.run();
    Promise.all([this.#taking, this.#working]).catch(this.#ended.reject);
  }

  #openRequests(): readonly AssociationRequest[] {
    return this.#openAssociations().map(({ request }) => request);
  }

  #openAssociations(): readonly AssociationInfo[] {
    return this.#acceptors.flatMap(({ associations }) => associations);
  }

  async #closeServices(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.close?.()));
  }

  async #closeAll(graceMs: number): Promise<void> {
    await Promise.all([
      ...this.#acceptors.map((acceptor) => acceptor.close({ graceMs })),
      ...this.#intakes.map((intake) => intake.close()),
    ]);
  }

  async #stop(): Promise<void> {
    const { log, graceMs, audit } = this.#options;
    log.say('info', 'stopping', {
      associations: this.#openRequests().length,
      instances: this.spool.instances,
    });
    await this.#closeAll(graceMs);
    await this.spool.refuse();
    await this.#taking;
    this.#edge.close();
    await this.#working;
    await this.#receiver.finish?.();
    await this.#receiver.close?.();
    await this.#closeServices();
    const left = this.spool.instances;
    this.spool.close();
    await audit?.close();
    await this.#status?.close();
    log.say('info', 'stopped', { left });
  }

  async *#serve(request: DimseRequest, association: AssociationInfo): AsyncIterable<DimseResponse> {
    // First, for the context says what the peer may do: who may ask for a worklist stores nothing by its context.
    const service = this.#services.find((each) => each.handles(request));
    if (service !== undefined) yield* service.serve(request, association);
    else if (isEcho(request)) yield { status: STATUS.success };
    else if (isStore(request))
      yield await store(request, association, this.spool, (event) => this.#stored(event, association));
    else yield { status: STATUS.unrecognizedOperation };
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
      for (const service of this.#services) service.opened?.(event.association);
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
