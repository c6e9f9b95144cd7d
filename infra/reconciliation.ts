import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { EventField, type IRuleTarget, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { paceOf, RECONCILIATION, SWEEPS, type Sweep } from '../functions/environment.ts';
import type { Ingestion } from './ingestion.ts';
import { acknowledgeWildcard } from './nag.ts';
import type { PixelReading } from './pixelReading.ts';
import { type Platform, StackFunction } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/** Where the reconciler notes how far it has come: BOOKMARK_PREFIX of layers/aws/s3Bookmarks.ts. */
const BOOKMARKS = 'reconciliation/*';

/** Looks for ingest objects whose event never came, and sends it again. It can list and read tags, and read no object but its own notes. */
export class Reconciliation extends Construct {
  readonly function: StackFunction;

  constructor(
    scope: Construct,
    id: string,
    {
      platform,
      storage,
      ingestion,
      pixels,
      reports,
    }: {
      readonly platform: Platform;
      readonly storage: Storage;
      readonly ingestion: Ingestion;
      readonly pixels: PixelReading | null;
      readonly reports: Bucket;
    },
  ) {
    super(scope, id);
    const { settings } = platform;
    this.function = new StackFunction(this, 'Reconcile', platform, {
      name: 'reconcile',
      description: 'finds objects whose event never came, and sends it again',
      memoryMb: 512,
      // Lambda's most: some six million objects of a listing; the next run goes on.
      timeoutSeconds: 900,
      facts: {
        stage: settings.stage,
        ingestBucket: storage.ingest.bucketName,
        quarantineBucket: storage.quarantine.bucketName,
        reportBucket: reports.bucketName,
        queueUrl: ingestion.queue.queueUrl,
        nameKeyId: storage.nameKey.keyArn,
        ...(pixels === null
          ? {}
          : { pixelsQueueUrl: pixels.queue.queueUrl, pixelsDeadLettersUrl: pixels.deadLetters.queueUrl }),
      },
    });
    this.allowReconcile(storage, ingestion, reports);
    // Whether anything waits there: what is marked so is not lost then.
    if (pixels !== null)
      this.function.allow(
        'SeeWaiting',
        ['sqs:GetQueueAttributes'],
        [pixels.queue.queueArn, pixels.deadLetters.queueArn],
      );
    for (const sweep of SWEEPS) this.schedule(sweep, settings.ingestExpiryDays);
    const reasons: Readonly<Record<string, string>> = {
      'HIPAA.Security-LambdaConcurrency': 'Two schedules call it, each once an hour.',
      'HIPAA.Security-LambdaDLQ': 'The next run goes on where this one ended.',
    };
    for (const [id, reason] of Object.entries(reasons))
      Validations.of(this.function.function).acknowledge({ id, reason });
  }

  private allowReconcile(
    { ingest, quarantine, nameKey, storageKey }: Storage,
    { queue }: Ingestion,
    reports: Bucket,
  ): void {
    const { account, region, partition } = Stack.of(this);
    const quarantineArn = quarantine.bucket?.bucketArn ?? `arn:${partition}:s3:::${quarantine.bucketName}`;
    const allow = this.function.allow.bind(this.function);
    const of = (owner: string) => ({ StringEquals: { 'aws:ResourceAccount': owner } });
    allow('ListIngest', ['s3:ListBucket', 's3:ListBucketVersions'], [ingest.bucketArn], of(account));
    allow(
      'ReadTags',
      ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
      [ingest.arnForObjects('*')],
      of(account),
    );
    allow('ListQuarantine', ['s3:ListBucket'], [quarantineArn], of(quarantine.account));
    // What an object is called; of identities it can derive nothing.
    allow('NameObjects', ['kms:GenerateMac'], [nameKey.keyArn]);
    allow('SendAgain', ['sqs:SendMessage'], [queue.queueArn]);
    allow('KeepBookmarks', ['s3:GetObject', 's3:PutObject'], [reports.arnForObjects(BOOKMARKS)], of(account));
    // Without it a note that is not there is forbidden.
    allow('FindBookmarks', ['s3:ListBucket'], [reports.bucketArn], {
      StringEquals: { 'aws:ResourceAccount': account },
      StringLike: { 's3:prefix': [BOOKMARKS] },
    });
    this.function.allowKeyThrough('UseStorage', storageKey.keyArn, region, ['sqs', 's3']);
    acknowledgeWildcard(
      this.function.policy,
      ingest.arnForObjects('*'),
      'The objects of one bucket, whose keys nobody knows beforehand; the actions on them read tags.',
    );
    acknowledgeWildcard(
      this.function.policy,
      reports.arnForObjects(BOOKMARKS),
      'Its own notes of how far it has come.',
    );
  }

  /** Each listing has its own, half an hour apart: the one must not wait until there is time beside the other. */
  private schedule(sweep: Sweep, expiryDays: number): void {
    const { function: target } = this.function;
    const isCurrent = sweep === 'current';
    const { restHours } = paceOf(sweep, expiryDays);
    const input = RuleTargetInput.fromObject({ time: EventField.time, sweep, restHours });
    const lambda: IRuleTarget = { bind: () => ({ arn: target.functionArn, input }) };
    const rule = new Rule(this, isCurrent ? 'Hourly' : 'Replaced', {
      description: isCurrent
        ? 'Lethe: compare ingest and outcomes'
        : 'Lethe: look for versions that were replaced',
      schedule: isCurrent
        ? Schedule.rate(Duration.minutes(RECONCILIATION.everyMinutes))
        : Schedule.cron({ minute: '30' }),
      targets: [lambda],
    });
    target.addPermission(isCurrent ? 'Schedule' : 'ScheduleReplaced', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
  }
}
