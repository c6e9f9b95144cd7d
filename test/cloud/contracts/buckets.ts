import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { s3 } from './live.ts';

/** Destroys the buckets of a rig, and everything in them. */
export async function removeBuckets(prefix: string): Promise<void> {
  for (const part of ['ingest', 'clean', 'quarantine']) await removeBucket(`${prefix}-${part}`);
}

export async function removeBucket(Bucket: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
