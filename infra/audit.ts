import { Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { logsMayUse } from './keyStatements.ts';
import { outlives } from './removal.ts';
import type { Settings } from './settings.ts';
import { idOf } from './stackFunction.ts';

/** Of what CDK puts behind the names in a logical id. */
const HASH_LENGTH = 8;

/** What was done to every instance: one line each, apart from the functions' own logs, longer kept and under another key. */
export class Audit extends Construct {
  readonly key: Key;
  readonly lines: LogGroup;

  constructor(
    scope: Construct,
    id: string,
    { settings, keep }: { readonly settings: Settings; readonly keep: boolean },
  ) {
    super(scope, id);
    const removalPolicy = outlives(keep);
    const { partition, region, account, stackName } = Stack.of(this);
    this.key = new Key(this, 'Key', {
      description: 'Lethe: the audit',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy,
    });
    this.lines = new LogGroup(this, 'Lines', {
      retention: settings.auditRetentionDays,
      encryptionKey: this.key,
      deletionProtectionEnabled: keep,
      removalPolicy,
    });
    // By the beginning of its name: the key would wait for the group, and the group for the key.
    const name = `${stackName}-${idOf(this.lines).slice(0, -HASH_LENGTH)}`;
    this.key.addToResourcePolicy(
      logsMayUse(region, `arn:${partition}:logs:${region}:${account}:log-group:${name}*`),
    );
  }
}
