import { readFileSync } from 'node:fs';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { TABLE_KEY_ACTIONS } from '../../infra/keyStatements.ts';
import { type Call, disagreements, type Excuses, permissionsOf, type TemplateJson } from './permissions.ts';

/**
 * After all other tests of a run: what the functions called, held against what they may. A permission that is not used and has no reason here goes;
 * a call that the template does not allow would have failed in AWS.
 */
const BY_LAMBDA = 'Lambda itself asks for it, in the name of the function’s role; the emulator does not ask.';
const BY_SERVICES =
  'S3, DynamoDB and SQS ask for it in the name of the function; the emulator encrypts nothing.';
const NO_LARGE_OBJECTS =
  'Uploads in parts begin at 64 MiB: test/layers/aws holds what is called, and in what order.';

const NEVER_NAMED =
  'It makes S3 say 404 of what is not there, where it would say 403; no call is made under its name.';

/** Every function writes its log so. */
const LOGS = { 'WriteLogs logs:CreateLogStream': BY_LAMBDA, 'WriteLogs logs:PutLogEvents': BY_LAMBDA };

const BY_STATES = 'The emulator’s Step Functions ask IAM nothing in the name of a role.';

const NO_BROKEN_RULES =
  'Only at a cold start that finds broken rules: it is the code of the ingest function, which test/cloud/routes uses so.';

const EXCUSES: Excuses = {
  Backfill: {
    'ListIngest s3:ListBucket': BY_STATES,
    'CopyIngest s3:GetObject': BY_STATES,
    'CopyIngest s3:PutObject': BY_STATES,
    'WriteReports s3:PutObject': BY_STATES,
    'WriteReports s3:GetObject': BY_STATES,
    'WriteReports s3:ListMultipartUploadParts': BY_STATES,
    'WriteReports s3:AbortMultipartUpload': BY_STATES,
    'UseStorage kms:Decrypt': BY_STATES,
    'UseStorage kms:GenerateDataKey': BY_STATES,
    'UseHistory kms:Decrypt': BY_STATES,
    'UseHistory kms:GenerateDataKey': BY_STATES,
    'StartChildren states:StartExecution': BY_STATES,
    'FollowChildren states:DescribeExecution': BY_STATES,
    'FollowChildren states:StopExecution': BY_STATES,
    'RedriveChildren states:RedriveExecution': BY_STATES,
  },
  IngestionIngest: {
    ...LOGS,
    'TakeMessages sqs:ReceiveMessage': BY_LAMBDA,
    'TakeMessages sqs:DeleteMessage': BY_LAMBDA,
    'TakeMessages sqs:GetQueueAttributes': BY_LAMBDA,
    'RequeueMessages sqs:SendMessage':
      'Only where the time of an invocation is too short: test/functions/postponed.test.ts and test/reliability.',
    'UseStorage kms:Decrypt': BY_SERVICES,
    'UseStorage kms:GenerateDataKey': BY_SERVICES,
    ...Object.fromEntries(TABLE_KEY_ACTIONS.map((action) => [`UseTable ${action}`, BY_SERVICES])),
    'WriteClean s3:AbortMultipartUpload': NO_LARGE_OBJECTS,
    'WriteQuarantine s3:AbortMultipartUpload': NO_LARGE_OBJECTS,
    'WriteMembers s3:AbortMultipartUpload':
      'Only when a large member of an archive is broken: test/layers/aws.',
    'SealOriginals kms:Encrypt':
      'Only rules that keep originals want it; test/cloud/contracts does it with a live key.',
    'FindRules s3:ListBucket': NEVER_NAMED,
  },
  ManifestsSeal: {
    ...LOGS,
    'UseStorage kms:Decrypt': BY_SERVICES,
    'UseStorage kms:GenerateDataKey': BY_SERVICES,
  },
  PixelsRead: {
    ...LOGS,
    'TakeMessages sqs:ReceiveMessage': BY_LAMBDA,
    'TakeMessages sqs:DeleteMessage': BY_LAMBDA,
    'TakeMessages sqs:GetQueueAttributes': BY_LAMBDA,
    'RequeueMessages sqs:SendMessage':
      'Only where the time of an invocation is too short: test/functions/postponed.test.ts and test/reliability.',
    'UseStorage kms:Decrypt': BY_SERVICES,
    'UseStorage kms:GenerateDataKey': BY_SERVICES,
    ...Object.fromEntries(TABLE_KEY_ACTIONS.map((action) => [`UseTable ${action}`, BY_SERVICES])),
    'CompareClean s3:GetObjectVersion':
      'Only where the clean object is longer than what is read of it at first: it is the code of the ingest function, which test/cloud/ingest uses so.',
    'WriteClean s3:AbortMultipartUpload': NO_LARGE_OBJECTS,
    'WriteQuarantine s3:AbortMultipartUpload': NO_LARGE_OBJECTS,
    'SealOriginals kms:Encrypt':
      'Only rules that keep originals want it; test/cloud/contracts does it with a live key.',
    'FindRules s3:ListBucket': NEVER_NAMED,
    'FindRules s3:ListBucketVersions': NO_BROKEN_RULES,
    'ReadRules s3:GetObjectVersion': NO_BROKEN_RULES,
  },
  ReconciliationReconcile: {
    ...LOGS,
    'FindBookmarks s3:ListBucket': NEVER_NAMED,
    'UseStorage kms:Decrypt': BY_SERVICES,
    'UseStorage kms:GenerateDataKey': BY_SERVICES,
  },
};

const { LETHE_CLOUD_TEMPLATE = '', LETHE_CLOUD_CALLS = '', LETHE_CLOUD_PART } = process.env;
/** Only part of the tests ran: then what was called is held against what is allowed, and not the other way round. */
const isWhole = LETHE_CLOUD_PART === undefined;

it('functions call what they may, and may what they call', async () => {
  const template: TemplateJson = JSON.parse(readFileSync(LETHE_CLOUD_TEMPLATE, 'utf8'));
  const [, StackName] = /([^/]+)\.template\.json$/.exec(LETHE_CLOUD_TEMPLATE) ?? [];
  const { StackResources = [] } = await new CloudFormationClient({}).send(
    new DescribeStackResourcesCommand({ StackName }),
  );
  const permissions = permissionsOf(template, {
    account: '000000000000',
    region: 'us-east-1',
    physicalIds: Object.fromEntries(
      StackResources.map(({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
        LogicalResourceId,
        PhysicalResourceId,
      ]),
    ),
  });
  const calls = readFileSync(LETHE_CLOUD_CALLS, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Call);
  const roles = new Set(permissions.map(({ role }) => role));
  expect(permissions.length).toBeGreaterThan(10);
  if (isWhole) expect(calls.filter(({ role }) => roles.has(role)).length).toBeGreaterThan(50);
  expect(disagreements(permissions, calls, EXCUSES, isWhole)).toEqual([]);
});
