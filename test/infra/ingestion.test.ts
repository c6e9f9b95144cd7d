import { Match, type Template } from 'aws-cdk-lib/assertions';
import { readEnvironment } from '../../functions/environment.ts';
import { TABLE_KEY_ACTIONS } from '../../infra/keyStatements.ts';
import { arn, idOf, resource, resourcesOf, synthesize } from './synthesized.ts';

let template: Template;
let ids: Readonly<
  Record<
    | 'ingest'
    | 'clean'
    | 'quarantine'
    | 'storageKey'
    | 'hmacKey'
    | 'nameKey'
    | 'queue'
    | 'deadLetters'
    | 'table',
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
    nameKey: idOf(template, 'AWS::KMS::Key', 'StorageNameKey'),
    queue: idOf(template, 'AWS::SQS::Queue', 'IngestionQueue'),
    deadLetters: idOf(template, 'AWS::SQS::Queue', 'IngestionDeadLetters'),
    table: idOf(template, 'AWS::DynamoDB::Table', 'StorageIdentities'),
  };
});

const objects = (id: string) => ({ 'Fn::Join': ['', [arn(id), '/*']] });
const via = (service: string) => ({
  'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']],
});
const ownedBy = (account: unknown) => ({ StringEquals: { 'aws:ResourceAccount': account } });
const HERE = { Ref: 'AWS::AccountId' };

interface Statement {
  readonly Effect: string;
  readonly Sid: string;
}

/** What a function's role allows, by the name of each statement. */
function allowed(of: Template, prefix: string): Record<string, object> {
  const policy = resource(of, 'AWS::IAM::ManagedPolicy', prefix);
  const statements: readonly Statement[] = policy.Properties.PolicyDocument.Statement;
  return Object.fromEntries(
    statements.map(({ Effect, Sid, ...rest }) => {
      expect(Effect).toBe('Allow');
      return [Sid, rest];
    }),
  );
}

describe('events', () => {
  it('of the ingest bucket go to the queue by S3 itself: creations, and nothing that costs or says no more', () => {
    const bucket = resource(template, 'AWS::S3::Bucket', 'StorageIngest');
    expect(bucket.Properties.NotificationConfiguration).toEqual({
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: arn(ids.queue) }],
    });
    // S3 asks whether it may when the bucket is set up.
    const policy = idOf(template, 'AWS::SQS::QueuePolicy', 'IngestionQueuePolicy');
    expect(bucket).toMatchObject({ DependsOn: expect.arrayContaining([policy]) });
    const { Statement } = resource(template, 'AWS::SQS::QueuePolicy', 'IngestionQueuePolicy').Properties
      .PolicyDocument;
    expect(Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow')).toEqual([
      {
        Sid: 'CreatedObjects',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 's3.amazonaws.com' },
        Resource: arn(ids.queue),
        Condition: {
          StringEquals: { 'aws:SourceAccount': HERE },
          ArnLike: {
            'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::lethe-test*']] },
          },
        },
      },
    ]);
    expect(JSON.stringify(template.toJSON())).not.toContain('aws.s3');
    expect(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).join()).not.toContain('EventsLost');
  });

  it('of a bucket that was there before go to the queue directly where its owner sets that up', () => {
    const imported = synthesize({
      ingestBucketName: 'hospital-ingest',
      ingestKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555',
      ingestEvents: 'direct',
    });
    const { Statement } = resource(imported, 'AWS::SQS::QueuePolicy', 'IngestionQueuePolicy').Properties
      .PolicyDocument;
    expect(Statement.find(({ Sid }: { Sid: string }) => Sid === 'CreatedObjects').Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': HERE },
      ArnLike: {
        'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::hospital-ingest']] },
      },
    });
    const key = resource(imported, 'AWS::KMS::Key', 'StorageStorageKey').Properties.KeyPolicy.Statement;
    expect(key.map(({ Sid }: { Sid?: string }) => Sid)).toContain('NotificationsOfThisAccount');
    const said = JSON.stringify(imported.toJSON().Outputs.IngestBucketMustHave.Value);
    expect(said).toContain('QueueConfigurations');
    expect(said).toContain('s3:ObjectCreated:*');
    expect(said).not.toContain('EventBridgeConfiguration');
  });

  it('go by EventBridge where that is asked for, and to the dead letters if they cannot', () => {
    const template = synthesize({ ingestEvents: 'eventbridge' });
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
    // What EventBridge asks of KMS does not carry the account that it acts for.
    expect(JSON.stringify(template.findResources('AWS::KMS::Key'))).toContain(
      '"ArnLike":{"kms:EncryptionContext:aws:sqs:arn":',
    );
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

  it('are tried so often, hidden six timeouts long, and then kept as dead letters', () => {
    const queues = template.findResources('AWS::SQS::Queue');
    const common = { KmsMasterKeyId: arn(ids.storageKey), MessageRetentionPeriod: 14 * 86_400 };
    expect(queues[ids.queue]?.Properties).toMatchObject({
      ...common,
      VisibilityTimeout: 6 * 300,
      RedrivePolicy: { deadLetterTargetArn: arn(ids.deadLetters), maxReceiveCount: 10 },
    });
    expect(queues[ids.deadLetters]?.Properties).toMatchObject(common);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arn(ids.queue),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 8 },
    });
  });

  it('start the function no sooner than it may take them', () => {
    const policy = idOf(template, 'AWS::IAM::ManagedPolicy', 'IngestionIngestPolicy');
    for (const [type, prefix] of [
      ['AWS::Lambda::EventSourceMapping', 'IngestionSource'],
      ['AWS::Lambda::Function', 'IngestionIngestFunction'],
    ] as const)
      expect(resource(template, type, prefix)).toMatchObject({ DependsOn: expect.arrayContaining([policy]) });
  });
});

describe('the ingest function', () => {
  it('runs on Node 24 with the engine as its layer and all its variables', () => {
    const { Properties } = resource(template, 'AWS::Lambda::Function', 'IngestionIngestFunction');
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Layers: [{ Ref: idOf(template, 'AWS::Lambda::LayerVersion', 'Engine') }],
      Timeout: 300,
      MemorySize: 1769,
      LoggingConfig: {
        LogFormat: 'JSON',
        LogGroup: { Ref: idOf(template, 'AWS::Logs::LogGroup', 'IngestionIngestLogs') },
      },
    });
    expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(Properties).not.toHaveProperty('TracingConfig');
    expect(Properties).not.toHaveProperty('VpcConfig');
    const names = Object.keys(Properties.Environment.Variables);
    expect(() => readEnvironment(Object.fromEntries(names.map((name) => [name, 'x'])))).not.toThrow();
    template.hasResourceProperties('AWS::Lambda::LayerVersion', { Description: 'Lethe engine 1.2.3' });
  });

  it('may do this, to these, and nothing else', () => {
    const logs = idOf(template, 'AWS::Logs::LogGroup', 'IngestionIngestLogs');
    const audit = idOf(template, 'AWS::Logs::LogGroup', 'AuditLines');
    const rules = idOf(template, 'AWS::S3::Bucket', 'StorageRules');
    expect(allowed(template, 'IngestionIngestPolicy')).toEqual({
      WriteLogs: { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arn(logs) },
      ReadIngest: {
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: objects(ids.ingest),
        Condition: ownedBy(HERE),
      },
      WriteMembers: {
        Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
        Resource: { 'Fn::Join': ['', [arn(ids.ingest), '/*!/*']] },
        Condition: ownedBy(HERE),
      },
      HideReleased: {
        Action: 's3:DeleteObject',
        Resource: objects(ids.ingest),
        Condition: {
          StringEquals: { 'aws:ResourceAccount': HERE },
          Null: { 's3:if-match': 'false' },
        },
      },
      FindNewer: {
        Action: 's3:ListBucketVersions',
        Resource: arn(ids.ingest),
        Condition: ownedBy(HERE),
      },
      MarkReleased: {
        Action: 's3:PutObjectVersionTagging',
        Resource: objects(ids.ingest),
        Condition: {
          StringEquals: {
            'aws:ResourceAccount': HERE,
            's3:RequestObjectTag/lethe': ['released', 'quarantined', 'held'],
          },
          'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['lethe'] },
        },
      },
      ReadMarks: {
        Action: 's3:GetObjectVersionTagging',
        Resource: objects(ids.ingest),
        Condition: ownedBy(HERE),
      },
      CompareClean: {
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: objects(ids.clean),
        Condition: ownedBy(HERE),
      },
      WriteClean: {
        Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
        Resource: objects(ids.clean),
        Condition: ownedBy(HERE),
      },
      WriteQuarantine: {
        Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
        Resource: objects(ids.quarantine),
        Condition: ownedBy(HERE),
      },
      ReadRules: {
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: objects(rules),
        Condition: ownedBy(HERE),
      },
      FindRules: {
        Action: ['s3:ListBucket', 's3:ListBucketVersions'],
        Resource: arn(rules),
        Condition: ownedBy(HERE),
      },
      ClaimIdentities: {
        Action: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        Resource: arn(ids.table),
      },
      ReadDecisions: {
        Action: 'dynamodb:Query',
        Resource: arn(idOf(template, 'AWS::DynamoDB::Table', 'StorageDecisions')),
      },
      DeriveKeys: { Action: 'kms:GenerateMac', Resource: [arn(ids.hmacKey), arn(ids.nameKey)] },
      SealOriginals: {
        Action: 'kms:Encrypt',
        Resource: arn(idOf(template, 'AWS::KMS::Key', 'StorageSealingKey')),
      },
      UseTable: {
        Action: [...TABLE_KEY_ACTIONS],
        Resource: arn(ids.storageKey),
        Condition: { StringEquals: { 'kms:ViaService': via('dynamodb') } },
      },
      UseStorage: {
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: arn(ids.storageKey),
        Condition: { StringEquals: { 'kms:ViaService': [via('s3'), via('sqs')] } },
      },
      TakeMessages: {
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: arn(ids.queue),
      },
      RequeueMessages: {
        Action: ['sqs:ChangeMessageVisibility', 'sqs:SendMessage'],
        Resource: arn(ids.queue),
      },
      WriteAudit: { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arn(audit) },
    });
  });

  it('hides nothing where marks are tags', () => {
    for (const context of [{ ingestMark: 'tag' }, { ingestExpiryDays: 7 }, { ingestExpiryDays: 0 }]) {
      const tagging = synthesize(context);
      expect(allowed(tagging, 'IngestionIngestPolicy')).not.toHaveProperty('HideReleased');
      expect(
        resource(tagging, 'AWS::Lambda::Function', 'IngestionIngestFunction').Properties.Environment
          .Variables,
      ).toMatchObject({ INGEST_MARK: 'tag' });
    }
    const { Variables } = resource(template, 'AWS::Lambda::Function', 'IngestionIngestFunction').Properties
      .Environment;
    expect(Variables).toMatchObject({ INGEST_MARK: 'marker' });
  });

  it('writes to buckets of other accounts, if they are named, under their keys', () => {
    const key = (account: string) =>
      `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;
    const across = synthesize({
      cleanBucketName: 'research-clean',
      cleanKeyArn: key('111122223333'),
      quarantineBucketName: 'privacy-quarantine',
      quarantineKeyArn: key('444455556666'),
    });
    across.resourceCountIs('AWS::S3::Bucket', 4);
    expect(allowed(across, 'IngestionIngestPolicy')).toMatchObject({
      CompareClean: { Resource: 'arn:aws:s3:::research-clean/*', Condition: ownedBy('111122223333') },
      WriteClean: { Resource: 'arn:aws:s3:::research-clean/*', Condition: ownedBy('111122223333') },
      WriteQuarantine: { Resource: 'arn:aws:s3:::privacy-quarantine/*', Condition: ownedBy('444455556666') },
      UseClean: {
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: key('111122223333'),
        Condition: { StringEquals: { 'kms:ViaService': ['s3.eu-west-1.amazonaws.com'] } },
      },
      UseQuarantine: { Resource: key('444455556666') },
    });
    const { Variables } = resource(across, 'AWS::Lambda::Function', 'IngestionIngestFunction').Properties
      .Environment;
    expect(Variables).toMatchObject({
      CLEAN_BUCKET: 'research-clean',
      CLEAN_KEY_ID: key('111122223333'),
      QUARANTINE_BUCKET: 'privacy-quarantine',
      QUARANTINE_KEY_ID: key('444455556666'),
    });
    const outputs: Readonly<
      Record<string, { readonly Value: { readonly 'Fn::Join': [string, unknown[]] } }>
    > = across.toJSON().Outputs;
    /** A JSON text with the ARN of a role in it. */
    const policyIn = (name: string) => {
      const [, parts] = outputs[name]?.Value['Fn::Join'] ?? ['', []];
      return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'ROLE')).join(''));
    };
    // What the other side must allow is what this side asks for.
    const actionsOn = (resource: string) =>
      Object.values(allowed(across, 'IngestionIngestPolicy'))
        .filter((statement) => JSON.stringify(statement).includes(resource))
        .flatMap((statement) => [(statement as { Action: string | string[] }).Action].flat());
    for (const [name, bucket, account] of [
      ['Clean', 'research-clean', '111122223333'],
      ['Quarantine', 'privacy-quarantine', '444455556666'],
    ] as const) {
      const [objectStatement, ...others] = policyIn(`${name}BucketPolicy`).Statement;
      expect(objectStatement).toMatchObject({
        Principal: { AWS: 'ROLE' },
        Resource: `arn:aws:s3:::${bucket}/*`,
      });
      expect(objectStatement.Action.toSorted()).toEqual(actionsOn(`${bucket}/*`).sort());
      expect(
        others.map(({ Action, Resource }: { Action: string; Resource: string }) => [Action, Resource]),
      ).toEqual(name === 'Clean' ? [] : [['s3:ListBucket', `arn:aws:s3:::${bucket}`]]);
      const keyStatement = policyIn(`${name}KeyPolicyStatement`);
      expect(keyStatement.Action).toEqual(actionsOn(key(account)));
      expect(keyStatement.Condition.StringEquals['kms:ViaService']).toBe('s3.eu-west-1.amazonaws.com');
    }
    expect(Object.keys(template.toJSON().Outputs).filter((name) => /Policy(?!Arn$)/.test(name))).toEqual([]);
  });
});

describe('every role', () => {
  it.each([{}, { vpc: true, tracing: true }])(
    'is a service’s, with a policy of its own and no other: %j',
    (context) => {
      const each = synthesize(context);
      for (const { Type, Properties } of Object.values(resourcesOf(each))) {
        expect(Type).not.toBe('AWS::IAM::Policy');
        if (Type !== 'AWS::IAM::Role') continue;
        expect(Properties).not.toHaveProperty('Policies');
        expect(Properties).not.toHaveProperty('ManagedPolicyArns');
        for (const { Principal } of Properties.AssumeRolePolicyDocument.Statement)
          expect(Object.keys(Principal)).toEqual(['Service']);
      }
    },
  );

  it('has no wildcard, neither among actions nor as a whole resource', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::ManagedPolicy')))
      for (const { Sid, Action, Resource } of Properties.PolicyDocument.Statement) {
        for (const action of [Action].flat()) expect(action).not.toContain('*');
        // IAM knows no resource for the answers of a query (test/infra/people.test.ts holds the actions).
        if (Sid !== 'ReadAnswers') for (const each of [Resource].flat()) expect(each).not.toBe('*');
      }
  });

  it('has one where AWS knows no resources, if a network or tracing is asked for', () => {
    const whole = (context: object) =>
      Object.entries(allowed(synthesize(context as Record<string, unknown>), 'IngestionIngestPolicy'))
        .filter(([, { Resource }]: [string, { Resource?: unknown }]) => Resource === '*')
        .map(([sid]) => sid);
    expect(whole({ tracing: true })).toEqual(['Trace']);
    expect(whole({ vpc: true })).toEqual(['JoinNetwork']);
  });
});
