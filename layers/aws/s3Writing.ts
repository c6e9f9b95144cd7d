import { FaultError } from '../engine/faults.ts';
import { changedFault, type S3Pin, sourceFault } from './s3Source.ts';
import { describeFailure, type SdkFailure } from './sdkErrors.ts';

/** Where an object goes and how it is kept there: input of PutObject, CopyObject and CreateMultipartUpload alike. */
export interface ObjectTarget {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType: string;
  readonly ServerSideEncryption?: 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: true;
  /** Of our own making: nothing of the source's goes over. */
  readonly Metadata?: Readonly<Record<string, string>>;
}

/** What must stand under the key for a write to happen: nothing, this very object, or anything. */
export type WriteCondition =
  | { readonly IfNoneMatch: '*' }
  | { readonly IfMatch: string }
  | Readonly<Record<string, never>>;

/**
 * The condition of a write did not hold, or another conditional write was under way (409), or the object to match
 * is gone (NoSuchKey).
 */
export function isConditionFailure({ name, status }: SdkFailure): boolean {
  return status === 412 || name === 'ConditionalRequestConflict' || name === 'NoSuchKey';
}

/** A bucket key lets S3 ask KMS once for many objects. */
export function encryptionOf(
  keyId: string | undefined,
): Pick<ObjectTarget, 'ServerSideEncryption' | 'SSEKMSKeyId' | 'BucketKeyEnabled'> {
  return keyId === undefined
    ? {}
    : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId, BucketKeyEnabled: true };
}

/**
 * Names the pinned version as the source of a copy: `bucket/key?versionId=...`, URL-encoded, and refused if the
 * ETag is another.
 */
export function copySourceOf({ bucket, key, versionId, etag }: S3Pin) {
  const path = [bucket, ...key.reveal().split('/')].map(encodeURIComponent).join('/');
  const version = versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`;
  return { CopySource: path + version, CopySourceIfMatch: etag };
}

/** A failed write. */
export function storeFault(failure: SdkFailure): FaultError {
  const said = describeFailure(failure);
  const isRefusedByKms = failure.name.startsWith('KMS.') && !failure.passes;
  if (failure.status === 403 || isRefusedByKms || failure.name === 'NoSuchBucket')
    return new FaultError(
      'STORE_FORBIDDEN',
      false,
      `The bucket refuses the object (${said})`,
      'Check that the bucket exists, and that its policy, its key and the role allow the write',
    );
  return new FaultError(
    'STORE_UNAVAILABLE',
    failure.passes,
    `The object could not be written (${said})`,
    failure.passes ? 'It will be tried again' : 'Check the configuration of the bucket',
  );
}

/**
 * A failed copy from the source. S3 does not say whether a 403 is about reading or writing; both are for the
 * store's operator.
 */
export function copyFault(failure: SdkFailure): FaultError {
  if (failure.status === 412) return changedFault();
  if (failure.name === 'NoSuchKey' || failure.name === 'NoSuchVersion') return sourceFault(failure);
  return storeFault(failure);
}
