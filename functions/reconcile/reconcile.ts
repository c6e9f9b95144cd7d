import type { ObjectRef } from '../../layers/engine/ports.ts';

/** A current object of the ingest bucket. */
export interface IngestObject {
  readonly ref: ObjectRef;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/** What became of one. */
export type Standing = 'released' | 'kept' | 'missing';

/** Where outcomes are seen. Rejects with `FaultError`. */
export interface Book {
  /** Every current object. */
  objects(): AsyncIterable<IngestObject>;
  /** What became of it; the reference names its version. Null: it is no longer there. */
  standingOf(ref: ObjectRef): Promise<{ readonly standing: Standing; readonly ref: ObjectRef } | null>;
  /** Puts events on the ingest queue; answers how many it took. */
  sendAgain(refs: readonly ObjectRef[]): Promise<number>;
}

export interface Run {
  /** When the run was due, in milliseconds since the epoch: a late start moves no window. */
  readonly dueMs: number;
  /** From one run to the next. */
  readonly everyMs: number;
  /** An object may be without outcome for so long. */
  readonly graceMs: number;
  /** False: there is no time to look at more. */
  mayGoOn(): boolean;
}

/** Counts, and nothing that names an object. */
export interface Reconciliation {
  readonly objects: number;
  readonly looked: number;
  readonly released: number;
  readonly kept: number;
  readonly missing: number;
  readonly sentAgain: number;
  /** False: there was no time for all. */
  readonly complete: boolean;
}

/** Objects that are looked at together. */
const TOGETHER = 50;
/** From one look at an object to the next its age grows by this. */
const GROWTH = 4;

/**
 * Looks for objects whose event never came, and sends it again. An event too many changes nothing: the same event twice leaves the same. An
 * object is looked at when its age passes the grace time, and then 4, 16, 64 ... times that: so a look costs a few requests in the life of an object, and one
 * that cannot be processed is not sent for ever.
 */
export async function reconcile(book: Book, run: Run): Promise<Reconciliation> {
  const counts = { objects: 0, looked: 0, released: 0, kept: 0, missing: 0, sentAgain: 0 };
  let batch: ObjectRef[] = [];
  const look = async () => {
    const found = (await Promise.all(batch.map((ref) => book.standingOf(ref)))).filter(
      (each) => each !== null,
    );
    batch = [];
    counts.looked += found.length;
    for (const { standing } of found) counts[standing] += 1;
    const missing = found.filter(({ standing }) => standing === 'missing').map(({ ref }) => ref);
    if (missing.length > 0) counts.sentAgain += await book.sendAgain(missing);
  };
  for await (const { ref, createdMs } of book.objects()) {
    if (!run.mayGoOn()) return { ...counts, complete: false };
    counts.objects += 1;
    if (isDue(run.dueMs - createdMs, run)) batch.push(ref);
    if (batch.length === TOGETHER) await look();
  }
  if (batch.length > 0) await look();
  return { ...counts, complete: true };
}

/** Whether an age has passed one of the marks since the run before. */
export function isDue(ageMs: number, { everyMs, graceMs }: Pick<Run, 'everyMs' | 'graceMs'>): boolean {
  return marksPassed(ageMs, graceMs) > marksPassed(ageMs - everyMs, graceMs);
}

function marksPassed(ageMs: number, graceMs: number): number {
  let marks = 0;
  for (let mark = graceMs; mark <= ageMs; mark *= GROWTH) marks += 1;
  return marks;
}
