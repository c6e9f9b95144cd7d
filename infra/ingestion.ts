import { Duration, Stack } from 'aws-cdk-lib';
import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CREATED_EVENTS } from '../functions/environment.ts';
import type { Audit } from './audit.ts';
import { allowDeidentify, deidentifyFacts } from './deidentifying.ts';
import { eventsMayUse, notificationsMayUse } from './keyStatements.ts';
import { objectQueues, takeFrom } from './objectQueues.ts';
import type { PixelReading } from './pixelReading.ts';
import { eventsOf } from './settings.ts';
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
      pixels,
    }: {
      readonly platform: Platform;
      readonly storage: Storage;
      readonly audit: Audit;
      /** Null: nothing reads frames. */
      readonly pixels: PixelReading | null;
    },
  ) {
    super(scope, id);
    const { settings } = platform;

    const { queue, deadLetters } = objectQueues(this, {
      storageKey: storage.storageKey,
      timeoutSeconds: settings.timeoutSeconds,
      maxReceives: settings.maxReceives,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.events = eventsOf(settings) === 'direct' ? null : this.deliverByEventBridge(storage);
    if (this.events === null) this.deliverDirectly(storage);

    this.function = new StackFunction(this, 'Ingest', platform, {
      name: 'ingest',
      description: 'de-identifies what is put into the ingest bucket',
      memoryMb: settings.memoryMb,
      timeoutSeconds: settings.timeoutSeconds,
      ...(settings.reservedConcurrency > 0 ? { reservedConcurrency: settings.reservedConcurrency } : {}),
      facts: {
        ...deidentifyFacts(settings, storage, audit),
        queueUrl: this.queue.queueUrl,
        ...(pixels === null ? {} : { pixelsQueueUrl: pixels.queue.queueUrl }),
      },
    });
    allowDeidentify(this.function, {
      settings,
      storage,
      audit,
      queue,
      takesMembers: true,
      handsOver: pixels?.queue ?? null,
    });

    takeFrom(this, this.function, queue, settings.batchSize, settings.maxConcurrency);
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
}
