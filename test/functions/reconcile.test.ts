import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Sweep } from '../../functions/environment.ts';
import { objectsOf } from '../../functions/ingest/events.ts';
import type { LogLine } from '../../functions/log.ts';
import type { MetricLine } from '../../functions/metrics.ts';
import { type ReconcilePorts, reconcileHandler } from '../../functions/reconcile/lambda.ts';
import {
  type Book,
  type Bookmark,
  type Bookmarks,
  isDue,
  type Reconciliation,
  type Run,
  reconcile,
  type Standing,
} from '../../functions/reconcile/reconcile.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { type ListedObject, type ListingPlace, S3Book } from '../../layers/aws/s3Book.ts';
import { S3Store } from '../../layers/aws/s3Store.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { namesOf } from '../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { KeyRing, ObjectRef } from '../../layers/engine/ports.ts';
import { faultOf, IDENTIFIER } from '../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../contracts/faultyClient.ts';
import { makeS3Rig } from '../contracts/s3Rig.ts';
import { run } from '../contracts/samples.ts';
import { FakeKms } from '../layers/aws/fakes/kms.ts';
import { FakeS3, type Input, s3Error } from '../layers/aws/fakes/s3.ts';
import { FakeSqs } from '../layers/aws/fakes/sqs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RUN: Run = { sweep: 'current', dueMs: 1000 * HOUR, graceMs: HOUR, restMs: 0, mayGoOn: () => true };

/** Bookmarks as they lie in the cloud: as text. */
function bookmarksOf<Place>() {
  const written = new Map<Sweep, string>();
  const bookmarks: Bookmarks<Place> = {
    read: async (sweep) => JSON.parse(written.get(sweep) ?? 'null') as Bookmark<Place> | null,
    write: async (sweep, bookmark) => void written.set(sweep, JSON.stringify(bookmark)),
  };
  return { bookmarks, written };
}

/** A book of objects by key, so many a page: what became of each, and how old it is. */
function bookOf(
  objects: Readonly<Record<string, readonly [Standing | 'gone', number, ...(readonly true[])]>>,
  perPage = 1000,
) {
  const sent: string[] = [];
  const looked: string[] = [];
  const keys = Object.keys(objects);
  const book: Book<number> = {
    page: async (_sweep, from) => {
      const start = from ?? 0;
      const end = start + perPage;
      return {
        objects: keys.slice(start, end).map((key) => {
          const [, ageMs = 0, isDoubtful] = objects[key] ?? [];
          return {
            ref: { container: 'ingest', key: new Phi(key) },
            createdMs: RUN.dueMs - ageMs,
            ...(isDoubtful ? { isDoubtful } : {}),
          };
        }),
        next: end < keys.length ? end : null,
      };
    },
    standingOf: async (ref) => {
      looked.push(ref.key.reveal());
      const standing = objects[ref.key.reveal()]?.[0] ?? 'gone';
      return standing === 'gone' ? null : { standing, ref };
    },
    sendAgain: async (refs) => {
      sent.push(...refs.map(({ key }) => key.reveal()));
      return refs.length;
    },
  };
  return { book, sent, looked };
}

describe('a reconciliation', () => {
  it('sends again what has no outcome after its time, and nothing else', async () => {
    const { book, sent } = bookOf({
      lost: ['missing', 90 * MINUTE],
      fresh: ['missing', 30 * MINUTE],
      released: ['released', 90 * MINUTE],
      kept: ['kept', 90 * MINUTE],
      deleted: ['gone', 90 * MINUTE],
      unclear: ['missing', 90 * MINUTE, true],
      clear: ['released', 90 * MINUTE, true],
    });
    expect(await reconcile(book, bookmarksOf<number>().bookmarks, RUN)).toEqual({
      pages: 1,
      objects: 7,
      looked: 5,
      released: 2,
      kept: 1,
      waiting: 0,
      missing: 1,
      doubtful: 1,
      sentAgain: 2,
      complete: true,
      uncoveredMs: 0,
    });
    expect(sent).toEqual(['lost', 'unclear']);
  });

  it('looks at an object at every mark once, whatever moment it came at', () => {
    for (const offset of [0, 1, 17 * MINUTE, HOUR - 1]) {
      const looks = Array.from({ length: 100 }, (_, run) => run * HOUR + offset).filter((age) =>
        isDue(-age, 0, -HOUR, HOUR),
      );
      expect(looks.map((age) => Math.floor(age / HOUR))).toEqual([1, 4, 16, 64]);
    }
  });

  it('looks at every mark that passed since the pass before, however long ago that was, and first of all at each object', () => {
    const hours = (age: number) => -age * HOUR;
    expect(isDue(hours(5), 0, hours(2), HOUR)).toBe(true);
    expect(isDue(hours(5), 0, hours(1), HOUR)).toBe(false);
    expect(isDue(hours(15), 0, hours(1), HOUR)).toBe(false);
    expect(isDue(hours(15), 0, null, HOUR)).toBe(true);
    expect(isDue(hours(0.5), 0, null, HOUR)).toBe(false);
    // It came since.
    expect(isDue(hours(2), 0, hours(10), HOUR)).toBe(true);
  });

  it('goes on where the run before had to stop, until every object was looked at once', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1234 }, (_, index) => [`${index}`, ['missing', 90 * MINUTE] as const]),
    );
    const { book, sent } = bookOf(many, 100);
    const { bookmarks } = bookmarksOf<number>();
    const founds: Reconciliation[] = [];
    for (let run = 0; founds.at(-1)?.complete !== true; run += 1) {
      let left = 5;
      const dueMs = RUN.dueMs + run * HOUR;
      founds.push(await reconcile(book, bookmarks, { ...RUN, dueMs, mayGoOn: () => left-- > 0 }));
    }
    expect(founds.map(({ objects, missing }) => [objects, missing])).toEqual([
      [500, 500],
      [500, 500],
      [234, 234],
    ]);
    expect(founds.map(({ uncoveredMs }) => uncoveredMs / HOUR)).toEqual([0, 1, 2]);
    expect(sent.toSorted()).toEqual(Object.keys(many).toSorted());
  });

  it('looks again at a part that no note was taken of, and passes over none', async () => {
    const { book, looked } = bookOf(
      Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}`, ['kept', 2 * HOUR] as const])),
      10,
    );
    const { bookmarks } = bookmarksOf<number>();
    const failing = {
      ...book,
      page: (sweep: Sweep, from: number | null) => (from === 20 ? fail() : book.page(sweep, from)),
    };
    const fail = () => Promise.reject(new FaultError('SOURCE_UNREADABLE', true, 'Away', 'Wait'));
    await expect(reconcile(failing, bookmarks, RUN)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(await reconcile(book, bookmarks, RUN)).toMatchObject({ looked: 30, complete: true });
    expect(looked).toHaveLength(50);
  });

  it('rests after a pass as long as it should, and says how old that has become', async () => {
    const { book } = bookOf({ one: ['kept', 2 * HOUR] });
    const { bookmarks } = bookmarksOf<number>();
    const at = (hours: number) =>
      reconcile(book, bookmarks, { ...RUN, dueMs: RUN.dueMs + hours * HOUR, restMs: 24 * HOUR });
    expect(await at(0)).toMatchObject({ pages: 1, complete: true, uncoveredMs: 0 });
    expect(await at(23)).toMatchObject({ pages: 0, complete: true, uncoveredMs: 23 * HOUR });
    expect(await at(24)).toMatchObject({ pages: 1, complete: true, uncoveredMs: 0 });
  });
});

describe('the handler of a reconciliation', () => {
  const listen = (prepare: () => Promise<ReconcilePorts<number>>) => {
    const [lines, metrics]: [LogLine[], MetricLine[]] = [[], []];
    const handler = reconcileHandler(
      prepare,
      (line) => void lines.push(line),
      (line) => void metrics.push(line),
      'test',
      () => RUN.dueMs + 5 * MINUTE,
    );
    return { lines, metrics, handler };
  };

  it('counts from when it was due, says what it found, and names nothing', async () => {
    const { book } = bookOf({ [IDENTIFIER]: ['missing', HOUR], older: ['kept', 2 * HOUR + MINUTE] });
    const { lines, metrics, handler } = listen(async () => ({
      book,
      ...bookmarksOf<number>(),
    }));
    await handler({ time: new Date(RUN.dueMs).toISOString() });
    expect(lines).toMatchObject([
      { level: 'info', event: 'reconciled', sweep: 'current', looked: 2, missing: 1, sentAgain: 1 },
    ]);
    expect(metrics).toMatchObject([
      { MissingOutcomes: 1, Stage: 'test' },
      { UncoveredAge: 0, Stage: 'test', Sweep: 'current' },
    ]);
    expect(JSON.stringify([lines, metrics])).not.toContain(IDENTIFIER);
  });

  it('has as its metric how old what it has not looked at may be, as far as it came', async () => {
    const { book } = bookOf({ one: ['kept', HOUR], two: ['kept', HOUR] }, 1);
    const { metrics, lines, handler } = listen(async () => ({ book, ...marks }));
    const marks = bookmarksOf<number>();
    const at = (hours: number) => ({
      time: new Date(RUN.dueMs + hours * HOUR).toISOString(),
      sweep: 'replaced',
    });
    const invocation = (times: number) => {
      let left = times;
      return { getRemainingTimeInMillis: () => (left-- > 0 ? 60_000 : 1_000) };
    };
    await handler(at(0), invocation(1));
    await handler(at(3), invocation(0));
    await handler(at(4), invocation(9));
    const ages = metrics.filter((line) => 'UncoveredAge' in line);
    expect(ages).toMatchObject([0, 3, 4].map((hours) => ({ UncoveredAge: hours * 3600, Sweep: 'replaced' })));
    expect(lines.map(({ complete }) => complete)).toEqual([false, false, true]);
    await handler(at(5), invocation(9));
    expect(metrics.at(-1)).toMatchObject({ UncoveredAge: 0 });
  });

  it('fails by a code, so that it is tried again', async () => {
    const { lines, handler } = listen(async () => {
      throw new FaultError('KEY_UNAVAILABLE', true, 'KMS is away', 'Wait');
    });
    await expect(handler({})).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(lines).toMatchObject([{ level: 'error', event: 'not-reconciled', code: 'KEY_UNAVAILABLE' }]);
  });
});

describe('the book of S3', () => {
  const TAG = { key: 'lethe', released: 'released', kept: ['quarantined', 'held'] };
  let fake: FakeS3;
  let sqs: FakeSqs;
  let keys: KeyRing;
  let book: S3Book;
  let ref: ObjectRef;
  let lastPrefix: string | undefined;
  let refusesTokens: boolean;

  /** What the fake leaves out: pages of current objects, and the version that tags are of. */
  const s3With = (tags: () => readonly { Key: string; Value: string }[], perPage = 1): S3Client =>
    ({
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const { input } = command;
        const name = command.constructor.name.replace(/Command$/, '');
        if (name === 'GetObjectTagging')
          return { TagSet: tags(), VersionId: input.VersionId ?? ref.versionId };
        if (name === 'ListObjectVersions')
          return fake.client.send({
            ...command,
            constructor: command.constructor,
            input: { ...input, MaxKeys: perPage },
          } as never);
        const answer = (await fake.client.send(command as never)) as { Contents?: { Key: string }[] };
        if (name !== 'ListObjectsV2') return answer;
        lastPrefix = input.Prefix;
        if (input.ContinuationToken !== undefined && refusesTokens) throw s3Error('InvalidArgument', 400);
        const after = input.ContinuationToken ?? input.StartAfter ?? '';
        const Contents = (answer.Contents ?? []).filter(({ Key }) => Key > after);
        const IsTruncated = Contents.length > 1;
        return {
          Contents: Contents.slice(0, 1),
          IsTruncated,
          ...(IsTruncated ? { NextContinuationToken: Contents[0]?.Key } : {}),
        };
      },
    }) as unknown as S3Client;
  const makeBook = (s3: S3Client, queue = sqs.client) =>
    new S3Book(s3, queue, keys, {
      ingestBucket: 'book-ingest',
      quarantineBucket: 'book-quarantine',
      queueUrl: 'queue',
      tag: TAG,
    });
  let rig: Awaited<ReturnType<typeof makeS3Rig>>;

  beforeEach(async () => {
    fake = new FakeS3();
    sqs = new FakeSqs();
    refusesTokens = false;
    keys = new KmsKeyRing(new FakeKms(new Map([['key', Buffer.alloc(32, 7)]])).client, 'key');
    rig = await makeS3Rig({ client: fake.client, versioned: true, prefix: 'book' });
    await rig.ingest('b', Buffer.from('other'));
    ref = await rig.ingest('a', Buffer.from('bytes'));
    book = makeBook(s3With(() => [{ Key: 'sender', Value: IDENTIFIER }]));
  });
  const byKey = (): ObjectRef => ({ container: ref.container, key: ref.key });
  /** Every page, with the place that follows it as it is after a while in a bookmark. */
  const listed = async (sweep: Sweep) => {
    const found: ListedObject[] = [];
    for (let from: ListingPlace | null = null; ; ) {
      const page = await book.page(sweep, from);
      found.push(...page.objects);
      if (page.next === null) return found;
      from = JSON.parse(JSON.stringify(page.next)) as ListingPlace;
    }
  };
  const hide = ({ container, key }: ObjectRef) =>
    fake.client.send(new DeleteObjectCommand({ Bucket: container, Key: key.reveal() }));

  it('lists every object of every page, also where a token holds no more, and none that is hidden', async () => {
    const names = async () => (await listed('current')).map(({ ref: each }) => each.key.reveal());
    expect(await names()).toEqual([`study/${IDENTIFIER}/a`, `study/${IDENTIFIER}/b`]);
    refusesTokens = true;
    expect(await names()).toEqual([`study/${IDENTIFIER}/a`, `study/${IDENTIFIER}/b`]);
    await hide(ref);
    expect(await names()).toEqual([`study/${IDENTIFIER}/b`]);
  });

  it('lists versions that a newer took the place of, over the ends of pages, and none below a marker', async () => {
    for (const perPage of [1, 2, 3, 1000]) {
      book = makeBook(s3With(() => [], perPage));
      expect(await listed('replaced')).toEqual([]);
    }
    const newer = await rig.ingest('a', Buffer.from('newer'));
    const newest = await rig.ingest('a', Buffer.from('newest'));
    for (const perPage of [1, 2, 3, 1000]) {
      book = makeBook(s3With(() => [], perPage));
      const versions = (await listed('replaced')).map(({ ref: each }) => each.versionId);
      expect([perPage, versions]).toEqual([perPage, [newer.versionId, ref.versionId]]);
    }
    await hide(newest);
    expect((await listed('replaced')).map(({ ref: each }) => each.versionId)).toContain(newer.versionId);
  });

  it('knows what was released or kept by its tag, whatever else the sender tagged', async () => {
    const standingAs = async (Value: string) =>
      (await makeBook(s3With(() => [{ Key: TAG.key, Value }])).standingOf(byKey()))?.standing;
    expect(await standingAs('released')).toBe('released');
    for (const value of TAG.kept) expect(await standingAs(value)).toBe('kept');
    expect(await standingAs(IDENTIFIER)).toBe('missing');
    expect(await book.standingOf(byKey())).toMatchObject({
      standing: 'missing',
      ref: { versionId: ref.versionId },
    });
    expect(await book.standingOf({ ...byKey(), versionId: 'other' })).toMatchObject({
      ref: { versionId: 'other' },
    });
  });

  it('knows what was quarantined or held by its note, and not by bytes without one', async () => {
    const store = new S3Store(fake.client, {
      cleanBucket: 'book-clean',
      quarantineBucket: 'book-quarantine',
    });
    const { version } = await namesOf(ref, { keys });
    const reason = { code: 'C', message: 'm', hint: 'h' };
    await store.quarantine('f'.repeat(32), ref, null, reason, run);
    expect(await book.standingOf(byKey())).toMatchObject({ standing: 'missing' });
    await store.quarantine(version, ref, null, reason, run);
    expect(await book.standingOf(byKey())).toMatchObject({ standing: 'kept' });
    expect(lastPrefix).toBe(`${version}.json`);
  });

  it('sends events that ingest understands', async () => {
    const refs = Array.from({ length: 23 }, (_, index) => ({ ...ref, key: new Phi(`a/${index} +ü`) }));
    expect(await book.sendAgain(refs)).toBe(23);
    const read = sqs.bodies('queue').flatMap((body) => objectsOf(body));
    expect(read.map(({ key }) => key.reveal())).toEqual(refs.map(({ key }) => key.reveal()));
    expect(read[0]).toMatchObject({ container: 'book-ingest', versionId: ref.versionId });
  });

  it('passes over what is gone, and rejects with a coded fault that names nothing', async () => {
    const failing = (error: Error) =>
      makeBook(
        s3With(() => {
          throw error;
        }),
      );
    expect(await failing(s3Error('NoSuchKey', 404)).standingOf(byKey())).toBeNull();
    expect(await faultOf(failing(s3Error('AccessDenied', 403)).standingOf(byKey()))).toEqual({
      code: 'SOURCE_UNREADABLE',
      transient: false,
    });
    const broken = faultyClient(sqs.client, {
      before: () => {
        throw brokenConnection();
      },
    });
    expect(await faultOf(makeBook(fake.client, broken).sendAgain([ref]))).toEqual({
      code: 'QUEUE_UNAVAILABLE',
      transient: true,
    });
  });
});
