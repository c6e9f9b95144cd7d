import { Match, type Template } from 'aws-cdk-lib/assertions';
import { markOf, type Settings, settingsFrom } from '../../infra/settings.ts';
import { arn, idOf, resource, resourcesOf, synthesize } from './synthesized.ts';

/** What is stored, and under which keys: an emulator drops most of this in silence, so the template is held to it. */
let template: Template;
beforeAll(() => {
  template = synthesize();
});

const BUCKETS = [
  'StorageIngest',
  'StorageClean',
  'StorageQuarantine',
  'StorageRules',
  'BackfillReports',
  'ManifestsBucket',
];
const storageKey = () => arn(idOf(template, 'AWS::KMS::Key', 'StorageStorageKey'));
const auditKey = () => arn(idOf(template, 'AWS::KMS::Key', 'AuditKey'));

describe('everything that is stored', () => {
  it.each(BUCKETS)('is encrypted, versioned and shut in %s', (prefix) => {
    const isAudit = prefix === 'ManifestsBucket';
    expect(resource(template, 'AWS::S3::Bucket', prefix)).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: isAudit ? auditKey() : storageKey(),
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
          Rules: expect.arrayContaining([
            {
              Id: 'abort-incomplete-uploads',
              Status: 'Enabled',
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
              ExpiredObjectDeleteMarker: true,
            },
          ]),
        },
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: idOf(template, 'AWS::S3::Bucket', prefix) },
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
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:PutObject',
            Condition: {
              Null: { 's3:x-amz-server-side-encryption': 'false' },
              StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
            },
          }),
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:PutObject',
            Condition: {
              Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
              StringNotEquals: {
                's3:x-amz-server-side-encryption-aws-kms-key-id': isAudit ? auditKey() : storageKey(),
              },
            },
          }),
        ],
      },
    });
  });

  it('lies in no other bucket', () => {
    template.resourceCountIs('AWS::S3::Bucket', BUCKETS.length);
  });

  it('has a key of the stack: every queue, table, topic and log group', () => {
    const keyOf = ({ Type, Properties }: ReturnType<typeof resource>): unknown => {
      if (Type === 'AWS::SQS::Queue' || Type === 'AWS::SNS::Topic') return Properties.KmsMasterKeyId;
      if (Type === 'AWS::Logs::LogGroup') return Properties.KmsKeyId;
      return Properties.SSESpecification?.KMSMasterKeyId;
    };
    const stored = Object.entries(resourcesOf(template)).filter(([, { Type }]) =>
      ['AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Logs::LogGroup', 'AWS::DynamoDB::Table'].includes(Type),
    );
    expect(stored.length).toBeGreaterThan(5);
    for (const [id, each] of stored)
      expect([id, keyOf(each)]).toEqual([
        id,
        id.startsWith('Audit') && each.Properties.RetentionInDays === 2192 ? auditKey() : storageKey(),
      ]);
  });

  it('stays when the stack goes', () => {
    const data = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup'];
    for (const [id, { Type, DeletionPolicy, UpdateReplacePolicy }] of Object.entries(resourcesOf(template)))
      if (data.includes(Type))
        expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, 'RetainExceptOnCreate', 'Retain']);
  });

  it('goes with a stack of the stage dev', () => {
    const dev = synthesize({ stage: 'dev' });
    for (const [id, { Type, DeletionPolicy }] of Object.entries(resourcesOf(dev)))
      expect([id, Type, DeletionPolicy]).not.toContain('RetainExceptOnCreate');
    dev.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
    for (const { Properties } of Object.values(dev.findResources('AWS::Logs::LogGroup')))
      expect(Properties.DeletionProtectionEnabled ?? false).toBe(false);
    for (const { Properties } of Object.values(dev.findResources('AWS::S3::Bucket')))
      expect(Properties.ObjectLockEnabled ?? false).toBe(false);
  });
});

describe('keys', () => {
  it('are two that make MACs and are never rotated, one that signs, and others that encrypt and are', () => {
    for (const prefix of ['StorageHmacKey', 'StorageNameKey']) {
      const hmac = resource(template, 'AWS::KMS::Key', prefix);
      expect(hmac.Properties).toMatchObject({
        KeySpec: 'HMAC_256',
        KeyUsage: 'GENERATE_VERIFY_MAC',
        PendingWindowInDays: 30,
      });
      expect(hmac.Properties).not.toHaveProperty('EnableKeyRotation');
    }
    const signing = resource(template, 'AWS::KMS::Key', 'ManifestsSigningKey');
    expect(signing.Properties).toMatchObject({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      PendingWindowInDays: 30,
    });
    for (const prefix of ['StorageStorageKey', 'StorageSealingKey', 'AuditKey'])
      expect(resource(template, 'AWS::KMS::Key', prefix).Properties).toMatchObject({
        EnableKeyRotation: true,
        PendingWindowInDays: 30,
      });
    template.resourceCountIs('AWS::KMS::Key', 6);
    // Only the account and its IAM policies open what signs for the audit.
    expect(signing.Properties.KeyPolicy.Statement).toHaveLength(1);
  });

  it('that open originals are for a policy that no role of the stack has', () => {
    const policy = resource(template, 'AWS::IAM::ManagedPolicy', 'StorageReidentification').Properties;
    expect(policy).not.toHaveProperty('Roles');
    const sealing = arn(idOf(template, 'AWS::KMS::Key', 'StorageSealingKey'));
    const opening = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
      ([id, { Properties }]) =>
        (Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[])
          .filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(sealing))
          .map(({ Action }) => [id.replace(/[0-9A-F]{8}$/, ''), Action]),
    );
    expect(opening.sort()).toEqual([
      ['IngestionIngestPolicy', 'kms:Encrypt'],
      ['StorageReidentification', 'kms:Decrypt'],
    ]);
  });

  it('are used by services for this stack and account alone', () => {
    const statementsOf = (prefix: string): readonly { Sid?: string; Action: unknown; Condition: unknown }[] =>
      resource(template, 'AWS::KMS::Key', prefix).Properties.KeyPolicy.Statement;
    const [, logs, notifications, alarms, rules, ...more] = statementsOf('StorageStorageKey');
    expect([logs?.Sid, notifications?.Sid, alarms?.Sid, rules?.Sid, more]).toEqual([
      'LogsOfThisStack',
      'NotificationsOfThisAccount',
      'AlarmsOfThisAccount',
      'RulesOfThisAccount',
      [],
    ]);
    expect(JSON.stringify(logs?.Condition)).toContain(':log-group:Lethe-test-*');
    for (const each of [notifications, alarms])
      expect(each).toMatchObject({
        Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      });
    // What EventBridge asks says no account of its own: the topic's says it.
    expect(rules).toMatchObject({
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      Principal: { Service: 'events.amazonaws.com' },
    });
    expect(JSON.stringify(rules?.Condition)).toMatch(
      /topicArn.*"arn:\*:sns:\*:",\{"Ref":"AWS::AccountId"\},":\*"/,
    );
    const [, auditLogs, ...others] = statementsOf('AuditKey');
    expect(JSON.stringify(auditLogs?.Condition)).toContain(':log-group:Lethe-test-AuditLines*');
    expect(others).toEqual([]);
    // The name that CloudFormation makes up begins with those of the stack and of the resource.
    expect(idOf(template, 'AWS::Logs::LogGroup', 'AuditLines')).toMatch(/^AuditLines/);
  });
});

describe('identities', () => {
  it('are kept by one hashed key, encrypted, restorable and protected', () => {
    expect(resource(template, 'AWS::DynamoDB::Table', 'StorageIdentities').Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: storageKey() },
      DeletionProtectionEnabled: true,
    });
  });
});

describe('ingest objects', () => {
  const rulesOf = (of: Template): readonly object[] =>
    resource(of, 'AWS::S3::Bucket', 'StorageIngest').Properties.LifecycleConfiguration.Rules;

  const released = {
    Id: 'destroy-released',
    Status: 'Enabled',
    TagFilters: [{ Key: 'lethe', Value: 'released' }],
    ExpirationInDays: 1,
    NoncurrentVersionExpiration: { NoncurrentDays: 30 },
  };

  it('are destroyed a set time after they were hidden or tagged, and never what can be seen without a mark', () => {
    expect(rulesOf(template)).toEqual([
      expect.objectContaining({ Id: 'abort-incomplete-uploads' }),
      released,
      {
        Id: 'destroy-hidden',
        Status: 'Enabled',
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
    ]);
  });

  it.each([
    [{}, 'marker'],
    [{ ingestExpiryDays: 14 }, 'marker'],
    // It would be destroyed while a message of it may wait.
    [{ ingestExpiryDays: 13 }, 'tag'],
    [{ ingestExpiryDays: 0 }, 'tag'],
    [{ ingestExpiryDays: 0, ingestMark: 'marker' }, 'marker'],
    [{ ingestMark: 'tag' }, 'tag'],
    [{ ingestBucketName: 'theirs', ingestKeyArn: 'x' }, 'tag'],
    [{ ingestBucketName: 'theirs', ingestKeyArn: 'x', ingestMark: 'marker' }, 'marker'],
  ])('are marked so that none is destroyed whose message may still come: %j', (given, expected) => {
    const settings = { ...settingsFrom(() => undefined), ...given } as Settings;
    expect(markOf(settings)).toBe(expected);
  });

  it('cannot be hidden and destroyed before their messages are', () => {
    expect(() => synthesize({ ingestMark: 'marker', ingestExpiryDays: 13 })).toThrow(/ingestMark marker/);
  });

  it('are destroyed a set time after they were tagged, and by no rule that does not ask for the tag, without markers', () => {
    const tagged = synthesize({ ingestMark: 'tag' });
    expect(rulesOf(tagged)).toEqual([expect.objectContaining({ Id: 'abort-incomplete-uploads' }), released]);
    for (const rule of rulesOf(tagged))
      if (Object.keys(rule).some((name) => /^(Expiration|Noncurrent)/.test(name)))
        expect(rule).toHaveProperty('TagFilters');
  });

  it('stay for ever where that is asked for, and are marked all the same: by that the reconciler knows them', () => {
    const kept = synthesize({ ingestExpiryDays: 0 });
    expect(rulesOf(kept)).toHaveLength(1);
    expect(JSON.stringify(kept.toJSON())).toContain('PutObjectVersionTagging');
  });
});

describe('locks', () => {
  const lockOf = (of: Template, prefix: string) =>
    resource(of, 'AWS::S3::Bucket', prefix).Properties.ObjectLockConfiguration;

  it('are on no clean bucket unless asked for', () => {
    expect(lockOf(template, 'StorageClean')).toBeUndefined();
  });

  it.each([
    ['governance', 'GOVERNANCE'],
    ['compliance', 'COMPLIANCE'],
  ])('keep clean objects and manifests: %s', (lockMode, Mode) => {
    const locked = synthesize({ cleanLockDays: 90, lockMode });
    expect(lockOf(locked, 'StorageClean')).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode, Days: 90 } },
    });
    expect(lockOf(locked, 'ManifestsBucket').Rule.DefaultRetention).toEqual({ Mode, Days: 2192 });
  });
});
