import { App, CfnResource, Stack, TagManager } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { OUTPUT_WORDS } from '../../infra/outputs.ts';
import { placeOf } from '../../infra/place.ts';
import { readSettings, SettingsError, settingsFrom } from '../../infra/settings.ts';
import { resourcesOf, synthesize, synthesizeStack } from './synthesized.ts';

/** What the account of a hospital has already, and asks of everything in it. */
const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const INGEST_KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/99999999-2222-3333-4444-555555555555`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/hospital/boundary`;
const EVERYTHING = {
  account: ACCOUNT,
  region: 'eu-central-1',
  tags: 'project=imaging,Cost Centre=4711/a=b',
  permissionsBoundaryArn: BOUNDARY,
  storageKeyArn: KEY,
  ingestBucketName: 'hospital-ingest',
  ingestKeyArn: INGEST_KEY,
  vpcId: 'vpc-0123456789abcdef0',
  vpcSubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  backfillSources: 'old-archive',
};

let template: Template;
let stack: ReturnType<typeof synthesizeStack>['stack'];
beforeAll(() => {
  ({ template, stack } = synthesizeStack(EVERYTHING));
});

const outputsOf = (of: Template): Readonly<Record<string, { Value: unknown; Description?: string }>> =>
  of.toJSON().Outputs;
/** Text with the references in it by their logical ids. */
const flat = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (join !== undefined) return (join as [string, unknown[]])[1].map(flat).join('');
  return String(Ref ?? (attribute as string[])[0]);
};

describe('tags', () => {
  it('are on every resource that can have some, and on the stack', () => {
    const taggable = stack.node
      .findAll()
      .filter((each): each is CfnResource => CfnResource.isCfnResource(each) && TagManager.isTaggable(each));
    expect(taggable.length).toBeGreaterThan(20);
    const resources = resourcesOf(template);
    for (const each of taggable) {
      const id = stack.resolve(each.logicalId);
      const tags = JSON.stringify(resources[id]?.Properties.Tags ?? {});
      expect([id, tags]).toEqual([id, expect.stringContaining('imaging')]);
      expect([id, tags]).toEqual([id, expect.stringContaining('4711/a=b')]);
    }
    expect(stack.tags.tagValues()).toMatchObject({ project: 'imaging', 'Cost Centre': '4711/a=b' });
  });
});

describe('a permissions boundary', () => {
  it('bounds every role, and none without the setting', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles.length).toBeGreaterThan(3);
    for (const { Properties } of roles) expect(Properties.PermissionsBoundary).toBe(BOUNDARY);
    for (const { Properties } of Object.values(synthesize().findResources('AWS::IAM::Role')))
      expect(Properties.PermissionsBoundary).toBeUndefined();
  });
});

describe('an account that is pinned', () => {
  it('is where the stack goes, and nothing is looked up for it', () => {
    expect(stack.account).toBe(ACCOUNT);
    expect(synthesizeStack({ account: ACCOUNT, region: 'eu-central-1', vpc: true }).stack.environment).toBe(
      `aws://${ACCOUNT}/eu-central-1`,
    );
  });

  it('refuses the credentials of another', () => {
    const settings = settingsFrom((name) => (name === 'account' ? ACCOUNT : undefined));
    expect(() => placeOf(settings, '999988887777')).toThrow(SettingsError);
    expect(placeOf(settings, ACCOUNT)).toEqual({ account: ACCOUNT });
    expect(placeOf(settings, undefined)).toEqual({ account: ACCOUNT });
    expect(
      placeOf(
        settingsFrom(() => undefined),
        '999988887777',
      ),
    ).toEqual({});
  });
});

describe('a clean or quarantine bucket in another Region', () => {
  const elsewhere = {
    cleanBucketName: 'research-clean',
    cleanKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`,
  };

  it('is refused, and the message says what to do', () => {
    expect(() => synthesize({ ...elsewhere, region: 'eu-central-1' })).toThrow(
      /cleanKeyArn is in eu-west-1 and the stack in eu-central-1.*put the stack into eu-west-1 \(region\), or name a bucket in eu-central-1/,
    );
    const quarantine = { quarantineBucketName: 'safe-quarantine', quarantineKeyArn: elsewhere.cleanKeyArn };
    expect(() => synthesize({ ...quarantine, region: 'eu-central-1' })).toThrow('quarantineKeyArn');
    expect(() => synthesize({ ...elsewhere, region: 'eu-west-1' })).not.toThrow();
  });

  it('is refused where only the credentials say where the stack goes', () => {
    const settings = settingsFrom((name) => elsewhere[name as keyof typeof elsewhere]);
    expect(() => placeOf(settings, undefined, 'us-east-1')).toThrow(/put the stack into eu-west-1/);
    expect(placeOf(settings, undefined, 'eu-west-1')).toEqual({});
    expect(placeOf(settings, undefined)).toEqual({});
  });
});

describe('a key that is there already', () => {
  it('encrypts what the stack’s own would, and is left as it is', () => {
    expect(Object.keys(template.findResources('AWS::KMS::Key')).join()).not.toContain('StorageStorageKey');
    for (const { Properties } of Object.values(template.findResources('AWS::SQS::Queue')))
      expect(Properties.KmsMasterKeyId).toBe(KEY);
    for (const { Properties } of Object.values(template.findResources('AWS::DynamoDB::Table')))
      expect(Properties.SSESpecification.KMSMasterKeyId).toBe(KEY);
    for (const [id, { Properties }] of Object.entries(template.findResources('AWS::S3::Bucket')))
      if (!id.startsWith('Manifests'))
        expect(
          Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault,
        ).toEqual({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY });
  });

  it('must allow what the output says: the services that store with it', () => {
    const statements = JSON.parse(flat(outputsOf(template).StorageKeyPolicyStatements?.Value));
    expect(statements.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      'LeaveToIam',
      'LogsOfThisStack',
      'EventsOfThisAccount',
      'AlarmsOfThisAccount',
      'RulesOfThisAccount',
    ]);
    const own = Object.entries(
      synthesize({ ingestEvents: 'eventbridge' }).findResources('AWS::KMS::Key'),
    ).find(([id]) => id.startsWith('StorageStorageKey'));
    const sids = own?.[1].Properties.KeyPolicy.Statement.map(({ Sid }: { Sid?: string }) => Sid);
    for (const sid of sids.filter((each: unknown) => each !== undefined))
      expect(statements.map(({ Sid }: { Sid: string }) => Sid)).toContain(sid);
    expect(outputsOf(synthesize()).StorageKeyPolicyStatements).toBeUndefined();
    const directly = outputsOf(synthesize({ storageKeyArn: KEY })).StorageKeyPolicyStatements?.Value;
    expect(flat(directly)).toContain('NotificationsOfThisAccount');
  });
});

describe('an ingest bucket that is there already', () => {
  it('takes the place of the stack’s own, and events of it are delivered', () => {
    expect(Object.keys(template.findResources('AWS::S3::Bucket')).join()).not.toContain('StorageIngest');
    expect(outputsOf(template).IngestBucket?.Value).toBe('hospital-ingest');
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { bucket: { name: ['hospital-ingest'] } } },
    });
    for (const owner of ['IngestionIngestPolicy', 'BackfillPolicy']) {
      const [, policy] =
        Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).find(([id]) =>
          id.startsWith(owner),
        ) ?? [];
      const key = policy?.Properties.PolicyDocument.Statement.find(
        ({ Sid }: { Sid: string }) => Sid === 'UseIngest',
      );
      expect([owner, key.Resource, key.Condition]).toEqual([
        owner,
        INGEST_KEY,
        { StringEquals: { 'kms:ViaService': expect.anything() } },
      ]);
    }
    expect(JSON.stringify(synthesize().toJSON())).not.toContain('UseIngest');
  });

  it('must allow and have what the outputs say', () => {
    const outputs = outputsOf(template);
    const read = (name: string) => JSON.parse(flat(outputs[name]?.Value));
    const policy = read('IngestBucketPolicy');
    // All that the roles of the stack do with it, and no more.
    const said = new Set(policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action));
    const done = new Set(
      Object.values(template.findResources('AWS::IAM::ManagedPolicy'))
        .filter(({ Properties }) => Properties.Roles !== undefined)
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
        .filter(({ Resource }) => [Resource].flat().some((each) => flat(each).includes('hospital-ingest')))
        .flatMap(({ Action }) => [Action].flat()),
    );
    expect([...said].sort()).toEqual([...done].sort());
    expect(read('IngestKeyPolicyStatement')).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
    expect(read('IngestBucketMustHave')).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: {} },
      LifecycleConfiguration: { Rules: [{ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }] },
    });
  });
});

describe('a network that is there already', () => {
  it('takes the functions; the stack makes a group in it, and nothing else', () => {
    const made = Object.values(resourcesOf(template)).filter(({ Type }) => Type.startsWith('AWS::EC2::'));
    expect(made.map(({ Type }) => Type)).toEqual(['AWS::EC2::SecurityGroup']);
    expect(made[0]?.Properties).toMatchObject({
      VpcId: EVERYTHING.vpcId,
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }],
    });
    expect(made[0]?.Properties.SecurityGroupIngress).toBeUndefined();
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function')))
      expect(Properties.VpcConfig.SubnetIds).toEqual(EVERYTHING.vpcSubnetIds.split(','));
  });

  it('can have the groups, too', () => {
    const groups = ['sg-0123456789abcdef0', 'sg-01234567'];
    const other = synthesize({ ...EVERYTHING, vpcSecurityGroupIds: groups.join() });
    expect(Object.keys(other.findResources('AWS::EC2::SecurityGroup'))).toEqual([]);
    for (const { Properties } of Object.values(other.findResources('AWS::Lambda::Function')))
      expect(Properties.VpcConfig.SecurityGroupIds).toEqual(groups);
  });
});

describe('outputs', () => {
  it('say what they are, each of them', () => {
    const elsewhere = synthesize({
      ...{ cleanBucketName: 'research-clean', cleanKeyArn: KEY },
      ...{ quarantineBucketName: 'safe-quarantine', quarantineKeyArn: KEY },
      ...{ pixels: 'on', pixelsDetector: 'rekognition' },
    });
    // No setting names a topic: an app hands it in.
    const told = new Stack(new App(), 'Elsewhere');
    const alarmTopic = Topic.fromTopicArn(told, 'Topic', `arn:aws:sns:eu-central-1:${ACCOUNT}:hospital`);
    const { template: ownTopic } = synthesizeStack({}, { alarmTopic });
    const all = { ...outputsOf(template), ...outputsOf(elsewhere), ...outputsOf(ownTopic) };
    for (const [name, { Description }] of Object.entries(all))
      expect([name, Description]).toEqual([name, expect.stringMatching(/^[A-Z][^<>]{20,200}\.$/)]);
    expect(Object.keys(all).sort()).toEqual(Object.keys(OUTPUT_WORDS).sort());
  });
});

describe('settings of the surroundings', () => {
  const problemsOf = (context: Readonly<Record<string, unknown>>): readonly string[] => {
    try {
      readSettings(new App({ context }).node);
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      return (error as SettingsError).problems.map((problem) => problem.split(' ')[0] ?? '');
    }
    return [];
  };

  it.each([
    [EVERYTHING, []],
    [{ tags: 'a=,Größe=5 kg' }, []],
    [{ tags: 'project' }, ['tags']],
    [{ tags: 'aws:project=x' }, ['tags']],
    [{ tags: 'a=1,b' }, ['tags']],
    [{ tags: 'a=1,a=2' }, ['tags']],
    [{ tags: 'a=1;b' }, ['tags']],
    [{ tags: Array.from({ length: 41 }, (_, at) => `t${at}=x`).join() }, ['tags']],
    [{ account: '1234' }, ['account']],
    [{ account: ACCOUNT.slice(1) }, ['account']],
    [{ permissionsBoundaryArn: 'boundary' }, ['permissionsBoundaryArn']],
    [{ account: '999988887777', permissionsBoundaryArn: BOUNDARY }, ['permissionsBoundaryArn']],
    [{ account: ACCOUNT, permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }, []],
    [{ storageKeyArn: 'alias/storage' }, ['storageKeyArn']],
    [{ storageKeyArn: KEY, region: 'eu-west-1' }, ['storageKeyArn']],
    [{ storageKeyArn: KEY, account: '999988887777' }, ['storageKeyArn']],
    [{ ingestBucketName: 'hospital-ingest' }, ['ingestBucketName']],
    [{ ingestKeyArn: KEY }, ['ingestBucketName']],
    [{ ingestBucketName: 'x', ingestKeyArn: KEY }, ['ingestBucketName', 'ingestBucketName']],
    [
      { ingestBucketName: 'one', ingestKeyArn: KEY, cleanBucketName: 'one', cleanKeyArn: KEY },
      ['ingestBucketName,'],
    ],
    [{ vpcId: 'vpc-0123456789abcdef0' }, ['vpcId']],
    [{ vpcSubnetIds: 'subnet-01234567' }, ['vpcId']],
    [{ vpcId: 'vpc-1', vpcSubnetIds: 'subnet-01234567' }, ['vpcId', 'vpcId']],
    [{ vpc: true, vpcId: 'vpc-01234567', vpcSubnetIds: 'subnet-01234567' }, ['vpc']],
    [{ vpcSecurityGroupIds: 'sg-01234567' }, ['vpcSecurityGroupIds']],
  ])('are looked at: %j', (context, problems) => {
    expect(problemsOf(context)).toEqual(problems);
  });
});
