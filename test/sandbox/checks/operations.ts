import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeAlarmHistoryCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateKeyCommand, GenerateMacCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { LogGroupReader } from '../../../layers/aws/auditLog.ts';
import { inLanes } from '../../../layers/engine/lanes.ts';
import { type Check, patiently, type Sandbox } from '../check.ts';

export const ALARMS: Check = {
  name: 'alarms',
  question: 'an alarm reaches a topic that is encrypted with the stack’s own key',
  page: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  ask: async (sandbox) => {
    const { cloudFormation, cloudWatch } = sandbox.clients;
    const { StackResources = [] } = await cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: sandbox.stack }),
    );
    const AlarmName = StackResources.find(
      ({ ResourceType }) => ResourceType === 'AWS::CloudWatch::Alarm',
    )?.PhysicalResourceId;
    await cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'sandbox' }),
    );
    const summary = await patiently(sandbox, async () => {
      const { AlarmHistoryItems = [] } = await cloudWatch.send(
        new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: 'Action' }),
      );
      return AlarmHistoryItems[0]?.HistorySummary ?? null;
    });
    const holds = summary?.startsWith('Successfully executed') === true;
    return { holds, said: holds ? 'published' : (summary ?? 'CloudWatch says nothing of an action') };
  },
};

const STREAM_TIME = 60_000;

export const MANY_STREAMS: Check = {
  name: 'many-streams',
  question: 'FilterLogEvents gives every line of a group with a thousand streams',
  page: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html',
  ask: async (sandbox) => {
    const { logs } = sandbox.clients;
    const count = sandbox.isEmulator ? 50 : 1000;
    const logGroupName = `${sandbox.stack}-streams`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    try {
      const timestamp = Date.now();
      await inLanes(
        Array.from({ length: count }, (_, index) => `stream-${index}`),
        8,
        async (logStreamName) => {
          await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
          await logs.send(
            new PutLogEventsCommand({
              logGroupName,
              logStreamName,
              logEvents: [{ timestamp, message: logStreamName }],
            }),
          );
        },
      );
      const reader = new LogGroupReader(logs, logGroupName);
      const started = performance.now();
      const found = await patiently(sandbox, async () => {
        const lines = new Set<string>();
        for await (const page of reader.lines(timestamp - STREAM_TIME, timestamp + STREAM_TIME))
          for (const { text } of page) lines.add(text);
        return lines.size === count ? lines.size : null;
      });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      return { holds: found === count, said: `${found ?? 'not all'} of ${count} lines in ${seconds} s` };
    } finally {
      await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    }
  },
};

export const DELETION_PROTECTION: Check = {
  name: 'deletion-protection',
  question: 'this Region has deletion protection of log groups, which the audit has outside dev',
  page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html',
  ask: async ({ clients: { logs }, stack }) => {
    const logGroupName = `${stack}-protected`;
    const remove = () => logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogGroupCommand({ logGroupName, deletionProtectionEnabled: true }));
    try {
      const refused = await remove().then(
        () => null,
        (error: Error) => error.name,
      );
      if (refused === null) return { holds: false, said: 'the group was deleted all the same' };
      await logs.send(
        new PutLogGroupDeletionProtectionCommand({
          logGroupIdentifier: logGroupName,
          deletionProtectionEnabled: false,
        }),
      );
      return { holds: refused === 'ValidationException', said: `its deletion is refused: ${refused}` };
    } finally {
      await remove().catch(() => {});
    }
  },
};

export const DEAD_LETTERS: Check = {
  name: 'dead-letters',
  question: 'a dead letter keeps the time at which it was sent first, and so lives 14 days less its wait',
  page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  ask: async (sandbox) => {
    const { sqs } = sandbox.clients;
    const queues: string[] = [];
    const make = async (QueueName: string, Attributes: Record<string, string>) => {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      queues.push(QueueUrl);
      return QueueUrl;
    };
    try {
      const dead = await make(`${sandbox.stack}-dead`, {});
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['QueueArn'] }),
      );
      const queue = await make(`${sandbox.stack}-live`, {
        VisibilityTimeout: '1',
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 1 }),
      });
      await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: 'sandbox' }));
      const sent = await firstSent(sandbox, queue);
      const sentOfDead = await patiently(sandbox, async () => {
        await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue }));
        return firstSent(sandbox, dead);
      });
      const holds = sent !== null && sent === sentOfDead;
      return { holds, said: `sent at ${sent ?? '?'} ms, and as a dead letter at ${sentOfDead ?? '?'} ms` };
    } finally {
      for (const QueueUrl of queues) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    }
  },
};

async function firstSent({ clients: { sqs } }: Sandbox, QueueUrl: string): Promise<string | null> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['SentTimestamp'] }),
  );
  return Messages[0]?.Attributes?.SentTimestamp ?? null;
}

export const FAILED_DEPLOYMENT: Check = {
  name: 'failed-deployment',
  question: 'a first deployment that fails leaves nothing of what would outlive the stack',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
  ask: async (sandbox) => {
    const { cloudFormation, s3 } = sandbox.clients;
    const StackName = `${sandbox.stack}-fails`;
    const Bucket = `${StackName.toLowerCase()}-${sandbox.outputs.BackfillMachineArn.split(':')[4]}`;
    await cloudFormation.send(
      new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(failingTemplate(Bucket)) }),
    );
    const status = await patiently(sandbox, async () => {
      const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
      const found = Stacks[0]?.StackStatus ?? '';
      return found.endsWith('_IN_PROGRESS') ? null : found;
    });
    const isGone = await s3.send(new HeadBucketCommand({ Bucket })).then(
      () => false,
      (error: Error) => error.name === 'NotFound',
    );
    await cloudFormation.send(new DeleteStackCommand({ StackName }));
    const holds = status === 'ROLLBACK_COMPLETE' && isGone;
    return {
      holds,
      said: `${status ?? 'no end'}; the bucket is ${isGone ? 'gone' : `still there: ${Bucket}`}`,
    };
  },
};

const PARTITION = { Ref: 'AWS::Partition' };

/** A bucket that outlives its stack, and after it a queue that cannot be made: its dead letters go to no queue. */
function failingTemplate(BucketName: string): object {
  return {
    Resources: {
      Kept: {
        Type: 'AWS::S3::Bucket',
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: { BucketName },
      },
      Fails: {
        Type: 'AWS::SQS::Queue',
        DependsOn: 'Kept',
        Properties: {
          RedrivePolicy: {
            maxReceiveCount: 1,
            deadLetterTargetArn: {
              'Fn::Join': [
                ':',
                ['arn', PARTITION, 'sqs', { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, 'no-such-queue'],
              ],
            },
          },
        },
      },
    },
  };
}

export const MAC_NAMES_KEY: Check = {
  name: 'mac-names-key',
  question: 'GenerateMac answers the ARN of the key, by which the audit names it',
  page: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html',
  // By a key of its own: that of the stack is for the roles of the stack.
  ask: async ({ clients: { kms } }) => {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    );
    const { KeyId: id = '', Arn = '' } = KeyMetadata ?? {};
    try {
      const { KeyId } = await kms.send(
        new GenerateMacCommand({
          KeyId: id,
          MacAlgorithm: 'HMAC_SHA_256',
          Message: Buffer.from('lethe/sandbox'),
        }),
      );
      const said = `${KeyId === Arn ? 'the ARN' : 'no ARN'}; key ${id} is scheduled for deletion`;
      return { holds: KeyId === Arn, said };
    } finally {
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    }
  },
};
