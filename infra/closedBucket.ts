import { Duration, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Encrypted with the key, by TLS only, never public; a version is kept of everything that is overwritten. */
export function closedBucket(
  scope: Construct,
  id: string,
  { lifecycleRules = [], ...props }: BucketProps & { readonly encryptionKey: IKey },
): Bucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.KMS,
    // One data key for many objects: a KMS call an object would be most of what the stack costs.
    bucketKeyEnabled: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    lifecycleRules: [
      {
        id: 'abort-incomplete-uploads',
        // What a broken upload left behind is stored, paid for and seen by nobody.
        abortIncompleteMultipartUploadAfter: Duration.days(2),
        // A marker that hides nothing any more.
        expiredObjectDeleteMarker: true,
      },
      ...lifecycleRules,
    ],
    ...props,
  });
  for (const statement of onlyOurKey(bucket, props.encryptionKey)) bucket.addToResourcePolicy(statement);
  for (const id of ['AwsSolutions-S1', 'HIPAA.Security-S3BucketLoggingEnabled'])
    Validations.of(bucket).acknowledge({ id, reason: NO_ACCESS_LOG });
  Validations.of(bucket).acknowledge({
    id: 'HIPAA.Security-S3BucketReplicationEnabled',
    reason: NOT_REPLICATED,
  });
  return bucket;
}

/** A writer who names no encryption gets the bucket's; one who names another is refused. */
function onlyOurKey(bucket: Bucket, { keyArn }: IKey): readonly PolicyStatement[] {
  const header = 's3:x-amz-server-side-encryption';
  const unless = (sid: string, key: string, value: string) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { Null: { [key]: 'false' }, StringNotEquals: { [key]: value } },
    });
  return [
    unless('NoOtherEncryption', header, 'aws:kms'),
    unless('NoOtherKey', `${header}-aws-kms-key-id`, keyArn),
  ];
}

/** Gives the reason why a bucket has no default retention. */
export function notLocked(bucket: Bucket, reason: string): void {
  Validations.of(bucket).acknowledge({ id: 'HIPAA.Security-S3BucketDefaultLockEnabled', reason });
}

const NO_ACCESS_LOG =
  'Server access logs would write object keys, which can be names, in clear text into one more bucket. Who read what is ' +
  'recorded by CloudTrail data events, which belong to the account.';

const NOT_REPLICATED =
  'A second copy of patient data in another Region is a decision of the hospital, not a default: S3 keeps every object in three ' +
  'availability zones, and versions of what is overwritten. docs/operations/monitoring.md says how to add replication.';
