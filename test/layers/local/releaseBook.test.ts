import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type BookedRun, type Publishing, ReleaseBook } from '../../../layers/local/releaseBook.ts';
import { faultOf } from '../../contracts/faults.ts';
import { expectPrivate } from '../../support/posix.ts';
import { testKeys } from '../engine/harness.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-book-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const NAME = 'Zwieback^Oriane';

function makeBook(keys = testKeys()) {
  const path = join(root, String(count++), 'state', 'releases.sqlite');
  const book = () => new ReleaseBook(path, keys);
  return { path, book };
}
const plan = (digest: string) => ({ prefix: '', name: 'rules', digest });
const runOf = (digest: string, inputs: readonly string[], more: Partial<BookedRun> = {}): BookedRun => ({
  output: '../out',
  plans: [plan(digest)],
  engine: '1',
  inputs,
  ...more,
});
const publishes: Publishing = { publish: () => true, takeBack: null };

describe('claims', () => {
  it('of a clean key by two sources of one run: the first has it, the second is told whose it is', async () => {
    const { book } = makeBook();
    const [one, other] = [book(), book()];
    const run = { number: await one.begin(runOf('a', [])), output: '../out' };
    expect(await one.claim(run, 'k', 's1', `${NAME}/1.dcm`, publishes)).toEqual({
      isOurs: true,
      isPublished: true,
      source: null,
    });
    let isCalled = false;
    const publishing = { publish: () => (isCalled = true), takeBack: null };
    expect(await other.claim(run, 'k', 's2', 'b.dcm', publishing)).toEqual({
      isOurs: false,
      isPublished: false,
      source: `${NAME}/1.dcm`,
    });
    expect(isCalled).toBe(false);
    expect(await other.claim(run, 'k', 's1', 'a.dcm', publishes)).toMatchObject({ isOurs: true });
    await Promise.all([one.close(), other.close()]);
  });

  it('of an earlier run are taken over, and so is nothing where the place was not got', async () => {
    const { book } = makeBook();
    const one = book();
    const output = '../out';
    const before = { number: await one.begin(runOf('a', [])), output };
    const now = { number: await one.begin(runOf('a', [])), output };
    await one.claim(before, 'k', 's1', 'a.dcm', publishes);
    const fails = { publish: () => false, takeBack: null };
    expect(await one.claim(now, 'k', 's2', 'b.dcm', fails)).toEqual({
      isOurs: true,
      isPublished: false,
      source: 'a.dcm',
    });
    expect(await one.claim(before, 'k', 's3', 'c.dcm', publishes)).toMatchObject({ source: 'a.dcm' });
    expect(await one.claim(now, 'k', 's2', 'b.dcm', publishes)).toMatchObject({ isOurs: true });
    expect(await one.claim(now, 'k', 's3', 'c.dcm', publishes)).toMatchObject({
      isOurs: false,
      source: 'b.dcm',
    });
    await one.close();
  });

  it('of different output folders are apart', async () => {
    const { book } = makeBook();
    const one = book();
    const number = await one.begin(runOf('a', []));
    await one.claim({ number, output: '../x' }, 'k', 's1', 'a.dcm', publishes);
    expect(await one.claim({ number, output: '../y' }, 'k', 's2', 'b.dcm', publishes)).toMatchObject({
      isOurs: true,
      source: null,
    });
    await one.close();
  });

  it('whose publishing fails are not written down', async () => {
    const { book } = makeBook();
    const one = book();
    const run = { number: await one.begin(runOf('a', [])), output: '../out' };
    const failing = {
      publish: () => {
        throw Object.assign(new Error(), { code: 'EXDEV' });
      },
      takeBack: null,
    };
    await expect(one.claim(run, 'k', 's1', 'a.dcm', failing)).rejects.toMatchObject({ code: 'EXDEV' });
    expect(await one.claim(run, 'k', 's2', 'b.dcm', publishes)).toMatchObject({ isOurs: true, source: null });
    await one.close();
  });

  it('that cannot be written are taken back, with a fault', async () => {
    const { book, path } = makeBook();
    const one = book();
    const run = { number: await one.begin(runOf('a', [])), output: '../out' };
    await one.close();
    // A page more than there is room for: as on a disk that is full.
    const { prepare } = DatabaseSync.prototype;
    let isTakenBack = false;
    DatabaseSync.prototype.prepare = function prepared(sql: string) {
      const statement = prepare.call(this, sql);
      if (sql !== 'COMMIT') return statement;
      const run = () => {
        throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
      };
      return Object.assign(Object.create(statement), { run });
    };
    try {
      const publishing = {
        publish: () => true,
        takeBack: () => {
          isTakenBack = true;
        },
      };
      const opened = new ReleaseBook(path, testKeys());
      const claim = opened.claim(run, 'k', 's1', 'a.dcm', publishing);
      expect(await faultOf(claim)).toEqual({ code: 'STORE_UNAVAILABLE', transient: true });
      expect(isTakenBack).toBe(true);
      await opened.close();
    } finally {
      DatabaseSync.prototype.prepare = prepare;
    }
  });
});

describe('the file', () => {
  it('is its owner’s alone, and holds no path as it is written', async () => {
    const { book, path } = makeBook();
    const one = book();
    const run = { number: await one.begin(runOf('a', [`/home/${NAME}/in`])), output: '../out' };
    await one.claim(run, 'k', 's1', `${NAME}/1.dcm`, publishes);
    for (const file of readdirSync(join(path, '..'))) {
      expectPrivate(join(path, '..', file));
      expect(readFileSync(join(path, '..', file)).includes('Zwieback')).toBe(false);
    }
    const stranger = new ReleaseBook(path, testKeys('another root'));
    expect(await stranger.claim(run, 'k', 's1', 'x', publishes)).toMatchObject({ source: null });
    await Promise.all([one.close(), stranger.close()]);
  });
});

describe('runs at odds', () => {
  const released = async (book: ReleaseBook, run: BookedRun) => {
    const number = await book.begin(run);
    await book.claim({ number, output: run.output }, 'k', 's', 'a.dcm', publishes);
  };

  it.each([
    ['the same folder', '/data/in', '/data/in', true],
    ['a folder in it', '/data/in', '/data/in/ct', true],
    ['a file in it', '/data/in', '/data/in/ct/1.dcm', true],
    ['a folder around it', '/data/in/ct', '/data', true],
    ['a folder beside it', '/data/in', '/data/in2', false],
  ])('under other rules, over %s', async (_what, before, now, isAtOdds) => {
    const { book } = makeBook();
    const one = book();
    await released(one, runOf('a', [before]));
    expect(await one.atOdds(runOf('b', [now]))).toEqual(isAtOdds ? plan('a') : null);
    expect(await one.atOdds(runOf('a', [now]))).toBeNull();
    expect(await one.atOdds(runOf('b', [now], { output: '../elsewhere' }))).toBeNull();
    expect(await one.atOdds(runOf('a', [now], { engine: '2' }))).toEqual(
      isAtOdds ? { ...plan('a'), name: 'rules, Lethe 1' } : null,
    );
    await one.close();
  });

  it('are none where the earlier one released nothing, all of it was written over, or the output is empty', async () => {
    const { book } = makeBook();
    const one = book();
    await one.begin(runOf('a', ['/in']));
    expect(await one.atOdds(runOf('b', ['/in']))).toBeNull();
    await released(one, runOf('a', ['/in']));
    expect(await one.atOdds(runOf('b', ['/in']))).not.toBeNull();
    await released(one, runOf('b', ['/in']));
    expect(await one.atOdds(runOf('b', ['/in']))).toBeNull();
    expect(await one.atOdds(runOf('a', ['/in']))).not.toBeNull();
    await one.forget('../out');
    expect(await one.atOdds(runOf('a', ['/in']))).toBeNull();
    await one.close();
  });
});

describe('what stood before a run that replaces it', () => {
  it('goes with its source, unless this run or a later one released it, or it was released just now', async () => {
    const { book } = makeBook();
    const one = book();
    const output = '../out';
    const run = async () => ({ number: await one.begin(runOf('a', [])), output });
    const before = await run();
    for (const key of ['x', 'y', 'z']) await one.claim(before, key, 's1', `${NAME}/1.dcm`, publishes);
    const now = await run();
    await one.lookOver(now, ['x', 'y', 'z', 'nobody-knows']);
    await one.claim(await run(), 'y', 's1', 'a.dcm', publishes);
    expect(await one.standing(now, 's1')).toEqual(expect.arrayContaining(['x', 'z']));
    const removed: string[] = [];
    const remove = (key: string) => removed.push(key) > 0;
    // The book could not take that z was replaced.
    expect(await one.withdraw(now, 's1', { released: 'z', place: null }, remove)).toEqual(['x']);
    expect(await one.withdraw(now, 's2', { released: null, place: 'y' }, remove)).toEqual([]);
    expect(removed).toEqual(['x']);
    // Said again by a process that takes over from one that ended.
    expect(await one.withdraw(now, 's1', { released: 'z', place: null }, remove)).toEqual(['x']);
    expect((await one.left(now)).toSorted()).toEqual(['nobody-knows', 'x', 'z']);
    await one.close();
  });

  it('is not struck where it could not be removed', async () => {
    const { book } = makeBook();
    const one = book();
    const before = { number: await one.begin(runOf('a', [])), output: '../out' };
    await one.claim(before, 'x', 's1', 'a.dcm', publishes);
    const now = { number: await one.begin(runOf('a', [])), output: '../out' };
    await one.lookOver(now, ['x']);
    const fails = () => {
      throw new Error('no right to');
    };
    await expect(one.withdraw(now, 's1', { released: null, place: null }, fails)).rejects.toThrow('no right');
    expect(await one.standing(now, 's1')).toEqual(['x']);
    await one.close();
  });
});
