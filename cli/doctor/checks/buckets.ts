import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CREATED_EVENTS } from '../../../functions/environment.ts';
import { sdkFailure } from '../../../layers/aws/sdkErrors.ts';
import type { DoctorClients } from '../clients.ts';
import { type Deployment, isImportedIngest, isKept, resourceOf } from '../deployment.ts';
import { type Finding, judged, ok, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

/** The outputs that name buckets. */
const BUCKETS = ['IngestBucket', 'CleanBucket', 'QuarantineBucket', 'RulesBucket', 'ManifestBucket'] as const;

/** What is not the stack's to mend. */
const TO_THE_OWNER =
  'Ask the owner of the bucket to set it up as the output IngestBucketMustHave and docs/operations/deploying.md say';

function wantsExpiry({ outputs }: Deployment): boolean {
  return outputs.IngestBucketMustHave?.includes('destroy-released') === true;
}

/** Every bucket: there, encrypted with a key, closed to the public, versioned; and what each is for. */
export async function checkBuckets(
  { s3 }: Pick<DoctorClients, 's3'>,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const found = BUCKETS.map((subject) => {
    const Bucket = deployment.outputs[subject] ?? '';
    const isImported = subject === 'IngestBucket' && isImportedIngest(deployment);
    const hint = isImported ? TO_THE_OWNER : REVERT;
    return look(
      'buckets',
      subject,
      's3:ListBucket',
      () => s3.send(new HeadBucketCommand({ Bucket })).catch(elsewhere),
      async (isElsewhere) => {
        if (isElsewhere === ELSEWHERE) return [otherRegion(subject)];
        const protections = [
          encryption(s3, subject, Bucket, hint),
          publicAccess(s3, subject, Bucket, hint),
          versioning(s3, subject, Bucket, hint),
          ...(subject === 'IngestBucket'
            ? [
                events(s3, subject, Bucket, hint, deployment),
                expiry(s3, subject, Bucket, hint, {
                  isWanted: isImported && wantsExpiry(deployment),
                  hides: deployment.outputs.IngestMark === 'marker',
                }),
              ]
            : []),
          ...(subject === 'QuarantineBucket' ? [removal(s3, subject, Bucket, isOwn(deployment))] : []),
          ...(subject === 'ManifestBucket' && isKept(deployment) ? [lock(s3, subject, Bucket)] : []),
        ];
        return (await Promise.all(protections)).flat();
      },
    );
  });
  return (await Promise.all(found)).flat();
}

/** S3 answers with a redirection where a bucket is in another Region. */
const ELSEWHERE = 'elsewhere';

function elsewhere(error: unknown): typeof ELSEWHERE {
  if (sdkFailure(error).status === 301) return ELSEWHERE;
  throw error;
}

function otherRegion(subject: string): Finding {
  return problem(
    'buckets',
    subject,
    'BUCKET_IN_ANOTHER_REGION',
    'it is in another Region, where the functions cannot reach it',
    'Name a bucket in the stack’s Region and let S3 replicate it, or put the stack into that of the bucket (docs/operations/deploying.md)',
  );
}

/** Whether the quarantine bucket is the stack's. */
function isOwn({ outputs }: Deployment): boolean {
  return outputs.QuarantineBucketPolicy === undefined;
}

function removal(
  s3: S3Client,
  subject: string,
  Bucket: string,
  isOwnBucket: boolean,
): Promise<readonly Finding[]> {
  const hint = isOwnBucket
    ? REVERT
    : 'Ask the owner of the bucket to set it up as the output QuarantineBucketMustHave says';
  const never = warning(
    'buckets',
    subject,
    'REMOVED_STAYS',
    'nothing destroys originals that were removed from quarantine: they stay as hidden versions',
    hint,
  );
  return look(
    'buckets',
    subject,
    's3:GetLifecycleConfiguration',
    () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    ({ Rules = [] }) => {
      const rule = Rules.find(
        ({ Status, NoncurrentVersionExpiration }) =>
          Status === 'Enabled' && NoncurrentVersionExpiration?.NoncurrentDays !== undefined,
      );
      const days = rule?.NoncurrentVersionExpiration?.NoncurrentDays;
      return [
        days === undefined ? never : ok('buckets', subject, `destroys removed originals after ${days} days`),
      ];
    },
    () => [never],
  );
}

function encryption(
  s3: S3Client,
  subject: string,
  Bucket: string,
  hint: string,
): Promise<readonly Finding[]> {
  const not = problem(
    'buckets',
    subject,
    'BUCKET_NOT_ENCRYPTED',
    'it does not encrypt with a key of KMS',
    hint,
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

function publicAccess(
  s3: S3Client,
  subject: string,
  Bucket: string,
  hint: string,
): Promise<readonly Finding[]> {
  const open = problem('buckets', subject, 'BUCKET_MAY_BE_PUBLIC', 'public access is not blocked', hint);
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

function versioning(
  s3: S3Client,
  subject: string,
  Bucket: string,
  hint: string,
): Promise<readonly Finding[]> {
  return look(
    'buckets',
    subject,
    's3:GetBucketVersioning',
    () => s3.send(new GetBucketVersioningCommand({ Bucket })),
    ({ Status }) =>
      judged('buckets', subject, 'versioned', [
        Status !== 'Enabled' &&
          problem('buckets', subject, 'BUCKET_NOT_VERSIONED', 'what is overwritten in it is lost', hint),
      ]),
  );
}

function events(
  s3: S3Client,
  subject: string,
  Bucket: string,
  hint: string,
  deployment: Deployment,
): Promise<readonly Finding[]> {
  const byEventBridge = resourceOf(deployment, 'AWS::Events::Rule', 'IngestionCreated') !== undefined;
  const queue = deployment.outputs.QueueUrl?.split('/').at(-1) ?? '';
  const whom = byEventBridge ? 'EventBridge' : 'the queue';
  return look(
    'buckets',
    subject,
    's3:GetBucketNotification',
    () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    ({ EventBridgeConfiguration, QueueConfigurations = [] }) => {
      const tells = byEventBridge
        ? EventBridgeConfiguration !== undefined
        : QueueConfigurations.some(
            ({ QueueArn, Events }) => QueueArn?.endsWith(`:${queue}`) && Events?.includes(CREATED_EVENTS),
          );
      return judged('buckets', subject, `tells ${whom} of its objects`, [
        !tells &&
          problem(
            'buckets',
            subject,
            'BUCKET_SENDS_NO_EVENTS',
            `it sends no events to ${whom}: new objects wait until the reconciler finds them`,
            hint,
          ),
      ]);
    },
  );
}

function expiry(
  s3: S3Client,
  subject: string,
  Bucket: string,
  hint: string,
  { isWanted, hides }: { readonly isWanted: boolean; readonly hides: boolean },
): Promise<readonly Finding[]> {
  const none = isWanted
    ? [warning('buckets', subject, 'EXPIRY_OFF', 'nothing destroys released objects', hint)]
    : [ok('buckets', subject, 'nothing destroys released objects, as with ingestExpiryDays 0')];
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
          (rule.Status !== 'Enabled' || (hides && !Rules.some(isHiding))) &&
            warning('buckets', subject, 'EXPIRY_OFF', 'released objects are not destroyed', hint),
        ],
      );
    },
    () => none,
  );
}

/** The rule that destroys what markers hide. */
function isHiding({ ID, Status }: LifecycleRule): boolean {
  return ID === 'destroy-hidden' && Status === 'Enabled';
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
