import {
  type Call,
  type Deployed,
  disagreements,
  permissionsOf,
  type TemplateJson,
} from '../cloud/permissions.ts';
import { synthesize } from './synthesized.ts';

const template: TemplateJson = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Key: { Type: 'AWS::KMS::Key' },
    Role: { Type: 'AWS::IAM::Role' },
    Policy: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Statement: [
            {
              Sid: 'Read',
              Effect: 'Allow',
              Action: ['s3:GetObject', 's3:GetObjectVersion'],
              Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] },
              Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
            },
            {
              Sid: 'Tag',
              Effect: 'Allow',
              Action: 's3:PutObjectTagging',
              Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/in/*']] },
              Condition: {
                StringEquals: { 's3:RequestObjectTag/lethe': 'released' },
                'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['lethe'] },
              },
            },
          ],
        },
      },
    },
  },
};
const deployed: Deployed = {
  account: '000000000000',
  region: 'us-east-1',
  physicalIds: { Bucket: 'b', Key: 'k', Role: 'the-role' },
};
const permissions = permissionsOf(template, deployed);

const call = (action: string, resource: string, context: Call['context'] = {}): Call => ({
  role: 'the-role',
  action,
  resource,
  context,
  allowed: true,
});
const tags = (...names: readonly string[]) => ({
  's3:RequestObjectTag/lethe': 'released',
  's3:RequestObjectTagKeys': names,
});
const everything = [
  call('s3:GetObject', 'arn:aws:s3:::b/x'),
  call('s3:GetObjectVersion', 'arn:aws:s3:::b/x/y'),
  call('s3:PutObjectTagging', 'arn:aws:s3:::b/in/x', tags('lethe')),
];

describe('calls and permissions', () => {
  it('agree where each call is allowed and each permission used', () => {
    expect(disagreements(permissions, everything, {})).toEqual([]);
    expect(
      disagreements(permissions, [...everything, { ...call('ec2:RunInstances', '*'), role: 'another' }], {}),
    ).toEqual([]);
  });

  it.each([
    ['another action', call('s3:DeleteObject', 'arn:aws:s3:::b/Müller^Anna')],
    ['another bucket', call('s3:GetObject', 'arn:aws:s3:::c/Müller^Anna')],
    ['the bucket itself', call('s3:GetObject', 'arn:aws:s3:::b')],
    [
      'a condition that does not hold',
      call('s3:PutObjectTagging', 'arn:aws:s3:::b/in/x', tags('lethe', 'more')),
    ],
    ['a condition on what the request lacks', call('s3:PutObjectTagging', 'arn:aws:s3:::b/in/x')],
  ])('do not where a call is not allowed: %s', (_why, each) => {
    const [problem, ...more] = disagreements(permissions, [...everything, each], {});
    expect([problem, more]).toEqual([expect.stringMatching(/^the-role may not /), []]);
    expect(problem).not.toContain('Anna');
  });

  it('do not where IAM refused what the template allows', () => {
    const refused = { ...everything[0], allowed: false } as Call;
    expect(disagreements(permissions, [...everything, refused], {})).toHaveLength(1);
  });

  it('are compared one way after part of a run: what was called, not what never was', () => {
    const most = everything.slice(0, 2);
    expect(disagreements(permissions, most, {}, false)).toEqual([]);
    const other = call('s3:DeleteObject', 'arn:aws:s3:::b/in/1');
    expect(disagreements(permissions, [...most, other], {}, false)).toHaveLength(1);
  });

  it('do not where a permission was not used, unless there is a reason', () => {
    const most = everything.slice(0, 2);
    expect(disagreements(permissions, most, {})).toEqual([
      'Role Tag s3:PutObjectTagging is allowed on arn:aws:s3:::b/in/* and was never used',
    ]);
    expect(disagreements(permissions, most, { Role: { 'Tag s3:PutObjectTagging': 'why' } })).toEqual([]);
  });

  it('do not where a reason is none any more', () => {
    expect(
      disagreements(permissions, everything, { Role: { 'Tag s3:PutObjectTagging': 'why' } }),
    ).toHaveLength(1);
    expect(disagreements(permissions, everything, { Role: { 'Read s3:ListBucket': 'why' } })).toHaveLength(1);
  });

  it.each([
    ['a denial', { Effect: 'Deny' }],
    ['what is not an action', { NotAction: 's3:*' }],
    ['an expression', { Resource: { 'Fn::ImportValue': 'x' } }],
  ])('are not compared where a policy is not understood: %s', (_what, change) => {
    const statement = { Sid: 'Odd', Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...change };
    const odd = {
      Resources: {
        Policy: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [statement] } },
        },
      },
    };
    expect(() => permissionsOf(odd as TemplateJson, deployed)).toThrow();
  });

  it('can be read from the whole stack', () => {
    const { Resources } = synthesize().toJSON() as TemplateJson;
    const physicalIds = Object.fromEntries(Object.keys(Resources).map((id) => [id, id]));
    const all = permissionsOf({ Resources }, { ...deployed, physicalIds });
    expect(all.length).toBeGreaterThan(20);
    for (const { resource } of all) expect(resource).toMatch(/^arn:aws:/);
  });
});
