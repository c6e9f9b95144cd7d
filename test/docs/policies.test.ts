import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesOf, synthesize } from '../infra/synthesized.ts';
import { blocksIn } from './commandLines.ts';

/** The policies that docs/operations/deploying.md hands out: whoever pastes one gives away what it says. */
const FOLDER = join(import.meta.dirname, '../../docs/operations');

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}
interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

const NAMES = readdirSync(join(FOLDER, 'policies'));
const read = (name: string): Policy => JSON.parse(readFileSync(join(FOLDER, 'policies', name), 'utf8'));
const list = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();
const execution = NAMES.filter((name) => name.startsWith('execution-')).flatMap(
  (name) => read(name).Statement,
);
const allowed = new Set(execution.flatMap(({ Action }) => list(Action)));

/** What CloudFormation does to make a resource of a type, and to take it away. */
const MAKES: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
  'AWS::CloudWatch::Dashboard': ['cloudwatch:PutDashboard', 'cloudwatch:DeleteDashboards'],
  'AWS::DynamoDB::Table': ['dynamodb:CreateTable', 'dynamodb:DeleteTable'],
  'AWS::EC2::FlowLog': ['ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs', 'iam:PassRole'],
  'AWS::EC2::RouteTable': ['ec2:CreateRouteTable', 'ec2:DeleteRouteTable'],
  'AWS::EC2::SecurityGroup': ['ec2:CreateSecurityGroup', 'ec2:DeleteSecurityGroup'],
  'AWS::EC2::SecurityGroupIngress': ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
  'AWS::EC2::Subnet': ['ec2:CreateSubnet', 'ec2:DeleteSubnet'],
  'AWS::EC2::SubnetRouteTableAssociation': ['ec2:AssociateRouteTable', 'ec2:DisassociateRouteTable'],
  'AWS::EC2::VPC': ['ec2:CreateVpc', 'ec2:DeleteVpc'],
  'AWS::EC2::VPCEndpoint': ['ec2:CreateVpcEndpoint', 'ec2:DeleteVpcEndpoints'],
  'AWS::Events::Rule': ['events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule'],
  'AWS::IAM::ManagedPolicy': ['iam:CreatePolicy', 'iam:DeletePolicy', 'iam:AttachRolePolicy'],
  'AWS::IAM::Role': ['iam:CreateRole', 'iam:DeleteRole', 'iam:PutRolePermissionsBoundary', 'iam:TagRole'],
  'AWS::KMS::Key': ['kms:CreateKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
  'AWS::Lambda::EventSourceMapping': ['lambda:CreateEventSourceMapping', 'lambda:DeleteEventSourceMapping'],
  'AWS::Lambda::Function': ['lambda:CreateFunction', 'lambda:DeleteFunction', 'iam:PassRole', 's3:GetObject'],
  'AWS::Lambda::LayerVersion': ['lambda:PublishLayerVersion', 'lambda:DeleteLayerVersion'],
  'AWS::Lambda::Permission': ['lambda:AddPermission', 'lambda:RemovePermission'],
  'AWS::Logs::LogGroup': ['logs:CreateLogGroup', 'logs:AssociateKmsKey', 'logs:DeleteLogGroup'],
  'AWS::Logs::QueryDefinition': ['logs:PutQueryDefinition', 'logs:DeleteQueryDefinition'],
  'AWS::S3::Bucket': ['s3:CreateBucket', 's3:PutEncryptionConfiguration', 's3:DeleteBucket'],
  'AWS::S3::BucketPolicy': ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  'AWS::SNS::Subscription': ['sns:Subscribe'],
  'AWS::SNS::Topic': ['sns:CreateTopic', 'sns:DeleteTopic'],
  'AWS::SNS::TopicPolicy': ['sns:SetTopicAttributes'],
  'AWS::SQS::Queue': ['sqs:CreateQueue', 'sqs:DeleteQueue'],
  'AWS::SQS::QueuePolicy': ['sqs:SetQueueAttributes'],
  'AWS::StepFunctions::StateMachine': ['states:CreateStateMachine', 'states:DeleteStateMachine'],
};

/** Actions on everything, and why there is nothing to name: IAM has no resource for them, or it has no name yet. */
const ON_EVERYTHING: Readonly<Record<string, RegExp>> = {
  MakeKeys: /^kms:CreateKey$/,
  Queries: /^logs:(Put|Delete|Describe)(QueryDefinitions?|LogGroups)$/,
  EventSources: /^lambda:\w+EventSourceMapping$/,
  SeeNetworks: /^ec2:Describe/,
};

describe('policies to paste', () => {
  it.each(NAMES)('%s is JSON that IAM takes, and names every action', (name) => {
    const policy = read(name);
    expect(policy.Version).toBe('2012-10-17');
    // IAM quotas: characters of a managed policy without white space.
    expect(JSON.stringify(policy).length).toBeLessThan(6144);
    const sids = policy.Statement.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const { Sid, Effect, Action, Resource, Condition, ...more } of policy.Statement) {
      expect([Sid, Effect, Object.keys(more).filter((key) => /^Not/.test(key))]).toEqual([Sid, 'Allow', []]);
      for (const action of list(Action)) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z0-9]+$/);
      for (const resource of list(Resource))
        if (resource === '*')
          for (const action of list(Action))
            expect([Sid, action]).toEqual([Sid, expect.stringMatching(ON_EVERYTHING[Sid] ?? /^$/)]);
        // All of an account's only of what has no name: keys and parts of networks.
        else
          expect(resource).toMatch(
            /^arn:aws:(kms|ec2):REGION:ACCOUNT:[a-z-]+\/\*$|lethe|Lethe|cdk-hnb659fds/,
          );
    }
  });

  it('are no way to more: no policy of others is attached, no role is given to another service', () => {
    const conditions = (action: string) =>
      execution.filter(({ Action }) => list(Action).includes(action)).map(({ Condition }) => Condition);
    expect(conditions('iam:AttachRolePolicy')).toEqual([
      { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::ACCOUNT:policy/Lethe-*' } },
    ]);
    expect(conditions('iam:PassRole')).toEqual([
      { StringEquals: { 'iam:PassedToService': expect.not.arrayContaining(['*']) } },
    ]);
    const deployer = read('deployer.json').Statement.flatMap(({ Action }) => list(Action));
    expect(
      deployer.filter((action) => !/^(sts:AssumeRole|cloudformation:(Describe|List)\w+)$/.test(action)),
    ).toEqual([]);
    const [trust] = read('ci-trust.json').Statement;
    expect(trust?.Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': expect.stringMatching(/^repo:[^*]+:environment:[^*]+$/),
      },
    });
  });

  it('let CloudFormation make everything that a stack can have, and no more services', () => {
    const types = new Set(
      [
        synthesize({ vpc: true, tracing: true, alarmEmail: 'on-call@example.org' }),
        synthesize({ vpcId: 'vpc-01234567', vpcSubnetIds: 'subnet-01234567' }),
      ].flatMap((template) => Object.values(resourcesOf(template)).map(({ Type }) => Type)),
    );
    expect(Object.keys(MAKES).sort()).toEqual([...types].sort());
    const missing = [...types].flatMap((type) =>
      (MAKES[type] ?? []).filter((action) => !allowed.has(action)).map((action) => `${type} ${action}`),
    );
    expect(missing).toEqual([]);
    const services = new Set(
      Object.values(MAKES).flatMap((actions) => actions.map((each) => each.split(':')[0])),
    );
    expect([...allowed].filter((action) => !services.has(action.split(':')[0]))).toEqual([]);
  });

  it('stand on the page as they lie beside it, and the key’s as the stack prints it', () => {
    const blocks = blocksIn(FOLDER).filter(({ page, info }) => page === 'deploying.md' && info === 'json');
    const [statements, deployer, ...more] = blocks.map(({ text }) => JSON.parse(text));
    expect([deployer, more]).toEqual([read('deployer.json'), []]);
    const context = {
      storageKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555',
    };
    const { Value } = synthesize({ ...context, account: '111122223333', region: 'eu-central-1' }).toJSON()
      .Outputs.StorageKeyPolicyStatements;
    const flat =
      typeof Value === 'string'
        ? Value
        : Value['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'aws')).join('');
    const named = JSON.stringify(statements)
      .replaceAll('REGION', 'eu-central-1')
      .replaceAll('ACCOUNT', '111122223333')
      .replaceAll('Lethe-STAGE', 'Lethe-test');
    expect(JSON.parse(flat)).toEqual(JSON.parse(named));
  });
});

describe('the example of a pipeline', () => {
  it('signs in by OIDC, stores no key, and deploys what was tested', () => {
    const [workflow] = blocksIn(FOLDER).filter(({ info }) => info === 'yaml');
    const text = workflow?.text ?? '';
    expect(text).not.toMatch(/access-key|secrets\./);
    const order = [
      'id-token: write',
      'npm ci',
      'npm test',
      'npm run synth',
      'configure-aws-credentials',
      'role-to-assume',
      'npm run deploy',
    ];
    const places = order.map((word) => text.indexOf(word));
    expect(places.every((place, index) => place > (places[index - 1] ?? 0))).toBe(true);
  });
});
