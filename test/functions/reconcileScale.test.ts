import { paceOf, RECONCILIATION } from '../../functions/environment.ts';
import {
  type Book,
  type Bookmark,
  type Bookmarks,
  type IngestObject,
  type Reconciliation,
  reconcile,
} from '../../functions/reconcile/reconcile.ts';
import { Phi } from '../../layers/engine/phi.ts';

/**
 * Whole passes over buckets of ten and a hundred million objects, on paper: a listing that counts its pages, and a clock that each call moves. A page stands for
 * a thousand objects: it gives those that are due, and one for all the others.
 */
const HOUR = 3_600_000;
const GRACE_MS = RECONCILIATION.graceMinutes * 60_000;
/** Of S3 within a Region, per call; of a run of the function, less its margin. Assumed. */
const PAGE_MS = 150;
const LOOK_MS = 40;
const RUN_MS = 870_000;
const PER_PAGE = 1000;

interface Paper {
  readonly pages: number;
  /** Of each page, how many objects are due in a pass, and how many of those are missing. */
  readonly due: number;
  readonly lostPages: ReadonlySet<number>;
}

/** Runs that are due every hour until a pass is over; answers what they found together. */
async function pass({ pages, due, lostPages }: Paper) {
  const start = 10_000 * HOUR;
  let clock = start;
  const calls = { list: 0, look: 0, send: 0, read: 0, write: 0 };
  const seen = new Uint8Array(pages);
  const old = { ref: { container: 'in', key: new Phi('old') }, createdMs: start - 100 * HOUR };
  const fresh = { ref: { container: 'in', key: new Phi('fresh') }, createdMs: start - 1.5 * HOUR };
  const lost = { ref: { container: 'in', key: new Phi('lost') }, createdMs: start - 1.5 * HOUR };
  const page: readonly IngestObject[] = [...Array.from({ length: due }, () => fresh), old];
  const withLost = [lost, ...page.slice(1)];
  const book: Book<number> = {
    page: async (_sweep, from) => {
      const at = from ?? 0;
      calls.list += 1;
      clock += PAGE_MS;
      seen[at] = (seen[at] ?? 0) + 1;
      return { objects: lostPages.has(at) ? withLost : page, next: at + 1 < pages ? at + 1 : null };
    },
    standingOf: async (ref) => {
      calls.look += 1;
      return { standing: ref === lost.ref ? 'missing' : 'released', ref };
    },
    sendAgain: async (refs) => {
      calls.send += 1;
      return refs.length;
    },
  };
  let written = '';
  const bookmarks: Bookmarks<number> = {
    read: async () => {
      calls.read += 1;
      return written === '' ? null : (JSON.parse(written) as Bookmark<number>);
    },
    write: async (_sweep, bookmark) => {
      calls.write += 1;
      written = JSON.stringify(bookmark);
    },
  };
  // There was a pass an hour ago, as there is in an hour of a steady stream.
  await bookmarks.write('current', {
    ...{ startedMs: start - HOUR, coveredMs: start - 2 * HOUR, firstMs: 0, next: null, isOver: true },
  });
  const founds: Reconciliation[] = [];
  while (founds.at(-1)?.complete !== true) {
    const dueMs = start + founds.length * HOUR;
    clock = dueMs;
    const looksBefore = calls.look;
    founds.push(
      await reconcile(book, bookmarks, {
        ...{ sweep: 'current', dueMs, graceMs: GRACE_MS, restMs: 0 },
        // Fifty looks go together.
        mayGoOn: () => clock + ((calls.look - looksBefore) / 50) * LOOK_MS - dueMs < RUN_MS,
      }),
    );
  }
  const sum = (name: 'missing' | 'sentAgain') => founds.reduce((all, each) => all + each[name], 0);
  return {
    runs: founds.length,
    calls,
    objects: calls.list * PER_PAGE,
    missing: sum('missing'),
    sentAgain: sum('sentAgain'),
    unseen: seen.filter((times) => times !== 1).length,
    hours: Math.max(...founds.map(({ uncoveredMs }) => uncoveredMs)) / HOUR,
  };
}

describe('a pass over all that is to be seen', () => {
  it.each([
    // What is released is hidden: of ten million a day there is a backlog, and what is kept.
    { objects: 1e6, due: 0, runs: 1, hours: 2 },
    { objects: 1e7, due: 0, runs: 2, hours: 2 },
    // Nothing is hidden: ten million a day, tagged, stay to be seen for a day, and an eighth of them is due in an hour.
    { objects: 1e7, due: 125, runs: 3, hours: 3 },
    // Nothing is ever destroyed.
    { objects: 1e8, due: 0, runs: 18, hours: 18 },
    { objects: 1e8, due: 13, runs: 19, hours: 19 },
  ])(
    'of $objects objects, $due of a thousand due: $runs runs, all of it once',
    async ({ objects, due, runs, hours }) => {
      const pages = objects / PER_PAGE;
      // The first, the last, and what lies where a run ends.
      const lostPages = new Set([0, Math.floor(RUN_MS / PAGE_MS), Math.floor(pages / 2), pages - 1]);
      const found = await pass({ pages, due, lostPages: due === 0 ? new Set() : lostPages });
      expect(found).toMatchObject({ runs, objects, unseen: 0 });
      expect([found.missing, found.sentAgain]).toEqual(due === 0 ? [0, 0] : [lostPages.size, lostPages.size]);
      expect(found.hours).toBeLessThanOrEqual(hours);
      expect(found.hours).toBeLessThan(paceOf('current', 30).alarmHours);
      expect(found.calls.list).toBe(pages);
      expect(found.calls.look).toBe(pages * due);
      expect(found.calls.read).toBe(runs);
      expect(found.calls.write).toBeLessThanOrEqual(1 + runs + pages / 200);
    },
  );

  it('is over within its time for a day’s ten million kept for thirty days, each with its marker', () => {
    const pages = (10e6 * 30 * 2) / PER_PAGE;
    const hours = Math.ceil((pages * PAGE_MS) / RUN_MS);
    const { restHours, alarmHours } = paceOf('replaced', 30);
    expect(hours).toBe(104);
    expect(hours).toBeLessThan(restHours);
    // A version is not covered until the pass after the one that it came in.
    expect(restHours + hours).toBeLessThan(alarmHours);
    // Before it is destroyed.
    expect(restHours + hours).toBeLessThan(30 * 24);
  });

  it.each([14, 21, 30, 365])(
    'comes four times in the life of a version that is hidden for %i days',
    (days) => {
      const { restHours, alarmHours } = paceOf('replaced', days);
      expect(days * 24).toBeGreaterThanOrEqual(4 * restHours);
      expect(alarmHours).toBeLessThan(days * 24);
    },
  );
});
