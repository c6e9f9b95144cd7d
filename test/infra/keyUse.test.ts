import type { Template } from 'aws-cdk-lib/assertions';
import { matches } from '../support/eventPattern.ts';
import { arn, idOf, resource, synthesize } from './synthesized.ts';

/** Who may make MACs with the HMAC keys, and who hears of it if somebody else does. */

const RESEARCHER = 'arn:aws:iam::111122223333:role/people/reidentifier';
const ARCHIVIST = 'arn:aws:iam::111122223333:user/archivist';

let template: Template;
let named: Template;
beforeAll(() => {
  template = synthesize();
  named = synthesize({ identityKeyUsers: RESEARCHER, nameKeyUsers: ARCHIVIST });
});

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal: { readonly AWS: unknown };
  readonly Condition?: { readonly ArnNotEquals: { readonly 'aws:PrincipalArn': unknown } };
}
const statementsOf = (of: Template, key: string): readonly Statement[] =>
  resource(of, 'AWS::KMS::Key', key).Properties.KeyPolicy.Statement;
const roleOf = (of: Template, prefix: string) => arn(idOf(of, 'AWS::IAM::Role', prefix));
const namedOf = (of: Template, key: string) =>
  statementsOf(of, key).find(({ Sid }) => Sid === 'MacsOnlyForNamed');

describe('the policies of the HMAC keys', () => {
  it('deny MACs to all but named roles, and nothing else to anybody', () => {
    const ingest = roleOf(template, 'IngestionIngestRole');
    const reconcile = roleOf(template, 'ReconciliationReconcileRole');
    for (const [key, principals] of [
      ['StorageHmacKey', [ingest]],
      ['StorageNameKey', [ingest, reconcile]],
    ] as const) {
      expect(namedOf(template, key)).toEqual({
        Sid: 'MacsOnlyForNamed',
        Effect: 'Deny',
        Action: ['kms:GenerateMac', 'kms:VerifyMac'],
        Principal: { AWS: '*' },
        Resource: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': principals } },
      });
      expect(statementsOf(template, key).filter(({ Effect }) => Effect === 'Deny')).toHaveLength(1);
    }
  });

  it('leave the management of the keys to the account, so that a policy can be put right', () => {
    for (const key of ['StorageHmacKey', 'StorageNameKey']) {
      const [leave] = statementsOf(template, key).filter(({ Effect }) => Effect === 'Allow');
      expect(leave).toMatchObject({ Action: 'kms:*', Principal: { AWS: expect.anything() } });
      const denied = statementsOf(template, key)
        .filter(({ Effect }) => Effect === 'Deny')
        .flatMap(({ Action }) => [Action].flat());
      for (const action of [
        'kms:PutKeyPolicy',
        'kms:GetKeyPolicy',
        'kms:CancelKeyDeletion',
        'kms:DescribeKey',
      ])
        expect(denied).not.toContain(action);
    }
  });

  it('let those through whom the settings name, each to its own key', () => {
    const principals = (key: string) => namedOf(named, key)?.Condition?.ArnNotEquals['aws:PrincipalArn'];
    expect(principals('StorageHmacKey')).toEqual([roleOf(named, 'IngestionIngestRole'), RESEARCHER]);
    expect(principals('StorageNameKey')).toEqual([
      roleOf(named, 'IngestionIngestRole'),
      RESEARCHER,
      roleOf(named, 'ReconciliationReconcileRole'),
      ARCHIVIST,
    ]);
  });

  it('take the ARNs of roles and users, and of nobody who is more', () => {
    for (const wrong of [
      'arn:aws:iam::111122223333:root',
      'arn:aws:iam::111122223333:role/*',
      'arn:aws:sts::111122223333:assumed-role/people/me',
      '*',
    ])
      for (const name of ['identityKeyUsers', 'nameKeyUsers'])
        expect(() => synthesize({ [name]: wrong })).toThrow(name);
  });
});

describe('the root of identities', () => {
  it('is out of reach of the function that compares names', () => {
    const { Environment } = resource(
      template,
      'AWS::Lambda::Function',
      'ReconciliationReconcileFunction',
    ).Properties;
    const policy = resource(template, 'AWS::IAM::ManagedPolicy', 'ReconciliationReconcilePolicy');
    for (const text of [JSON.stringify(Environment), JSON.stringify(policy)]) {
      expect(text).toContain(idOf(template, 'AWS::KMS::Key', 'StorageNameKey'));
      expect(text).not.toContain(idOf(template, 'AWS::KMS::Key', 'StorageHmacKey'));
    }
  });

  it('keeps its place in the template, so that a stack that upgrades keeps it', () => {
    expect(idOf(template, 'AWS::KMS::Key', 'StorageHmacKey')).toBe('StorageHmacKeyFEB351F4');
  });

  it('is a multi-Region key where that was set from the start, and otherwise as it always was', () => {
    const many = synthesize({ multiRegionKeys: true });
    for (const key of ['StorageHmacKey', 'StorageNameKey']) {
      expect(resource(many, 'AWS::KMS::Key', key).Properties.MultiRegion).toBe(true);
      expect(resource(template, 'AWS::KMS::Key', key).Properties).not.toHaveProperty('MultiRegion');
    }
    expect(resource(many, 'AWS::KMS::Key', 'StorageSealingKey').Properties).not.toHaveProperty('MultiRegion');
  });
});

const KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const NAME_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/99999999-2222-3333-4444-555555555555';
const INGEST_ARN = 'arn:aws:iam::111122223333:role/ingest';
const RECONCILE_ARN = 'arn:aws:iam::111122223333:role/reconcile';

/** The pattern of a rule, with names in the place of references. */
function patternOf(of: Template, rule: string): Parameters<typeof matches>[0] {
  const known: Readonly<Record<string, string>> = {
    [idOf(of, 'AWS::KMS::Key', 'StorageHmacKey')]: KEY_ARN,
    [idOf(of, 'AWS::KMS::Key', 'StorageNameKey')]: NAME_ARN,
    [idOf(of, 'AWS::IAM::Role', 'IngestionIngestRole')]: INGEST_ARN,
    [idOf(of, 'AWS::IAM::Role', 'ReconciliationReconcileRole')]: RECONCILE_ARN,
  };
  const resolved = JSON.parse(
    JSON.stringify(resource(of, 'AWS::Events::Rule', rule).Properties.EventPattern),
    (_name, value) => {
      if (value?.['Fn::GetAtt'] !== undefined) return known[value['Fn::GetAtt'][0]];
      return value?.['Fn::Join'] === undefined ? value : value['Fn::Join'][1].join(value['Fn::Join'][0]);
    },
  );
  expect(JSON.stringify(resolved)).not.toContain('Fn::');
  return resolved;
}

/** As the examples of the KMS Developer Guide are ("GenerateMac", "Logging with CloudTrail"). */
const called = (userIdentity: object, more: object = {}) => ({
  source: 'aws.kms',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    userIdentity,
    eventSource: 'kms.amazonaws.com',
    eventName: 'GenerateMac',
    requestParameters: { keyId: KEY_ARN, macAlgorithm: 'HMAC_SHA_256' },
    resources: [{ accountId: '111122223333', ARN: KEY_ARN }],
    readOnly: true,
    ...more,
  } as never,
});
/** The session of a role. */
const session = (role: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::111122223333:assumed-role/${role.split('/').at(-1)}/session`,
  sessionContext: { sessionIssuer: { type: 'Role', arn: role } },
});
const ADMINISTRATOR = session('arn:aws:iam::111122223333:role/administrator');
const ROOT = { type: 'Root', arn: 'arn:aws:iam::111122223333:root' };
const USER = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice' };
const denied = (key: string) => ({
  errorCode: 'AccessDenied',
  errorMessage: `User: x is not authorized to perform: kms:GenerateMac on resource: ${key} with an explicit deny`,
  requestParameters: null,
  resources: undefined,
});

describe('a call for a MAC', () => {
  const tells = (rule: string, event: ReturnType<typeof called>, of = template) =>
    matches(patternOf(of, rule), event);

  it('is told where anybody else makes it, or tries to', () => {
    for (const caller of [ADMINISTRATOR, ROOT, USER, session(RECONCILE_ARN)])
      for (const more of [{}, denied(KEY_ARN), { eventName: 'VerifyMac' }])
        expect([caller.arn, tells('KeyUseRootKeyUse', called(caller, more))]).toEqual([caller.arn, true]);
    const about = { resources: [{ ARN: NAME_ARN }] };
    for (const caller of [ADMINISTRATOR, ROOT, USER])
      for (const more of [about, denied(NAME_ARN)])
        expect(tells('KeyUseNameKeyUse', called(caller, more))).toBe(true);
  });

  it('is not where the functions make it, and nothing is told of other keys', () => {
    expect(tells('KeyUseRootKeyUse', called(session(INGEST_ARN)))).toBe(false);
    const about = { resources: [{ ARN: NAME_ARN }] };
    for (const role of [INGEST_ARN, RECONCILE_ARN])
      expect(tells('KeyUseNameKeyUse', called(session(role), about))).toBe(false);
    for (const more of [{ resources: [{ ARN: `${KEY_ARN}0` }] }, denied('another'), { eventName: 'Decrypt' }])
      expect(tells('KeyUseRootKeyUse', called(ADMINISTRATOR, more))).toBe(false);
  });

  it('is not where those make it whom the settings name', () => {
    expect(tells('KeyUseRootKeyUse', called(session(RESEARCHER)), named)).toBe(false);
    expect(tells('KeyUseRootKeyUse', called({ type: 'IAMUser', arn: ARCHIVIST }), named)).toBe(true);
    const about = { resources: [{ ARN: NAME_ARN }] };
    expect(tells('KeyUseNameKeyUse', called({ type: 'IAMUser', arn: ARCHIVIST }, about), named)).toBe(false);
  });

  it('comes to the rules, which read-only events do in one state alone', () => {
    for (const rule of ['KeyUseRootKeyUse', 'KeyUseNameKeyUse'])
      expect(resource(template, 'AWS::Events::Rule', rule).Properties.State).toBe(
        'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      );
  });
});

describe('what changes who may use an HMAC key', () => {
  it('is told, whoever does it', () => {
    const pattern = patternOf(template, 'KeyUseHmacKeysChanged');
    for (const eventName of [
      'PutKeyPolicy',
      'CreateGrant',
      'ReplicateKey',
      'DisableKey',
      'ScheduleKeyDeletion',
    ])
      for (const ARN of [KEY_ARN, NAME_ARN])
        expect(matches(pattern, called(ADMINISTRATOR, { eventName, resources: [{ ARN }] }))).toBe(true);
    expect(matches(pattern, called(ADMINISTRATOR, { eventName: 'DescribeKey' }))).toBe(false);
  });
});

describe('who is told', () => {
  it('is the topic of the alarms: by an alarm, and by a message that says who it was', () => {
    const topic = { Ref: idOf(template, 'AWS::SNS::Topic', 'AlarmsTopic') };
    const rules = ['RootKeyUse', 'NameKeyUse', 'HmacKeysChanged'].map((name) => {
      const id = idOf(template, 'AWS::Events::Rule', `KeyUse${name}`);
      const { Targets } = resource(template, 'AWS::Events::Rule', `KeyUse${name}`).Properties;
      expect(Targets).toMatchObject([{ Arn: topic, InputTransformer: { InputPathsMap: expect.anything() } }]);
      expect(resource(template, 'AWS::CloudWatch::Alarm', `Alarms${name}`).Properties).toMatchObject({
        Namespace: 'AWS/Events',
        MetricName: 'TriggeredRules',
        Dimensions: [{ Name: 'RuleName', Value: { Ref: id } }],
        Threshold: 1,
        EvaluationPeriods: 1,
      });
      return arn(id);
    });
    const { PolicyDocument } = resource(template, 'AWS::SNS::TopicPolicy', 'AlarmsTopicPolicy').Properties;
    expect(PolicyDocument.Statement).toContainEqual({
      Sid: 'KeyUse',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'events.amazonaws.com' },
      Resource: topic,
      Condition: { ArnEquals: { 'aws:SourceArn': rules } },
    });
  });
});

describe('an original that was removed from quarantine', () => {
  const ruleOf = (of: Template) =>
    resource(of, 'AWS::S3::Bucket', 'StorageQuarantine').Properties.LifecycleConfiguration.Rules.find(
      ({ Id }: { readonly Id: string }) => Id === 'destroy-removed',
    );

  it('is destroyed after its time, and what waits for somebody never goes by itself', () => {
    expect(ruleOf(template)).toEqual({
      Id: 'destroy-removed',
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    });
    expect(ruleOf(synthesize({ quarantineExpiryDays: 7 })).NoncurrentVersionExpiration).toEqual({
      NoncurrentDays: 7,
    });
    expect(() => synthesize({ quarantineExpiryDays: 0 })).toThrow('quarantineExpiryDays');
  });

  it('is kept in the clean bucket unless asked for, and then only what is hidden goes', () => {
    const rulesOf = (of: Template): readonly { readonly Id: string }[] =>
      resource(of, 'AWS::S3::Bucket', 'StorageClean').Properties.LifecycleConfiguration.Rules;
    const [uploads, ...others] = rulesOf(template);
    expect([uploads?.Id, others]).toEqual(['abort-incomplete-uploads', []]);
    expect(rulesOf(synthesize({ cleanHiddenExpiryDays: 90, cleanLockDays: 30 }))).toEqual([
      uploads,
      {
        Id: 'destroy-hidden',
        Status: 'Enabled',
        NoncurrentVersionExpiration: { NoncurrentDays: 90 },
      },
    ]);
  });
});
