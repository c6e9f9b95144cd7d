import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { S3Store } from '../../../layers/aws/s3Store.ts';
import type { Segment } from '../../../layers/dicom/byteSource.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import { numberedBytes } from '../../contracts/samples.ts';
import { bytesOfSegment } from '../../support/segments.ts';
import type { Check, Sandbox } from '../check.ts';

const MIB = 1024 * 1024;

export const COPIED_PARTS: Check = {
  name: 'copied-parts',
  question: 'parts that S3 copies itself may be in an upload with checksums',
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html',
  ask: async ({ clients: { s3 }, outputs: { CleanBucket, QuarantineBucket } }) => {
    const Key = 'sandbox/source.dcm';
    const bytes = numberedBytes(17 * MIB + 77);
    await s3.send(new PutObjectCommand({ Bucket: QuarantineBucket, Key, Body: bytes }));
    const store = new S3Store(s3, {
      cleanBucket: CleanBucket,
      quarantineBucket: QuarantineBucket,
      multipartBytes: 5.5 * MIB,
      partBytes: 5 * MIB,
      copyBytes: 5 * MIB,
    });
    const segments: readonly Segment[] = [
      { kind: 'owned', bytes: Buffer.alloc(1000, 0xaa) },
      { kind: 'span', start: 2000, end: 16 * MIB },
      { kind: 'owned', bytes: Buffer.alloc(3, 0xbb) },
    ];
    const source = await store.open({ container: QuarantineBucket, key: new Phi(Key) });
    await store.release('sandbox/copied.dcm', source, segments, 'sandbox');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: CleanBucket, Key: 'sandbox/copied.dcm' }));
    const expected = Buffer.concat(segments.map((part) => bytesOfSegment(part, bytes)));
    const holds = Buffer.compare((await Body?.transformToByteArray()) ?? Buffer.of(), expected) === 0;
    return { holds, said: holds ? 'the object has the bytes of an upload' : 'the object has other bytes' };
  },
};

/** The most that is copied in one call: in quarantine, and by a backfill. */
export const LARGE_COPY: Check = {
  name: 'large-copy',
  question: 'a copy of a gigabyte is done within the 60 seconds that a call has',
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html',
  ask: async (sandbox) => {
    const { s3 } = sandbox.clients;
    const place = { Bucket: sandbox.outputs.QuarantineBucket, Key: 'sandbox/large' };
    const parts = sandbox.isEmulator ? 2 : 8;
    await growTo(sandbox, parts);
    const started = performance.now();
    await s3.send(
      new CopyObjectCommand({
        Bucket: place.Bucket,
        Key: 'sandbox/large-copy',
        CopySource: `${place.Bucket}/${place.Key}`,
      }),
    );
    const seconds = (performance.now() - started) / 1000;
    const { ContentLength = 0 } = await s3.send(
      new HeadObjectCommand({ Bucket: place.Bucket, Key: 'sandbox/large-copy' }),
    );
    return {
      holds: seconds < 60,
      said: `${(ContentLength / MIB).toFixed(0)} MiB in ${seconds.toFixed(1)} s`,
    };
  },
};

/** Makes a large object of copies of a small one, so that it need not be sent. */
async function growTo(
  { clients: { s3 }, outputs: { QuarantineBucket: Bucket }, isEmulator }: Sandbox,
  count: number,
): Promise<void> {
  const seed = { Bucket, Key: 'sandbox/seed' };
  await s3.send(new PutObjectCommand({ ...seed, Body: Buffer.alloc((isEmulator ? 6 : 128) * MIB, 1) }));
  const place = { Bucket, Key: 'sandbox/large' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place));
  const copies = Array.from({ length: count }, async (_, index) => {
    const { CopyPartResult } = await s3.send(
      new UploadPartCopyCommand({
        ...place,
        UploadId,
        PartNumber: index + 1,
        CopySource: `${seed.Bucket}/${seed.Key}`,
      }),
    );
    return { PartNumber: index + 1, ETag: CopyPartResult?.ETag };
  });
  const Parts = await Promise.all(copies);
  await s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
}
