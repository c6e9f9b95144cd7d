import { setTimeout as pause } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { awsClients } from '../../../layers/aws/clients.ts';
import { S3Store } from '../../../layers/aws/s3Store.ts';
import { memorySource, type Segment } from '../../../layers/dicom/byteSource.ts';
import { describeByteSourceContract } from '../../contracts/byteSourceContract.ts';
import { describeMarkContract } from '../../contracts/ingestMarkContract.ts';
import {
  describeInstanceStoreContract,
  type InstanceStoreRig,
} from '../../contracts/instanceStoreContract.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { numberedBytes } from '../../contracts/samples.ts';
import { bytesOfSegment } from '../../support/segments.ts';
import { removeBucket, removeBuckets } from './buckets.ts';
import { freshName, s3 } from './live.ts';
import { loseAnswers } from './lostAnswers.ts';

const MIB = 1024 * 1024;

for (const versioned of [true, false]) {
  const name = versioned ? 'live S3 with versions' : 'live S3 without versions';
  const makeRig = async () => {
    const prefix = freshName('s3');
    const rig = await makeS3Rig({
      client: s3,
      versioned,
      prefix,
      store: {
        multipartBytes: 5.5 * MIB,
        partBytes: 5 * MIB,
        copyBytes: 5 * MIB,
        singleCopyBytes: 5.5 * MIB,
      },
    });
    return { ...rig, dispose: () => removeBuckets(prefix) };
  };
  describeByteSourceContract(name, makeRig, versioned ? 'still-there' : 'gone');
  describeInstanceStoreContract(name, makeRig, {
    tellsSourcesApart: true,
    longBytes: 6 * MIB + 345,
    keepsVersions: versioned,
  });
}

describeMarkContract('live S3', async () => {
  const name = freshName('s3');
  const [ingest, clean] = [`${name}-ingest`, `${name}-clean`];
  return {
    ...{ client: s3, ingest, clean },
    nextSecond: () => pause(1_100),
    dispose: async () => {
      for (const bucket of [ingest, clean]) await removeBucket(bucket);
    },
  };
});

describe('S3 behind the real SDK', () => {
  const KEY = '2.25.1/2.25.2/2.25.3.dcm';
  const bytes = numberedBytes(6 * MIB);
  const small: readonly Segment[] = [{ kind: 'span', start: 0, end: 100_000 }];
  const long: readonly Segment[] = [{ kind: 'span', start: 0, end: bytes.length }];
  const limits = { multipartBytes: 5.5 * MIB, partBytes: 5 * MIB };
  let prefix: string;
  let rig: InstanceStoreRig;
  beforeEach(async () => {
    prefix = freshName('s3');
    rig = await makeS3Rig({ client: s3, versioned: true, prefix });
  });
  afterEach(() => removeBuckets(prefix));
  const storeOver = (client: S3Client) =>
    new S3Store(client, {
      cleanBucket: `${prefix}-clean`,
      quarantineBucket: `${prefix}-quarantine`,
      ...limits,
    });

  it('takes its own put for its own when the SDK repeats it after a lost answer', async () => {
    const { s3: client } = awsClients();
    const lost = loseAnswers(client, 'PutObjectCommand', (nth) => nth === 1);
    const store = storeOver(client);
    expect(await store.release(KEY, memorySource(bytes), small, 'source-1')).toMatchObject({ key: KEY });
    expect(lost()).toBe(1);
    expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, bytes.subarray(0, 100_000))).toBe(0);
    client.destroy();
  });

  it('lets S3 copy the long spans of a stored source, and gives the bytes of an upload', async () => {
    const object = numberedBytes(17 * MIB + 77);
    const segments: readonly Segment[] = [
      { kind: 'owned', bytes: Buffer.alloc(1000, 0xaa) },
      { kind: 'span', start: 2000, end: 16 * MIB },
      { kind: 'owned', bytes: Buffer.alloc(3, 0xbb) },
    ];
    const client = awsClients().s3;
    const called: string[] = [];
    client.middlewareStack.add(
      (next, { commandName }) =>
        (input) => {
          called.push(String(commandName));
          return next(input);
        },
      { step: 'initialize' },
    );
    const store = new S3Store(client, {
      cleanBucket: `${prefix}-clean`,
      quarantineBucket: `${prefix}-quarantine`,
      ...limits,
      copyBytes: 5 * MIB,
    });
    const source = await store.open(await rig.ingest('a b+c?ü', object));
    await store.release(KEY, source, segments, 'source-1');
    expect(called.filter((name) => name === 'UploadPartCopyCommand')).toHaveLength(1);
    const expected = Buffer.concat(segments.map((part) => bytesOfSegment(part, object)));
    expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, expected)).toBe(0);
    client.destroy();
  });

  it('leaves one whole object after a completion whose answer was lost, at the latest when it is called again', async () => {
    const { s3: client } = awsClients();
    const lost = loseAnswers(client, 'CompleteMultipartUploadCommand', (nth) => nth === 1);
    const store = storeOver(client);
    const release = () => store.release(KEY, memorySource(bytes), long, 'source-1');
    expect((await release().catch(release)).key).toBe(KEY);
    expect(lost()).toBe(1);
    expect([...(await rig.clean()).keys()]).toEqual([KEY]);
    expect(Buffer.compare((await rig.clean()).get(KEY) as Buffer, bytes)).toBe(0);
    expect(await rig.leftovers()).toEqual([]);
    client.destroy();
  });
});
