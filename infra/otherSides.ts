import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { CREATED_EVENTS, EXPIRY_TAG } from '../functions/environment.ts';
import type { Alarms } from './alarms.ts';
import type { Backfill } from './backfill.ts';
import type { Destination } from './existing.ts';
import type { Ingestion } from './ingestion.ts';
import {
  alarmsMayUse,
  eventsMayUse,
  logsMayUse,
  notificationsMayUse,
  rulesMayTell,
} from './keyStatements.ts';
import type { PixelReading } from './pixelReading.ts';
import type { Reconciliation } from './reconciliation.ts';
import { eventsOf, markOf, type Settings } from './settings.ts';
import type { Storage } from './storage.ts';

/**
 * What the owners of buckets and keys that are not the stack's must allow, as they can paste it: an access across accounts wants a yes from both sides,
 * and a key's policy one of its own. The stack prints it as outputs; there are none for what it makes itself.
 */
export function otherSides(
  scope: Construct,
  {
    storage,
    ingestion,
    pixels,
    reconciliation,
    backfill,
    alarms,
    settings,
  }: {
    readonly storage: Storage;
    readonly alarms: Alarms;
    readonly ingestion: Ingestion;
    readonly pixels: PixelReading | null;
    readonly reconciliation: Reconciliation;
    readonly backfill: Backfill;
    readonly settings: Settings;
  },
): Readonly<Record<string, string>> {
  const write = ['s3:PutObject', 's3:AbortMultipartUpload'];
  // What stands in the place of a clean object is looked at before it is replaced.
  const compare = ['s3:GetObject', 's3:GetObjectVersion'];
  const deidentifying = [ingestion.function.role, ...(pixels === null ? [] : [pixels.function.role])];
  return {
    ...(storage.storageKeyIsImported ? ofStorageKey(scope, settings, alarms) : {}),
    ...(alarms.leftToOwner.length > 0
      ? { AlarmTopicPolicyStatements: Stack.of(scope).toJsonString(alarms.leftToOwner) }
      : {}),
    ...(storage.ingestIsImported
      ? ofIngest(scope, storage, settings, {
          ingest: ingestion.function.role,
          deidentifying,
          reconcile: reconciliation.function.role,
          backfill: backfill.role,
          queueArn: ingestion.queue.queueArn,
        })
      : {}),
    ...(storage.clean.bucket === null
      ? printed(
          scope,
          'Clean',
          storage.clean,
          [onObjects(storage.clean, deidentifying, [...write, ...compare])],
          deidentifying,
        )
      : {}),
    ...(storage.quarantine.bucket === null
      ? { QuarantineBucketMustHave: quarantineMustHave(scope, settings) }
      : {}),
    ...(storage.quarantine.bucket === null
      ? printed(
          scope,
          'Quarantine',
          storage.quarantine,
          [
            onObjects(storage.quarantine, deidentifying, write),
            {
              Sid: 'LetheLists',
              Effect: 'Allow',
              Principal: { AWS: reconciliation.function.role.roleArn },
              Action: 's3:ListBucket',
              Resource: storage.quarantine.objectsArn.replace(/\/\*$/, ''),
            },
          ],
          deidentifying,
        )
      : {}),
  };
}

/** What a key that the stack did not make must allow; the rest is left to IAM. Without it log groups, queues and the topic cannot be made. */
function ofStorageKey(
  scope: Construct,
  settings: Settings,
  { topicIsImported }: Alarms,
): Readonly<Record<string, string>> {
  const stack = Stack.of(scope);
  const { partition, region, account, stackName } = stack;
  const statements = [
    logsMayUse(region, `arn:${partition}:logs:${region}:${account}:log-group:${stackName}-*`),
    eventsOf(settings) === 'direct' ? notificationsMayUse(account) : eventsMayUse(account),
    ...(topicIsImported ? [] : [alarmsMayUse(account), rulesMayTell(account)]),
  ].map((statement) => statement.toStatementJson());
  return {
    StorageKeyPolicyStatements: stack.toJsonString([
      {
        Sid: 'LeaveToIam',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        // DynamoDB keeps a grant for its table, which whoever makes the table gives it.
        Action: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:CreateGrant'],
        Resource: '*',
      },
      ...statements,
    ]),
  };
}

/** What a bucket that the stack did not make must allow and have. */
function ofIngest(
  scope: Construct,
  { ingest }: Storage,
  settings: Settings,
  roles: Readonly<Record<'ingest' | 'reconcile' | 'backfill', IRole>> & {
    readonly deidentifying: readonly IRole[];
    readonly queueArn: string;
  },
): Readonly<Record<string, string>> {
  const { ingestExpiryDays } = settings;
  const hides = markOf(settings) === 'marker';
  const stack = Stack.of(scope);
  const statement = (
    sid: string,
    role: IRole | readonly IRole[],
    actions: readonly string[],
    resource: string,
  ) => ({
    Sid: sid,
    Effect: 'Allow',
    Principal: { AWS: arnsOf(role) },
    Action: actions,
    Resource: resource,
  });
  const objects = ingest.arnForObjects('*');
  return {
    IngestBucketPolicy: stack.toJsonString({
      Version: '2012-10-17',
      Statement: [
        statement(
          'LetheReads',
          roles.deidentifying,
          ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectVersionTagging', 's3:PutObjectVersionTagging'],
          objects,
        ),
        ...(hides ? [statement('LetheHides', roles.deidentifying, ['s3:DeleteObject'], objects)] : []),
        statement('LetheFindsNewer', roles.deidentifying, ['s3:ListBucketVersions'], ingest.bucketArn),
        statement(
          'LetheOpensArchives',
          roles.ingest,
          ['s3:PutObject', 's3:AbortMultipartUpload'],
          ingest.arnForObjects('*!/*'),
        ),
        statement(
          'LetheReconciles',
          roles.reconcile,
          ['s3:ListBucket', 's3:ListBucketVersions'],
          ingest.bucketArn,
        ),
        statement(
          'LetheReadsTags',
          roles.reconcile,
          ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
          objects,
        ),
        statement('LetheLists', roles.backfill, ['s3:ListBucket'], ingest.bucketArn),
        statement('LetheBackfills', roles.backfill, ['s3:GetObject', 's3:PutObject'], objects),
      ],
    }),
    IngestKeyPolicyStatement: stack.toJsonString({
      Sid: 'LetheDecrypts',
      Effect: 'Allow',
      Principal: { AWS: [...roles.deidentifying, roles.backfill].map(({ roleArn }) => roleArn) },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:ViaService': `s3.${stack.region}.amazonaws.com` } },
    }),
    IngestBucketMustHave: stack.toJsonString({
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration:
        eventsOf(settings) === 'direct'
          ? { QueueConfigurations: [{ QueueArn: roles.queueArn, Events: [CREATED_EVENTS] }] }
          : { EventBridgeConfiguration: {} },
      ...(ingestExpiryDays === 0
        ? {}
        : {
            LifecycleConfiguration: {
              Rules: [
                {
                  ID: 'destroy-released',
                  Status: 'Enabled',
                  Filter: { Tag: { Key: EXPIRY_TAG.key, Value: EXPIRY_TAG.value } },
                  Expiration: { Days: 1 },
                  NoncurrentVersionExpiration: { NoncurrentDays: ingestExpiryDays },
                },
                ...(hides
                  ? [
                      {
                        ID: 'destroy-hidden',
                        Status: 'Enabled',
                        Filter: { Prefix: '' },
                        Expiration: { ExpiredObjectDeleteMarker: true },
                        NoncurrentVersionExpiration: { NoncurrentDays: ingestExpiryDays },
                      },
                    ]
                  : []),
              ],
            },
          }),
    }),
  };
}

/** Without versions what is removed is gone at once, and needs no rule. */
function quarantineMustHave(scope: Construct, { quarantineExpiryDays }: Settings): string {
  return Stack.of(scope).toJsonString({
    LifecycleConfiguration: {
      Rules: [
        {
          ID: 'destroy-removed',
          Status: 'Enabled',
          Filter: {},
          NoncurrentVersionExpiration: { NoncurrentDays: quarantineExpiryDays },
        },
      ],
    },
  });
}

function onObjects({ objectsArn }: Destination, roles: readonly IRole[], actions: readonly string[]): object {
  return {
    Sid: 'LetheWrites',
    Effect: 'Allow',
    Principal: { AWS: arnsOf(roles) },
    Action: actions,
    Resource: objectsArn,
  };
}

function printed(
  scope: Construct,
  name: string,
  { region }: Destination,
  statements: readonly object[],
  roles: readonly IRole[],
): Readonly<Record<string, string>> {
  const json = (value: object) => Stack.of(scope).toJsonString(value);
  return {
    [`${name}BucketPolicy`]: json({ Version: '2012-10-17', Statement: statements }),
    [`${name}KeyPolicyStatement`]: json({
      Sid: 'LetheEncrypts',
      Effect: 'Allow',
      Principal: { AWS: arnsOf(roles) },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    }),
  };
}

/** One by itself, several as a list: as IAM writes them. */
function arnsOf(roles: IRole | readonly IRole[]): string | readonly string[] {
  const arns = [roles].flat().map(({ roleArn }) => roleArn);
  return arns.length === 1 ? (arns[0] ?? '') : arns;
}
