import type { Timers } from '../../../layers/dimse/timers.ts';
import type { Clock } from '../../../layers/engine/ports.ts';
import { DeliveryLine } from './line.ts';
import { OutboxFile, type TroubledInstance, type WaitingDelivery } from './outboxFile.ts';
import type { Delivery, DeliveryError, OutgoingInstance } from './outgoing.ts';

/** How soon the gateway sees what `lethe listen retry` wrote. */
const LOOK_MS = 2_000;
/** How long settled instances wait for each other, or for the next one that is added: what is durable with it costs nothing of its own. */
const SETTLE_MS = 100;
/** Of the page of what waits. */
const MOST_TOLD = 100;

export interface OutboxOptions {
  /** An SQLite file of its owner's alone, made if it is not there. */
  readonly file: string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** From 0 to 1, for the waits. */
  readonly random: () => number;
  readonly deliveries: readonly Delivery[];
  /** Every delivery of the instance is confirmed. Called again after a crash, before anything else; rejections stop nothing but what comes of them. */
  onSettled(instance: OutgoingInstance): void | Promise<void>;
  /** An instance is delivered, or was tried in vain: for logs, metrics and receipts. */
  onEvent?(event: OutboxEvent): void;
}

export type OutboxEvent = {
  readonly delivery: string;
  readonly instance: OutgoingInstance;
} & (
  | { readonly kind: 'delivered'; readonly waitedMs: number }
  /** `held`: it is not tried again until somebody says so. */
  | { readonly kind: 'failed' | 'held'; readonly attempts: number; readonly error: DeliveryError }
);

/** The page of what waits. */
export interface OutboxPage {
  readonly deliveries: readonly (WaitingDelivery & {
    /** When a receiver that is away is tried again, in milliseconds since the epoch; null: it takes instances, or nobody knows. */
    readonly pausedUntilMs: number | null;
    /** False: no delivery of the configuration has the name, so nobody sends it. */
    readonly isConfigured: boolean;
  })[];
  /** The first hundred that were tried in vain or are held. */
  readonly troubled: readonly TroubledInstance[];
}

/**
 * What has to be delivered, to whom, and how it goes. It survives a crash: what was under way is sent again. It tries for ever, and what a receiver refuses for good
 * is held with the reason.
 */
export class Outbox {
  readonly #file: OutboxFile;
  readonly #options: OutboxOptions;
  readonly #lines: ReadonlyMap<string, DeliveryLine>;
  readonly #settling = new Set<Promise<void>>();
  #waiters: (() => void)[] = [];
  /** Delivered to everybody; not yet known to be durable. */
  #toSettle: { readonly id: number; readonly instance: OutgoingInstance }[] = [];
  #cancelSettling: (() => void) | null = null;
  #version = 0;
  #cancelLook: (() => void) | null = null;
  #isRunning = false;

  private constructor(file: OutboxFile, options: OutboxOptions) {
    this.#file = file;
    this.#options = options;
    this.#lines = new Map(options.deliveries.map((delivery) => [delivery.name, this.#lineOf(delivery)]));
  }

  /** Opens the outbox and settles what a crash left unsettled. Rejects with what SQLite or `onSettled` reject with. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const file = new OutboxFile(options.file);
    try {
      for (const { id, ...instance } of file.settled()) {
        await options.onSettled(instance);
        file.forget(id);
      }
      return new Outbox(file, options);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Durable when it returns; the same path twice is one. Without deliveries the instance is settled. */
  add(instance: OutgoingInstance, deliveries: readonly string[]): void {
    const id = this.#file.add(instance, deliveries, this.#options.clock.now());
    if (id !== null && deliveries.length === 0) this.#toSettle.push({ id, instance });
    this.#settleAll();
    if (this.#isRunning) for (const name of deliveries) this.#lines.get(name)?.wake();
  }

  /** Whether an instance is in it, by its path. */
  has(path: string): boolean {
    return this.#file.has(path);
  }

  /** Begins to deliver. */
  run(): void {
    this.#isRunning = true;
    this.#version = this.#file.version();
    for (const line of this.#lines.values()) line.wake();
    this.#look();
  }

  /** Resolves once nothing waits any more, or `signal` is aborted. What is held does not count, nor what no delivery of the configuration takes. */
  async drain(signal?: AbortSignal): Promise<void> {
    for (const delivery of this.#options.deliveries) delivery.hurry?.();
    while (!this.#isDrained() && signal?.aborted !== true)
      await new Promise<void>((resolve) => {
        this.#waiters.push(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    this.#sync();
    await Promise.all(this.#settling);
  }

  waiting(): OutboxPage {
    return pageOf(this.#file, this.#lines);
  }

  /** What is held waits again. Answers how many. */
  retry(delivery: string | null = null): number {
    const count = this.#file.retry(delivery);
    for (const line of this.#lines.values()) line.restart();
    return count;
  }

  /** Ends what is under way, which stays in the outbox. */
  async close(): Promise<void> {
    this.#cancelLook?.();
    this.#isRunning = false;
    await Promise.all([...this.#lines.values()].map((line) => line.close()));
    this.#sync();
    await Promise.all(this.#settling);
    this.#file.close();
    this.#wakeWaiters();
  }

  #look(): void {
    this.#cancelLook = this.#options.timers.after(LOOK_MS, () => {
      const version = this.#file.version();
      if (version !== this.#version) {
        this.#version = version;
        for (const line of this.#lines.values()) line.restart();
      }
      this.#look();
    });
  }

  #isDrained(): boolean {
    return !this.#isRunning || [...this.#lines.values()].every((line) => line.isEmpty);
  }

  #wakeWaiters(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  #lineOf(delivery: Delivery): DeliveryLine {
    const { name } = delivery;
    const { onEvent } = this.#options;
    return new DeliveryLine(delivery, this.#file, this.#options, {
      delivered: (task) => {
        const isSettled = this.#file.done(name, task.id);
        onEvent?.({
          kind: 'delivered',
          delivery: name,
          instance: task.instance,
          waitedMs: this.#options.clock.now() - task.addedMs,
        });
        if (isSettled) this.#settleSoon(task.id, task.instance);
        this.#wakeWaiters();
      },
      failed: (task, error, isHeld) => {
        this.#file.failed(name, task.id, isHeld, error.code, error.message);
        const kind = isHeld ? 'held' : 'failed';
        onEvent?.({ kind, delivery: name, instance: task.instance, attempts: task.attempts + 1, error });
        if (isHeld) this.#wakeWaiters();
      },
    });
  }

  #settleSoon(id: number, instance: OutgoingInstance): void {
    this.#toSettle.push({ id, instance });
    this.#cancelSettling ??= this.#options.timers.after(SETTLE_MS, () => this.#sync());
  }

  /** Settles what was delivered, once that is durable. A disk that is full has time until the next start. */
  #sync(): void {
    if (this.#toSettle.length === 0) return;
    try {
      this.#file.sync();
    } catch {
      this.#cancelSettling = null;
      return;
    }
    this.#settleAll();
  }

  /** An instance that cannot be settled now is settled at the next start. */
  #settleAll(): void {
    this.#cancelSettling?.();
    this.#cancelSettling = null;
    for (const { id, instance } of this.#toSettle.splice(0)) {
      const settling = Promise.resolve()
        .then(() => this.#options.onSettled(instance))
        .then(() => this.#file.forget(id))
        .catch(() => {})
        .finally(() => this.#settling.delete(settling));
      this.#settling.add(settling);
    }
  }
}

/** The page of an outbox whose gateway does not answer, or does not run. Throws as SQLite does, or `FaultError`. */
export function pageOfFile(path: string): OutboxPage {
  return withFile(path, (file) => pageOf(file, null));
}

/** As `Outbox.retry`, from another process: a gateway that runs sees it within two seconds. */
export function retryInFile(path: string, delivery: string | null): number {
  return withFile(path, (file) => file.retry(delivery));
}

function withFile<T>(path: string, work: (file: OutboxFile) => T): T {
  const file = new OutboxFile(path);
  try {
    return work(file);
  } finally {
    file.close();
  }
}

function pageOf(file: OutboxFile, lines: ReadonlyMap<string, DeliveryLine> | null): OutboxPage {
  return {
    deliveries: file.waiting().map((each) => ({
      ...each,
      pausedUntilMs: lines?.get(each.delivery)?.pausedUntilMs ?? null,
      isConfigured: lines === null || lines.has(each.delivery),
    })),
    troubled: file.troubled(MOST_TOLD),
  };
}
