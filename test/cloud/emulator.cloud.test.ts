import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { eventually, outputs, s3, sqs } from './deployed.ts';

/**
 * What the other tests rely on in the emulator: that it holds callers to their policies, and deploys what they need. MiniStack
 * 1.5.33 drops in silence: encryption and lifecycle of buckets, encryption and point-in-time recovery of tables. The tests of the
 * template hold these.
 */
describe('the emulator', () => {
  it('lets a caller do what a policy allows, and nothing without one', async () => {
    const iam = new IAMClient({});
    const UserName = 'nobody';
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const nobody = new S3Client({
      forcePathStyle: true,
      credentials: {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      },
    });
    const list = () => nobody.send(new ListObjectsV2Command({ Bucket: outputs.IngestBucket }));
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${outputs.IngestBucket}` },
      ],
    });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'list', PolicyDocument }));
    await eventually('the policy', () =>
      list().then(
        () => true,
        () => null,
      ),
    );
  });

  it('deploys the queue with its dead letters, and the buckets with what they need', async () => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: outputs.QueueUrl, AttributeNames: ['All'] }),
    );
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '{}').maxReceiveCount).toBe(2);
    expect(Attributes?.KmsMasterKeyId).toBe(outputs.StorageKeyArn);
    const ingest = { Bucket: outputs.IngestBucket };
    expect((await s3.send(new GetBucketVersioningCommand(ingest))).Status).toBe('Enabled');
    const notifications = await s3.send(new GetBucketNotificationConfigurationCommand(ingest));
    expect(notifications.QueueConfigurations?.map(({ Events }) => Events)).toEqual([['s3:ObjectCreated:*']]);
    expect(notifications.EventBridgeConfiguration).toBeUndefined();
  });
});
