import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { type IRuleTarget, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { type Bucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SEALING } from '../functions/environment.ts';
import type { Audit } from './audit.ts';
import { closedBucket, notLocked } from './closedBucket.ts';
import { outlives } from './removal.ts';
import { idOf, type Platform, StackFunction } from './stackFunction.ts';

/**
 * The seal of the audit: a function lists what was released, and a digest of every audit line, hour by hour, and each day in a manifest that is signed, holds the
 * digest of the one before, and lies in a bucket that lets nothing be changed. `lethe audit verify` reads it.
 */
export class Manifests extends Construct {
  readonly bucket: Bucket;
  readonly signingKey: Key;
  readonly function: StackFunction;

  constructor(
    scope: Construct,
    id: string,
    { platform, audit }: { readonly platform: Platform; readonly audit: Audit },
  ) {
    super(scope, id);
    const { settings, keep } = platform;
    const removalPolicy = outlives(keep);
    // Not an HMAC key: whoever could verify with one could also sign.
    this.signingKey = new Key(this, 'SigningKey', {
      description: 'Lethe: signs the manifests of the audit',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      pendingWindow: Duration.days(30),
      removalPolicy,
    });
    const retention = Duration.days(settings.auditRetentionDays);
    this.bucket = closedBucket(this, 'Bucket', {
      encryptionKey: audit.key,
      removalPolicy,
      ...(keep
        ? {
            objectLockEnabled: true,
            objectLockDefaultRetention:
              settings.lockMode === 'compliance'
                ? ObjectLockRetention.compliance(retention)
                : ObjectLockRetention.governance(retention),
          }
        : {}),
    });
    if (!keep) notLocked(this.bucket, 'A stack of the stage dev is deleted with everything it stores.');

    this.function = new StackFunction(this, 'Seal', platform, {
      name: 'manifest',
      description: 'seals the audit of each day',
      // For the processor, one whole: however many lines there are, half a gigabyte is enough (npm run bench:seal).
      memoryMb: 1769,
      // Lambda's most; a run goes on where the one before ended.
      timeoutSeconds: 900,
      facts: {
        stage: settings.stage,
        auditLog: audit.lines.logGroupName,
        manifestBucket: this.bucket.bucketName,
        signingKeyId: this.signingKey.keyArn,
      },
    });
    this.allowSeal(audit);
    this.schedule();
    const reasons: Readonly<Record<string, string>> = {
      'HIPAA.Security-LambdaConcurrency':
        'One schedule calls it, one run after the other; two at a time leave one chain.',
      'HIPAA.Security-LambdaDLQ':
        'The next run seals what this one did not, and an alarm goes off where it fails or lags.',
    };
    for (const [id, reason] of Object.entries(reasons))
      Validations.of(this.function.function).acknowledge({ id, reason });
  }

  /** It reads the audit and adds to the manifests. What is there it cannot replace, for it never overwrites and the bucket is locked. */
  private allowSeal(audit: Audit): void {
    const { account, region } = Stack.of(this);
    const owned = { StringEquals: { 'aws:ResourceAccount': account } };
    const allow = this.function.allow.bind(this.function);
    allow('ReadAudit', ['logs:FilterLogEvents'], [audit.lines.logGroupArn]);
    allow('ListManifests', ['s3:ListBucket'], [this.bucket.bucketArn], owned);
    allow('AddManifests', ['s3:GetObject', 's3:PutObject'], [this.bucket.arnForObjects('*')], owned);
    allow('SignManifests', ['kms:Sign'], [this.signingKey.keyArn]);
    this.function.allowKeyThrough('UseStorage', audit.key.keyArn, region, ['s3']);
    this.function.acknowledge(
      `AwsSolutions-IAM5[Resource::<${idOf(this.bucket)}.Arn>/*]`,
      'The manifests of all days; both actions on them are named.',
    );
  }

  /** As often as a run may last: an hour is sealed once it is over for an hour, and a busy one takes several runs without a pause. */
  private schedule(): void {
    const { function: target } = this.function;
    const lambda: IRuleTarget = { bind: () => ({ arn: target.functionArn }) };
    const rule = new Rule(this, 'Often', {
      description: 'Lethe: seal the audit as far as it is complete',
      schedule: Schedule.rate(Duration.minutes(SEALING.everyMinutes)),
      targets: [lambda],
    });
    target.addPermission('Schedule', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
  }
}
