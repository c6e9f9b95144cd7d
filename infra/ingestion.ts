import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  EventSourceMapping,
  Function as LambdaFunction,
  LayerVersion,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentVariables } from '../functions/environment.ts';
import type { Bundle } from './bundle.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

/** The way of an object: S3 -> EventBridge -> queue -> function. What cannot be done ends in the dead letters, never nowhere. */
export class Ingestion extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly function: LambdaFunction;
  readonly logs: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly storage: Storage;
      readonly settings: Settings;
      readonly bundle: Bundle;
      readonly keep: boolean;
    },
  ) {
    super(scope, id);
    const { storage, settings, bundle, keep } = props;
    const removalPolicy = keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const timeout = Duration.seconds(settings.timeoutSeconds);

    // Messages hold object keys, which can be names: the stack's own key, not SQS's.
    const encrypted = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: storage.storageKey,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', encrypted);
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      // Six times the timeout, as Lambda's Developer Guide asks ("Creating and configuring an Amazon SQS event source mapping").
      visibilityTimeout: Duration.seconds(6 * settings.timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: settings.maxReceives },
    });
    this.deliverEvents(storage);

    this.logs = new LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      encryptionKey: storage.storageKey,
      removalPolicy,
    });

    this.function = new LambdaFunction(this, 'Function', {
      description: 'Lethe: de-identifies what is put into the ingest bucket',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundle.functionFolders.ingest ?? ''),
      layers: [
        new LayerVersion(this, 'Engine', {
          layerVersionName: `lethe-engine-${settings.stage}`,
          description: `Lethe engine ${bundle.version}`,
          license: 'Apache-2.0',
          code: Code.fromAsset(bundle.layerFolder),
          compatibleRuntimes: [Runtime.NODEJS_24_X],
          compatibleArchitectures: [Architecture.ARM_64, Architecture.X86_64],
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ],
      environment: environmentVariables({
        ingestBucket: storage.ingest.bucketName,
        cleanBucket: storage.clean.bucketName,
        quarantineBucket: storage.quarantine.bucketName,
        identityTable: storage.identities.tableName,
        hmacKeyId: storage.hmacKey.keyArn,
        storageKeyId: storage.storageKey.keyArn,
        keyScope: settings.keyScope,
      }),
      memorySize: settings.memoryMb,
      timeout,
      ...(settings.reservedConcurrency > 0
        ? { reservedConcurrentExecutions: settings.reservedConcurrency }
        : {}),
      loggingFormat: LoggingFormat.JSON,
      logGroup: this.logs,
      role: this.role(storage),
    });

    new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: settings.batchSize,
      maxConcurrency: settings.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }

  /** EventBridge hands every created object of the ingest bucket to the queue; what it cannot hand over goes to the dead letters. */
  private deliverEvents({ ingest, storageKey }: Storage): void {
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
    storageKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EventsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [eventBridge],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        // Not by the rule's ARN: the key would wait for the rule, the rule for the queue and the queue for the key.
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  /** What the function may do: read ingest, write clean and quarantine, compare with clean, and nothing else. */
  private role(storage: Storage): Role {
    const { region } = Stack.of(this);
    const role = new Role(this, 'Role', {
      description: 'Lethe: the ingest function',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const allow = (sid: string, actions: string[], resources: string[], conditions: Conditions = {}) =>
      new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions });

    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Lethe: what the ingest function may do',
      roles: [role],
      statements: [
        allow('ReadIngest', ['s3:GetObject', 's3:GetObjectVersion'], [storage.ingest.arnForObjects('*')]),
        // It looks at what stands in the place of a clean object before it replaces it: If-Match asks for this right too.
        allow('CompareClean', ['s3:GetObject', 's3:GetObjectVersion'], [storage.clean.arnForObjects('*')]),
        allow(
          'WriteOutcomes',
          ['s3:PutObject', 's3:AbortMultipartUpload'],
          [storage.clean.arnForObjects('*'), storage.quarantine.arnForObjects('*')],
        ),
        allow(
          'ClaimIdentities',
          ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
          [storage.identities.tableArn],
        ),
        allow('DeriveKeys', ['kms:GenerateMac'], [storage.hmacKey.keyArn]),
        // Only through the services that store for it: the function itself holds no ciphertext.
        allow('UseStorage', ['kms:Decrypt', 'kms:GenerateDataKey'], [storage.storageKey.keyArn], {
          StringEquals: {
            'kms:ViaService': ['s3', 'dynamodb', 'sqs'].map(
              (service) => `${service}.${region}.amazonaws.com`,
            ),
          },
        }),
        allow(
          'TakeMessages',
          ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          [this.queue.queueArn],
        ),
        allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logs.logGroupArn]),
      ],
    });
    for (const bucket of [storage.ingest, storage.clean, storage.quarantine])
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/*]`,
        reason:
          'The objects of one bucket, whose keys nobody knows beforehand; every action on them is named.',
      });
    return role;
  }
}

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
