import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readEnvironment } from '../../functions/environment.ts';
import type { Bundle } from '../../infra/bundle.ts';
import { readSettings } from '../../infra/settings.ts';
import { LetheStack } from '../../infra/stack.ts';

/**
 * What the template says. An emulator drops properties in silence, and enforces few of the others; this is where they are held.
 */
let folder: string;
let code: Bundle;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-stack-'));
  for (const part of ['layer', 'ingest']) {
    mkdirSync(join(folder, part));
    writeFileSync(join(folder, part, 'index.mjs'), '');
  }
  code = {
    layerFolder: join(folder, 'layer'),
    functionFolders: { ingest: join(folder, 'ingest') },
    version: '1.2.3',
  };
});

afterAll(() => rmSync(folder, { recursive: true }));

function synthesize(context: Readonly<Record<string, unknown>> = {}): Template {
  const app = new App({
    outdir: mkdtempSync(join(folder, 'out-')),
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true, ...context },
  });
  const stack = new LetheStack(app, 'Lethe-test', { settings: readSettings(app.node), bundle: code });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // Findings of cdk-nag and of CloudFormation's own rules throw here.
  app.synth();
  return Template.fromStack(stack);
}

/** The logical id of the one resource of the type whose id begins so. */
function idOf(template: Template, type: string, prefix: string): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(prefix));
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
}

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe('the stack', () => {
  let template: Template;
  let ids: Readonly<
    Record<
      'ingest' | 'clean' | 'quarantine' | 'storageKey' | 'hmacKey' | 'queue' | 'deadLetters' | 'table',
      string
    >
  >;

  beforeAll(() => {
    template = synthesize();
    ids = {
      ingest: idOf(template, 'AWS::S3::Bucket', 'StorageIngest'),
      clean: idOf(template, 'AWS::S3::Bucket', 'StorageClean'),
      quarantine: idOf(template, 'AWS::S3::Bucket', 'StorageQuarantine'),
      storageKey: idOf(template, 'AWS::KMS::Key', 'StorageStorageKey'),
      hmacKey: idOf(template, 'AWS::KMS::Key', 'StorageHmacKey'),
      queue: idOf(template, 'AWS::SQS::Queue', 'IngestionQueue'),
      deadLetters: idOf(template, 'AWS::SQS::Queue', 'IngestionDeadLetters'),
      table: idOf(template, 'AWS::DynamoDB::Table', 'StorageIdentities'),
    };
  });

  it('is what it is made of, without custom resources', () => {
    const types: Record<string, number> = {};
    for (const { Type } of Object.values(template.toJSON().Resources as Record<string, { Type: string }>))
      types[Type] = (types[Type] ?? 0) + 1;
    expect(types).toEqual({
      'AWS::DynamoDB::Table': 1,
      'AWS::Events::Rule': 1,
      'AWS::IAM::ManagedPolicy': 1,
      'AWS::IAM::Role': 1,
      'AWS::KMS::Key': 2,
      'AWS::Lambda::EventSourceMapping': 1,
      'AWS::Lambda::Function': 1,
      'AWS::Lambda::LayerVersion': 1,
      'AWS::Logs::LogGroup': 1,
      'AWS::S3::Bucket': 3,
      'AWS::S3::BucketPolicy': 3,
      'AWS::SQS::Queue': 2,
      'AWS::SQS::QueuePolicy': 2,
    });
  });

  it.each(['ingest', 'clean', 'quarantine'] as const)(
    'keeps the %s bucket encrypted, versioned and shut',
    (name) => {
      const bucket = template.findResources('AWS::S3::Bucket')[ids[name]];
      expect(bucket).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              {
                BucketKeyEnabled: true,
                ServerSideEncryptionByDefault: {
                  SSEAlgorithm: 'aws:kms',
                  KMSMasterKeyID: arn(ids.storageKey),
                },
              },
            ],
          },
          VersioningConfiguration: { Status: 'Enabled' },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
          LifecycleConfiguration: {
            Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 }, Status: 'Enabled' }],
          },
        },
      });
      template.hasResourceProperties('AWS::S3::BucketPolicy', {
        Bucket: { Ref: ids[name] },
        PolicyDocument: {
          Statement: [
            Match.objectLike({
              Effect: 'Deny',
              Action: 's3:*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
            Match.objectLike({
              Effect: 'Deny',
              Action: 's3:*',
              Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
            }),
          ],
        },
      });
    },
  );

  it('has two keys: one that makes MACs and is never rotated, one that stores and is', () => {
    const keys = template.findResources('AWS::KMS::Key');
    expect(keys[ids.hmacKey]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC', PendingWindowInDays: 30 },
    });
    expect(keys[ids.hmacKey]?.Properties).not.toHaveProperty('EnableKeyRotation');
    expect(keys[ids.storageKey]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 },
    });
    // Only the account and its IAM policies open the root of the pseudonyms.
    expect(keys[ids.hmacKey]?.Properties.KeyPolicy.Statement).toHaveLength(1);
  });

  it('lets services use the storage key for this stack and account alone', () => {
    const statements: { Sid?: string; Action: unknown; Condition: unknown }[] =
      template.findResources('AWS::KMS::Key')[ids.storageKey]?.Properties.KeyPolicy.Statement;
    expect(statements.map(({ Sid }) => Sid)).toEqual([undefined, 'LogsOfThisStack', 'EventsOfThisAccount']);
    expect(JSON.stringify(statements[1]?.Condition)).toContain(':log-group:Lethe-test-*');
    expect(statements[2]).toMatchObject({
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  it('keeps identities by one hashed key, encrypted, restorable and protected', () => {
    expect(template.findResources('AWS::DynamoDB::Table')[ids.table]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: arn(ids.storageKey) },
        DeletionProtectionEnabled: true,
      },
    });
  });

  it('hands created objects of the ingest bucket to the queue, and to the dead letters if it cannot', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [{ Ref: ids.ingest }] } },
      },
      Targets: [
        {
          Arn: arn(ids.queue),
          DeadLetterConfig: { Arn: arn(ids.deadLetters) },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      ],
    });
    const rule = idOf(template, 'AWS::Events::Rule', 'IngestionCreated');
    for (const queue of [ids.queue, ids.deadLetters])
      template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: queue }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
            Match.objectLike({
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Principal: { Service: 'events.amazonaws.com' },
              Condition: { ArnEquals: { 'aws:SourceArn': arn(rule) } },
            }),
          ]),
        },
      });
  });

  it('tries a message so often, hides it six timeouts long, and then keeps it as a dead letter', () => {
    const queues = template.findResources('AWS::SQS::Queue');
    const common = { KmsMasterKeyId: arn(ids.storageKey), MessageRetentionPeriod: 14 * 86_400 };
    expect(queues[ids.queue]?.Properties).toMatchObject({
      ...common,
      VisibilityTimeout: 6 * 300,
      RedrivePolicy: { deadLetterTargetArn: arn(ids.deadLetters), maxReceiveCount: 5 },
    });
    expect(queues[ids.deadLetters]?.Properties).toMatchObject(common);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arn(ids.queue),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  it('runs the function on Node 24 with the engine as its layer and all its variables', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const logs = idOf(template, 'AWS::Logs::LogGroup', 'IngestionLogs');
    expect(functions[0]?.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Layers: [{ Ref: idOf(template, 'AWS::Lambda::LayerVersion', 'IngestionEngine') }],
      Timeout: 300,
      MemorySize: 1769,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: logs } },
    });
    expect(functions[0]?.Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    const names = Object.keys(functions[0]?.Properties.Environment.Variables);
    expect(() => readEnvironment(Object.fromEntries(names.map((name) => [name, 'x'])))).not.toThrow();
    template.hasResourceProperties('AWS::Lambda::LayerVersion', { Description: 'Lethe engine 1.2.3' });
  });

  it('keeps the logs for a year, encrypted', () => {
    const logs = Object.values(template.findResources('AWS::Logs::LogGroup'));
    expect(logs).toMatchObject([
      { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365, KmsKeyId: arn(ids.storageKey) } },
    ]);
  });

  it('lets the function do this, to these, and nothing else', () => {
    const objects = (id: string) => ({ 'Fn::Join': ['', [arn(id), '/*']] });
    const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const logs = idOf(template, 'AWS::Logs::LogGroup', 'IngestionLogs');
    const allowed = policies[0]?.Properties.PolicyDocument.Statement.map(
      ({ Effect, Sid, ...rest }: Record<string, unknown>) => {
        expect(Effect).toBe('Allow');
        return rest;
      },
    );
    const via = (service: string) => ({
      'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']],
    });
    expect(allowed).toEqual([
      { Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: objects(ids.ingest) },
      { Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: objects(ids.clean) },
      {
        Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
        Resource: [objects(ids.clean), objects(ids.quarantine)],
      },
      { Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'], Resource: arn(ids.table) },
      { Action: 'kms:GenerateMac', Resource: arn(ids.hmacKey) },
      {
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: arn(ids.storageKey),
        Condition: { StringEquals: { 'kms:ViaService': [via('s3'), via('dynamodb'), via('sqs')] } },
      },
      {
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: arn(ids.queue),
      },
      { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arn(logs) },
    ]);
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles[0]?.Properties).not.toHaveProperty('Policies');
    expect(roles[0]?.Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(roles[0]?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  });
});

describe('a stage', () => {
  it('dev keeps nothing', () => {
    const template = synthesize({ stage: 'dev' });
    for (const [id, { Type, DeletionPolicy }] of Object.entries(
      template.toJSON().Resources as Record<string, { Type: string; DeletionPolicy?: string }>,
    ))
      expect([id, Type, DeletionPolicy]).not.toContain('Retain');
    template.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });

  it('takes its numbers from the context', () => {
    const template = synthesize({
      stage: 'trial',
      keyScope: 'trial-7',
      memoryMb: '3008',
      timeoutSeconds: '60',
      maxReceives: 3,
      reservedConcurrency: 20,
      maxConcurrency: 5,
      batchSize: 2,
      logRetentionDays: 30,
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 3008,
      Timeout: 60,
      ReservedConcurrentExecutions: 20,
      Environment: { Variables: Match.objectLike({ KEY_SCOPE: 'trial-7' }) },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 360,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 3 }),
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 2,
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('is told everything that is wrong with it at once', () => {
    let caught: unknown;
    try {
      synthesize({ stage: 'Prod!', memoryMb: 'much', maxConcurrency: 1 });
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'SETTINGS_INVALID' });
    expect((caught as { problems: string[] }).problems.map((problem) => problem.split(' ')[0])).toEqual([
      'stage',
      'memoryMb',
      'maxConcurrency',
    ]);
  });
});
