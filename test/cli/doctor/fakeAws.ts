import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DoctorClients } from '../../../cli/doctor/clients.ts';
import type { Deployment } from '../../../cli/doctor/deployment.ts';

/** What AWS answers to a command, by the command's name: an answer, an error, or what makes one of the input. */
export type Answers = Readonly<Record<string, unknown>>;

/** Clients of every service that answer so. What has no answer is refused as AWS refuses who may not ask. */
export function fakeAws(answers: Answers, asked: string[] = []): DoctorClients {
  const send = async (command: {
    readonly constructor: { readonly name: string };
    readonly input: unknown;
  }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    asked.push(name);
    const answer = answers[name];
    const made =
      typeof answer === 'function' ? (answer as (input: unknown) => unknown)(command.input) : answer;
    if (made instanceof Error) throw made;
    if (made === undefined) throw awsError('AccessDeniedException', 400);
    return made;
  };
  const place = { region: 'eu-central-1' };
  // Of the SDK's own classes: its paginators take no others.
  return {
    cloudFormation: Object.assign(new CloudFormationClient(place), { send }),
    trail: Object.assign(new CloudTrailClient(place), { send }),
    s3: Object.assign(new S3Client(place), { send }),
    dynamo: Object.assign(new DynamoDBClient(place), { send }),
    kms: Object.assign(new KMSClient(place), { send }),
    logs: Object.assign(new CloudWatchLogsClient(place), { send }),
    lambda: Object.assign(new LambdaClient(place), { send }),
    iam: Object.assign(new IAMClient(place), { send }),
    sqs: Object.assign(new SQSClient(place), { send }),
  };
}

export function awsError(name: string, status: number): Error {
  return Object.assign(new Error('not to be quoted'), { name, $metadata: { httpStatusCode: status } });
}

const RESOURCES: readonly (readonly [string, string, string])[] = [
  ['AWS::KMS::Key', 'StorageHmacKey', 'hmac'],
  ['AWS::S3::Bucket', 'StorageClean', 'clean'],
  ['AWS::S3::Bucket', 'StorageQuarantine', 'quarantine'],
  ['AWS::Events::Rule', 'ReconciliationHourly', 'hourly'],
  ['AWS::Lambda::Function', 'IngestionIngestFunction', 'ingest-function'],
  ['AWS::Logs::LogGroup', 'ReconciliationReconcileLogs', 'reconcile-log'],
  ['AWS::Logs::LogGroup', 'ManifestsSealLogs', 'seal-log'],
];

/** A deployment outside of the stage `dev`, some resources of it. */
export const DEPLOYMENT: Deployment = {
  stackName: 'Lethe-prod',
  status: 'UPDATE_COMPLETE',
  account: '111122223333',
  region: 'eu-central-1',
  partition: 'aws',
  changedMs: 0,
  isProtected: true,
  outputs: {
    IngestBucket: 'ingest',
    IngestMark: 'marker',
    CleanBucket: 'clean',
    QuarantineBucket: 'quarantine',
    RulesBucket: 'rules',
    ManifestBucket: 'manifests',
    IdentityTable: 'identities',
    DecisionTable: 'decisions',
    HmacKeyArn: 'arn:hmac',
    NameKeyArn: 'arn:names',
    SealingKeyArn: 'arn:sealing',
    StorageKeyArn: 'arn:storage',
    SigningKeyArn: 'arn:signing',
    QueueUrl: 'https://sqs/1/queue',
    DeadLetterQueueUrl: 'https://sqs/1/dead',
    FunctionName: 'ingest-function',
    LogGroup: 'ingest-log',
    AuditLog: 'audit',
  },
  resources: RESOURCES.map(([type, logicalId, physicalId]) => ({ type, logicalId, physicalId })),
};
