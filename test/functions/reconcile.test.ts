import type { S3Client } from '@aws-sdk/client-s3';
import { objectsOf } from '../../functions/ingest/events.ts';
import type { LogLine } from '../../functions/log.ts';
import type { MetricLine } from '../../functions/metrics.ts';
import { reconcileHandler } from '../../functions/reconcile/lambda.ts';
import { type Book, isDue, reconcile, type Standing } from '../../functions/reconcile/reconcile.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { S3Book } from '../../layers/aws/s3Book.ts';
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
const RUN = { dueMs: 1000 * HOUR, everyMs: HOUR, graceMs: HOUR, mayGoOn: () => true };

/** A book of objects by key: what became of each, and how old it is. */
function bookOf(objects: Readonly<Record<string, readonly [Standing | 'gone', number]>>) {
  const sent: string[] = [];
  const book: Book = {
    async *objects() {
      for (const [key, [, ageMs]] of Object.entries(objects))
        yield { ref: { container: 'ingest', key: new Phi(key) }, createdMs: RUN.dueMs - ageMs };
    },
    standingOf: async (ref) => {
      const standing = objects[ref.key.reveal()]?.[0] ?? 'gone';
      return standing === 'gone' ? null : { standing, ref };
    },
    sendAgain: async (refs) => {
      sent.push(...refs.map(({ key }) => key.reveal()));
      return refs.length;
    },
  };
  return { book, sent };
}

describe('a reconciliation', () => {
  it('sends again what has no outcome after its time, and nothing else', async () => {
    const { book, sent } = bookOf({
      lost: ['missing', 90 * MINUTE],
      fresh: ['missing', 30 * MINUTE],
      released: ['released', 90 * MINUTE],
      kept: ['kept', 90 * MINUTE],
      deleted: ['gone', 90 * MINUTE],
    });
    expect(await reconcile(book, RUN)).toEqual({
      objects: 5,
      looked: 3,
      released: 1,
      kept: 1,
      missing: 1,
      sentAgain: 1,
      complete: true,
    });
    expect(sent).toEqual(['lost']);
  });

  it('looks at an object at every mark once, whatever moment it came at', () => {
    for (const offset of [0, 1, 17 * MINUTE, HOUR - 1]) {
      const looks = Array.from({ length: 100 }, (_, run) => run * HOUR + offset).filter((age) =>
        isDue(age, RUN),
      );
      expect(looks.map((age) => Math.floor(age / HOUR))).toEqual([1, 4, 16, 64]);
    }
  });

  it('takes as many as there are, and stops when its time is up', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1234 }, (_, index) => [`${index}`, ['missing', 90 * MINUTE] as const]),
    );
    const all = bookOf(many);
    expect(await reconcile(all.book, RUN)).toMatchObject({ missing: 1234, sentAgain: 1234, complete: true });
    expect(new Set(all.sent).size).toBe(1234);
    let left = 200;
    const some = bookOf(many);
    const cut = await reconcile(some.book, { ...RUN, mayGoOn: () => left-- > 0 });
    expect(cut).toMatchObject({ objects: 200, missing: 200, complete: false });
  });
});

describe('the handler of a reconciliation', () => {
  const listen = (prepare: () => Promise<Book>) => {
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
    const { lines, metrics, handler } = listen(async () => book);
    await handler({ time: new Date(RUN.dueMs).toISOString() });
    expect(lines).toMatchObject([
      { level: 'info', event: 'reconciled', looked: 1, missing: 1, sentAgain: 1 },
    ]);
    expect(metrics).toMatchObject([{ MissingOutcomes: 1, Stage: 'test' }]);
    expect(JSON.stringify([lines, metrics])).not.toContain(IDENTIFIER);
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
  const TAG = { key: 'lethe', value: 'released' };
  let fake: FakeS3;
  let sqs: FakeSqs;
  let keys: KeyRing;
  let book: S3Book;
  let ref: ObjectRef;
  let lastPrefix: string | undefined;

  /** What the fake leaves out: pages, prefixes, times and the version that tags are of. */
  const s3With = (tags: () => readonly { Key: string; Value: string }[]): S3Client =>
    ({
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const { input } = command;
        if (command.constructor.name === 'GetObjectTaggingCommand')
          return { TagSet: tags(), VersionId: ref.versionId };
        const answer = (await fake.client.send(command as never)) as { Contents?: { Key: string }[] };
        if (command.constructor.name !== 'ListObjectsV2Command') return answer;
        lastPrefix = input.Prefix;
        const Contents = (answer.Contents ?? [])
          .filter(({ Key }) => Key.startsWith(input.Prefix ?? ''))
          .map(({ Key }) => ({ Key, LastModified: new Date(RUN.dueMs) }));
        const half = Contents.length > 1 && input.ContinuationToken === undefined;
        return half
          ? { Contents: Contents.slice(0, 1), IsTruncated: true, NextContinuationToken: 'next' }
          : { Contents: input.ContinuationToken === undefined ? Contents : Contents.slice(1) };
      },
    }) as unknown as S3Client;
  const makeBook = (s3: S3Client, queue = sqs.client) =>
    new S3Book(s3, queue, keys, {
      ingestBucket: 'book-ingest',
      quarantineBucket: 'book-quarantine',
      queueUrl: 'queue',
      releasedTag: TAG,
    });

  beforeEach(async () => {
    fake = new FakeS3();
    sqs = new FakeSqs();
    keys = new KmsKeyRing(new FakeKms(new Map([['key', Buffer.alloc(32, 7)]])).client, 'key');
    const rig = await makeS3Rig({ client: fake.client, versioned: true, prefix: 'book' });
    await rig.ingest('b', Buffer.from('other'));
    ref = await rig.ingest('a', Buffer.from('bytes'));
    book = makeBook(s3With(() => [{ Key: 'sender', Value: IDENTIFIER }]));
  });
  const byKey = (): ObjectRef => ({ container: ref.container, key: ref.key });

  it('lists every object of every page', async () => {
    const found: string[] = [];
    for await (const { ref: each, createdMs } of book.objects()) {
      found.push(each.key.reveal());
      expect(createdMs).toBe(RUN.dueMs);
    }
    expect(found).toEqual([`study/${IDENTIFIER}/b`, `study/${IDENTIFIER}/a`]);
  });

  it('knows what was released by its tag, whatever else the sender tagged', async () => {
    const tagged = makeBook(s3With(() => [{ Key: TAG.key, Value: TAG.value }]));
    expect(await tagged.standingOf(byKey())).toMatchObject({ standing: 'released' });
    expect(await book.standingOf(byKey())).toMatchObject({
      standing: 'missing',
      ref: { versionId: ref.versionId },
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
