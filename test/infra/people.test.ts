import { TABLE_KEY_ACTIONS } from '../../infra/keyStatements.ts';
import {
  type Call,
  type Deployed,
  disagreements,
  permissionsOf,
  type TemplateJson,
} from '../cloud/permissions.ts';
import { synthesize } from './synthesized.ts';

/**
 * The table "Who may see what" of docs/threat-model.md, both ways: each person may do everything that their work takes, uses everything that they are
 * given, and may do nothing of what is the others'.
 */
const PEOPLE = ['Sender', 'Reader', 'Reviewer', 'Releaser', 'Withdrawer', 'Auditor'] as const;
type Person = (typeof PEOPLE)[number];

/** The stack with a role for each person, which has that policy alone. */
const { Resources } = synthesize().toJSON() as TemplateJson;
const policyIds = Object.keys(Resources).filter((id) => /^People/.test(id));
const template: TemplateJson = {
  Resources: {
    ...Resources,
    ...Object.fromEntries(
      policyIds.map((id) => [
        id,
        {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { ...Resources[id]?.Properties, Roles: [{ Ref: `${personOf(id)}Role00000000` }] },
        },
      ]),
    ),
  },
};
const physicalIds = Object.fromEntries([
  ...Object.keys(Resources).map((id) => [id, id]),
  ...PEOPLE.map((person) => [`${person}Role00000000`, person]),
]);
const deployed: Deployed = { account: '000000000000', region: 'us-east-1', physicalIds };
const permissions = permissionsOf(template, deployed).filter(({ role }) => PEOPLE.includes(role as Person));

function personOf(policyId: string): string {
  return policyId.replace(/^People|[0-9A-F]{8}$/g, '');
}

const idOf = (type: string, prefix: string) =>
  Object.keys(Resources).find((id) => Resources[id]?.Type === type && id.startsWith(prefix)) ?? '';
const bucket = (prefix: string) => `arn:aws:s3:::${idOf('AWS::S3::Bucket', prefix)}`;
const key = (prefix: string) => `arn:aws:kms:us-east-1:000000000000:key/${idOf('AWS::KMS::Key', prefix)}`;
const tail = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;

const table = (name: string) => tail('dynamodb', `table/${idOf('AWS::DynamoDB::Table', `Storage${name}`)}`);
const STACK = tail('cloudformation', 'stack/Lethe-test/1');
const THROUGH_TABLES = { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' };

type Deed = Omit<Call, 'role' | 'allowed'>;
const deed = (action: string, resource: string, context: Call['context'] = {}): Deed => ({
  action,
  resource,
  context,
});
/** As S3 asks KMS for the objects of a bucket. */
const decrypt = (place: string, keyPrefix: string, action = 'kms:Decrypt') =>
  deed(action, key(keyPrefix), {
    'kms:ViaService': 's3.us-east-1.amazonaws.com',
    'kms:EncryptionContext:aws:s3:arn': place,
  });
const reads = (place: string, keyPrefix: string): readonly Deed[] => [
  deed('s3:ListBucket', place),
  deed('s3:GetObject', `${place}/a/b.dcm`),
  decrypt(place, keyPrefix),
];
const [ingest, clean, quarantine, rules, manifests] = [
  bucket('StorageIngest'),
  bucket('StorageClean'),
  bucket('StorageQuarantine'),
  bucket('StorageRules'),
  bucket('ManifestsBucket'),
];
const auditLines = tail('logs', `log-group:${idOf('AWS::Logs::LogGroup', 'AuditLines')}:*`);
const readsAudit: readonly Deed[] = [
  deed('logs:FilterLogEvents', auditLines),
  deed('logs:StartQuery', auditLines),
  deed('logs:GetQueryResults', '*'),
  deed('logs:StopQuery', '*'),
];

const WORK: Readonly<Record<Person, readonly Deed[]>> = {
  Sender: [
    deed('s3:PutObject', `${ingest}/a.dcm`),
    deed('s3:AbortMultipartUpload', `${ingest}/a.dcm`),
    deed('s3:ListMultipartUploadParts', `${ingest}/a.dcm`),
    // Without a Bucket Key the context is the object's ARN.
    decrypt(`${ingest}/a.dcm`, 'StorageStorageKey', 'kms:GenerateDataKey'),
    decrypt(ingest, 'StorageStorageKey'),
  ],
  Reader: reads(clean, 'StorageStorageKey'),
  Reviewer: [
    ...reads(ingest, 'StorageStorageKey'),
    deed('s3:GetObjectVersion', `${ingest}/a.dcm`),
    ...reads(quarantine, 'StorageStorageKey'),
    ...readsAudit,
  ],
  Releaser: [
    ...reads(quarantine, 'StorageStorageKey'),
    ...reads(rules, 'StorageStorageKey'),
    deed('s3:GetObjectVersion', `${quarantine}/held/a.dcm`),
    deed('s3:PutObject', `${quarantine}/held/a.json`),
    deed('s3:DeleteObject', `${quarantine}/held/a.dcm`),
    decrypt(quarantine, 'StorageStorageKey', 'kms:GenerateDataKey'),
    deed('s3:GetObject', `${clean}/a/b.dcm`),
    deed('s3:GetObjectVersion', `${clean}/a/b.dcm`),
    deed('s3:PutObject', `${clean}/a.dcm`),
    deed('s3:AbortMultipartUpload', `${clean}/a.dcm`),
    decrypt(clean, 'StorageStorageKey'),
    decrypt(clean, 'StorageStorageKey', 'kms:GenerateDataKey'),
    ...['BatchGetItem', 'PutItem', 'UpdateItem'].map((action) =>
      deed(`dynamodb:${action}`, table('Identities')),
    ),
    ...['Query', 'Scan', 'PutItem', 'DeleteItem'].map((action) =>
      deed(`dynamodb:${action}`, table('Decisions')),
    ),
    ...TABLE_KEY_ACTIONS.map((action) => deed(action, key('StorageStorageKey'), THROUGH_TABLES)),
    deed('kms:GenerateMac', key('StorageHmacKey')),
    deed('logs:CreateLogStream', auditLines),
    deed('logs:PutLogEvents', auditLines),
    ...['DescribeStacks', 'ListStackResources'].map((action) => deed(`cloudformation:${action}`, STACK)),
  ],
  Withdrawer: [
    deed('logs:FilterLogEvents', auditLines),
    deed('s3:ListBucket', clean),
    deed('s3:ListBucketVersions', clean),
    // For HeadObject: without the key of the bucket nobody is given the bytes.
    deed('s3:GetObject', `${clean}/a/b.dcm`),
    deed('s3:GetObjectVersion', `${clean}/a/b.dcm`),
    deed('s3:DeleteObject', `${clean}/a.dcm`),
    deed('s3:DeleteObjectVersion', `${clean}/a.dcm`),
    deed('logs:CreateLogStream', auditLines),
    deed('logs:PutLogEvents', auditLines),
    ...['DescribeStacks', 'ListStackResources'].map((action) => deed(`cloudformation:${action}`, STACK)),
  ],
  Auditor: [
    ...readsAudit,
    ...reads(manifests, 'AuditKey'),
    deed('kms:GetPublicKey', key('ManifestsSigningKey')),
  ],
};

/** What is not a person’s unless it is their work. */
const FORBIDDEN: readonly Deed[] = [
  ...[ingest, clean, quarantine, rules, manifests].flatMap((place) => [
    deed('s3:DeleteObject', `${place}/a.dcm`),
    deed('s3:DeleteObjectVersion', `${place}/a.dcm`),
    deed('s3:PutBucketPolicy', place),
    deed('s3:PutObjectTagging', `${place}/a.dcm`),
  ]),
  ...[clean, quarantine, rules, manifests].map((place) => deed('s3:PutObject', `${place}/a.dcm`)),
  ...reads(rules, 'StorageStorageKey'),
  // The key without S3 between, and for what S3 does not store.
  deed('kms:Decrypt', key('StorageStorageKey')),
  deed('kms:Decrypt', key('StorageStorageKey'), THROUGH_TABLES),
  deed('s3:DeleteObject', `${quarantine}/held/a.dcm`),
  // A lock holds for everybody.
  deed('s3:BypassGovernanceRetention', `${clean}/a.dcm`),
  deed('kms:GenerateMac', key('StorageHmacKey')),
  deed('kms:Decrypt', key('StorageSealingKey')),
  deed('kms:Sign', key('ManifestsSigningKey')),
  deed('kms:ScheduleKeyDeletion', key('StorageStorageKey')),
  deed('dynamodb:BatchGetItem', table('Identities')),
  deed('dynamodb:Query', table('Decisions')),
  deed('dynamodb:BatchGetItem', table('Decisions')),
  deed('dynamodb:DeleteItem', table('Identities')),
  deed('logs:PutLogEvents', auditLines),
  deed('logs:DeleteLogGroup', auditLines),
  deed('logs:FilterLogEvents', auditLines.replace(/AuditLines\w+/, 'IngestionIngestLogs')),
  deed('sqs:ReceiveMessage', tail('sqs', idOf('AWS::SQS::Queue', 'IngestionQueue'))),
  deed('lambda:InvokeFunction', tail('lambda', 'function:any')),
  deed('iam:PassRole', '*'),
];

const by = (role: Person, deeds: readonly Deed[]): readonly Call[] =>
  deeds.map((each) => ({ ...each, role, allowed: true }));
const nameOf = ({ action, resource, context }: Deed) => JSON.stringify([action, resource, context]);

describe('the policies of people', () => {
  it('are attached to nobody by the stack', () => {
    expect(policyIds.map(personOf).sort()).toEqual([...PEOPLE].sort());
    for (const id of policyIds) {
      const { Roles, Users, Groups } = Resources[id]?.Properties ?? {};
      expect([id, Roles, Users, Groups]).toEqual([id, undefined, undefined, undefined]);
    }
  });

  it('allow what the work of each takes, and nothing that it does not use', () => {
    expect(
      disagreements(
        permissions,
        PEOPLE.flatMap((person) => by(person, WORK[person])),
        {},
      ),
    ).toEqual([]);
  });

  it.each(PEOPLE)('allow %s nothing that is only another’s work', (person) => {
    const own = permissions.filter(({ role }) => role === person);
    const mine = new Set(WORK[person].map(nameOf));
    const others = PEOPLE.flatMap((other) => WORK[other]).filter((each) => !mine.has(nameOf(each)));
    expect(others.length).toBeGreaterThan(5);
    for (const each of [...others, ...FORBIDDEN].filter((deed) => !mine.has(nameOf(deed)))) {
      const refused = disagreements(own, by(person, [...WORK[person], each]), {});
      expect([nameOf(each), refused]).toEqual([nameOf(each), [expect.stringContaining(' may not ')]]);
    }
  });

  it('know the bucket of another account by its own key, Region and account', () => {
    const elsewhere = synthesize({
      cleanBucketName: 'research-clean',
      cleanKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
    }).toJSON() as TemplateJson;
    const id = Object.keys(elsewhere.Resources).find((each) => each.startsWith('PeopleReader')) ?? '';
    const text = JSON.stringify(elsewhere.Resources[id]?.Properties);
    for (const part of [
      'research-clean',
      's3.eu-west-1.amazonaws.com',
      '"aws:ResourceAccount":"111122223333"',
    ])
      expect(text).toContain(part);
  });
});
