import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3Source } from '../../../layers/aws/s3Source.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import type { ObjectRef } from '../../../layers/engine/ports.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../contracts/faultyClient.ts';
import { numberedBytes } from '../../contracts/samples.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { chunksOf, FakeS3, s3Error } from './fakes/s3.ts';

heldInEachTest();

const bytes = numberedBytes(1_300_000);
const WINDOW_BYTES = 1_048_576;
const ref: ObjectRef = { container: 'in', key: new Phi(`study/${IDENTIFIER}/a`) };

async function ingested(content: Uint8Array = bytes): Promise<FakeS3> {
  const fake = new FakeS3();
  await fake.client.send(new CreateBucketCommand({ Bucket: 'in' }));
  await fake.client.send(
    new PutBucketVersioningCommand({ Bucket: 'in', VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await fake.client.send(new PutObjectCommand({ Bucket: 'in', Key: ref.key.reveal(), Body: content }));
  fake.calls.length = 0;
  return fake;
}

const gets = (fake: FakeS3) => fake.calls.map(({ name, input }) => [name, input.Range]);

describe('S3Source', () => {
  it('opens, tells the size and reads the first window with one GET', async () => {
    const fake = await ingested();
    const source = await S3Source.open(fake.client, ref);
    expect(source.size).toBe(1_300_000);
    await source.read(0, WINDOW_BYTES);
    await source.read(1000, 2000);
    expect(gets(fake)).toEqual([['GetObject', `bytes=0-${WINDOW_BYTES - 1}`]]);
  });

  it('takes a window of another size', async () => {
    const fake = await ingested();
    const source = await S3Source.open(fake.client, ref, { windowBytes: 2_000_000 });
    expect(Buffer.compare(await source.read(0, 1_300_000), bytes)).toBe(0);
    expect(gets(fake)).toEqual([['GetObject', 'bytes=0-1999999']]);
  });

  it('asks only for what the window does not hold', async () => {
    const fake = await ingested();
    const source = await S3Source.open(fake.client, ref);
    await source.read(1_000_000, 1_200_000);
    expect(gets(fake).slice(1)).toEqual([['GetObject', `bytes=${WINDOW_BYTES}-1199999`]]);
  });

  it('pins every later GET to the version and the ETag of the first', async () => {
    const fake = await ingested();
    const source = await S3Source.open(fake.client, ref);
    await source.read(1_100_000, 1_200_000);
    const { versionId, etag } = fake.stored('in', ref.key.reveal()) ?? {};
    expect(fake.calls[1]?.input).toMatchObject({ VersionId: versionId, IfMatch: etag });
    expect(source.pin).toMatchObject({ versionId, etag });
  });

  it('holds the first GET to the version and ETag of the event, with quotes or without', async () => {
    const fake = await ingested();
    const { versionId = '', etag = '' } = fake.stored('in', ref.key.reveal()) ?? {};
    for (const given of [etag, etag.replaceAll('"', '')]) {
      await S3Source.open(fake.client, { ...ref, versionId, etag: given });
      expect(fake.calls.at(-1)?.input).toMatchObject({ VersionId: versionId, IfMatch: etag });
    }
    expect(await faultOf(S3Source.open(fake.client, { ...ref, etag: 'another' }))).toEqual({
      code: 'SOURCE_CHANGED',
      transient: false,
    });
    expect(await faultOf(S3Source.open(fake.client, { ...ref, versionId: 'gone' }))).toEqual({
      code: 'SOURCE_GONE',
      transient: false,
    });
  });

  it('opens an empty object by asking for its head', async () => {
    const fake = await ingested(new Uint8Array(0));
    const source = await S3Source.open(fake.client, ref);
    expect([source.size, (await source.read(0, 0)).length]).toEqual([0, 0]);
    expect(source.pin.etag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  describe('a body that breaks off', () => {
    /** Cuts the bodies of the first `times` GETs after `keep` bytes: silently, or with an error. */
    function cutting(fake: FakeS3, times: number, keep: number, error: Error | null) {
      const { client } = fake;
      let cuts = 0;
      return {
        send: async (command: { readonly input: object }) => {
          const answer = (await client.send(command as never)) as { Body?: AsyncIterable<Buffer> };
          if (answer.Body === undefined || cuts === times) return answer;
          cuts += 1;
          return { ...answer, Body: Readable.from(cut(answer.Body, keep, error)) };
        },
      } as unknown as FakeS3['client'];
    }
    async function* cut(body: AsyncIterable<Buffer>, keep: number, error: Error | null) {
      let given = 0;
      for await (const chunk of body) {
        if (given + chunk.length > keep) break;
        given += chunk.length;
        yield chunk;
      }
      if (error !== null) throw error;
    }

    it.each([
      ['silently', null],
      ['with an error', brokenConnection()],
    ] as const)('is taken up where it broke off (%s)', async (_how, error) => {
      const fake = await ingested();
      const source = await S3Source.open(cutting(fake, 3, 400_000, error), ref);
      expect(Buffer.compare(await source.read(0, bytes.length), bytes)).toBe(0);
      const starts = gets(fake).map(([, range]) => Number(/=(\d+)-/.exec(range)?.[1]));
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      expect(starts).toHaveLength(4);
    });

    it('is given up after a few attempts, with a fault that passes', async () => {
      const fake = await ingested();
      const opening = S3Source.open(cutting(fake, 1000, 1000, null), ref);
      expect(await faultOf(opening)).toEqual({ code: 'SOURCE_UNREADABLE', transient: true });
      expect(fake.calls.length).toBeLessThanOrEqual(4);
    });
  });

  it('takes what it asked for out of a body that is the whole object', async () => {
    const fake = await ingested();
    const bodies: Readable[] = [];
    const client = {
      send: async (command: { input: { Range: string } }) => {
        const answer = (await fake.client.send(command as never)) as object;
        const Body = Readable.from(chunksOf(bytes));
        bodies.push(Body);
        return { ...answer, Body, ContentRange: undefined, ContentLength: bytes.length };
      },
    } as unknown as FakeS3['client'];
    const source = await S3Source.open(client, ref);
    expect(source.size).toBe(bytes.length);
    expect(
      Buffer.compare(await source.read(1_000_000, 1_200_000), bytes.subarray(1_000_000, 1_200_000)),
    ).toBe(0);
    expect(bodies.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });

  it('refuses a body from another place than it asked for', async () => {
    const fake = await ingested();
    let nth = 0;
    const client = {
      send: async (command: never) => {
        nth += 1;
        const answer = (await fake.client.send(command)) as object;
        return nth === 1 ? answer : { ...answer, ContentRange: 'bytes 1100001-1199999/1300000' };
      },
    } as unknown as FakeS3['client'];
    const source = await S3Source.open(client, ref);
    expect(await faultOf(source.read(1_100_000, 1_200_000))).toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });

  it.each([
    ['NoSuchKey', 404, 'SOURCE_GONE', false],
    ['NoSuchVersion', 404, 'SOURCE_GONE', false],
    ['MethodNotAllowed', 405, 'SOURCE_GONE', false],
    ['PreconditionFailed', 412, 'SOURCE_CHANGED', false],
    ['AccessDenied', 403, 'SOURCE_UNREADABLE', false],
    ['InvalidObjectState', 403, 'SOURCE_UNREADABLE', false],
    ['RequestTimeTooSkewed', 403, 'SOURCE_UNREADABLE', true],
    ['SlowDown', 503, 'SOURCE_UNREADABLE', true],
    ['InternalError', 500, 'SOURCE_UNREADABLE', true],
  ] as const)('makes of %s (%i) the fault %s, transient: %p', async (name, status, code, transient) => {
    for (const failing of [1, 2]) {
      const client = faultyClient((await ingested()).client, {
        before: (_call, nth) => {
          if (nth === failing) throw s3Error(name, status);
        },
      });
      const reading = S3Source.open(client, ref).then((source) => source.read(0, bytes.length));
      expect(await faultOf(reading)).toEqual({ code, transient });
    }
  });

  it('makes of a broken connection a fault that passes, without trying more than the SDK did', async () => {
    let asked = 0;
    const client = faultyClient((await ingested()).client, {
      before: () => {
        asked += 1;
        throw brokenConnection();
      },
    });
    expect(await faultOf(S3Source.open(client, ref))).toEqual({ code: 'SOURCE_UNREADABLE', transient: true });
    expect(asked).toBe(1);
  });

  it.each([
    ['no size', { ContentRange: undefined }],
    ['no ETag', { ETag: undefined }],
  ])('rejects an answer with %s', async (_what, change) => {
    const fake = await ingested();
    const client = {
      send: async (command: never) => ({ ...((await fake.client.send(command)) as object), ...change }),
    } as unknown as FakeS3['client'];
    expect(await faultOf(S3Source.open(client, ref))).toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});

describe('S3Source behind the real SDK', () => {
  const running: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of running.splice(0)) await stop();
  });

  /** Serves one object over HTTP; `spoil` has the answer to itself and says whether it took it. */
  async function serving(spoil: (nth: number, part: Buffer, response: ServerResponse) => boolean) {
    let nth = 0;
    const server = createServer((request, response) => {
      nth += 1;
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
      const part = bytes.subarray(Number(from), Number(to) + 1);
      response.statusCode = 206;
      response.setHeader('etag', '"etag"');
      response.setHeader('content-range', `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`);
      response.setHeader('content-length', part.length);
      if (!spoil(nth, part, response)) response.end(part);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 3,
    });
    running.push(async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    });
    return { client, asked: () => nth };
  }

  it('takes a body up again whose connection breaks', async () => {
    const { client, asked } = await serving((nth, part, response) => {
      if (nth % 2 === 0) return false;
      response.write(part.subarray(0, 20_000), () => response.destroy());
      return true;
    });
    const source = await S3Source.open(client, ref);
    expect(Buffer.compare(await source.read(0, bytes.length), bytes)).toBe(0);
    expect(asked()).toBe(4);
  });

  it('is served by the retries of the SDK before a body, and rejects in the end', async () => {
    const { client, asked } = await serving((nth, _part, response) => {
      if (nth === 2) return false;
      response.removeHeader('content-range');
      response.statusCode = 503;
      response.setHeader('content-length', 0);
      response.end();
      return true;
    });
    const source = await S3Source.open(client, ref);
    expect(asked()).toBe(2);
    expect(await faultOf(source.read(1_100_000, 1_200_000))).toEqual({
      code: 'SOURCE_UNREADABLE',
      transient: true,
    });
    expect(asked()).toBe(5);
  });
});
