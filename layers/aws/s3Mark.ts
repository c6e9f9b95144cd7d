import {
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ObjectRef } from '../engine/ports.ts';
import { quoted, sourceFault } from './s3Source.ts';
import { storeFault } from './s3Writing.ts';
import { type SdkFailure, sdkFailure } from './sdkErrors.ts';

/**
 * Hides a version behind a delete marker, where it is the current one; answers false where it is not, and nothing has changed. S3 compares ETags (Amazon S3 User
 * Guide, "How to perform conditional deletes"): another version that this could hide has the same bytes. Nothing is destroyed: only a bucket without versions
 * would, so a version of one (`null`) is refused. Rejects with `FaultError`.
 */
export async function hideVersion(client: S3Client, ref: ObjectRef): Promise<boolean> {
  const { versionId, etag } = ref;
  if (versionId === undefined || versionId === 'null' || etag === undefined) return false;
  try {
    await client.send(
      new DeleteObjectCommand({ Bucket: ref.container, Key: ref.key.reveal(), IfMatch: quoted(etag) }),
    );
    return true;
  } catch (error) {
    const failure = sdkFailure(error);
    if (isAnotherCurrent(failure)) return false;
    throw storeFault(failure);
  }
}

/** Another version is the current one (412), or none is, for a marker hides them all already (404), or just now another call changed which (409). */
function isAnotherCurrent({ name, status }: SdkFailure): boolean {
  return status === 412 || status === 409 || (status === 404 && name !== 'NoSuchBucket');
}

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
