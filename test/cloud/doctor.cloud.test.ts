import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient, UpdateContinuousBackupsCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Finding } from '../../cli/doctor/finding.ts';
import { lethe } from '../cli/run.ts';
import { audited, eventually, logLines, objects, outputs, s3, sqs } from './deployed.ts';
import { STACK } from './deployment.ts';

/** The command against a deployment: in health, and with one thing after the other broken on purpose. */
const kms = new KMSClient({});
const trail = new CloudTrailClient({});
const lambda = new LambdaClient({});
const dynamo = new DynamoDBClient({});
const TIME_MS = 180_000;

interface Examined {
  readonly status: number | null;
  readonly findings: readonly Finding[];
}

async function doctor(
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Examined> {
  const { status, stdout, stderr } = await lethe(['doctor', '--stack', STACK, '--json', ...options], env);
  expect(stderr.toString()).toBe('');
  return { status, findings: (JSON.parse(stdout.toString()) as Examined).findings };
}

/** What is not well. Other tests have made the scheduled functions run, with this and that to find. */
const ill = ({ findings }: Examined) =>
  findings.filter(({ status, check }) => status !== 'ok' && check !== 'runs');
const codes = (examined: Examined) => ill(examined).map(({ code }) => code);
const LOOK = ['--no-synthetic'];

/** What every account has that is looked after: by it the alarms hear of a use of keys. */
const TRAIL = 'doctor';
beforeAll(async () => {
  await trail.send(new CreateTrailCommand({ Name: TRAIL, S3BucketName: outputs.ManifestBucket }));
  await trail.send(
    new PutEventSelectorsCommand({
      TrailName: TRAIL,
      EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }],
    }),
  );
  await trail.send(new StartLoggingCommand({ Name: TRAIL }));
});
afterAll(() => trail.send(new DeleteTrailCommand({ Name: TRAIL })));

async function versionsUnder(bucket: string, prefix: string) {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix }),
  );
  return [...Versions, ...DeleteMarkers];
}

async function removeAll(bucket: string, prefix: string): Promise<void> {
  for (const { Key, VersionId } of await versionsUnder(bucket, prefix))
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
}

async function purge(): Promise<void> {
  for (const QueueUrl of [outputs.QueueUrl, outputs.DeadLetterQueueUrl])
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
}

/** What the emulator drops of a template in silence. */
beforeAll(async () => {
  for (const Bucket of [
    outputs.IngestBucket,
    outputs.CleanBucket,
    outputs.QuarantineBucket,
    outputs.RulesBucket,
    outputs.ManifestBucket,
  ])
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: outputs.StorageKeyArn,
              },
            },
          ],
        },
      }),
    );
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: outputs.QuarantineBucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'destroy-removed',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          },
        ],
      },
    }),
  );
  for (const TableName of [outputs.IdentityTable, outputs.DecisionTable]) {
    await dynamo.send(
      new UpdateTableCommand({
        TableName,
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: outputs.StorageKeyArn },
      }),
    );
    await dynamo.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  }
  await purge();
}, TIME_MS);

describe('lethe doctor', () => {
  it(
    'finds a healthy deployment well, and takes away what it sent',
    async () => {
      const before = await Promise.all([objects(outputs.CleanBucket), objects(outputs.QuarantineBucket)]);
      const logged = (await logLines()).length;
      const examined = await doctor([]);
      expect(ill(examined)).toEqual([]);
      expect(examined.status).toBe(0);
      expect(new Set(examined.findings.map(({ check }) => check))).toEqual(
        new Set([
          ...['stack', 'keys', 'buckets', 'identities', 'events', 'queues', 'functions', 'permissions'],
          ...['logs', 'rules', 'runs', 'synthetic'],
        ]),
      );
      expect(await Promise.all([objects(outputs.CleanBucket), objects(outputs.QuarantineBucket)])).toEqual(
        before,
      );
      expect(await versionsUnder(outputs.IngestBucket, 'lethe-doctor/')).toEqual([]);
      // A mark that comes too late would be an alarm.
      expect(
        (await logLines())
          .slice(logged)
          .filter((line) => line.includes('not-marked') && line.includes('SOURCE_GONE')),
      ).toEqual([]);
    },
    TIME_MS,
  );

  it(
    'names an event source that is off, and the instance that did not come out',
    async () => {
      const { EventSourceMappings: [mapping] = [] } = await lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName: outputs.FunctionName }),
      );
      const turn = (Enabled: boolean) =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
      await turn(false);
      try {
        const examined = await doctor(['--wait', '4']);
        expect(examined.status).toBe(1);
        expect(codes(examined)).toEqual(expect.arrayContaining(['EVENT_SOURCE_OFF', 'SYNTHETIC_LOST']));
        const toDo = ill(examined).find(({ code }) => code === 'EVENT_SOURCE_OFF')?.todo;
        expect(toDo).toContain(`aws lambda update-event-source-mapping --uuid ${mapping?.UUID} --enabled`);
      } finally {
        await turn(true);
      }
      // It comes out now, as it was said.
      const [left] = await versionsUnder(outputs.IngestBucket, 'lethe-doctor/');
      const [record] = await audited({ key: '', etag: '', versionId: left?.VersionId ?? '' });
      expect(record?.outcome).toBe('released');
      await removeAll(outputs.CleanBucket, record?.output.key ?? 'none');
      await removeAll(outputs.IngestBucket, 'lethe-doctor/');
    },
    TIME_MS,
  );

  it(
    'names a key that is off',
    async () => {
      await kms.send(new DisableKeyCommand({ KeyId: outputs.HmacKeyArn }));
      try {
        const examined = await doctor(LOOK);
        expect(examined.status).toBe(1);
        expect(codes(examined)).toEqual(['KEY_DISABLED', 'NOT_SENT']);
      } finally {
        await kms.send(new EnableKeyCommand({ KeyId: outputs.HmacKeyArn }));
      }
    },
    TIME_MS,
  );

  it(
    'names a rule file that does not compile, by line',
    async () => {
      const put = (Key: string, Body: string) =>
        s3.send(new PutObjectCommand({ Bucket: outputs.RulesBucket, Key, Body }));
      await put('broken.json', '{ "lethe": 1,\n  "basic": treu }');
      await put('lethe.routes.json', '{ "routes": [{ "prefix": "", "rules": "broken.json" }] }');
      try {
        const examined = await doctor(LOOK);
        expect(examined.status).toBe(1);
        const found = ill(examined);
        expect(found).toContainEqual(
          expect.objectContaining({ code: 'RULES_BROKEN', subject: 'broken.json' }),
        );
        expect(found.find(({ code }) => code === 'RULES_BROKEN')?.message).toContain('in line 2');
      } finally {
        await removeAll(outputs.RulesBucket, 'lethe.routes.json');
        await removeAll(outputs.RulesBucket, 'broken.json');
      }
    },
    TIME_MS,
  );

  it(
    'names dead letters, and the command that brings them back',
    async () => {
      await sqs.send(new SendMessageCommand({ QueueUrl: outputs.DeadLetterQueueUrl, MessageBody: '{}' }));
      try {
        const examined = await doctor(LOOK);
        expect(examined.status).toBe(1);
        expect(ill(examined)).toContainEqual(
          expect.objectContaining({
            code: 'DEAD_LETTERS',
            todo: expect.stringContaining(`lethe redrive --queue ${outputs.DeadLetterQueueUrl}`),
          }),
        );
      } finally {
        await purge();
      }
    },
    TIME_MS,
  );

  it(
    'says which permission is missing to whoever may see the stack alone, and fails nothing for it',
    async () => {
      const iam = new IAMClient({});
      const UserName = 'onlooker';
      await iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }],
      });
      await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'see', PolicyDocument }));
      const as = {
        AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
      };
      const examined = await eventually('the policy', async () => {
        const found = await doctor(LOOK, as).catch(() => null);
        return found;
      });
      expect(examined.status).toBe(0);
      const denied = ill(examined).filter(({ code }) => code === 'NOT_ALLOWED');
      expect(new Set(denied.map(({ check }) => check))).toEqual(
        new Set([
          'stack',
          'keys',
          'buckets',
          'identities',
          'queues',
          'functions',
          'permissions',
          'logs',
          'rules',
        ]),
      );
      for (const { status, todo } of denied) {
        expect(status).toBe('not-checked');
        expect(todo).toMatch(/^Allow [a-z0-9]+:[A-Z]\w+/);
      }
    },
    TIME_MS,
  );

  it('knows no other deployment', async () => {
    const { status, stdout, stderr } = await lethe(['doctor', '--stack', 'Lethe-nowhere']);
    expect([status, stdout.toString()]).toEqual([2, '']);
    expect(stderr.toString()).toContain('there is no stack Lethe-nowhere');
  });
});
