import { Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { EXPIRY_TAG, type Facts, KEPT_VALUES, WAITING_VALUE } from '../functions/environment.ts';
import type { Audit } from './audit.ts';
import { TABLE_KEY_ACTIONS } from './keyStatements.ts';
import { acknowledgeWildcard } from './nag.ts';
import { markOf, type Settings } from './settings.ts';
import type { StackFunction } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/** What every function that de-identifies is told; its queue is its own. */
export function deidentifyFacts(settings: Settings, storage: Storage, audit: Audit): Partial<Facts> {
  return {
    stage: settings.stage,
    ingestBucket: storage.ingest.bucketName,
    cleanBucket: storage.clean.bucketName,
    quarantineBucket: storage.quarantine.bucketName,
    rulesBucket: storage.rules.bucketName,
    identityTable: storage.identities.tableName,
    decisionTable: storage.decisions.tableName,
    hmacKeyId: storage.hmacKey.keyArn,
    nameKeyId: storage.nameKey.keyArn,
    sealingKeyId: storage.sealingKey.keyArn,
    cleanKeyId: storage.clean.keyArn,
    quarantineKeyId: storage.quarantine.keyArn,
    keyScope: settings.keyScope,
    archiveLimits: settings.archiveLimits,
    auditLog: audit.lines.logGroupName,
    ingestMark: markOf(settings),
    maxReceives: String(settings.maxReceives),
  };
}

/** What such a function may do: read ingest, write clean and quarantine, compare with clean, and nothing else. */
export function allowDeidentify(
  to: StackFunction,
  {
    settings,
    storage,
    audit,
    queue,
    takesMembers,
    handsOver,
  }: {
    readonly settings: Settings;
    readonly storage: Storage;
    readonly audit: Audit;
    /** That it takes messages from. */
    readonly queue: IQueue;
    /** Whether it opens archives. */
    readonly takesMembers: boolean;
    /** The queue of what it does not look at itself; null: none. */
    readonly handsOver: IQueue | null;
  },
): void {
  const { account, region } = Stack.of(to);
  const { ingest, clean, quarantine, storageKey } = storage;
  const allow = to.allow.bind(to);
  // A bucket that was deleted can be made anew by anybody, under the same name.
  const of = (owner: string) => ({ StringEquals: { 'aws:ResourceAccount': owner } });

  allow('ReadIngest', ['s3:GetObject', 's3:GetObjectVersion'], [ingest.arnForObjects('*')], of(account));
  // Members of archives, whose keys are `<key of the archive>!/<line>`: it can put nothing in the place of what a sender puts.
  if (takesMembers)
    allow(
      'WriteMembers',
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      [ingest.arnForObjects('*!/*')],
      of(account),
    );
  // A marker hides what is the current version if its bytes are those that were released, and destroys nothing; without that condition it may not.
  if (markOf(settings) === 'marker')
    allow('HideReleased', ['s3:DeleteObject'], [ingest.arnForObjects('*')], {
      StringEquals: { 'aws:ResourceAccount': account },
      Null: { 's3:if-match': 'false' },
    });
  // Whether a newer version is hidden, before an older one takes the place of what it left.
  allow('FindNewer', ['s3:ListBucketVersions'], [ingest.bucketArn], of(account));
  // One tag on a version that is named, so that it may expire, or be settled once it comes out: it cannot take off or delete anything.
  allow('MarkReleased', ['s3:PutObjectVersionTagging'], [ingest.arnForObjects('*')], {
    StringEquals: {
      'aws:ResourceAccount': account,
      [`s3:RequestObjectTag/${EXPIRY_TAG.key}`]: [
        EXPIRY_TAG.value,
        ...KEPT_VALUES,
        ...(handsOver === null ? [] : [WAITING_VALUE]),
      ],
    },
    'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': [EXPIRY_TAG.key] },
  });
  allow('ReadMarks', ['s3:GetObjectVersionTagging'], [ingest.arnForObjects('*')], of(account));
  // It looks at what stands in the place of a clean object before it replaces it: If-Match asks for this right too.
  allow('CompareClean', ['s3:GetObject', 's3:GetObjectVersion'], [clean.objectsArn], of(clean.account));
  allow('WriteClean', ['s3:PutObject', 's3:AbortMultipartUpload'], [clean.objectsArn], of(clean.account));
  allow(
    'WriteQuarantine',
    ['s3:PutObject', 's3:AbortMultipartUpload'],
    [quarantine.objectsArn],
    of(quarantine.account),
  );
  allow(
    'ReadRules',
    ['s3:GetObject', 's3:GetObjectVersion'],
    [storage.rules.arnForObjects('*')],
    of(account),
  );
  // Without these a file that is not there is forbidden, and the last good version of a broken one cannot be found.
  allow('FindRules', ['s3:ListBucket', 's3:ListBucketVersions'], [storage.rules.bucketArn], of(account));
  allow(
    'ClaimIdentities',
    ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    [storage.identities.tableArn],
  );
  // What people released once is released again when it comes again; it decides nothing itself.
  allow('ReadDecisions', ['dynamodb:Query'], [storage.decisions.tableArn]);
  allow('DeriveKeys', ['kms:GenerateMac'], [storage.hmacKey.keyArn, storage.nameKey.keyArn]);
  // What it seals it cannot open.
  allow('SealOriginals', ['kms:Encrypt'], [storage.sealingKey.keyArn]);
  to.allowKeyThrough('UseStorage', storageKey.keyArn, region, ['s3', 'sqs']);
  allow('UseTable', [...TABLE_KEY_ACTIONS], [storageKey.keyArn], {
    StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
  });
  if (storage.ingestIsImported) to.allowKeyThrough('UseIngest', storage.ingestKey.keyArn, region, ['s3']);
  for (const [sid, { bucket, keyArn, region }] of Object.entries({
    UseClean: clean,
    UseQuarantine: quarantine,
  }))
    if (bucket === null) to.allowKeyThrough(sid, keyArn, region, ['s3']);
  allow(
    'TakeMessages',
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    [queue.queueArn],
  );
  // What failed comes again after a while that grows, and what there was no time for goes behind the others, as a copy.
  allow('RequeueMessages', ['sqs:ChangeMessageVisibility', 'sqs:SendMessage'], [queue.queueArn]);
  if (handsOver !== null) allow('HandOver', ['sqs:SendMessage'], [handsOver.queueArn]);
  allow('WriteAudit', ['logs:CreateLogStream', 'logs:PutLogEvents'], [audit.lines.logGroupArn]);

  for (const resource of [
    ingest.arnForObjects('*'),
    ...(takesMembers ? [ingest.arnForObjects('*!/*')] : []),
    storage.rules.arnForObjects('*'),
    clean.objectsArn,
    quarantine.objectsArn,
  ])
    acknowledgeWildcard(
      to.policy,
      resource,
      'The objects of one bucket, whose keys nobody knows beforehand; every action on them is named.',
    );
}
