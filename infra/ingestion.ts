import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CREATED_EVENTS, EXPIRY_TAG, KEPT_VALUES } from '../functions/environment.ts';
import type { Audit } from './audit.ts';
import { eventsMayUse, notificationsMayUse, TABLE_KEY_ACTIONS } from './keyStatements.ts';
import { acknowledgeWildcard } from './nag.ts';
import { eventsOf, MESSAGE_DAYS, markOf, type Settings } from './settings.ts';
import { type Platform, StackFunction } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/** CloudFormation cuts the name of a long stack in the names of its buckets, and leaves more than this of it. */
const NAME_START = 16;

/** The way of an object: S3 -> queue -> function, or with EventBridge between the first two. What cannot be done ends in the dead letters, never nowhere. */
export class Ingestion extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** Null: S3 tells the queue itself. */
  readonly events: Rule | null;
  readonly function: StackFunction;

  constructor(
    scope: Construct,
    id: string,
    {
      platform,
      storage,
      audit,
    }: { readonly platform: Platform; readonly storage: Storage; readonly audit: Audit },
  ) {
    super(scope, id);
    const { settings } = platform;

    // Messages hold object keys, which can be names: the stack's own key, not SQS's.
    const encrypted = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: storage.storageKey,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: Duration.days(MESSAGE_DAYS),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', encrypted);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      // Six times the timeout, as Lambda's Developer Guide asks ("Creating and configuring an Amazon SQS event source mapping").
      visibilityTimeout: Duration.seconds(6 * settings.timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: settings.maxReceives },
    });
    this.events = eventsOf(settings) === 'direct' ? null : this.deliverByEventBridge(storage);
    if (this.events === null) this.deliverDirectly(storage);

    this.function = new StackFunction(this, 'Ingest', platform, {
      name: 'ingest',
      description: 'de-identifies what is put into the ingest bucket',
      memoryMb: settings.memoryMb,
      timeoutSeconds: settings.timeoutSeconds,
      ...(settings.reservedConcurrency > 0 ? { reservedConcurrency: settings.reservedConcurrency } : {}),
      facts: {
        stage: settings.stage,
        ingestBucket: storage.ingest.bucketName,
        cleanBucket: storage.clean.bucketName,
        quarantineBucket: storage.quarantine.bucketName,
        rulesBucket: storage.rules.bucketName,
        identityTable: storage.identities.tableName,
        hmacKeyId: storage.hmacKey.keyArn,
        nameKeyId: storage.nameKey.keyArn,
        sealingKeyId: storage.sealingKey.keyArn,
        cleanKeyId: storage.clean.keyArn,
        quarantineKeyId: storage.quarantine.keyArn,
        keyScope: settings.keyScope,
        archiveLimits: settings.archiveLimits,
        auditLog: audit.lines.logGroupName,
        ingestMark: markOf(settings),
        queueUrl: this.queue.queueUrl,
        maxReceives: String(settings.maxReceives),
      },
    });
    this.allowIngest(settings, storage, audit);

    const source = new EventSourceMapping(this, 'Source', {
      target: this.function.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: settings.batchSize,
      maxConcurrency: settings.maxConcurrency,
      reportBatchItemFailures: true,
    });
    source.node.addDependency(this.function.policy);
    this.explain();
  }

  /**
   * S3 tells the queue of every created object, and of nothing else: marks and deletions would be events too. It asks whether it may when the bucket is set up, so
   * the policy is there before; and the policy cannot wait for the bucket, so it names it by how CloudFormation begins the names of this stack's.
   */
  private deliverDirectly({ ingest, ingestIsImported, storageKey }: Storage): void {
    const { account, partition, stackName } = Stack.of(this);
    const sourceArn = ingestIsImported
      ? ingest.bucketArn
      : `arn:${partition}:s3:::${stackName.toLowerCase().slice(0, NAME_START)}*`;
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'CreatedObjects',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': sourceArn },
        },
      }),
    );
    storageKey.addToResourcePolicy(notificationsMayUse(account));
    if (ingestIsImported) return;
    // By the L1 property: the L2's `addEventNotification` adds a custom resource, with a function and a role of its own.
    const bucket = ingest.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: CREATED_EVENTS, queue: this.queue.queueArn }],
    };
    const policy = this.queue.node.tryFindChild('Policy');
    if (policy !== undefined) bucket.node.addDependency(policy);
  }

  /** EventBridge hands every created object of the ingest bucket to the queue; what it cannot hand over goes to the dead letters. */
  private deliverByEventBridge({ ingest, ingestIsImported, storageKey }: Storage): Rule {
    const target: IRuleTarget = {
      bind: () => ({
        arn: this.queue.queueArn,
        deadLetterConfig: { arn: this.deadLetters.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
      }),
    };
    const rule = new Rule(this, 'Created', {
      description: 'Lethe: objects put into the ingest bucket',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [ingest.bucketName] } },
      },
      targets: [target],
    });
    const eventBridge = new ServicePrincipal('events.amazonaws.com');
    for (const queue of [this.queue, this.deadLetters])
      queue.addToResourcePolicy(
        new PolicyStatement({
          sid: 'CreatedObjects',
          effect: Effect.ALLOW,
          principals: [eventBridge],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      );
    storageKey.addToResourcePolicy(eventsMayUse(Stack.of(this).account));
    if (!ingestIsImported)
      (ingest.node.defaultChild as CfnBucket).notificationConfiguration = {
        eventBridgeConfiguration: { eventBridgeEnabled: true },
      };
    return rule;
  }

  /** What the function may do: read ingest, put members of archives there, write clean and quarantine, compare with clean, and nothing else. */
  private allowIngest(settings: Settings, storage: Storage, audit: Audit): void {
    const { account, region } = Stack.of(this);
    const { ingest, clean, quarantine, storageKey } = storage;
    const allow = this.function.allow.bind(this.function);
    // A bucket that was deleted can be made anew by anybody, under the same name.
    const of = (owner: string) => ({ StringEquals: { 'aws:ResourceAccount': owner } });

    allow('ReadIngest', ['s3:GetObject', 's3:GetObjectVersion'], [ingest.arnForObjects('*')], of(account));
    // Members of archives, whose keys are `<key of the archive>!/<line>`: it can put nothing in the place of what a sender puts.
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
        [`s3:RequestObjectTag/${EXPIRY_TAG.key}`]: [EXPIRY_TAG.value, ...KEPT_VALUES],
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
    allow('DeriveKeys', ['kms:GenerateMac'], [storage.hmacKey.keyArn, storage.nameKey.keyArn]);
    // What it seals it cannot open.
    allow('SealOriginals', ['kms:Encrypt'], [storage.sealingKey.keyArn]);
    this.function.allowKeyThrough('UseStorage', storageKey.keyArn, region, ['s3', 'sqs']);
    allow('UseTable', [...TABLE_KEY_ACTIONS], [storageKey.keyArn], {
      StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` },
    });
    if (storage.ingestIsImported)
      this.function.allowKeyThrough('UseIngest', storage.ingestKey.keyArn, region, ['s3']);
    for (const [sid, { bucket, keyArn, region }] of Object.entries({
      UseClean: clean,
      UseQuarantine: quarantine,
    }))
      if (bucket === null) this.function.allowKeyThrough(sid, keyArn, region, ['s3']);
    allow(
      'TakeMessages',
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    // What failed comes again after a while that grows, and what there was no time for goes behind the others, as a copy.
    allow('RequeueMessages', ['sqs:ChangeMessageVisibility', 'sqs:SendMessage'], [this.queue.queueArn]);
    allow('WriteAudit', ['logs:CreateLogStream', 'logs:PutLogEvents'], [audit.lines.logGroupArn]);

    for (const resource of [
      ingest.arnForObjects('*'),
      ingest.arnForObjects('*!/*'),
      storage.rules.arnForObjects('*'),
      clean.objectsArn,
      quarantine.objectsArn,
    ])
      acknowledgeWildcard(
        this.function.policy,
        resource,
        'The objects of one bucket, whose keys nobody knows beforehand; every action on them is named.',
      );
  }

  private explain(): void {
    const reasons: Readonly<Record<string, string>> = {
      'HIPAA.Security-LambdaConcurrency':
        'The queue starts no more than maxConcurrency executions; reservedConcurrency sets a ceiling for the account where that is wanted.',
      'HIPAA.Security-LambdaDLQ':
        'The queue is the caller: what the function cannot do goes back to it, and in the end to its dead letters.',
    };
    for (const [id, reason] of Object.entries(reasons))
      Validations.of(this.function.function).acknowledge({ id, reason });
  }
}
