import { checkBuckets } from '../../../cli/doctor/checks/buckets.ts';
import { type Answers, awsError } from './fakeAws.ts';

export const QUEUE_ARN = 'arn:aws:sqs:eu-central-1:1:queue';

/** The buckets of a deployment that is well, and what is found when one answer is another: a case of checks.test.ts. */
export const BUCKETS_CASE = {
  name: 'buckets',
  check: checkBuckets,
  well: {
    HeadBucket: {},
    GetBucketEncryption: {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' } }],
      },
    },
    GetPublicAccessBlock: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
    GetBucketVersioning: { Status: 'Enabled' },
    GetBucketNotificationConfiguration: {
      EventBridgeConfiguration: {},
      QueueConfigurations: [{ QueueArn: QUEUE_ARN, Events: ['s3:ObjectCreated:*'] }],
    },
    GetBucketLifecycleConfiguration: {
      Rules: [
        { ID: 'destroy-released', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        { ID: 'destroy-hidden', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
      ],
    },
    GetObjectLockConfiguration: { ObjectLockConfiguration: { Rule: { DefaultRetention: {} } } },
  },
  ill: [
    ['NOT_THERE', { HeadBucket: awsError('NotFound', 404) }],
    ['BUCKET_IN_ANOTHER_REGION', { HeadBucket: awsError('301', 301) }],
    ['REMOVED_STAYS', { GetBucketLifecycleConfiguration: { Rules: [] } }],
    [
      'REMOVED_STAYS',
      {
        GetBucketLifecycleConfiguration: {
          Rules: [{ Status: 'Disabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
        },
      },
    ],
    ['BUCKET_NOT_ENCRYPTED', { GetBucketEncryption: { ServerSideEncryptionConfiguration: { Rules: [] } } }],
    [
      'BUCKET_NOT_ENCRYPTED',
      { GetBucketEncryption: awsError('ServerSideEncryptionConfigurationNotFoundError', 404) },
    ],
    ['BUCKET_MAY_BE_PUBLIC', { GetPublicAccessBlock: awsError('NoSuchPublicAccessBlockConfiguration', 404) }],
    [
      'BUCKET_MAY_BE_PUBLIC',
      { GetPublicAccessBlock: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } },
    ],
    ['BUCKET_NOT_VERSIONED', { GetBucketVersioning: { Status: 'Suspended' } }],
    ['BUCKET_SENDS_NO_EVENTS', { GetBucketNotificationConfiguration: {} }],
    // Nobody listens to them.
    ['BUCKET_SENDS_NO_EVENTS', { GetBucketNotificationConfiguration: { EventBridgeConfiguration: {} } }],
    [
      'BUCKET_SENDS_NO_EVENTS',
      {
        GetBucketNotificationConfiguration: {
          QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:eu:1:other', Events: ['s3:ObjectCreated:*'] }],
        },
      },
    ],
    [
      'EXPIRY_OFF',
      { GetBucketLifecycleConfiguration: { Rules: [{ ID: 'destroy-released', Status: 'Enabled' }] } },
    ],
    [
      'EXPIRY_OFF',
      { GetBucketLifecycleConfiguration: { Rules: [{ ID: 'destroy-released', Status: 'Disabled' }] } },
    ],
    [
      'MANIFESTS_NOT_LOCKED',
      { GetObjectLockConfiguration: awsError('ObjectLockConfigurationNotFoundError', 404) },
    ],
  ],
} satisfies {
  readonly well: Answers;
  readonly ill: readonly (readonly [code: string, answers: Answers])[];
  readonly [name: string]: unknown;
};
