import type { ObjectRef } from '../../layers/engine/ports.ts';
import type { Sweep } from '../environment.ts';

/** A version that is looked for. */
export interface IngestObject {
  readonly ref: ObjectRef;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  /** It may have come to its outcome long ago: the listing does not say. */
  readonly isDoubtful?: true;
}

/** What became of one. */
export type Standing = 'released' | 'kept' | 'waiting' | 'missing';

/** Where outcomes are seen. Rejects with `FaultError`. */
export interface Book<Place> {
  /** A page of a listing, from the beginning or from where the page before says. */
  page(
    sweep: Sweep,
    from: Place | null,
  ): Promise<{ readonly objects: readonly IngestObject[]; readonly next: Place | null }>;
  /** What became of it; the reference names its version. Null: it is no longer there. */
  standingOf(ref: ObjectRef): Promise<{ readonly standing: Standing; readonly ref: ObjectRef } | null>;
  /** Puts events on the ingest queue; answers how many it took. */
  sendAgain(refs: readonly ObjectRef[]): Promise<number>;
}

/** How far a listing has come. Times are those at which runs were due, in milliseconds since the epoch. */
export interface Bookmark<Place> {
  /** When the pass was begun that is under way, or is over. */
  readonly startedMs: number;
  /** When the last one that is over was begun; null: none ever was. */
  readonly coveredMs: number | null;
  /** When the first pass of all was begun. */
  readonly firstMs: number;
  /** Where it goes on; null: at the beginning, or, once it is over, nowhere. */
  readonly next: Place | null;
  readonly isOver: boolean;
}

/** Duty: what was written last is read next, by another run on another machine. */
export interface Bookmarks<Place> {
  read(sweep: Sweep): Promise<Bookmark<Place> | null>;
  write(sweep: Sweep, bookmark: Bookmark<Place>): Promise<void>;
}

export interface Run {
  readonly sweep: Sweep;
  /** When the run was due, in milliseconds since the epoch: a late start moves no window. */
  readonly dueMs: number;
  /** An object may be without outcome for so long. */
  readonly graceMs: number;
  /** From the beginning of a pass to the beginning of the next, at least. */
  readonly restMs: number;
  /** False: there is no time to look at more. */
  mayGoOn(): boolean;
}

/** Counts, and nothing that names an object. */
export interface Reconciliation {
  readonly pages: number;
  readonly objects: number;
  readonly looked: number;
  readonly released: number;
  readonly kept: number;
  /** For their frames to be read. */
  readonly waiting: number;
  readonly missing: number;
  /** Without outcome as far as can be seen, and not missed. */
  readonly doubtful: number;
  readonly sentAgain: number;
  /** False: the next run goes on where this one ended. */
  readonly complete: boolean;
  /** Nothing that was not looked at is older than this. */
  readonly uncoveredMs: number;
}

/** Objects that are looked at together. */
const TOGETHER = 50;
/** From one look at an object to the next its age grows by this. */
const GROWTH = 4;
/** After so many pages it is noted how far the listing has come, should the run be ended from outside. */
const PAGES_A_NOTE = 200;

/**
 * Looks for objects whose event never came, and sends it again. An event too many changes nothing: the same event twice leaves the same. An
 * object is looked at when its age passes the grace time, and then 4, 16, 64 ... times that: so a look costs a few requests in the life of an object, and one
 * that cannot be processed is not sent for ever.
 *
 * A pass goes over the whole listing, in as many runs as it takes: each goes on where the one before ended, and what was due since the pass before is looked
 * at wherever it lies. A run that is ended from outside is made again from its last note, which looks at some objects twice and passes over none.
 */
export async function reconcile<Place>(
  book: Book<Place>,
  bookmarks: Bookmarks<Place>,
  run: Run,
): Promise<Reconciliation> {
  const { sweep, dueMs } = run;
  const counts = {
    pages: 0,
    objects: 0,
    looked: 0,
    released: 0,
    kept: 0,
    waiting: 0,
    missing: 0,
    doubtful: 0,
    sentAgain: 0,
  };
  let mark = passOf(await bookmarks.read(sweep), run);
  const look = async (objects: readonly IngestObject[]) => {
    const found = await Promise.all(
      objects.map(async ({ ref, isDoubtful }) => ({ isDoubtful, ...(await book.standingOf(ref)) })),
    );
    const again: ObjectRef[] = [];
    for (const { standing, ref, isDoubtful } of found) {
      if (standing === undefined || ref === undefined) continue;
      counts.looked += 1;
      counts[standing === 'missing' && isDoubtful ? 'doubtful' : standing] += 1;
      if (standing === 'missing') again.push(ref);
    }
    if (again.length > 0) counts.sentAgain += await book.sendAgain(again);
  };
  while (!mark.isOver && run.mayGoOn()) {
    const { objects, next } = await book.page(sweep, mark.next);
    counts.pages += 1;
    counts.objects += objects.length;
    const due = objects.filter(({ createdMs }) => isDue(createdMs, dueMs, mark.coveredMs, run.graceMs));
    for (let start = 0; start < due.length; start += TOGETHER) await look(due.slice(start, start + TOGETHER));
    mark = { ...mark, next, isOver: next === null };
    if (counts.pages % PAGES_A_NOTE === 0) await bookmarks.write(sweep, mark);
  }
  await bookmarks.write(sweep, mark);
  return { ...counts, complete: mark.isOver, uncoveredMs: uncoveredMs(mark, dueMs) };
}

/** The pass that is under way, the last one while the listing rests, or a new one. */
function passOf<Place>(mark: Bookmark<Place> | null, { dueMs, restMs }: Run): Bookmark<Place> {
  if (mark === null) return { startedMs: dueMs, coveredMs: null, firstMs: dueMs, next: null, isOver: false };
  if (!mark.isOver || dueMs < mark.startedMs + restMs) return mark;
  return { ...mark, startedMs: dueMs, coveredMs: mark.startedMs, next: null, isOver: false };
}

/** All that was there when the last whole pass began was looked at; before the first one is over, nothing was for sure. */
function uncoveredMs<Place>(
  { isOver, startedMs, coveredMs, firstMs }: Bookmark<Place>,
  dueMs: number,
): number {
  return dueMs - (isOver ? startedMs : (coveredMs ?? firstMs));
}

/** Whether an object has passed one of the marks since the pass before was begun; in the first pass, whether it has passed any. */
export function isDue(createdMs: number, dueMs: number, coveredMs: number | null, graceMs: number): boolean {
  const before = coveredMs === null ? 0 : marksPassed(coveredMs - createdMs, graceMs);
  return marksPassed(dueMs - createdMs, graceMs) > before;
}

function marksPassed(ageMs: number, graceMs: number): number {
  let marks = 0;
  for (let mark = graceMs; mark <= ageMs; mark *= GROWTH) marks += 1;
  return marks;
}
