import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { backfillDefinition, MAP_LABELS, REPORT_PREFIX } from './backfillDefinition.ts';
import { closedBucket, notLocked } from './closedBucket.ts';
import { acknowledgeWildcard } from './nag.ts';
import { outlives } from './removal.ts';
import { listed } from './settings.ts';
import type { Conditions, Platform } from './stackFunction.ts';
import type { Storage } from './storage.ts';

/**
 * What `lethe backfill` starts: a state machine that copies an archive into the ingest bucket. It reads the ingest bucket and those that the
 * settings name, and writes the ingest bucket and its own reports. It runs only when somebody starts it.
 */
export class Backfill extends Construct {
  readonly machine: CfnStateMachine;
  readonly reports: Bucket;
  readonly role: Role;
  readonly #machineName: string;

  constructor(
    scope: Construct,
    id: string,
    { platform, storage }: { readonly platform: Platform; readonly storage: Storage },
  ) {
    super(scope, id);
    const { settings, keep } = platform;
    this.#machineName = `${Stack.of(this).stackName}-Backfill`;
    this.reports = closedBucket(this, 'Reports', {
      encryptionKey: storage.storageKey,
      removalPolicy: outlives(keep),
      lifecycleRules: [
        {
          id: 'destroy-old',
          expiration: Duration.days(settings.logRetentionDays),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
    });
    notLocked(
      this.reports,
      'Reports hold object keys, which can be names: they go after the time of the logs.',
    );

    this.role = new Role(this, 'Role', {
      description: 'Lethe: brings archives into the ingest bucket',
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': this.#states('stateMachine', this.#machineName) },
        },
      }),
    });
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Lethe: what a backfill may do',
      roles: [this.role],
    });
    this.#allow(policy, platform, storage);
    this.machine = new CfnStateMachine(this, 'Machine', {
      // Named, so that its own policy can name it before it is there.
      stateMachineName: this.#machineName,
      // It is known for 90 days and can be resumed for 14 ("Service quotas", "Redriving executions"); an Express machine is neither.
      stateMachineType: 'STANDARD',
      roleArn: this.role.roleArn,
      // As text: CloudFormation does not promise to leave numbers and flags of an object what they are.
      definitionString: Stack.of(this).toJsonString(
        backfillDefinition({
          ingestBucket: storage.ingest.bucketName,
          reportBucket: this.reports.bucketName,
        }),
      ),
      // Inputs and histories hold object keys.
      encryptionConfiguration: {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyId: storage.storageKey.keyArn,
        kmsDataKeyReusePeriodSeconds: 900,
      },
      tracingConfiguration: { enabled: false },
    });
    this.machine.node.addDependency(policy);
    this.#explain(policy, platform, storage);
  }

  #allow(policy: ManagedPolicy, { settings }: Platform, storage: Storage): void {
    const { ingest, storageKey } = storage;
    const { account, region, partition } = Stack.of(this);
    const allow = (sid: string, actions: string[], resources: string[], conditions: Conditions = {}) =>
      policy.addStatements(
        new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions: { ...conditions } }),
      );
    const ours = { StringEquals: { 'aws:ResourceAccount': account } };
    const sources = listed(settings.backfillSources).map((name) => `arn:${partition}:s3:::${name}`);
    const through = (...services: readonly string[]) => ({
      StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) },
    });

    // The ingest bucket too: its objects are copied onto themselves, and go through the rules of today.
    allow('ListIngest', ['s3:ListBucket'], [ingest.bucketArn], ours);
    allow('CopyIngest', ['s3:GetObject', 's3:PutObject'], [ingest.arnForObjects('*')], ours);
    if (sources.length > 0) {
      allow('ListSources', ['s3:ListBucket'], sources);
      allow(
        'ReadSources',
        ['s3:GetObject'],
        sources.map((arn) => `${arn}/*`),
      );
    }
    allow(
      'WriteReports',
      ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      [this.reports.arnForObjects(`${REPORT_PREFIX}/*`)],
      ours,
    );
    allow('UseStorage', ['kms:Decrypt', 'kms:GenerateDataKey'], [storageKey.keyArn], through('s3'));
    if (storage.ingestIsImported)
      allow('UseIngest', ['kms:Decrypt', 'kms:GenerateDataKey'], [storage.ingestKey.keyArn], through('s3'));
    const keys = listed(settings.backfillKeyArns);
    if (keys.length > 0)
      allow('UseSourceKeys', ['kms:Decrypt'], [...keys], {
        StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' },
      });
    // Step Functions encrypts what a run holds in the name of its role, under the machine's ARN; children of a map run have the label behind it
    // (https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html). Whatever else stands behind the label is theirs too.
    allow('UseHistory', ['kms:Decrypt', 'kms:GenerateDataKey'], [storageKey.keyArn], {
      StringLike: {
        'kms:EncryptionContext:aws:states:stateMachineArn': [
          this.#states('stateMachine', this.#machineName),
          ...MAP_LABELS.map((label) => this.#states('stateMachine', `${this.#machineName}/${label}*`)),
        ],
      },
    });
    // A map run starts its child executions, as everybody starts executions.
    allow('StartChildren', ['states:StartExecution'], [this.#states('stateMachine', this.#machineName)]);
    allow(
      'FollowChildren',
      ['states:DescribeExecution', 'states:StopExecution'],
      [this.#states('execution', `${this.#machineName}:*`)],
    );
    allow(
      'RedriveChildren',
      ['states:RedriveExecution'],
      MAP_LABELS.map((label) => this.#states('execution', `${this.#machineName}/${label}:*`)),
    );
  }

  #states(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  #explain(policy: ManagedPolicy, { settings }: Platform, { ingest }: Storage): void {
    const { partition } = Stack.of(this);
    const objects = [
      ingest.arnForObjects('*'),
      this.reports.arnForObjects(`${REPORT_PREFIX}/*`),
      ...listed(settings.backfillSources).map((name) => `arn:${partition}:s3:::${name}/*`),
    ];
    for (const resource of objects)
      acknowledgeWildcard(
        policy,
        resource,
        'The objects of one bucket, whose keys nobody knows beforehand; every action on them is named.',
      );
    for (const name of [this.#machineName, ...MAP_LABELS.map((label) => `${this.#machineName}/${label}`)])
      acknowledgeWildcard(
        policy,
        this.#states('execution', `${name}:*`),
        'Executions of this one machine, which Step Functions names.',
      );
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF1',
      reason:
        'Its history is kept by Step Functions and what failed is in the reports. To log, its role would need to rule over the log deliveries ' +
        'of the whole account.',
    });
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason:
        'It copies objects, one call each; the function that takes them can be traced (setting tracing).',
    });
  }
}
