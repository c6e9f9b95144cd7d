import type { OutboxPage } from '../outbox/outbox.ts';
import type { Counts } from './counts.ts';

/** A gateway at a moment, for whoever watches it. Names of peers and deliveries, codes and numbers; nothing of an instance. */
export interface Picture {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** It takes no more associations. */
  readonly isStopping: boolean;
  /** Associations that are open. */
  readonly associations: number;
  readonly spool: {
    /** Instances that are in it, delivered by no means or not by all. */
    readonly instances: number;
    readonly bytes: number;
    readonly freeBytes: number;
    /** Of them, instances that are not de-identified yet. */
    readonly waiting: number;
    /** Of these, instances that were tried in vain and are tried again. */
    readonly faulted: number;
    /** How long the oldest of them has waited, in seconds; null: none waits. */
    readonly oldestSeconds: number | null;
  };
  /** Since the start, each by what it is called. */
  readonly counts: {
    readonly associations: Readonly<Record<string, number>>;
    readonly stores: Readonly<Record<string, number>>;
    readonly outcomes: Readonly<Record<string, number>>;
    readonly faults: Readonly<Record<string, number>>;
    readonly receivedBytes: number;
    readonly deliveries: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  /** What waits to be delivered; null: instances come out into a folder. */
  readonly outbox: OutboxPage | null;
}

/** The numbers of a picture, as plain data. */
export function countsOf(counts: Counts): Picture['counts'] {
  return {
    associations: Object.fromEntries(counts.associations),
    stores: Object.fromEntries(counts.stores),
    outcomes: Object.fromEntries(counts.outcomes),
    faults: Object.fromEntries(counts.faults),
    receivedBytes: counts.receivedBytes,
    deliveries: Object.fromEntries(
      [...counts.deliveries].map(([name, kinds]) => [name, Object.fromEntries(kinds)]),
    ),
  };
}
