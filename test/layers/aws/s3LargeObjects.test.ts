import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { S3Store, type S3StoreOptions } from '../../../layers/aws/s3Store.ts';
import { memorySource, type Segment, segmentsLength } from '../../../layers/dicom/byteSource.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import type { ObjectRef } from '../../../layers/engine/ports.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import { faultyClient, type Interference } from '../../contracts/faultyClient.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { numberedBytes } from '../../contracts/samples.ts';
import { concat, el, instance, type Node, pixels, TRANSFER_SYNTAX } from '../../support/build.ts';
import { bytesOfSegments, clean } from '../engine/harness.ts';
import { HollowS3 } from './fakes/hollowS3.ts';
import { FakeS3, type Input, s3Error } from './fakes/s3.ts';

const MIB = 1024 * 1024;
const KEY = '2.25.1/2.25.2/2.25.3.dcm';
const SIZES = { multipartBytes: 6 * MIB, partBytes: 5 * MIB, copyBytes: 5 * MIB };
const bytes = numberedBytes(17 * MIB + 77);
const owned = (length: number): Segment => ({ kind: 'owned', bytes: Buffer.alloc(length, 0xaa) });
const span = (start: number, end: number): Segment => ({ kind: 'span', start, end });

async function ingested(
  object: Uint8Array = bytes,
  interference: Interference = {},
  options: Partial<S3StoreOptions> = {},
) {
  const fake = new FakeS3();
  const rig = await makeS3Rig({ client: fake.client, versioned: true, prefix: 'test' });
  const ref = await rig.ingest('a b+c?ü', object);
  const store = new S3Store(faultyClient(fake.client, interference), {
    cleanBucket: 'test-clean',
    quarantineBucket: 'test-quarantine',
    ...SIZES,
    ...options,
  });
  fake.calls.length = 0;
  return { fake, rig, ref, store };
}

const calls = (fake: FakeS3, name: string): readonly Input[] =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input);
const released = (fake: FakeS3): Buffer | undefined => fake.stored('test-clean', KEY)?.bytes;

describe('a large object in S3', () => {
  const segments = [owned(1000), span(2000, 16 * MIB), owned(3)];

  it('is copied by S3 but for its first 5 MiB and its tail, pinned to version and ETag', async () => {
    const { fake, ref, store } = await ingested();
    const source = await store.open(ref);
    await store.release(KEY, source, segments, 'source-1');
    expect(Buffer.compare(released(fake) ?? Buffer.alloc(0), bytesOfSegments(bytes, segments))).toBe(0);
    expect(
      calls(fake, 'UploadPart')
        .map(({ Body }) => Body.length)
        .sort((a, b) => a - b),
    ).toEqual([3, 5 * MIB]);
    expect(calls(fake, 'UploadPartCopy')).toEqual([
      expect.objectContaining({
        PartNumber: 2,
        CopySource: `test-ingest/study/${encodeURIComponent(IDENTIFIER)}/a%20b%2Bc%3F%C3%BC?versionId=${ref.versionId}`,
        CopySourceIfMatch: `"${ref.etag}"`,
        CopySourceRange: `bytes=${2000 + 5 * MIB - 1000}-${16 * MIB - 1}`,
      }),
    ]);
    expect(
      calls(fake, 'CompleteMultipartUpload')[0]?.MultipartUpload.Parts.map((part: Input) => part.PartNumber),
    ).toEqual([1, 2, 3]);
  });

  it('is encrypted and named as any other', async () => {
    const { fake, ref, store } = await ingested(bytes, {}, { cleanKeyId: 'arn:clean' });
    await store.release(KEY, await store.open(ref), segments, 'source-1');
    expect(calls(fake, 'CreateMultipartUpload')[0]).toMatchObject({
      SSEKMSKeyId: 'arn:clean',
      BucketKeyEnabled: true,
      Metadata: { 'lethe-source': 'source-1' },
      ChecksumAlgorithm: 'CRC32',
      // Else every part that S3 copied would have to come with its checksum.
      ChecksumType: 'FULL_OBJECT',
    });
  });

  it.each<readonly [string, readonly Segment[]]>([
    ['as it came', [span(0, bytes.length)]],
    ['a header, pixels, and elements behind them', [owned(70_000), span(80_000, 17 * MIB), owned(200)]],
    ['a header of several parts', [owned(11 * MIB), span(100, 12 * MIB)]],
    ['something cut out of the middle', [owned(9), span(10, 8 * MIB), owned(0), span(9 * MIB, bytes.length)]],
    ['short spans', [span(5 * MIB, 9 * MIB), owned(5), span(0, 4 * MIB), span(9 * MIB, 13 * MIB)]],
    ['spans out of order', [span(9 * MIB, bytes.length), owned(1), span(0, 9 * MIB)]],
  ])('has the same bytes copied as uploaded: %s', async (_what, one) => {
    const expected = bytesOfSegments(bytes, one);
    for (const options of [{}, { copyBytes: 1024 * MIB }]) {
      const { fake, ref, store } = await ingested(bytes, {}, options);
      await store.release(KEY, await store.open(ref), one, 'source-1');
      expect(Buffer.compare(released(fake) ?? Buffer.alloc(0), expected)).toBe(0);
    }
    const { fake, store } = await ingested();
    await store.release(KEY, memorySource(bytes), one, 'source-1');
    expect(Buffer.compare(released(fake) ?? Buffer.alloc(0), expected)).toBe(0);
    expect(calls(fake, 'UploadPartCopy')).toEqual([]);
  });

  it('of a source that S3 copies no range of is uploaded', async () => {
    const { fake, ref, store } = await ingested(bytes.subarray(0, 5 * MIB));
    const grown = [owned(2 * MIB), span(0, 5 * MIB)];
    await store.release(KEY, await store.open(ref), grown, 'source-1');
    expect([calls(fake, 'UploadPart').length, calls(fake, 'UploadPartCopy').length]).toEqual([2, 0]);
    expect(Buffer.compare(released(fake) ?? Buffer.alloc(0), bytesOfSegments(bytes, grown))).toBe(0);
  });

  it.each([
    ['PreconditionFailed', 412, 'SOURCE_CHANGED', false],
    ['NoSuchVersion', 404, 'SOURCE_GONE', false],
    ['AccessDenied', 403, 'STORE_FORBIDDEN', false],
    ['SlowDown', 503, 'STORE_UNAVAILABLE', true],
  ] as const)(
    'whose copy fails with %s (%i) is the fault %s, and leaves nothing',
    async (name, status, code, transient) => {
      const { fake, ref, store } = await ingested(bytes, {
        before: (call, nth) => {
          if (call === 'UploadPartCopy' && nth === 1) throw s3Error(name, status);
        },
      });
      const source = await store.open(ref);
      expect(await faultOf(store.release(KEY, source, segments, 'source-1'))).toEqual({ code, transient });
      expect([fake.uploads.size, released(fake)]).toEqual([0, undefined]);
      await store.release(KEY, source, segments, 'source-1');
      expect(released(fake)?.length).toBe(segmentsLength(segments));
    },
  );

  it('that is overwritten midway, where no versions are kept, is not made of both', async () => {
    const fake = new FakeS3();
    const rig = await makeS3Rig({ client: fake.client, versioned: false, prefix: 'test' });
    const ref = await rig.ingest('a', bytes);
    const store = new S3Store(
      faultyClient(fake.client, {
        before: async (call) => {
          if (call === 'UploadPartCopy') await rig.ingest('a', numberedBytes(bytes.length, 2));
        },
      }),
      { cleanBucket: 'test-clean', quarantineBucket: 'test-quarantine', ...SIZES },
    );
    const source = await store.open(ref);
    expect(await faultOf(store.release(KEY, source, segments, 'source-1'))).toMatchObject({
      code: 'SOURCE_CHANGED',
    });
    expect([fake.uploads.size, released(fake)]).toEqual([0, undefined]);
  });

  it.each(['UploadPartCopy', 'CompleteMultipartUpload'])(
    '%s that answers 200 with an error failed',
    async (failing) => {
      const answers: Readonly<Record<string, string>> = {
        CreateMultipartUpload:
          '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
        UploadPartCopy: '<CopyPartResult><ETag>"e"</ETag></CopyPartResult>',
        CompleteMultipartUpload:
          '<CompleteMultipartUploadResult><ETag>"e"</ETag></CompleteMultipartUploadResult>',
        [failing]:
          '<Error><Code>InternalError</Code><Message>We encountered an internal error</Message></Error>',
      };
      const seen: string[] = [];
      const client = new S3Client({
        region: 'eu-central-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
        requestHandler: { handle: async (request: WireRequest) => ({ response: answer(request) }) },
      });
      const answer = (request: WireRequest) => {
        const name = operationOf(request);
        seen.push(name);
        if (name === 'HeadObject') return { statusCode: 404, headers: {}, body: Readable.from([]) };
        if (name === 'GetObject') {
          const headers = { etag: '"e"', 'content-range': `bytes 0-0/${20 * MIB}`, 'content-length': '1' };
          return { statusCode: 206, headers, body: Readable.from([Buffer.alloc(1)]) };
        }
        const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${answers[name] ?? ''}`);
        return { statusCode: 200, headers: { etag: '"e"' }, body: Readable.from([body]) };
      };
      const store = new S3Store(client, {
        cleanBucket: 'c',
        quarantineBucket: 'q',
        ...SIZES,
        windowBytes: 1,
      });
      const source = await store.open({ container: 'in', key: new Phi('k') });
      const whole = [span(0, source.size)];
      expect(await faultOf(store.release(KEY, source, whole, 'source-1'))).toEqual({
        code: 'STORE_UNAVAILABLE',
        transient: true,
      });
      expect(seen.at(-1)).toBe('AbortMultipartUpload');
      client.destroy();
    },
  );
});

interface WireRequest {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

function operationOf({ method, query, headers }: WireRequest): string {
  if (method === 'HEAD') return 'HeadObject';
  if (method === 'GET') return 'GetObject';
  if (method === 'DELETE') return 'AbortMultipartUpload';
  if (method === 'PUT') return headers['x-amz-copy-source'] === undefined ? 'UploadPart' : 'UploadPartCopy';
  return 'uploads' in query ? 'CreateMultipartUpload' : 'CompleteMultipartUpload';
}

describe('an instance with gigabytes of pixels', () => {
  const HEADER: readonly Node[] = [
    el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    el(0x00080018, 'UI', '2.25.1'),
    el(0x00100010, 'PN', 'Needle^Jane'),
    el(0x0020000d, 'UI', '2.25.2'),
    el(0x0020000e, 'UI', '2.25.3'),
  ];
  /** Explicit VR header of an OW element. */
  const owHeader = (tag: number, length: number): Buffer => {
    const header = Buffer.from([0, 0, 0, 0, 0x4f, 0x57, 0, 0, 0, 0, 0, 0]);
    header.writeUInt16LE(tag >>> 16, 0);
    header.writeUInt16LE(tag & 0xffff, 2);
    header.writeUInt32LE(length, 8);
    return header;
  };
  const PRIVATE_BEHIND = [el(0x7fe10010, 'LO', 'ACME'), el(0x7fe11001, 'LO', 'Needle^Jane')];

  function hollow(pixelBytes: number): { readonly s3: HollowS3; readonly ref: ObjectRef } {
    const head = concat([instance({ elements: HEADER }), owHeader(0x7fe00010, pixelBytes)]);
    const behind = instance({ elements: PRIVATE_BEHIND, meta: 'none', preamble: 'none' });
    const size = head.length + pixelBytes + behind.length;
    const read = (start: number, end: number): Uint8Array => {
      const out = Buffer.alloc(end - start);
      out.set(head.subarray(start, end));
      const behindAt = size - behind.length;
      if (end > behindAt)
        out.set(
          behind.subarray(Math.max(0, start - behindAt), end - behindAt),
          Math.max(0, behindAt - start),
        );
      return out;
    };
    return { s3: new HollowS3(size, read), ref: { container: 'in', key: new Phi('k') } };
  }

  it.each([1, 2, 3.9])('of %f GiB moves at most 1 % of them, in few requests', async (gib) => {
    const { s3, ref } = hollow(2 * Math.floor((gib * 1024 * MIB) / 2));
    const store = new S3Store(s3.client, { cleanBucket: 'clean', quarantineBucket: 'quarantine' });
    const source = await store.open(ref);
    const result = await clean(source);
    if ('reason' in result) throw new Error(result.reason.code);
    await store.release(KEY, source, result.segments, 'source-1');
    expect(s3.movedBytes).toBeLessThan(source.size / 100);
    const count = (name: string) => s3.requests.filter((request) => request === name).length;
    expect(count('UploadPartCopy')).toBe(Math.ceil(8 * gib));
    expect(s3.requests.length - count('UploadPartCopy')).toBeLessThanOrEqual(8);
    expect([...s3.parts.values()].reduce((sum, length) => sum + length, 0)).toBe(
      segmentsLength(result.segments),
    );
  });

  it('is uploaded, not copied, when its body was deflated anew', async () => {
    const elements = [...HEADER, pixels(numberedBytes(8 * MIB))];
    const object = instance({ elements, transferSyntax: TRANSFER_SYNTAX.deflated });
    const { fake, ref, store } = await ingested(object, {}, { multipartBytes: 5 * MIB });
    const source = await store.open(ref);
    const result = await clean(source);
    if ('reason' in result) throw new Error(result.reason.code);
    await store.release(KEY, source, result.segments, 'source-1');
    expect(Buffer.compare(released(fake) ?? Buffer.alloc(0), bytesOfSegments(object, result.segments))).toBe(
      0,
    );
    expect(calls(fake, 'UploadPartCopy')).toEqual([]);
  });
});
