import type { Timers } from '../../../layers/dimse/timers.ts';
import type { Clock } from '../../../layers/engine/ports.ts';
import { backoffMs } from './backoff.ts';
import type { OutboxFile, Queued, Task } from './outboxFile.ts';
import { type Delivery, DeliveryError } from './outgoing.ts';

/**
 * How often an instance is tried whose failure nobody explains, some ten minutes at least. If the receiver took others meanwhile, it is held then, so that its series
 * goes on.
 */
const MOST_UNEXPLAINED = 10;
/** Rows of the queue in memory. */
const PAGE = 256;
/** Most contexts of an association (PS3.8 9.3.2.2.1: odd numbers of a byte). */
const MOST_KINDS = 128;

/** What a line tells its outbox. */
export interface LineEvents {
  delivered(task: Task): void;
  failed(task: Task, error: DeliveryError, isHeld: boolean): void;
}

/** Where a series stands, while something of it is under way or has to wait. */
interface Series {
  /** The next task; null while it is under way. */
  head: number | null;
  notBeforeMs: number;
  /** How many instances the receiver had when the head failed first; null: it has not. */
  deliveredBefore: number | null;
}

/**
 * The queue of one delivery. What came first goes first, a series in its order, several series at a time. What fails makes wait whom it is about: the series, or
 * the whole delivery. Waits are in memory alone: after a start everything is tried at once.
 */
export class DeliveryLine {
  readonly #delivery: Delivery;
  readonly #file: OutboxFile;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #random: () => number;
  readonly #events: LineEvents;
  readonly #stop = new AbortController();
  readonly #series = new Map<string, Series>();
  #page: readonly Queued[] = [];
  /** Every task up to here that waits is of a series in `#series`, or in `#page`. */
  #cursor = 0;
  readonly #underWay = new Set<Promise<void>>();
  /** Of the receiver, one after another. What was under way together fails together, and counts as one. */
  #failures = 0;
  #pausedUntilMs = 0;
  #pauses = 0;
  #delivered = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(
    delivery: Delivery,
    file: OutboxFile,
    time: { readonly clock: Clock; readonly timers: Timers; readonly random: () => number },
    events: LineEvents,
  ) {
    this.#delivery = delivery;
    this.#file = file;
    this.#clock = time.clock;
    this.#timers = time.timers;
    this.#random = time.random;
    this.#events = events;
  }

  /** When the receiver is tried again, in milliseconds since the epoch; null: it takes instances. */
  get pausedUntilMs(): number | null {
    return this.#pausedUntilMs > this.#clock.now() ? this.#pausedUntilMs : null;
  }

  /** Whether nothing waits, but what is held. */
  get isEmpty(): boolean {
    return this.#underWay.size === 0 && this.#file.after(this.#delivery.name, 0, 1).length === 0;
  }

  /** Looks whether something can go now. */
  wake(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#stop.signal.aborted) return;
    const nowMs = this.#clock.now();
    if (this.#pausedUntilMs > nowMs) {
      this.#wakeAfter(this.#pausedUntilMs - nowMs);
      return;
    }
    // A receiver that was away is asked by one instance, not by all.
    const atOnce = this.#failures > 0 ? 1 : this.#delivery.atOnce;
    while (this.#underWay.size < atOnce) {
      const task = this.#next(nowMs);
      if (task === null) break;
      this.#start(task);
    }
    const [soonest] = [...this.#series.values()]
      .filter(({ head, notBeforeMs }) => head !== null && notBeforeMs > nowMs)
      .map(({ notBeforeMs }) => notBeforeMs)
      .sort((a, b) => a - b);
    if (soonest !== undefined) this.#wakeAfter(soonest - nowMs);
  }

  /** What was held waits again: the queue is read from its start, and nobody waits any longer. */
  restart(): void {
    this.#page = [];
    this.#cursor = 0;
    this.#pausedUntilMs = 0;
    for (const series of this.#series.values()) series.notBeforeMs = 0;
    this.wake();
  }

  /** Ends what is under way, which stays in the outbox. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#cancelTimer?.();
    await Promise.all(this.#underWay);
    await this.#delivery.close();
  }

  #wakeAfter(ms: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#timers.after(ms, () => this.wake());
  }

  /** The oldest task that may go. */
  #next(nowMs: number): Task | null {
    for (;;) {
      const ready = this.#ready(nowMs);
      const fresh = this.#fresh();
      if (ready === null && fresh === null) return null;
      const queued = fresh === null || (ready !== null && ready.id < fresh.id) ? (ready as Queued) : fresh;
      if (queued === fresh) this.#take();
      const task = this.#file.task(this.#delivery.name, queued.id);
      if (task !== null) return task;
      this.#goOn(queued);
    }
  }

  #ready(nowMs: number): Queued | null {
    let first: Queued | null = null;
    for (const [series, { head, notBeforeMs }] of this.#series)
      if (head !== null && notBeforeMs <= nowMs && (first === null || head < first.id))
        first = { id: head, series };
    return first;
  }

  /** The first task that is not of a series which sees to its own. */
  #fresh(): Queued | null {
    for (;;) {
      const [first] = this.#page;
      if (first === undefined) {
        this.#page = this.#file.after(this.#delivery.name, this.#cursor, PAGE);
        if (this.#page.length === 0) return null;
      } else if (this.#series.has(this.#keyOf(first))) this.#take();
      else return { id: first.id, series: this.#keyOf(first) };
    }
  }

  #take(): void {
    this.#cursor = this.#page[0]?.id ?? this.#cursor;
    this.#page = this.#page.slice(1);
  }

  #keyOf({ id, series }: Queued): string {
    return this.#delivery.isInOrder ? series : `${id}`;
  }

  #start(task: Task): void {
    const key = this.#keyOf(task);
    const deliveredBefore = this.#series.get(key)?.deliveredBefore ?? null;
    this.#series.set(key, { head: null, notBeforeMs: 0, deliveredBefore });
    const pauses = this.#pauses;
    const sending = this.#send(task).then((error) => {
      this.#underWay.delete(sending);
      try {
        if (error === null) this.#succeeded(task);
        else if (!this.#stop.signal.aborted) this.#failed(task, error, pauses);
        this.wake();
      } catch {
        // The state cannot be written: a full disk. What it does not know to be delivered is sent again.
        this.#series.set(key, { head: task.id, notBeforeMs: 0, deliveredBefore });
        this.#pause(pauses);
        this.#wakeAfter(this.#pausedUntilMs - this.#clock.now());
      }
    });
    this.#underWay.add(sending);
  }

  async #send({ instance }: Task): Promise<DeliveryError | null> {
    const ahead = () => this.#file.kinds(this.#delivery.name, MOST_KINDS);
    try {
      await this.#delivery.deliver(instance, this.#stop.signal, ahead);
      return null;
    } catch (error) {
      return error instanceof DeliveryError ? error : unforeseen(error);
    }
  }

  #succeeded(task: Task): void {
    this.#failures = 0;
    this.#pausedUntilMs = 0;
    this.#delivered += 1;
    this.#events.delivered(task);
    this.#goOn({ id: task.id, series: this.#keyOf(task) });
  }

  #failed(task: Task, error: DeliveryError, pauses: number): void {
    const key = this.#keyOf(task);
    const attempts = task.attempts + 1;
    const deliveredBefore = this.#series.get(key)?.deliveredBefore ?? this.#delivered;
    const isAlone = error.about !== 'receiver' && this.#delivered > deliveredBefore;
    const isHeld = error.isFinal || (isAlone && attempts >= MOST_UNEXPLAINED);
    this.#events.failed(task, error, isHeld);
    if (error.about !== 'instance') this.#pause(pauses);
    if (isHeld) this.#goOn({ id: task.id, series: key });
    else {
      // What may be the cause itself lets the others go first once the receiver is tried again.
      const doublings = error.about === 'either' ? 1 : 0;
      const waitMs = error.about === 'receiver' ? 0 : backoffMs(attempts + doublings, this.#random());
      this.#series.set(key, { head: task.id, notBeforeMs: this.#clock.now() + waitMs, deliveredBefore });
    }
  }

  /** `pauses`: how many there were when what has failed began. */
  #pause(pauses: number): void {
    if (pauses !== this.#pauses) return;
    this.#pauses += 1;
    this.#failures += 1;
    this.#pausedUntilMs = this.#clock.now() + backoffMs(this.#failures, this.#random());
  }

  /** The next of a series whose first task is off the queue. */
  #goOn({ series }: Queued): void {
    const head = this.#delivery.isInOrder ? this.#file.firstOf(this.#delivery.name, series) : null;
    if (head === null) this.#series.delete(series);
    else this.#series.set(series, { head, notBeforeMs: 0, deliveredBefore: null });
  }
}

/** A defect, whose message may hold anything, so that only its class is told. */
function unforeseen(error: unknown): DeliveryError {
  const what = error instanceof Error ? error.name : 'Something';
  return new DeliveryError(
    'DELIVERY_FAILED',
    `${what} was thrown by the delivery`,
    'This is a defect of Lethe: report it',
  );
}
