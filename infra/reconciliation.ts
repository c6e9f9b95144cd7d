import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { type IRuleTarget, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { RECONCILIATION } from '../functions/environment.ts';
import type { Ingestion } from './ingestion.ts';
import { acknowledgeWildcard } from './nag.ts';
import { type Platform, StackFunction } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/** Looks for ingest objects whose event never came, and sends it again. It can list and read tags, and read no object. */
export class Reconciliation extends Construct {
  readonly function: StackFunction;

  constructor(
    scope: Construct,
    id: string,
    {
      platform,
      storage,
      ingestion,
    }: { readonly platform: Platform; readonly storage: Storage; readonly ingestion: Ingestion },
  ) {
    super(scope, id);
    const { settings } = platform;
    this.function = new StackFunction(this, 'Reconcile', platform, {
      name: 'reconcile',
      description: 'finds objects whose event never came, and sends it again',
      memoryMb: 512,
      // Lambda's most: a listing of nine million objects.
      timeoutSeconds: 900,
      facts: {
        stage: settings.stage,
        ingestBucket: storage.ingest.bucketName,
        quarantineBucket: storage.quarantine.bucketName,
        queueUrl: ingestion.queue.queueUrl,
        nameKeyId: storage.nameKey.keyArn,
      },
    });
    this.allowReconcile(storage, ingestion);
    this.schedule();
    const reasons: Readonly<Record<string, string>> = {
      'HIPAA.Security-LambdaConcurrency': 'One schedule calls it once an hour.',
      'HIPAA.Security-LambdaDLQ': 'The next run finds what this one did not.',
    };
    for (const [id, reason] of Object.entries(reasons))
      Validations.of(this.function.function).acknowledge({ id, reason });
  }

  private allowReconcile({ ingest, quarantine, nameKey, storageKey }: Storage, { queue }: Ingestion): void {
    const { account, region, partition } = Stack.of(this);
    const quarantineArn = quarantine.bucket?.bucketArn ?? `arn:${partition}:s3:::${quarantine.bucketName}`;
    const allow = this.function.allow.bind(this.function);
    const of = (owner: string) => ({ StringEquals: { 'aws:ResourceAccount': owner } });
    allow('ListIngest', ['s3:ListBucket'], [ingest.bucketArn], of(account));
    allow('ReadTags', ['s3:GetObjectTagging'], [ingest.arnForObjects('*')], of(account));
    allow('ListQuarantine', ['s3:ListBucket'], [quarantineArn], of(quarantine.account));
    // What an object is called; of identities it can derive nothing.
    allow('NameObjects', ['kms:GenerateMac'], [nameKey.keyArn]);
    allow('SendAgain', ['sqs:SendMessage'], [queue.queueArn]);
    this.function.allowKeyThrough('UseQueue', storageKey.keyArn, region, ['sqs']);
    acknowledgeWildcard(
      this.function.policy,
      ingest.arnForObjects('*'),
      'The objects of one bucket, whose keys nobody knows beforehand; the one action on them reads tags.',
    );
  }

  private schedule(): void {
    const { function: target } = this.function;
    const lambda: IRuleTarget = { bind: () => ({ arn: target.functionArn }) };
    const rule = new Rule(this, 'Hourly', {
      description: 'Lethe: compare ingest and outcomes',
      schedule: Schedule.rate(Duration.minutes(RECONCILIATION.everyMinutes)),
      targets: [lambda],
    });
    target.addPermission('Schedule', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
  }
}
