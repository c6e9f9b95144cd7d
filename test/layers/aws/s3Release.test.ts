import { PutObjectCommand } from '@aws-sdk/client-s3';
import { S3Source } from '../../../layers/aws/s3Source.ts';
import { S3Store, type S3StoreOptions } from '../../../layers/aws/s3Store.ts';
import { memorySource, type Segment } from '../../../layers/dicom/byteSource.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import type { ObjectRef } from '../../../layers/engine/ports.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import { brokenConnection, faultyClient, type Interference } from '../../contracts/faultyClient.ts';
import { numberedBytes, reason, run } from '../../contracts/samples.ts';
import { FakeS3, s3Error } from './fakes/s3.ts';

const MIB = 1024 * 1024;
const KEY = '2.25.1/2.25.2/2.25.3.dcm';
const bytes = numberedBytes(11 * MIB + 5);
const source = memorySource(bytes);
const small: readonly Segment[] = [{ kind: 'span', start: 0, end: 1000 }];
const long: readonly Segment[] = [{ kind: 'span', start: 0, end: bytes.length }];

function storeOver(
  fake: FakeS3,
  interference: Interference = {},
  options: Partial<S3StoreOptions> = {},
): S3Store {
  return new S3Store(faultyClient(fake.client, interference), {
    cleanBucket: 'clean',
    quarantineBucket: 'quarantine',
    multipartBytes: 6 * MIB,
    partBytes: 5 * MIB,
    ...options,
  });
}
const names = (fake: FakeS3) => fake.calls.map(({ name }) => name);
const failOn =
  (call: string, error: () => Error, nth = 1) =>
  (name: string, count: number): void => {
    if (name === call && count === nth) throw error();
  };

describe('releasing to S3', () => {
  it('costs one call for a small object', async () => {
    const fake = new FakeS3();
    await storeOver(fake).release(KEY, source, small, 'source-1');
    expect(names(fake)).toEqual(['PutObject']);
  });

  it('writes DICOM under the storage key, with the hashed source name as only metadata', async () => {
    for (const segments of [small, long]) {
      const fake = new FakeS3();
      await storeOver(fake, {}, { cleanKeyId: 'arn:key', quarantineKeyId: 'arn:other' }).release(
        KEY,
        source,
        segments,
        'source-1',
      );
      const { input, metadata, tags } = fake.stored('clean', KEY) ?? {};
      expect(input).toMatchObject({
        ContentType: 'application/dicom',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'arn:key',
        BucketKeyEnabled: true,
      });
      expect([metadata, tags]).toEqual([{ 'lethe-source': 'source-1' }, '']);
    }
  });

  it('leaves encryption to the bucket where no key is named', async () => {
    const fake = new FakeS3();
    await storeOver(fake).release(KEY, source, small, 'source-1');
    expect(Object.keys(fake.stored('clean', KEY)?.input ?? {})).not.toContain('ServerSideEncryption');
  });

  it('looks before a long upload, and not before a small put', async () => {
    const fake = new FakeS3();
    await storeOver(fake).release(KEY, source, long, 'source-1');
    expect(names(fake)).toEqual([
      'HeadObject',
      'CreateMultipartUpload',
      'UploadPart',
      'UploadPart',
      'UploadPart',
      'CompleteMultipartUpload',
    ]);
  });

  it('takes its own write for its own when the answer was lost and the call repeated', async () => {
    const fake = new FakeS3();
    const store = storeOver(fake, { after: failOn('PutObject', brokenConnection) });
    expect(await faultOf(store.release(KEY, source, small, 'source-1'))).toEqual({
      code: 'STORE_UNAVAILABLE',
      transient: true,
    });
    expect(await store.release(KEY, source, small, 'source-1')).toMatchObject({ key: KEY });
    expect(Buffer.compare(fake.stored('clean', KEY)?.bytes ?? Buffer.alloc(0), bytes.subarray(0, 1000))).toBe(
      0,
    );
  });

  it('uploads again after a completion whose answer was lost', async () => {
    const fake = new FakeS3();
    const store = storeOver(fake, { after: failOn('CompleteMultipartUpload', brokenConnection) });
    expect(await faultOf(store.release(KEY, source, long, 'source-1'))).toMatchObject({ transient: true });
    expect(await store.release(KEY, source, long, 'source-1')).toMatchObject({ key: KEY });
    expect(Buffer.compare(fake.stored('clean', KEY)?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
    expect(fake.uploads.size).toBe(0);
  });

  it('says of a completion that finds its upload gone that it passes', async () => {
    const store = storeOver(new FakeS3(), {
      before: failOn('CompleteMultipartUpload', () => s3Error('NoSuchUpload', 404)),
    });
    expect(await faultOf(store.release(KEY, source, long, 'source-1'))).toEqual({
      code: 'STORE_UNAVAILABLE',
      transient: true,
    });
  });

  it.each(['UploadPart', 'CompleteMultipartUpload'])('aborts an upload whose %s fails', async (call) => {
    const fake = new FakeS3();
    const store = storeOver(fake, { before: failOn(call, () => s3Error('InternalError', 500)) });
    expect(await faultOf(store.release(KEY, source, long, 'source-1'))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      transient: true,
    });
    expect([fake.uploads.size, fake.stored('clean', KEY)]).toEqual([0, undefined]);
    expect(names(fake).at(-1)).toBe('AbortMultipartUpload');
  });

  it('reports the first fault, not that the abort failed too', async () => {
    const store = storeOver(new FakeS3(), {
      before: (name) => {
        if (name === 'UploadPart') throw s3Error('AccessDenied', 403);
        if (name === 'AbortMultipartUpload') throw s3Error('InternalError', 500);
      },
    });
    expect(await faultOf(store.release(KEY, source, long, 'source-1'))).toEqual({
      code: 'STORE_FORBIDDEN',
      transient: false,
    });
  });

  it.each([
    ['a conflicting write that is under way', 'ConditionalRequestConflict', 409],
    ['an object that appears and goes', 'PreconditionFailed', 412],
  ])('tries again after %s', async (_what, name, status) => {
    for (const segments of [small, long]) {
      const call = segments === small ? 'PutObject' : 'CompleteMultipartUpload';
      const fake = new FakeS3();
      const store = storeOver(fake, { before: failOn(call, () => s3Error(name, status)) });
      expect(await store.release(KEY, source, segments, 'source-1')).toMatchObject({ key: KEY });
      expect(fake.uploads.size).toBe(0);
    }
  });

  it('gives up, with a fault that passes, when the object never holds still', async () => {
    const fake = new FakeS3();
    const store = storeOver(fake, {
      before: (name) => {
        if (name === 'PutObject') throw s3Error('PreconditionFailed', 412);
      },
    });
    expect(await faultOf(store.release(KEY, source, small, 'source-1'))).toEqual({
      code: 'STORE_UNAVAILABLE',
      transient: true,
    });
  });

  it('takes a 403 before an upload for nothing there, and after a failed condition for a refusal', async () => {
    const forbidden = (name: string): void => {
      if (name === 'HeadObject') throw s3Error('Forbidden', 403);
    };
    const fake = new FakeS3();
    await storeOver(fake, { before: forbidden }).release(KEY, source, long, 'source-1');
    expect(fake.stored('clean', KEY)?.bytes.length).toBe(bytes.length);
    const again = storeOver(fake, { before: forbidden }).release(KEY, source, small, 'source-1');
    expect(await faultOf(again)).toEqual({ code: 'STORE_FORBIDDEN', transient: false });
  });

  it('says of a standing object that cannot be read that the store is at fault', async () => {
    const fake = new FakeS3();
    await storeOver(fake).release(KEY, source, small, 'source-1');
    for (const [name, status, code] of [
      ['AccessDenied', 403, 'STORE_FORBIDDEN'],
      ['SlowDown', 503, 'STORE_UNAVAILABLE'],
      ['PreconditionFailed', 412, 'STORE_UNAVAILABLE'],
    ] as const) {
      const store = storeOver(fake, { before: failOn('GetObject', () => s3Error(name, status)) });
      expect(await faultOf(store.release(KEY, source, small, 'source-2'))).toMatchObject({ code });
    }
  });

  it.each([
    ['AccessDenied', 403, 'STORE_FORBIDDEN', false],
    ['KMS.DisabledException', 400, 'STORE_FORBIDDEN', false],
    ['NoSuchBucket', 404, 'STORE_FORBIDDEN', false],
    ['InvalidArgument', 400, 'STORE_UNAVAILABLE', false],
    ['SlowDown', 503, 'STORE_UNAVAILABLE', true],
    ['RequestTimeout', 400, 'STORE_UNAVAILABLE', true],
  ] as const)('makes of %s (%i) the fault %s, transient: %p', async (name, status, code, transient) => {
    for (const [call, segments] of [
      ['PutObject', small],
      ['CreateMultipartUpload', long],
      ['UploadPart', long],
      ['CompleteMultipartUpload', long],
    ] as const) {
      const store = storeOver(new FakeS3(), { before: failOn(call, () => s3Error(name, status)) });
      expect(await faultOf(store.release(KEY, source, segments, 'source-1'))).toEqual({ code, transient });
    }
  });
});

describe('two sources under one key', () => {
  it('with the same bytes are one object, and the second is answered as a duplicate', async () => {
    const store = storeOver(new FakeS3());
    expect(await store.release(KEY, source, small, 'source-1')).toEqual({ key: KEY, isDuplicate: false });
    expect(await store.release(KEY, source, small, 'source-1')).toEqual({ key: KEY, isDuplicate: false });
    expect(await store.release(KEY, source, small, 'source-2')).toEqual({ key: KEY, isDuplicate: true });
  });

  it('with other bytes are in conflict, and both are named by their hashes', async () => {
    const store = storeOver(new FakeS3());
    await store.release(KEY, source, small, 'source-1');
    const other: readonly Segment[] = [{ kind: 'span', start: 1, end: 1001 }];
    await expect(store.release(KEY, source, other, 'source-2')).rejects.toMatchObject({
      reason: { code: 'OUTPUT_CONFLICT', other: { output: KEY, source: 'source-1' } },
    });
  });
});

describe('quarantine in S3', () => {
  const ref: ObjectRef = { container: 'in', key: new Phi(`study ü/${IDENTIFIER}/a+b?c`) };
  async function ingested(size: number): Promise<FakeS3> {
    const fake = new FakeS3();
    await fake.client.send(
      Object.assign(Object.create({ constructor: { name: 'PutObjectCommand' } }), {
        input: { Bucket: 'in', Key: ref.key.reveal(), Body: bytes.subarray(0, size) },
      }),
    );
    fake.calls.length = 0;
    return fake;
  }

  it('lets S3 copy the bytes: none but the first window comes here', async () => {
    const fake = await ingested(MIB);
    const store = storeOver(fake, {}, { cleanKeyId: 'arn:other', quarantineKeyId: 'arn:key' });
    await store.quarantine('name', ref, await store.open(ref), reason, run);
    expect(names(fake)).toEqual(['GetObject', 'CopyObject', 'PutObject']);
    expect(fake.calls[1]?.input).toMatchObject({
      Key: 'name.dcm',
      CopySource: `in/study%20%C3%BC/${encodeURIComponent(IDENTIFIER)}/a%2Bb%3Fc`,
      CopySourceIfMatch: fake.stored('in', ref.key.reveal())?.etag,
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      SSEKMSKeyId: 'arn:key',
    });
  });

  it('copies in parts what one copy cannot hold', async () => {
    const fake = await ingested(bytes.length);
    const store = storeOver(fake, {}, { singleCopyBytes: MIB });
    const source = await store.open(ref);
    await store.quarantine('name', ref, source, reason, run);
    expect(names(fake)).toEqual([
      'GetObject',
      'CreateMultipartUpload',
      'UploadPartCopy',
      'CompleteMultipartUpload',
      'PutObject',
    ]);
    expect(Buffer.compare(fake.stored('quarantine', 'name.dcm')?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
  });

  it('does not name the source in its note', async () => {
    const fake = await ingested(MIB);
    const store = storeOver(fake);
    await store.quarantine('name', ref, null, reason, run);
    const note = String(fake.stored('quarantine', 'name.json')?.bytes);
    expect(JSON.parse(note)).toEqual({
      source: { sent: expect.stringMatching(/^\d{4}-.*Z$/), sizeBytes: MIB },
      reason,
      run,
    });
    expect(note).not.toContain(IDENTIFIER);
  });

  it.each([
    ['NoSuchKey', 404, 'SOURCE_GONE', false],
    ['NoSuchVersion', 404, 'SOURCE_GONE', false],
    ['PreconditionFailed', 412, 'SOURCE_CHANGED', false],
    ['AccessDenied', 403, 'STORE_FORBIDDEN', false],
    ['NoSuchBucket', 404, 'STORE_FORBIDDEN', false],
    ['InternalError', 500, 'STORE_UNAVAILABLE', true],
  ] as const)('makes of %s (%i) on the copy the fault %s', async (name, status, code, transient) => {
    for (const [call, singleCopyBytes] of [
      ['CopyObject', 5 * MIB],
      ['UploadPartCopy', 1],
    ] as const) {
      const fake = await ingested(1000);
      const store = storeOver(
        fake,
        { before: failOn(call, () => s3Error(name, status)) },
        { singleCopyBytes },
      );
      expect(await faultOf(store.quarantine('name', ref, null, reason, run))).toEqual({ code, transient });
      expect([fake.uploads.size, fake.stored('quarantine', 'name.dcm')]).toEqual([0, undefined]);
    }
  });
});

describe('a source that had another name', () => {
  it('is still the same source, and has its new name from then on', async () => {
    const fake = new FakeS3();
    const store = storeOver(fake);
    const other: readonly Segment[] = [{ kind: 'span', start: 1, end: 1001 }];
    await store.release(KEY, source, small, 'former-1');
    await store.release(KEY, source, other, 'source-1', undefined, 'former-1');
    expect(fake.stored('clean', KEY)?.metadata).toEqual({ 'lethe-source': 'source-1' });
    await store.release(KEY, source, small, 'source-1', undefined, 'former-1');
    await expect(store.release(KEY, source, other, 'source-2', undefined, 'former-2')).rejects.toMatchObject({
      reason: { code: 'OUTPUT_CONFLICT' },
    });
  });
});

describe('a copy that was kept, and is tried again', () => {
  const kept = async (keptSinceMs: number) => {
    const fake = new FakeS3();
    const { client } = fake;
    await client.send(new PutObjectCommand({ Bucket: 'kept', Key: 'k.dcm', Body: bytes }));
    const opened = await S3Source.open(client, { container: 'kept', key: new Phi('k.dcm') }, { keptSinceMs });
    return { fake, store: storeOver(fake), opened };
  };
  const other: readonly Segment[] = [{ kind: 'span', start: 1, end: 1001 }];

  it('replaces what its source released before it came', async () => {
    const { store, opened, fake } = await kept(Date.now() + 3_600_000);
    await store.release(KEY, source, small, 'source-1');
    await store.release(KEY, opened, other, 'source-1');
    expect(fake.stored('clean', KEY)?.bytes.length).toBe(1000);
  });

  it('does not replace what its source released since: that may be the correction', async () => {
    const { store, opened, fake } = await kept(Date.now() - 3_600_000);
    await store.release(KEY, source, small, 'source-1');
    const before = fake.stored('clean', KEY)?.bytes;
    await expect(store.release(KEY, opened, other, 'source-1')).rejects.toMatchObject({
      reason: { code: 'OUTPUT_CONFLICT', other: { output: KEY, source: 'source-1' } },
    });
    expect(fake.stored('clean', KEY)?.bytes).toBe(before);
    // The same bytes are no conflict, and no other source's.
    expect(await store.release(KEY, opened, small, 'source-1')).toEqual({ key: KEY, isDuplicate: false });
  });
});
