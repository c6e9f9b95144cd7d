import {
  LOOK_EVERY_MS,
  ROUTES_FILE,
  RuleBook,
  type RuleBookEvent,
  type RuleShelf,
} from '../../functions/ingest/ruleBook.ts';
import { compileRoutesOnDemand } from '../../rules/onDemand.ts';

/** A shelf in memory that counts what it is asked. */
class MemoryShelf implements RuleShelf {
  /** Of each path, newest first; null: deleted. */
  readonly versions = new Map<string, (string | null)[]>();
  asked = 0;
  /** Paths that do not answer. */
  readonly silent = new Set<string>();

  put(path: string, text: string | null): void {
    this.versions.set(path, [text, ...(this.versions.get(path) ?? [])]);
  }

  async newest(path: string, knownEtag?: string) {
    this.asked += 1;
    if (this.silent.has(path)) throw new RangeError('no answer');
    const text = this.versions.get(path)?.[0];
    if (text == null) return null;
    const etag = `${this.versions.get(path)?.length}`;
    return etag === knownEtag ? ('unchanged' as const) : { etag, text };
  }

  async *older(path: string) {
    for (const [index, text] of (this.versions.get(path) ?? []).entries())
      if (index > 0 && text !== null) yield { etag: `old-${index}`, text };
  }
}

const ROUTES = JSON.stringify({ routes: [{ prefix: 'a/', rules: 'a.json' }] });
const REMOVES = '{ "profile": "basic" }';
const KEEPS = '{ "profile": "none", "rules": [{ "select": "OtherPatientNames", "action": "remove" }] }';
const BROKEN = '{ "profle": "none" }';

function open(shelf: MemoryShelf) {
  const events: RuleBookEvent[] = [];
  let now = 0;
  const book = new RuleBook(
    shelf,
    compileRoutesOnDemand,
    () => now,
    (event) => events.push(event),
  );
  return {
    book,
    events,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

function shelfWith(files: Readonly<Record<string, string>>): MemoryShelf {
  const shelf = new MemoryShelf();
  for (const [path, text] of Object.entries(files)) shelf.put(path, text);
  return shelf;
}

describe('RuleBook', () => {
  it('asks nothing while the rules are fresh, and gives the same routes until they change', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS });
    const { book, wait } = open(shelf);
    const first = await book.routes();
    const asked = shelf.asked;
    expect(await book.routes()).toBe(first);
    expect(shelf.asked).toBe(asked);
    wait(LOOK_EVERY_MS);
    expect(await book.routes()).toBe(first);
    expect(shelf.asked).toBe(asked + 2);
  });

  it('takes a changed rule file without being made anew, and names its digest', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS });
    const { book, wait, events } = open(shelf);
    const [before] = await book.routes();
    shelf.put('a.json', REMOVES);
    wait(LOOK_EVERY_MS);
    const [after] = await book.routes();
    expect(after?.plan.digest).not.toBe(before?.plan.digest);
    expect(events.map(({ event }) => event)).toEqual(['rules-taken', 'rules-taken']);
    expect(events[1]).toEqual({ event: 'rules-taken', digests: [after?.plan.digest] });
  });

  it('keeps what it has when a file breaks, says so by code, and takes the mended file', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS });
    const { book, wait, events } = open(shelf);
    const good = await book.routes();
    shelf.put('a.json', BROKEN);
    wait(LOOK_EVERY_MS);
    expect(await book.routes()).toBe(good);
    expect(events[1]).toEqual({
      event: 'rules-broken',
      file: 'a.json',
      problems: [{ code: 'UNKNOWN_KEY', line: 1 }],
    });
    shelf.put('a.json', REMOVES);
    wait(LOOK_EVERY_MS);
    expect((await book.routes())[0]?.plan.digest).not.toBe(good[0]?.plan.digest);
  });

  it('goes back to the last good version of a broken file at a cold start', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS });
    const good = (await open(shelf).book.routes())[0]?.plan.digest;
    shelf.put('a.json', BROKEN);
    shelf.put('a.json', `${BROKEN} `);
    expect((await open(shelf).book.routes())[0]?.plan.digest).toBe(good);
    shelf.put(ROUTES_FILE, '{');
    expect((await open(shelf).book.routes())[0]?.plan.digest).toBe(good);
  });

  it('applies the Basic Profile to everything while there never was a routes file', async () => {
    const shelf = shelfWith({});
    const { book, wait } = open(shelf);
    expect((await book.routes()).map(({ prefix, plan }) => [prefix, plan.dialect])).toEqual([['', 'ps3.15']]);
    shelf.put('a.json', KEEPS);
    shelf.put(ROUTES_FILE, ROUTES);
    wait(LOOK_EVERY_MS);
    expect((await book.routes()).map(({ prefix }) => prefix)).toEqual(['a/']);
  });

  it('rejects while the only routes there ever were are broken, and recovers when they are mended', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: '{', 'a.json': KEEPS });
    const { book } = open(shelf);
    await expect(book.routes()).rejects.toMatchObject({ code: 'RULES_UNAVAILABLE' });
    shelf.put(ROUTES_FILE, ROUTES);
    expect((await book.routes()).length).toBe(1);
  });

  it('takes a change that it could not read at first, once the shelf answers', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS, 'b.json': REMOVES });
    const { book, wait } = open(shelf);
    const [before] = await book.routes();
    shelf.put(ROUTES_FILE, ROUTES.replace('a.json', 'b.json'));
    shelf.silent.add('b.json');
    wait(LOOK_EVERY_MS);
    await expect(book.routes()).rejects.toBeInstanceOf(RangeError);
    shelf.silent.clear();
    wait(LOOK_EVERY_MS);
    expect((await book.routes())[0]?.plan.digest).not.toBe(before?.plan.digest);
  });

  it('reads once for all who ask at the same time', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS });
    const { book, events, wait } = open(shelf);
    const [one, other] = await Promise.all([book.routes(), book.routes()]);
    expect(other).toBe(one);
    expect(events).toHaveLength(1);
    const asked = shelf.asked;
    wait(LOOK_EVERY_MS);
    await Promise.all([book.routes(), book.routes(), book.routes()]);
    expect(shelf.asked).toBe(asked + 2);
  });

  it('is not moved by a new version with the same text', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS });
    const { book, events, wait } = open(shelf);
    const first = await book.routes();
    shelf.put('a.json', KEEPS);
    wait(LOOK_EVERY_MS);
    expect(await book.routes()).toBe(first);
    expect(events).toHaveLength(1);
  });

  it('goes on with the last version of a rule file that somebody deleted, also at a cold start', async () => {
    const shelf = shelfWith({
      [ROUTES_FILE]: '{ "routes": [{ "prefix": "", "rules": "basic" }] }',
      'a.json': KEEPS,
    });
    shelf.put(ROUTES_FILE, ROUTES);
    const warm = open(shelf);
    const [good] = await warm.book.routes();
    shelf.put('a.json', null);
    warm.wait(LOOK_EVERY_MS);
    const prefixesAndDigests = async (book: RuleBook) =>
      (await book.routes()).map(({ prefix, plan }) => [prefix, plan.digest]);
    expect(await prefixesAndDigests(warm.book)).toEqual([['a/', good?.plan.digest]]);
    expect(await prefixesAndDigests(open(shelf).book)).toEqual([['a/', good?.plan.digest]]);
  });

  it('goes back to the last routes where somebody deleted them: not everything goes by the Basic Profile then', async () => {
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': KEEPS });
    const [before] = await open(shelf).book.routes();
    shelf.put(ROUTES_FILE, null);
    const routes = await open(shelf).book.routes();
    expect(routes.map(({ prefix, plan }) => [prefix, plan.digest])).toEqual([['a/', before?.plan.digest]]);
  });

  it('refuses a key in a rule file, and says so without it', async () => {
    const config = (key: string) =>
      `{ "rules": [{ "tag": "PN", "method": "cryptoHash", "params": { "cryptoHashKey": "${key}" } }] }`;
    const shelf = shelfWith({ [ROUTES_FILE]: ROUTES, 'a.json': config('kms') });
    const { book, wait, events } = open(shelf);
    const good = await book.routes();
    shelf.put('a.json', config('very-secret'));
    wait(LOOK_EVERY_MS);
    expect(await book.routes()).toBe(good);
    expect(events[1]).toMatchObject({ event: 'rules-broken', problems: [{ code: 'MS_KEY_IN_FILE' }] });
    expect(JSON.stringify(events)).not.toContain('very-secret');
  });
});
