import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { S3Source } from '../../layers/aws/s3Source.ts';
import { S3Store, type S3StoreOptions } from '../../layers/aws/s3Store.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import type { ByteSourceRig } from './byteSourceContract.ts';
import { IDENTIFIER, TAGGED_IDENTIFIER } from './faults.ts';
import type { InstanceStoreRig } from './instanceStoreContract.ts';

export interface S3RigOptions {
  readonly client: S3Client;
  readonly versioned: boolean;
  /** Distinguishes the buckets of this test from all others. */
  readonly prefix: string;
  readonly store?: Partial<S3StoreOptions>;
}

/** Buckets for the suites of the S3 adapters, at a fake or at a live endpoint. */
export async function makeS3Rig(options: S3RigOptions): Promise<InstanceStoreRig & ByteSourceRig> {
  const { client, versioned, prefix } = options;
  const [ingest, clean, quarantine] = ['ingest', 'clean', 'quarantine'].map(
    (name) => `${prefix}-${name}`,
  ) as [string, string, string];
  for (const Bucket of [ingest, clean, quarantine]) {
    await client.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    if (versioned) await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }

  /** Puts an object; the reference says of it what an EventBridge event does. */
  const put = async (name: string, bytes: Uint8Array): Promise<ObjectRef> => {
    const key = `study/${IDENTIFIER}/${name}`;
    const { ETag = '', VersionId } = await client.send(
      new PutObjectCommand({
        Bucket: ingest,
        Key: key,
        Body: bytes,
        Metadata: { patient: IDENTIFIER },
        Tagging: `patient=${encodeURIComponent(TAGGED_IDENTIFIER)}`,
      }),
    );
    return {
      container: ingest,
      key: new Phi(key),
      etag: ETag.replaceAll('"', ''),
      ...(VersionId === undefined ? {} : { versionId: VersionId }),
    };
  };
  const list = async (Bucket: string): Promise<readonly string[]> => {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    return (Contents ?? []).map(({ Key }) => Key ?? '');
  };
  const readAll = async (Bucket: string): Promise<ReadonlyMap<string, Buffer>> => {
    const objects = new Map<string, Buffer>();
    for (const Key of await list(Bucket)) objects.set(Key, await readWhole(client, Bucket, Key));
    return objects;
  };

  return {
    store: () => new S3Store(client, { cleanBucket: clean, quarantineBucket: quarantine, ...options.store }),
    ingest: put,
    remove: async ({ container, key, versionId }) => {
      await client.send(
        new DeleteObjectCommand({
          Bucket: container,
          Key: key.reveal(),
          ...(versionId === undefined ? {} : { VersionId: versionId }),
        }),
      );
    },
    clean: () => readAll(clean),
    kept: () => readAll(quarantine),
    cleanWords: async () => {
      const words: unknown[] = [];
      for (const Key of await list(clean)) {
        const { Metadata } = await client.send(new HeadObjectCommand({ Bucket: clean, Key }));
        const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket: clean, Key }));
        words.push(Key, Metadata, TagSet);
      }
      return JSON.stringify(words);
    },
    leftovers: async () => {
      const open: string[] = [];
      for (const Bucket of [clean, quarantine]) {
        const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
        open.push(...(Uploads ?? []).map(({ Key }) => `${Bucket}/${Key}`));
      }
      return open;
    },
    open: async (bytes) => {
      const source = await S3Source.open(client, await put('a', bytes));
      return {
        source,
        replace: async (others) => {
          await put('a', others);
        },
      };
    },
    dispose: async () => {},
  };
}

async function readWhole(client: S3Client, Bucket: string, Key: string): Promise<Buffer> {
  const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key }));
  if (ContentLength === 0) return Buffer.alloc(0);
  const { Body } = await client.send(
    new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${(ContentLength ?? 0) - 1}` }),
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of Body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
