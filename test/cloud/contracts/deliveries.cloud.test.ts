import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { aeSender } from '../../../cli/listen/deliveries/aeSender.ts';
import { bucketDelivery, ingestDelivery } from '../../../cli/listen/deliveries/bucket.ts';
import { listed } from '../../../cli/send/inputs.ts';
import { sendAll } from '../../../cli/send/run.ts';
import { SendState } from '../../../cli/send/sendState.ts';
import { s3Client } from '../../../layers/aws/clients.ts';
import { deliver, describeDeliveryContract, SpoolFolder } from '../../contracts/deliveryContract.ts';
import { rejection } from '../../contracts/faults.ts';
import { el } from '../../support/build.ts';
import { networkInstances } from '../../support/network/instances.ts';
import { keeping } from '../../support/network/own.ts';
import { removeBucket } from './buckets.ts';
import { freshName, s3 } from './live.ts';

const PLACE = { prefix: 'research/', kmsKey: null };

async function read(Bucket: string, Key: string): Promise<Buffer | null> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } catch {
    return null;
  }
}
const keysOf = async (Bucket: string): Promise<readonly string[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key ?? '');
async function newBucket(): Promise<string> {
  const bucket = freshName('delivery');
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return bucket;
}

describeDeliveryContract('a bucket of live S3', async () => {
  const bucket = await newBucket();
  return {
    delivery: bucketDelivery('bucket', s3Client(), { ...PLACE, bucket }),
    received: ({ outgoing }) => read(bucket, `research/2.25.21/2.25.22/${outgoing.sopInstanceUid}.dcm`),
    count: async () => (await keysOf(bucket)).length,
    dispose: () => removeBucket(bucket),
  };
});

describeDeliveryContract('an ingest bucket of live S3', async () => {
  const bucket = await newBucket();
  return {
    // Any key will do: emulators look for none.
    delivery: ingestDelivery('ingest', s3Client(), { ...PLACE, bucket, kmsKey: 'alias/aws/s3' }),
    received: async ({ outgoing }) => {
      const key = (await keysOf(bucket)).find((each) => each.startsWith(`research/${outgoing.receipt}-`));
      return key === undefined ? null : read(bucket, key);
    },
    count: async () => (await keysOf(bucket)).length,
    dispose: () => removeBucket(bucket),
  };
});

describe('a bucket of live S3', () => {
  it('keeps a large one that stands there, and holds the second', async () => {
    const [bucket, spool] = [await newBucket(), new SpoolFolder()];
    const delivery = bucketDelivery('bucket', s3Client(), { ...PLACE, bucket });
    const pixelData = el(0x7fe00010, 'OW', new Uint8Array(9 * 1024 * 1024));
    const first = spool.add([pixelData], undefined, '2.25.7');
    const second = spool.add([el(0x00204000, 'LT', 'other'), pixelData], undefined, '2.25.7');
    await deliver(delivery, first);
    expect(await rejection(deliver(delivery, second))).toMatchObject({ code: 'DELIVERY_CONFLICT' });
    const Key = 'research/2.25.21/2.25.22/2.25.7.dcm';
    expect((await read(bucket, Key))?.equals(first.bytes)).toBe(true);
    const { ContentType } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
    expect(ContentType).toBe('application/dicom');
    await delivery.close();
    await removeBucket(bucket);
    spool.remove();
  });
});

it('lethe send sends what stands below a prefix of a bucket', async () => {
  const bucket = await newBucket();
  const folder = mkdtempSync(join(tmpdir(), 'lethe-send-'));
  const scp = await keeping();
  const instances = networkInstances('odd');
  for (const { file, sopInstanceUid } of instances)
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: `study/a b+ü/${sopInstanceUid}.dcm`, Body: file }),
    );
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'other/1.dcm', Body: 'not DICOM' }));
  const state = new SendState(join(folder, 'state'), 'PACS');
  const place = { host: '127.0.0.1', port: scp.port, calledAeTitle: 'PACS', callingAeTitle: 'LETHE' };
  const send = () =>
    sendAll(listed([`s3://${bucket}/study/`]), aeSender(place), {
      ...{ jobs: 2, state, resume: true, signal: new AbortController().signal },
      onFate: () => {},
      onPassedOver: () => {},
    });
  expect(await send()).toMatchObject({ sent: instances.length, failed: 0, sentBefore: 0 });
  for (const { sopInstanceUid, data } of instances)
    expect(scp.kept.find((kept) => kept.sopInstanceUid === sopInstanceUid)?.data.equals(data)).toBe(true);
  expect(await send()).toMatchObject({ sent: 0, sentBefore: instances.length });
  state.close();
  await scp.close();
  rmSync(folder, { recursive: true });
  await removeBucket(bucket);
});
