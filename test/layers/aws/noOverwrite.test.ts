import { createHash } from 'node:crypto';
import { S3Store, type S3StoreOptions } from '../../../layers/aws/s3Store.ts';
import { memorySource, type Segment } from '../../../layers/dicom/byteSource.ts';
import { OutputConflictError } from '../../../layers/engine/faults.ts';
import type { ObjectRef } from '../../../layers/engine/ports.ts';
import { faultOf } from '../../contracts/faults.ts';
import { faultyClient, type Interference } from '../../contracts/faultyClient.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { FakeS3, type Input, s3Error } from './fakes/s3.ts';

/**
 * What stands under a clean key is never lost to another source, whatever happens between a look and a write. A small object is put, a long one is completed, one that
 * S3 copies is completed as well: all three under the same condition.
 */

const MIB = 1024 * 1024;
const KEY = '2.25.1/2.25.2/2.25.3.dcm';
const SIZES = { multipartBytes: 6 * MIB, partBytes: 5 * MIB, copyBytes: 5 * MIB };

/** Bytes that no other name has. */
const bytesOf = (name: string) =>
  createHash('shake256', { outputLength: 11 * MIB + 5 })
    .update(name)
    .digest();
const OURS = bytesOf('ours');
const THEIRS = bytesOf('theirs');
const NEWER = bytesOf('newer');

interface Kind {
  readonly length: number;
  /** A stored source, whose spans S3 copies. */
  readonly isStored?: true;
}
const KINDS: readonly (readonly [string, Kind])[] = [
  ['small', { length: 1000 }],
  ['long', { length: 6 * MIB + 5 }],
  ['copied', { length: OURS.length, isStored: true }],
];

async function rigOf({ length, isStored }: Kind, options: Partial<S3StoreOptions> = {}) {
  const fake = new FakeS3();
  const rig = await makeS3Rig({ client: fake.client, versioned: true, prefix: 'test' });
  const storeOver = (interference: Interference = {}) =>
    new S3Store(faultyClient(fake.client, interference), {
      cleanBucket: 'test-clean',
      quarantineBucket: 'test-quarantine',
      ...SIZES,
      ...options,
    });
  const segments: readonly Segment[] = [
    { kind: 'owned', bytes: Uint8Array.of(1, 2, 3, 4) },
    { kind: 'span', start: 4, end: length },
  ];
  /** Releases what `bytes` make for a source; `meanwhile` runs before the call that writes. */
  const release = async (bytes: Buffer, name: string, meanwhile?: () => Promise<unknown>) => {
    let isOver = meanwhile === undefined;
    const store = storeOver({
      before: async (call) => {
        if (isOver || (call !== 'PutObject' && call !== 'CompleteMultipartUpload')) return;
        isOver = true;
        await meanwhile?.();
      },
    });
    const source = isStored === true ? await store.open(await rig.ingest(name, bytes)) : memorySource(bytes);
    return store.release(KEY, source, segments, name);
  };
  const expected = (bytes: Buffer) => Buffer.concat([Buffer.from([1, 2, 3, 4]), bytes.subarray(4, length)]);
  const stands = () => fake.stored('test-clean', KEY);
  const isThere = (bytes: Buffer) => stands()?.bytes.equals(expected(bytes)) === true;
  return { fake, rig, storeOver, release, isThere, stands };
}

const conditionsOf = (fake: FakeS3): readonly Input[] =>
  fake.calls
    .filter(
      ({ name, input }) =>
        (name === 'PutObject' && input.Bucket === 'test-clean') || name === 'CompleteMultipartUpload',
    )
    .map(({ input: { IfMatch, IfNoneMatch } }) => ({ IfMatch, IfNoneMatch }));

describe.each(KINDS)('a %s object', (_what, kind) => {
  it('is written only where nothing is, and over its own only where that still stands', async () => {
    const { fake, release, stands } = await rigOf(kind);
    await release(OURS, 'source-1');
    const { etag } = stands() ?? {};
    await release(THEIRS, 'source-1');
    const conditions = conditionsOf(fake);
    expect(conditions[0]).toEqual({ IfNoneMatch: '*' });
    expect(conditions.at(-1)).toEqual({ IfMatch: etag });
    expect(conditions.every(({ IfMatch, IfNoneMatch }) => IfMatch !== undefined || IfNoneMatch === '*')).toBe(
      true,
    );
  });

  it('never takes the place of what another source released just before', async () => {
    const { release, isThere, fake } = await rigOf(kind);
    const attempt = release(OURS, 'source-1', () => release(THEIRS, 'source-2'));
    await expect(attempt).rejects.toBeInstanceOf(OutputConflictError);
    expect([isThere(THEIRS), fake.uploads.size]).toEqual([true, 0]);
  });

  it('never takes the place of what another source put there instead of our older one', async () => {
    const { fake, release, isThere, storeOver } = await rigOf(kind);
    await release(OURS, 'source-1');
    const instead = async () => {
      // Somebody removed ours, by hand, and another source was released.
      await fake.client.send(
        Object.assign(Object.create({ constructor: { name: 'DeleteObjectCommand' } }), {
          input: { Bucket: 'test-clean', Key: KEY },
        }),
      );
      const segments: readonly Segment[] = [
        { kind: 'owned', bytes: Uint8Array.of(1, 2, 3, 4) },
        { kind: 'span', start: 4, end: kind.length },
      ];
      await storeOver().release(KEY, memorySource(THEIRS), segments, 'source-2');
    };
    await expect(release(NEWER, 'source-1', instead)).rejects.toBeInstanceOf(OutputConflictError);
    expect([isThere(THEIRS), fake.uploads.size]).toEqual([true, 0]);
  });

  it('of the same bytes is a duplicate, also where the other came just before', async () => {
    const { release } = await rigOf(kind);
    expect(await release(OURS, 'source-1', () => release(OURS, 'source-2'))).toEqual({
      key: KEY,
      isDuplicate: true,
    });
  });

  it('of other bytes and the same length is none: one byte tells', async () => {
    const { release, isThere } = await rigOf(kind);
    await release(OURS, 'source-1');
    const other = Buffer.from(OURS);
    other[kind.length - 1] = (other[kind.length - 1] as number) ^ 1;
    await expect(release(other, 'source-2')).rejects.toBeInstanceOf(OutputConflictError);
    expect(isThere(OURS)).toBe(true);
  });

  it('of a source that another source’s object stands for is not written, however often it comes', async () => {
    const { release, isThere } = await rigOf(kind);
    await release(THEIRS, 'source-2');
    for (let time = 0; time < 3; time++)
      await expect(release(OURS, 'source-1')).rejects.toBeInstanceOf(OutputConflictError);
    expect(isThere(THEIRS)).toBe(true);
  });
});

describe('events out of order', () => {
  it.each(
    KINDS.filter(([, { isStored }]) => isStored === true).concat([
      ['small, stored', { length: 1000, isStored: true }],
    ]),
  )(
    'an older version of a %s object does not take the place of a newer one, which takes that of the older',
    async (_what, kind) => {
      const { rig, storeOver, isThere } = await rigOf(kind);
      const store = storeOver();
      const segments: readonly Segment[] = [
        { kind: 'owned', bytes: Uint8Array.of(1, 2, 3, 4) },
        { kind: 'span', start: 4, end: kind.length },
      ];
      const older = await rig.ingest('a', OURS);
      const newer = await rig.ingest('a', THEIRS);
      const of = async (ref: ObjectRef) => store.release(KEY, await store.open(ref), segments, 'source-1');
      await of(older);
      expect(isThere(OURS)).toBe(true);
      await of(newer);
      expect(isThere(THEIRS)).toBe(true);
      expect(await of(older)).toMatchObject({ isDuplicate: false });
      expect(isThere(THEIRS)).toBe(true);
    },
  );
});

describe('what stands there and cannot be compared', () => {
  it.each([
    ['PreconditionFailed', 412, true],
    ['NoSuchKey', 404, true],
    ['SlowDown', 503, true],
    ['AccessDenied', 403, false],
  ] as const)('%s (%i): comes again: %p', async (name, status, transient) => {
    const { release, storeOver } = await rigOf({ length: 1000 });
    await release(OURS, 'source-1');
    const store = storeOver({
      before: (call) => {
        if (call === 'GetObject') throw s3Error(name, status);
      },
    });
    const segments: readonly Segment[] = [{ kind: 'span', start: 0, end: 1000 }];
    expect(await faultOf(store.release(KEY, memorySource(THEIRS), segments, 'source-2'))).toMatchObject({
      transient,
    });
  });

  it('a KMS that is busy is no refusal', async () => {
    const { storeOver } = await rigOf({ length: 1000 });
    const store = storeOver({
      before: (call) => {
        if (call === 'PutObject') throw s3Error('KMS.ThrottlingException', 400);
      },
    });
    const segments: readonly Segment[] = [{ kind: 'span', start: 0, end: 1000 }];
    expect(await faultOf(store.release(KEY, memorySource(OURS), segments, 'source-1'))).toEqual({
      code: 'STORE_UNAVAILABLE',
      transient: true,
    });
  });
});

describe('a version that was kept and comes out after all', () => {
  const KEPT = 'lethe';
  async function settled(tags: string | undefined) {
    const { fake, rig, storeOver } = await rigOf({ length: 1000 }, { keptTag: KEPT });
    const ref = await rig.ingest('a', OURS.subarray(0, 1000));
    const before = fake.stored('test-ingest', ref.key.reveal());
    await fake.client.send(
      Object.assign(Object.create({ constructor: { name: 'PutObjectTaggingCommand' } }), {
        input: {
          Bucket: 'test-ingest',
          Key: ref.key.reveal(),
          Tagging: {
            TagSet: [
              ...(tags === undefined ? [] : [{ Key: KEPT, Value: tags }]),
              { Key: 'other', Value: 'x' },
            ],
          },
        },
      }),
    );
    expect(before).toBeDefined();
    const store = storeOver();
    await store.settle({ source: 's', version: 'v' }, await store.open(ref));
    return [...fake.history('test-quarantine').keys()];
  }

  it('is settled where it was kept, and where it was not nothing is written', async () => {
    expect(await settled('quarantined')).toEqual(['v.json']);
    expect(await settled('held')).toEqual(['held/v.json']);
    expect(await settled('released')).toEqual([]);
    expect(await settled(undefined)).toEqual([]);
  });
});
