import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, isKept } from '../deployment.ts';
import { type Finding, judged, ok, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

/** The outputs that name buckets. */
const BUCKETS = ['IngestBucket', 'CleanBucket', 'QuarantineBucket', 'RulesBucket', 'ManifestBucket'] as const;

/** Every bucket: there, encrypted with a key, closed to the public, versioned; and what each is for. */
export async function checkBuckets(
  { s3 }: Pick<DoctorClients, 's3'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const found = BUCKETS.map((subject) => {
    const Bucket = deployment.outputs[subject] ?? '';
    return look(
      'buckets',
      subject,
      's3:ListBucket',
      () => s3.send(new HeadBucketCommand({ Bucket })),
      async () => {
        const protections = [
          encryption(s3, subject, Bucket),
          publicAccess(s3, subject, Bucket),
          versioning(s3, subject, Bucket),
          ...(subject === 'IngestBucket' ? [events(s3, subject, Bucket), expiry(s3, subject, Bucket)] : []),
          ...(subject === 'ManifestBucket' && isKept(deployment) ? [lock(s3, subject, Bucket)] : []),
        ];
        return (await Promise.all(protections)).flat();
      },
    );
  });
  return (await Promise.all(found)).flat();
}

function encryption(s3: S3Client, subject: string, Bucket: string): Promise<readonly Finding[]> {
  const not = problem(
    'buckets',
    subject,
    'BUCKET_NOT_ENCRYPTED',
    'it does not encrypt with a key of KMS',
    REVERT,
  );
  return look(
    'buckets',
    subject,
    's3:GetEncryptionConfiguration',
    () => s3.send(new GetBucketEncryptionCommand({ Bucket })),
    ({ ServerSideEncryptionConfiguration }) => {
      const [rule] = ServerSideEncryptionConfiguration?.Rules ?? [];
      const by = rule?.ApplyServerSideEncryptionByDefault;
      return judged('buckets', subject, 'encrypted with its key', [
        (by?.SSEAlgorithm !== 'aws:kms' || by.KMSMasterKeyID === undefined) && not,
      ]);
    },
    () => [not],
  );
}

function publicAccess(s3: S3Client, subject: string, Bucket: string): Promise<readonly Finding[]> {
  const open = problem('buckets', subject, 'BUCKET_MAY_BE_PUBLIC', 'public access is not blocked', REVERT);
  return look(
    'buckets',
    subject,
    's3:GetBucketPublicAccessBlock',
    () => s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    ({ PublicAccessBlockConfiguration: block }) =>
      judged('buckets', subject, 'closed to the public', [
        !(
          block?.BlockPublicAcls &&
          block.BlockPublicPolicy &&
          block.IgnorePublicAcls &&
          block.RestrictPublicBuckets
        ) && open,
      ]),
    () => [open],
  );
}

function versioning(s3: S3Client, subject: string, Bucket: string): Promise<readonly Finding[]> {
  return look(
    'buckets',
    subject,
    's3:GetBucketVersioning',
    () => s3.send(new GetBucketVersioningCommand({ Bucket })),
    ({ Status }) =>
      judged('buckets', subject, 'versioned', [
        Status !== 'Enabled' &&
          problem('buckets', subject, 'BUCKET_NOT_VERSIONED', 'what is overwritten in it is lost', REVERT),
      ]),
  );
}

function events(s3: S3Client, subject: string, Bucket: string): Promise<readonly Finding[]> {
  return look(
    'buckets',
    subject,
    's3:GetBucketNotification',
    () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    ({ EventBridgeConfiguration }) =>
      judged('buckets', subject, 'tells EventBridge of its objects', [
        EventBridgeConfiguration === undefined &&
          problem(
            'buckets',
            subject,
            'BUCKET_SENDS_NO_EVENTS',
            'it sends no events to EventBridge: new objects wait until the reconciler finds them',
            REVERT,
          ),
      ]),
  );
}

function expiry(s3: S3Client, subject: string, Bucket: string): Promise<readonly Finding[]> {
  const none = [ok('buckets', subject, 'nothing destroys released objects, as with ingestExpiryDays 0')];
  return look(
    'buckets',
    subject,
    's3:GetLifecycleConfiguration',
    () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    ({ Rules = [] }) => {
      const rule = Rules.find(({ ID }) => ID === 'destroy-released');
      if (rule === undefined) return none;
      return judged(
        'buckets',
        subject,
        `destroys released objects after ${rule.NoncurrentVersionExpiration?.NoncurrentDays} days`,
        [
          rule.Status !== 'Enabled' &&
            warning('buckets', subject, 'EXPIRY_OFF', 'released objects are not destroyed', REVERT),
        ],
      );
    },
    () => none,
  );
}

function lock(s3: S3Client, subject: string, Bucket: string): Promise<readonly Finding[]> {
  const open = problem('buckets', subject, 'MANIFESTS_NOT_LOCKED', 'manifests can be deleted', REVERT);
  return look(
    'buckets',
    subject,
    's3:GetBucketObjectLockConfiguration',
    () => s3.send(new GetObjectLockConfigurationCommand({ Bucket })),
    ({ ObjectLockConfiguration: found }) =>
      judged('buckets', subject, 'locked', [found?.Rule?.DefaultRetention === undefined && open]),
    () => [open],
  );
}
