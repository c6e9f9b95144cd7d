import { GetObjectTaggingCommand, PutObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectRef } from '../engine/ports.ts';
import { sourceFault } from './s3Source.ts';
import { storeFault } from './s3Writing.ts';
import { sdkFailure } from './sdkErrors.ts';

/**
 * Gives one version of an object this tag, in the place of all that it had: a sender's tags may hold names. The same call twice leaves the same.
 * Rejects with `FaultError`.
 */
export async function tagVersion(
  client: S3Client,
  ref: ObjectRef & { readonly versionId: string },
  { key, value }: { readonly key: string; readonly value: string },
): Promise<void> {
  try {
    await client.send(
      new PutObjectTaggingCommand({
        Bucket: ref.container,
        Key: ref.key.reveal(),
        VersionId: ref.versionId,
        Tagging: { TagSet: [{ Key: key, Value: value }] },
      }),
    );
  } catch (error) {
    const failure = sdkFailure(error);
    throw failure.status === 404 ? sourceFault(failure) : storeFault(failure);
  }
}

/** The value of one tag of a version; null where it lacks that tag. Rejects with `FaultError`. */
export async function tagOfVersion(
  client: S3Client,
  ref: ObjectRef & { readonly versionId: string },
  key: string,
): Promise<string | null> {
  try {
    const { TagSet = [] } = await client.send(
      new GetObjectTaggingCommand({
        Bucket: ref.container,
        Key: ref.key.reveal(),
        VersionId: ref.versionId,
      }),
    );
    return TagSet.find((tag) => tag.Key === key)?.Value ?? null;
  } catch (error) {
    throw sourceFault(sdkFailure(error));
  }
}
