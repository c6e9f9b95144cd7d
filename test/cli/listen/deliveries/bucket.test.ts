import { bucketDelivery, ingestDelivery } from '../../../../cli/listen/deliveries/bucket.ts';
import {
  DELIVERED_NEEDLE,
  deliver,
  describeDeliveryContract,
  SpoolFolder,
} from '../../../contracts/deliveryContract.ts';
import { rejection } from '../../../contracts/faults.ts';
import { brokenConnection, faultyClient } from '../../../contracts/faultyClient.ts';
import { FakeS3, s3Error } from '../../../layers/aws/fakes/s3.ts';
import { el } from '../../../support/build.ts';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1';
const PLACE = { bucket: 'clean', prefix: 'research/', kmsKey: KEY };
const withDestroy = (fake: FakeS3) => Object.assign(fake.client, { destroy: () => {} });

describeDeliveryContract('a bucket', async () => {
  const fake = new FakeS3();
  return {
    delivery: bucketDelivery('bucket', withDestroy(fake), PLACE),
    received: async ({ outgoing }) =>
      fake.stored('clean', `research/2.25.21/2.25.22/${outgoing.sopInstanceUid}.dcm`)?.bytes ?? null,
    count: async () => fake.history('clean').size,
    dispose: async () => {},
  };
});

describeDeliveryContract('an ingest bucket', async () => {
  const fake = new FakeS3();
  return {
    delivery: ingestDelivery('ingest', withDestroy(fake), { ...PLACE, bucket: 'ingest' }),
    received: async ({ bytes, outgoing }) => {
      const [found] = [...fake.history('ingest')].filter(([key]) =>
        key.startsWith(`research/${outgoing.receipt}-`),
      );
      expect(found?.[0].replace(/-[0-9a-f]{32}\.dcm$/, '')).toBe(
        found === undefined ? undefined : `research/${outgoing.receipt}`,
      );
      return found === undefined || bytes.length === 0 ? null : (found[1].at(-1)?.bytes ?? null);
    },
    count: async () => fake.history('ingest').size,
    dispose: async () => {},
  };
});

describe('a bucket', () => {
  let fake: FakeS3;
  let spool: SpoolFolder;
  beforeEach(() => {
    fake = new FakeS3();
    spool = new SpoolFolder();
  });
  afterEach(() => spool.remove());
  const large = () => spool.add([el(0x7fe00010, 'OW', new Uint8Array(20_000_000))]);
  const inputs = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);

  it('is written where nothing stands, checked by SHA-256, under the key that was named', async () => {
    await deliver(bucketDelivery('bucket', withDestroy(fake), PLACE), spool.add());
    const encryption = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY, BucketKeyEnabled: true };
    expect(inputs('PutObject')).toEqual([
      expect.objectContaining({
        ...encryption,
        IfNoneMatch: '*',
        ChecksumAlgorithm: 'SHA256',
        ContentType: 'application/dicom',
      }),
    ]);
    expect(inputs('PutObject')[0]?.Metadata).toBeUndefined();
    await deliver(bucketDelivery('bucket', withDestroy(fake), PLACE), large());
    expect(inputs('CreateMultipartUpload')).toEqual([
      expect.objectContaining({ ...encryption, ChecksumAlgorithm: 'SHA256', ChecksumType: 'COMPOSITE' }),
    ]);
    expect(inputs('UploadPart').map(({ ChecksumAlgorithm }) => ChecksumAlgorithm)).toEqual(
      Array(4).fill('SHA256'),
    );
    expect(inputs('CompleteMultipartUpload')).toEqual([
      expect.objectContaining({ IfNoneMatch: '*', ChecksumType: 'COMPOSITE' }),
    ]);
  });

  it('says nothing of encryption where the bucket decides', async () => {
    await deliver(bucketDelivery('bucket', withDestroy(fake), { ...PLACE, kmsKey: null }), spool.add());
    expect(inputs('PutObject')[0]?.ServerSideEncryption).toBeUndefined();
  });

  it.each(['small', 'large'])(
    'keeps what stands there with other bytes, and holds the second (%s)',
    async (size) => {
      const delivery = bucketDelivery('bucket', withDestroy(fake), PLACE);
      const more = size === 'small' ? [] : [el(0x7fe00010, 'OW', new Uint8Array(9_000_000))];
      const first = spool.add(more, undefined, '2.25.7');
      const second = spool.add([el(0x00204000, 'LT', 'other'), ...more], undefined, '2.25.7');
      await deliver(delivery, first);
      expect(await rejection(deliver(delivery, second))).toMatchObject({
        code: 'DELIVERY_CONFLICT',
        isFinal: true,
      });
      expect(fake.stored('clean', 'research/2.25.21/2.25.22/2.25.7.dcm')?.bytes.equals(first.bytes)).toBe(
        true,
      );
    },
  );

  it('takes its own write for its own when the answer was lost', async () => {
    let isLost = false;
    const client = faultyClient(withDestroy(fake), {
      after: (name, nth) => {
        if (name === 'PutObject' && nth === 1) {
          isLost = true;
          throw brokenConnection();
        }
      },
    });
    const delivery = bucketDelivery('bucket', client, PLACE);
    const spooled = spool.add();
    expect(await rejection(deliver(delivery, spooled))).toMatchObject({ isFinal: false, about: 'receiver' });
    await deliver(delivery, spooled);
    expect([isLost, fake.history('clean').size]).toEqual([true, 1]);
  });

  it.each([
    ['AccessDenied', 403, 'DELIVERY_FORBIDDEN'],
    ['NoSuchBucket', 404, 'DELIVERY_FORBIDDEN'],
    ['SlowDown', 503, 'DELIVERY_BUSY'],
    ['KMS.DisabledException', 400, 'DELIVERY_FORBIDDEN'],
  ])('is tried again after %s', async (error, status, code) => {
    const client = faultyClient(withDestroy(fake), {
      before: () => {
        throw s3Error(error, status);
      },
    });
    const refused = await rejection(deliver(bucketDelivery('bucket', client, PLACE), spool.add()));
    expect(refused).toMatchObject({ code, isFinal: false, about: 'receiver' });
    expect(refused.message).toContain(error);
    expect(refused.message).not.toContain(DELIVERED_NEEDLE);
  });

  it('has two originals of one UID in ingest, and one where the same bytes come again', async () => {
    const delivery = ingestDelivery('ingest', withDestroy(fake), { ...PLACE, bucket: 'ingest' });
    const first = spool.add([], undefined, '2.25.7');
    const second = spool.add([el(0x00204000, 'LT', 'other')], undefined, '2.25.7');
    const receipt = first.outgoing.receipt;
    for (const each of [first, second, first])
      await deliver(delivery, { ...each, outgoing: { ...each.outgoing, receipt } });
    const keys = [...fake.history('ingest').keys()];
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(key).toMatch(new RegExp(`^research/${receipt}-[0-9a-f]{32}\\.dcm$`));
    for (const { ServerSideEncryption, SSEKMSKeyId } of inputs('PutObject'))
      expect([ServerSideEncryption, SSEKMSKeyId]).toEqual(['aws:kms', KEY]);
  });
});
