import type { Timers } from '../../../layers/dimse/timers.ts';
import type { AuditRecord, Outcome } from '../../../layers/engine/audit/audit.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import type { Clock } from '../../../layers/engine/ports.ts';
import type { FileAudit } from '../../../layers/local/streamAudit.ts';
import { runCrew } from '../../deid/crew.ts';
import type { Waiting } from '../../deid/fileQueue.ts';
import type { InputFile } from '../../deid/inputs.ts';
import type { Processor, ProcessorOptions } from '../../deid/processor.ts';
import type { OutboxPage } from '../outbox/outbox.ts';
import type { SpoolEntry } from '../spool/entry.ts';
import { receivedIn, type Spool } from '../spool/spool.ts';
import { EntryQueue } from './entryQueue.ts';
import { Lanes } from './lanes.ts';
import { SharedSync } from './sharedSync.ts';

/** What is done with the instances of a route: `edge`: de-identified here, by that route of the processor. `original`: handed on as they are. */
export type Way = { readonly kind: 'edge'; readonly route: number } | { readonly kind: 'original' };

/** Whoever gets what comes out of the edge. */
export interface Receiver {
  /** Whether an instance was taken before, by an earlier process. */
  has(entry: SpoolEntry): boolean;
  /**
   * Takes an instance; `cleanKey` is null for an original. Once this resolves it outlives a power cut there. True: nothing waits for it any more, and
   * its original may go; false: somebody will say when. Rejections are tried again.
   */
  take(entry: SpoolEntry, cleanKey: string | null): Promise<boolean>;
  /** What is taken may be delivered from now on. */
  begin?(): void;
  /** What waits to be delivered. */
  waiting?(): OutboxPage;
  /** Resolves once nothing waits to be delivered. */
  finish?(): Promise<void>;
  close?(): Promise<void>;
}

export type EdgeEvent =
  | { readonly kind: 'outcome'; readonly entry: SpoolEntry; readonly record: AuditRecord | null }
  /** It is tried again in so many milliseconds. */
  | { readonly kind: 'fault'; readonly entry: SpoolEntry; readonly code: string; readonly waitMs: number };

export interface EdgeOptions {
  readonly spool: Spool;
  /** Processes that de-identify. */
  readonly jobs: number;
  readonly processor: ProcessorOptions;
  /** Null: no route takes it any more, and it is quarantined. */
  wayOf(entry: SpoolEntry): Way | null;
  readonly receiver: Receiver;
  readonly audit: FileAudit | null;
  readonly timers: Timers;
  readonly clock: Pick<Clock, 'now'>;
  onEvent(event: EdgeEvent): void;
  /** Absent: processes of this machine. */
  readonly crew?: typeof runCrew;
}

const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 60_000;
/** So many faults one after the other, and no instance done meanwhile: they are of the surroundings, and everything waits. */
const FAULTS_TO_PAUSE = 3;
/** For `only(undefined)` of the processor: no route. */
const NO_ROUTE = -1;

const CAME_OUT: ReadonlySet<Outcome> = new Set(['released', 'passed-through', 'duplicate', 'opened']);

/**
 * Takes every instance of a spool to its outcome: de-identifies several at a time, and hands them on in the order of arrival within a series. The
 * original goes when its outcome outlives a power cut. A fault of the surroundings is tried again for ever; nothing is given up.
 */
export class Edge {
  readonly #options: EdgeOptions;
  readonly #queue: EntryQueue;
  readonly #lanes = new Lanes();
  /** On their way, by their names, and since when, in the order of arrival. */
  readonly #entries = new Map<string, { readonly entry: SpoolEntry; readonly sinceMs: number }>();
  /** How often each was tried in vain. */
  readonly #attempts = new Map<number, number>();
  readonly #auditSync: SharedSync | null;
  #faultsInARow = 0;
  #pausesInARow = 0;

  constructor(options: EdgeOptions) {
    this.#options = options;
    this.#queue = new EntryQueue(options.jobs, options.timers);
    const { audit } = options;
    this.#auditSync = audit === null ? null : new SharedSync(() => audit.sync());
  }

  /** Instances that have no outcome yet. */
  get waiting(): number {
    return this.#entries.size;
  }

  /** Instances that were tried in vain and are tried again. */
  get faulted(): number {
    return this.#attempts.size;
  }

  /** When the oldest that waits was handed over here, in milliseconds since the epoch; null: none waits. */
  get oldestMs(): number | null {
    const [first] = this.#entries.values();
    return first?.sinceMs ?? null;
  }

  /** In the order of arrival. */
  add(entry: SpoolEntry): void {
    if (this.#wasTaken(entry)) {
      this.#options.spool.cleaned(entry.number);
      return;
    }
    this.#entries.set(entry.name, { entry, sinceMs: this.#options.clock.now() });
    this.#lanes.enter(entry.series, entry.number);
    this.#begin(entry);
  }

  /** Where nobody can say, it is worked on: the same instance twice gives the same bytes, and its sender was told success. */
  #wasTaken(entry: SpoolEntry): boolean {
    try {
      return this.#options.receiver.has(entry);
    } catch {
      return false;
    }
  }

  /** Works until `close` was called and nothing waits any more. Rejects only where the machine cannot go on. */
  async run(): Promise<void> {
    const { jobs, processor, crew = runCrew } = this.#options;
    let loaded: Promise<Processor> | undefined;
    const here = () => {
      loaded ??= import('../../deid/processor.ts').then(({ makeProcessor }) => makeProcessor(processor));
      return loaded;
    };
    await crew(this.#queue, jobs, processor, here, {
      record: async (record, { path }) => this.#heard(path, record),
      looked: () => {},
      done: () => {},
    });
  }

  /** Nothing comes any more. */
  close(): void {
    this.#queue.close();
  }

  #begin(entry: SpoolEntry): void {
    const way = this.#options.wayOf(entry);
    if (way?.kind === 'original') this.#settle(entry, null);
    else this.#queue.add(this.#waiting(entry, way?.route ?? NO_ROUTE));
  }

  #waiting(entry: SpoolEntry, route: number): Waiting {
    const file: InputFile = { folder: receivedIn(this.#options.spool.folder), path: entry.name, route };
    return { file, bytes: entry.sizeBytes, deaths: 0, told: 0 };
  }

  #heard(name: string, record: AuditRecord): void {
    const found = this.#entries.get(name);
    if (found !== undefined) this.#settle(found.entry, record);
  }

  /** Beside the processes, which go on meanwhile. */
  #settle(entry: SpoolEntry, record: AuditRecord | null): void {
    const settling = this.#outcome(entry, record).catch((error: unknown) =>
      this.#tryAgain(entry, codeOf(error)),
    );
    void this.#queue.during(settling);
  }

  async #outcome(entry: SpoolEntry, record: AuditRecord | null): Promise<void> {
    const { audit } = this.#options;
    if (record?.outcome === 'fault') {
      // A line for each attempt would fill the disk that is full.
      if (!this.#attempts.has(entry.number)) await audit?.record(record).catch(() => {});
      this.#tryAgain(entry, record.reason?.code ?? 'FAULT');
      return;
    }
    if (record !== null) {
      await audit?.record(record);
      await this.#auditSync?.sync();
    }
    [this.#faultsInARow, this.#pausesInARow] = [0, 0];
    await this.#lanes.settle(entry.series, entry.number, async () => {
      try {
        await this.#handOn(entry, record);
        return true;
      } catch (error) {
        this.#tryAgain(entry, codeOf(error));
        return false;
      }
    });
  }

  async #handOn(entry: SpoolEntry, record: AuditRecord | null): Promise<void> {
    const { spool, receiver, onEvent } = this.#options;
    if (record === null || CAME_OUT.has(record.outcome)) {
      const isOver = await receiver.take(entry, record?.output.key ?? null);
      if (isOver) await this.#confirm(entry, 'delivered');
      else spool.cleaned(entry.number);
    } else await this.#confirm(entry, record.outcome === 'held' ? 'held' : 'quarantined');
    this.#entries.delete(entry.name);
    this.#attempts.delete(entry.number);
    onEvent({ kind: 'outcome', entry, record });
  }

  /** The receipt first: an original without one would be asked for in vain, and one that is there yet is only worked on again. */
  async #confirm(entry: SpoolEntry, state: 'delivered' | 'held' | 'quarantined'): Promise<void> {
    const { spool } = this.#options;
    spool.receipts.write(entry.receipt, entry.number, state);
    await spool.remove(entry.number);
  }

  #tryAgain(entry: SpoolEntry, code: string): void {
    const attempts = (this.#attempts.get(entry.number) ?? 0) + 1;
    this.#attempts.set(entry.number, attempts);
    const waitMs = waitAfter(attempts);
    const way = this.#options.wayOf(entry);
    if (way?.kind === 'original') this.#queue.later(waitMs, () => this.#settle(entry, null));
    else this.#queue.putOff(this.#waiting(entry, way?.route ?? NO_ROUTE), waitMs);
    this.#faultsInARow += 1;
    // By pauses, not by faults: a disk that is full for a moment fails all that are in work at once.
    if (this.#faultsInARow >= FAULTS_TO_PAUSE && !this.#queue.isPaused) {
      this.#pausesInARow += 1;
      this.#queue.pause(waitAfter(this.#pausesInARow));
    }
    this.#options.onEvent({ kind: 'fault', entry, code, waitMs });
  }
}

/** Milliseconds: a second, twice as long each time, a minute at most. */
function waitAfter(attempts: number): number {
  return Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 16));
}

/** What a fault is called in logs: a code of ours, or the system's word; never a message. */
function codeOf(error: unknown): string {
  if (error instanceof FaultError) return error.code;
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : 'DEFECT';
}
