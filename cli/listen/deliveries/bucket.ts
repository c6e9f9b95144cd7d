import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { writeNew } from '../../../layers/aws/s3Release.ts';
import { encryptionOf, type ObjectTarget } from '../../../layers/aws/s3Writing.ts';
import { untilSignal } from '../../../layers/aws/untilSignal.ts';
import type { ByteSource } from '../../../layers/dicom/byteSource.ts';
import type { Delivery, OutgoingInstance } from '../outbox/outgoing.ts';
import { storeError } from './faults.ts';
import { cleanName } from './names.ts';
import { withSource } from './sender.ts';

const MIB = 1024 * 1024;
/** The least that S3 takes for a part: three are in memory at a time (layers/aws/multipart.ts), and up to here a whole object for each that is under way. */
export const BUCKET_LIMITS = {
  multipartBytes: 5 * MIB,
  partBytes: 5 * MIB,
  copyBytes: Number.MAX_SAFE_INTEGER,
  checksum: 'SHA256',
} as const;
/** Some 30 MiB of objects or parts. */
const AT_ONCE = 2;

export interface BucketPlace {
  readonly bucket: string;
  /** `''`, or parts that each end with `/`. */
  readonly prefix: string;
  /** The ARN of the KMS key; null: as the bucket says. */
  readonly kmsKey: string | null;
}

/**
 * Delivers clean instances into a bucket, under the keys that a deployment would give them. S3 writes where nothing stands and checks the bytes by SHA-256; the same bytes there
 * are the instance, others stay, and the instance is held.
 */
export function bucketDelivery(name: string, client: S3Client, place: BucketPlace): Delivery {
  return intoBucket(name, client, place, {
    isInOrder: true,
    nameOf: async (instance) => cleanName(instance),
  });
}

/**
 * Delivers originals into the ingest bucket of a deployment, which de-identifies them. The key holds no identifier: the keyed name of the received one, and a digest of its
 * bytes, since two instances may have one UID and the deployment has to see both.
 */
export function ingestDelivery(
  name: string,
  client: S3Client,
  place: BucketPlace & { readonly kmsKey: string },
): Delivery {
  return intoBucket(name, client, place, {
    isInOrder: false,
    nameOf: async ({ receipt }, source) => `${receipt}-${await digestOf(source)}.dcm`,
  });
}

interface Naming {
  readonly isInOrder: boolean;
  readonly nameOf: (instance: OutgoingInstance, source: ByteSource) => Promise<string>;
}

function intoBucket(
  name: string,
  client: S3Client,
  { bucket, prefix, kmsKey }: BucketPlace,
  { isInOrder, nameOf }: Naming,
): Delivery {
  return {
    name,
    atOnce: AT_ONCE,
    isInOrder,
    deliver: (instance, signal) =>
      withSource(instance.path, async (source) => {
        try {
          const target: ObjectTarget = {
            Bucket: bucket,
            Key: `${prefix}${await nameOf(instance, source)}`,
            ContentType: 'application/dicom',
            ...encryptionOf(kmsKey ?? undefined),
          };
          const segments = [{ kind: 'span', start: 0, end: source.size }] as const;
          await writeNew(untilSignal(client, signal), target, { source, segments }, BUCKET_LIMITS);
        } catch (error) {
          throw storeError(error);
        }
      }),
    close: async () => client.destroy(),
  };
}

const DIGESTED_BYTES = MIB;

/** Half of a SHA-256, in hexadecimal digits. */
async function digestOf(source: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < source.size; at += DIGESTED_BYTES)
    hash.update(await source.read(at, Math.min(source.size, at + DIGESTED_BYTES)));
  return hash.digest('hex').slice(0, 32);
}
