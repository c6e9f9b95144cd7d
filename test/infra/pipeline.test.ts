import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  EventType,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { LethePipeline, type LethePipelineProps } from '../../infra/pipeline.ts';
import { PipelineError } from '../../infra/pipelineError.ts';
import { SETTING_NAMES } from '../../infra/settings.ts';
import { permissionsOf, type TemplateJson } from '../cloud/permissions.ts';
import { arn, idOf, resource, resourcesOf, synthesize, synthesizeOwn } from './synthesized.ts';

/** A pipeline in a stack of a hospital's own, with what is there already. */
const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const env = { account: ACCOUNT, region: REGION };
const keyArn = (account = ACCOUNT, region = REGION) =>
  `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;

interface Statement {
  readonly Sid?: string;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
const statements = (template: Template, policy: string): readonly Statement[] =>
  resource(template, 'AWS::IAM::ManagedPolicy', policy).Properties.PolicyDocument.Statement;
const keyStatements = (template: Template, key: string): readonly Statement[] =>
  resource(template, 'AWS::KMS::Key', key).Properties.KeyPolicy.Statement;
const outputs = (template: Template): Readonly<Record<string, { readonly Value: unknown }>> =>
  template.toJSON().Outputs;
const sids = (of: readonly Statement[]) => of.flatMap(({ Sid }) => Sid ?? []);

/** A bucket that fits, but for what a test changes. CDK's own classes and interfaces do not agree under exactOptionalPropertyTypes. */
function bucketIn(
  scope: Construct,
  id: string,
  encryptionKey: Key,
  more: Partial<BucketProps> = {},
): IBucket {
  return new Bucket(scope, id, {
    ...{ encryption: BucketEncryption.KMS, encryptionKey, versioned: true, eventBridgeEnabled: true },
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    ...more,
  }) as IBucket;
}

/** What the properties say of the stack that they are made in. */
type Given = (stack: Stack) => LethePipelineProps;
const pipelineIn = (given: Given, options: Parameters<typeof synthesizeOwn>[1] = {}): Template =>
  synthesizeOwn((stack, bundle) => {
    new LethePipeline(stack, 'Lethe', { bundle, ...given(stack) });
  }, options);

describe('a pipeline in a stack of one’s own', () => {
  const template = pipelineIn(() => ({ settings: { stage: 'trial', pixels: 'on' } }), { isHeld: true });

  it('is what a stack of its own is, by names that begin with its own', () => {
    const types = (of: Template) =>
      Object.values(resourcesOf(of))
        .map(({ Type }) => Type)
        .sort();
    expect(types(template)).toEqual(types(synthesize({ stage: 'trial', pixels: 'on' })));
    for (const id of Object.keys(resourcesOf(template))) expect(id).toMatch(/^Lethe/);
  });

  it('has the outputs that lethe looks for, and says the audit’s key of its own log group', () => {
    expect(Object.keys(outputs(template)).sort()).toEqual(
      Object.keys(outputs(synthesize({ stage: 'trial', pixels: 'on' }))).sort(),
    );
    const logs = keyStatements(template, 'LetheAuditKey').find(({ Sid }) => Sid === 'LogsOfThisStack');
    expect(JSON.stringify(logs?.Condition)).toContain(':log-group:Hospital-LetheAuditLines*');
    expect(idOf(template, 'AWS::Logs::LogGroup', 'LetheAuditLines')).toMatch(/^LetheAuditLines[0-9A-F]{8}$/);
  });

  it('gives its roles what the stack gives them, and nothing else', () => {
    const { Resources } = template.toJSON() as TemplateJson;
    const physicalIds = Object.fromEntries(Object.keys(Resources).map((id) => [id, id]));
    const said = (of: TemplateJson['Resources'], ids: Readonly<Record<string, string>>) =>
      permissionsOf({ Resources: of }, { account: ACCOUNT, region: REGION, physicalIds: ids })
        .map(({ sid, action }) => `${sid} ${action}`)
        .sort();
    const { Resources: own } = synthesize({ stage: 'trial', pixels: 'on' }).toJSON() as TemplateJson;
    const ownIds = Object.fromEntries(Object.keys(own).map((id) => [id, id]));
    expect(said(Resources, physicalIds)).toEqual(said(own, ownIds));
  });

  it('names no account and no key that it was not told', () => {
    const text = JSON.stringify(template.toJSON());
    expect(text.match(/\b\d{12}\b/g)).toBeNull();
    expect(text).not.toMatch(/-----BEGIN|AKIA[0-9A-Z]{16}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-/);
  });

  it('stands once in a stack, and in no nested one', () => {
    expect(() =>
      synthesizeOwn((stack, bundle) => {
        new LethePipeline(stack, 'One', { bundle });
        new LethePipeline(stack, 'Two', { bundle });
      }),
    ).toThrow(/^PIPELINE_PLACE: .*Hospital\/One/);
    expect(() =>
      synthesizeOwn((stack, bundle) => new LethePipeline(new NestedStack(stack, 'In'), 'Lethe', { bundle })),
    ).toThrow(/^PIPELINE_PLACE: /);
  });

  it('wants a place that its settings say to be the stack’s', () => {
    const settings = { account: ACCOUNT, region: REGION };
    expect(() => pipelineIn(() => ({ settings }))).toThrow(/account is 111122223333, .* open; .*region is/);
    expect(() => pipelineIn(() => ({ settings }), { env: { ...env, account: '999988887777' } })).toThrow(
      /that of the stack is 999988887777/,
    );
    expect(() => pipelineIn(() => ({ settings }), { env })).not.toThrow();
    const elsewhere = { cleanBucketName: 'research-clean', cleanKeyArn: keyArn(ACCOUNT, 'eu-west-1') };
    expect(() => pipelineIn(() => ({ settings: elsewhere }), { env })).toThrow(/cleanKeyArn is in eu-west-1/);
  });

  it('says of a word that is no setting which one was meant', () => {
    const settings = { stgae: 'trial' } as object;
    expect(() => pipelineIn(() => ({ settings }))).toThrow(/"stgae" is not a setting. Did you mean "stage"/);
    expect(SETTING_NAMES).toContain('stage');
  });
});

describe('resources that the app itself makes', () => {
  let key: Key;
  const template = pipelineIn(
    (stack) => {
      key = new Key(stack, 'HospitalKey');
      const other = new Key(stack, 'ResearchKey');
      const vpc = new Vpc(stack, 'Net', {
        natGateways: 0,
        subnetConfiguration: [{ name: 'inside', subnetType: SubnetType.PRIVATE_ISOLATED }],
      }) as IVpc;
      return {
        storageKey: key,
        ingestBucket: bucketIn(stack, 'Pacs', key),
        cleanBucket: bucketIn(stack, 'Research', other),
        quarantineBucket: bucketIn(stack, 'Doubts', other),
        vpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED, onePerAz: true },
        securityGroups: [new SecurityGroup(stack, 'Group', { vpc })],
        alarmTopic: new Topic(stack, 'OnCall', { masterKey: new Key(stack, 'TopicKey') }),
      };
    },
    { env },
  );

  it('take the place of the pipeline’s own', () => {
    const made = Object.keys(resourcesOf(template)).filter((id) => id.startsWith('Lethe'));
    for (const own of [
      'StorageStorageKey',
      'StorageIngest',
      'StorageClean',
      'StorageQuarantine',
      'AlarmsTopic',
    ])
      expect(made.filter((id) => id.startsWith(`Lethe${own}`))).toEqual([]);
    const [pacs, research, doubts] = ['Pacs', 'Research', 'Doubts'].map((id) =>
      idOf(template, 'AWS::S3::Bucket', id),
    );
    const storage = arn(idOf(template, 'AWS::KMS::Key', 'HospitalKey'));
    const others = arn(idOf(template, 'AWS::KMS::Key', 'ResearchKey'));
    expect(
      resource(template, 'AWS::Lambda::Function', 'LetheIngestionIngestFunction').Properties.Environment
        .Variables,
    ).toMatchObject({
      INGEST_BUCKET: { Ref: pacs },
      CLEAN_BUCKET: { Ref: research },
      QUARANTINE_BUCKET: { Ref: doubts },
      CLEAN_KEY_ID: others,
      QUARANTINE_KEY_ID: others,
      INGEST_MARK: 'tag',
    });
    for (const [id, { Properties }] of Object.entries(template.findResources('AWS::SQS::Queue')))
      expect([id, Properties.KmsMasterKeyId]).toEqual([id, storage]);
    const use = statements(template, 'LetheIngestionIngestPolicy');
    const of = (sid: string) => use.find(({ Sid }) => Sid === sid)?.Resource;
    expect([of('UseIngest'), of('UseClean'), of('UseQuarantine')]).toEqual([storage, others, others]);
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ detail: { bucket: { name: [{ Ref: pacs }] } } }),
    });
  });

  it('get the statements in their policies that the pipeline needs, and owners are told of none', () => {
    expect(sids(keyStatements(template, 'HospitalKey'))).toEqual(
      expect.arrayContaining(['LogsOfThisStack', 'EventsOfThisAccount']),
    );
    expect(sids(keyStatements(template, 'TopicKey'))).toEqual(
      expect.arrayContaining(['AlarmsOfThisAccount', 'RulesOfThisAccount']),
    );
    const topic = resource(template, 'AWS::SNS::TopicPolicy', 'OnCallPolicy').Properties.PolicyDocument;
    expect(sids(topic.Statement)).toEqual(expect.arrayContaining(['AlarmsOfThisAccount', 'KeyUse']));
    expect(outputs(template)).not.toHaveProperty('AlarmTopicPolicyStatements');
    for (const { Properties } of Object.values(template.findResources('AWS::CloudWatch::Alarm')))
      expect(Properties.AlarmActions).toEqual([{ Ref: idOf(template, 'AWS::SNS::Topic', 'OnCall') }]);
  });

  it('take the functions, too', () => {
    const functions = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
      id.startsWith('Lethe'),
    );
    expect(functions).toHaveLength(3);
    for (const [, { Properties }] of functions)
      expect(Properties.VpcConfig.SecurityGroupIds).toEqual([
        { 'Fn::GetAtt': [idOf(template, 'AWS::EC2::SecurityGroup', 'Group'), 'GroupId'] },
      ]);
  });
});

describe('resources that the app only imports', () => {
  const template = pipelineIn(
    (stack) => ({
      storageKey: Key.fromKeyArn(stack, 'Key', keyArn()),
      ingestBucket: Bucket.fromBucketName(stack, 'Pacs', 'hospital-pacs'),
      ingestKey: Key.fromKeyArn(stack, 'PacsKey', keyArn()),
      cleanBucket: Bucket.fromBucketAttributes(stack, 'Research', {
        ...{ bucketName: 'research-clean', account: '444455556666', region: REGION },
        encryptionKey: Key.fromKeyArn(stack, 'ResearchKey', keyArn('444455556666')),
      }),
      vpc: Vpc.fromVpcAttributes(stack, 'Net', {
        ...{ vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-central-1a'] },
        ...{ isolatedSubnetIds: ['subnet-0123456789abcdef0'], isolatedSubnetRouteTableIds: ['rtb-01234567'] },
      }),
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      alarmTopic: Topic.fromTopicArn(stack, 'OnCall', `arn:aws:sns:${REGION}:${ACCOUNT}:on-call`),
    }),
    { env, isHeld: true },
  );

  it('come with what their owners must allow, as outputs', () => {
    expect(Object.keys(outputs(template))).toEqual(
      expect.arrayContaining([
        ...['StorageKeyPolicyStatements', 'AlarmTopicPolicyStatements', 'CleanBucketPolicy'],
        ...[
          'CleanKeyPolicyStatement',
          'IngestBucketPolicy',
          'IngestKeyPolicyStatement',
          'IngestBucketMustHave',
        ],
      ]),
    );
    const said = JSON.stringify(outputs(template).AlarmTopicPolicyStatements?.Value);
    for (const sid of ['AlarmsOfThisAccount', 'KeyUse']) expect(said).toContain(`\\"Sid\\":\\"${sid}\\"`);
    // The topic is none of the storage key's.
    expect(JSON.stringify(outputs(template).StorageKeyPolicyStatements?.Value)).not.toContain(
      'cloudwatch.amazonaws.com',
    );
  });

  it('are read and written in the accounts that they are in', () => {
    const clean = statements(template, 'LetheIngestionIngestPolicy').find(({ Sid }) => Sid === 'WriteClean');
    expect(clean?.Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': '444455556666' } });
    expect(JSON.stringify(clean?.Resource)).toContain(':s3:::research-clean/*');
  });

  it('are not made', () => {
    const types = Object.values(resourcesOf(template)).map(({ Type }) => Type);
    expect(types.filter((type) => type === 'AWS::SNS::Topic' || type === 'AWS::EC2::VPC')).toEqual([]);
    // Its own group: none was given.
    expect(types.filter((type) => type === 'AWS::EC2::SecurityGroup')).toHaveLength(1);
  });
});

describe('resources that do not fit', () => {
  const with_ =
    (change: (stack: Stack, key: Key) => LethePipelineProps): Given =>
    (stack) =>
      change(stack, new Key(stack, 'HospitalKey'));

  it.each<[string, Given, RegExp]>([
    [
      'an ingest bucket without versions',
      with_((stack, key) => ({ ingestBucket: bucketIn(stack, 'Pacs', key, { versioned: false }) })),
      /ingestBucket keeps no versions/,
    ],
    [
      'an ingest bucket that tells nobody',
      with_((stack, key) => ({ ingestBucket: bucketIn(stack, 'Pacs', key, { eventBridgeEnabled: false }) })),
      /ingestBucket does not tell EventBridge/,
    ],
    [
      'an ingest bucket that tells EventBridge, and should tell the queue',
      with_((stack, key) => ({
        settings: { ingestEvents: 'direct' },
        ingestBucket: bucketIn(stack, 'Pacs', key),
      })),
      /ingestBucket does not tell the queue/,
    ],
    [
      'a bucket that may be public',
      with_((stack, key) => ({
        cleanBucket: bucketIn(stack, 'Research', key, { blockPublicAccess: BlockPublicAccess.BLOCK_ACLS }),
      })),
      /cleanBucket does not block public access/,
    ],
    [
      'a bucket with another key than is said',
      with_((stack, key) => ({
        quarantineBucket: bucketIn(stack, 'Doubts', key),
        quarantineKey: new Key(stack, 'AnotherKey'),
      })),
      /quarantineBucket is not encrypted with its key/,
    ],
    [
      'a bucket that S3 encrypts by itself',
      with_((stack, key) => ({
        cleanBucket: new Bucket(stack, 'Research', {
          blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        }) as IBucket,
        cleanKey: key,
      })),
      /cleanBucket is not encrypted with its key/,
    ],
    [
      'a key that signs',
      (stack) => ({
        storageKey: new Key(stack, 'SigningKey', {
          ...{ keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY },
        }),
      }),
      /storageKey does not encrypt symmetrically/,
    ],
    [
      'a key that is disabled',
      (stack) => ({ storageKey: new Key(stack, 'Off', { enabled: false }) }),
      /is disabled/,
    ],
    [
      'an alias',
      with_((_stack, key) => ({ storageKey: key.addAlias('alias/hospital') })),
      /storageKey is an alias/,
    ],
    [
      'a bucket of another account for ingest',
      (stack) => ({
        ingestBucket: Bucket.fromBucketAttributes(stack, 'Pacs', {
          ...{ bucketName: 'hospital-pacs', account: '444455556666', region: REGION },
          encryptionKey: Key.fromKeyArn(stack, 'PacsKey', keyArn()),
        }),
      }),
      /ingestBucket is in the account 444455556666/,
    ],
    [
      'a key of another Region',
      (stack) => ({ storageKey: Key.fromKeyArn(stack, 'Key', keyArn(ACCOUNT, 'eu-west-1')) }),
      /storageKey is in the region eu-west-1/,
    ],
    [
      'a FIFO topic',
      (stack) => ({ alarmTopic: new Topic(stack, 'Fifo', { fifo: true, topicName: 'alarms' }) }),
      /alarmTopic is a FIFO topic/,
    ],
  ])('%s', (_what, given, problem) => {
    const make = () => pipelineIn(given, { env });
    expect(make).toThrow(/EXISTING_UNFIT: /);
    expect(make).toThrow(problem);
  });

  it.each<[string, Given, RegExp]>([
    [
      'a bucket whose key nobody says',
      (stack) => ({ ingestBucket: Bucket.fromBucketName(stack, 'Pacs', 'hospital-pacs') }),
      /give that key as ingestKey/,
    ],
    ['a key without its bucket', with_((_stack, key) => ({ cleanKey: key })), /give that bucket/],
    [
      'a bucket that the settings name, too',
      with_((stack, key) => ({
        settings: { ingestBucketName: 'hospital-pacs', ingestKeyArn: keyArn() },
        ingestBucket: bucketIn(stack, 'Pacs', key),
      })),
      /ingestBucket and the setting ingestBucketName/,
    ],
    ['groups without a network', () => ({ securityGroups: [] }), /securityGroups are those of vpc/],
    [
      'a network and a new one',
      (stack) => ({ settings: { vpc: true }, vpc: new Vpc(stack, 'Net') as IVpc }),
      /the setting vpc asks for a new one/,
    ],
    [
      'a lock of a bucket that is there',
      with_((stack, key) => ({
        settings: { cleanLockDays: 5 },
        cleanBucket: bucketIn(stack, 'Research', key),
      })),
      /cleanLockDays/,
    ],
    [
      'an expiry of a clean bucket that is there',
      with_((stack, key) => ({
        settings: { cleanHiddenExpiryDays: 5 },
        cleanBucket: bucketIn(stack, 'Research', key),
      })),
      /cleanHiddenExpiryDays/,
    ],
    [
      'an address for a topic that is there',
      (stack) => ({
        settings: { alarmEmail: 'on-call@example.org' },
        alarmTopic: new Topic(stack, 'OnCall'),
      }),
      /alarmEmail/,
    ],
  ])('at once: %s', (_what, given, problem) => {
    const bundle = { layerFolder: '', functionFolders: {}, version: '' };
    const make = () => {
      const stack = new Stack(new App(), 'Hospital');
      new LethePipeline(stack, 'Lethe', { bundle, ...given(stack) });
    };
    expect(make).toThrow(PipelineError);
    expect(make).toThrow(/^EXISTING_UNFIT: /);
    expect(make).toThrow(problem);
  });

  it('and one that tells the queue itself does', () => {
    const template = synthesizeOwn((stack, bundle) => {
      const pacs = bucketIn(stack, 'Pacs', new Key(stack, 'HospitalKey'), { eventBridgeEnabled: false });
      const settings = { ingestEvents: 'direct' } as const;
      const pipeline = new LethePipeline(stack, 'Lethe', { bundle, settings, ingestBucket: pacs });
      pacs.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(pipeline.queue));
    });
    const told = Object.values(template.findResources('Custom::S3BucketNotifications'));
    expect(JSON.stringify(told)).toContain('s3:ObjectCreated:*');
  });
});
