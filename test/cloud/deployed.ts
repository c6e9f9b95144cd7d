import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { KMSClient } from '@aws-sdk/client-kms';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { namesOf } from '../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../layers/engine/phi.ts';

/** The names of the stack's outputs. */
export interface Outputs {
  readonly IngestBucket: string;
  readonly CleanBucket: string;
  readonly QuarantineBucket: string;
  readonly RulesBucket: string;
  readonly IdentityTable: string;
  readonly DecisionTable: string;
  readonly HmacKeyArn: string;
  readonly NameKeyArn: string;
  readonly StorageKeyArn: string;
  readonly QueueUrl: string;
  readonly DeadLetterQueueUrl: string;
  readonly PixelsQueueUrl: string;
  readonly PixelsDeadLetterQueueUrl: string;
  readonly PixelsFunctionName: string;
  readonly PixelsLogGroup: string;
  readonly FunctionName: string;
  readonly LogGroup: string;
  readonly AuditLog: string;
  readonly ManifestBucket: string;
  readonly SigningKeyArn: string;
  readonly SealFunctionName: string;
  readonly BackfillMachineArn: string;
  readonly AlarmTopicArn: string;
}

/** Of the stack that run.ts has deployed. Others may stand beside it, as that of firstBucket.cloud.test.ts does. */
const [stack, outputsOfStack] = readOutputs();
export const outputs: Outputs = outputsOfStack;

export const s3 = new S3Client({ forcePathStyle: true });
export const sqs = new SQSClient({});
const logs = new CloudWatchLogsClient({});
const lambda = new LambdaClient({});

/** How long an object may take from its put to its audit line: the event, the queue's poll and a cold start. */
const PATIENCE_MS = 30_000;

function readOutputs(): readonly [string, Outputs] {
  const file = process.env.LETHE_CLOUD_OUTPUTS;
  if (file === undefined) throw new Error('These tests want a deployment: run them with npm run test:cloud');
  const [entry] = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Outputs>);
  if (entry === undefined) throw new Error(`${file} names no stack`);
  return entry;
}

/** Physical id of the one resource that the tests' stack has at a path of its constructs: the logical id without its hash. */
export async function physicalId(path: string): Promise<string> {
  const found: (string | undefined)[] = [];
  const client = new CloudFormationClient({});
  for await (const page of paginateListStackResources({ client }, { StackName: stack }))
    for (const { LogicalResourceId = '', PhysicalResourceId } of page.StackResourceSummaries ?? [])
      if (new RegExp(`^${path}[0-9A-F]{8}$`).test(LogicalResourceId)) found.push(PhysicalResourceId);
  if (found.length !== 1) throw new Error(`${stack} has ${found.length} resources at ${path}`);
  return found[0] ?? '';
}

/** An object of the ingest bucket, as an event names it. */
export interface Uploaded {
  readonly key: string;
  readonly versionId: string;
  /** Without quotes. */
  readonly etag: string;
}

/** Puts an object into the ingest bucket as a modality's gateway would, with a name in its metadata and tags too. */
export async function ingest(key: string, bytes: Uint8Array, name: string): Promise<Uploaded> {
  const { VersionId, ETag } = await s3.send(
    new PutObjectCommand({
      Bucket: outputs.IngestBucket,
      Key: key,
      Body: bytes,
      Metadata: { patient: encodeURIComponent(name) },
      Tagging: `patient=${encodeURIComponent(name)}`,
    }),
  );
  return { key, versionId: VersionId ?? '', etag: (ETag ?? '').replaceAll('"', '') };
}

/** Every object of a bucket, by its key. */
export async function objects(bucket: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket }))
    for (const { Key = '' } of page.Contents ?? []) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      found.set(Key, (await Body?.transformToByteArray()) ?? new Uint8Array());
    }
  return found;
}

/** Every line of a log group: the function's, or the audit's. */
export async function logLines(logGroupName: string = outputs.LogGroup): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const page of paginateFilterLogEvents({ client: logs }, { logGroupName }))
    for (const { message = '' } of page.events ?? []) lines.push(...message.split('\n'));
  return lines;
}

/** The lines of the function's log that are JSON objects. */
export async function logRecords(
  logGroupName?: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await logLines(logGroupName)).flatMap((line) => {
    if (!line.startsWith('{')) return [];
    return [JSON.parse(line) as Record<string, unknown>];
  });
}

/** The audit records of a version of an object, in the order of their lines, once there are so many. */
export function audited(
  { versionId }: Uploaded,
  count = 1,
  patienceMs = PATIENCE_MS,
): Promise<readonly AuditRecord[]> {
  return eventually(
    `${count} audit lines of a version`,
    async () => {
      const records = (await logLines(outputs.AuditLog)).map((line) => JSON.parse(line) as AuditRecord);
      // What people did has no source.
      const found = records.filter((record) => record.source?.versionId === versionId);
      return found.length >= count ? found : null;
    },
    patienceMs,
  );
}

const keys = new KmsKeyRing(new KMSClient({}), outputs.NameKeyArn);

/** How the audit names an object: whoever may use the key can find its lines. */
export async function auditNameOf({ key }: Uploaded): Promise<string> {
  return (await namesOf({ container: outputs.IngestBucket, key: new Phi(key) }, { keys })).source;
}

/** Puts a message on the ingest queue, as EventBridge or S3 does; answers its id. */
export async function send(body: unknown): Promise<string> {
  const { MessageId } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: outputs.QueueUrl,
      MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
  return MessageId ?? '';
}

/** What `look` gives once it gives something. Rejects when that takes too long. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | null>,
  patienceMs = PATIENCE_MS,
): Promise<Found> {
  const giveUp = performance.now() + patienceMs;
  while (performance.now() < giveUp) {
    const found = await look();
    if (found !== null) return found;
    await pause(200);
  }
  throw new Error(`Not within ${patienceMs} ms: ${what}`);
}

/** Ends the execution environments there are: the next object finds a new one. */
export async function coldStart(FunctionName: string = outputs.FunctionName): Promise<void> {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...Environment?.Variables, STARTED: `${Date.now()}` };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await eventually('the new configuration', async () => {
    const { LastUpdateStatus } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return LastUpdateStatus === 'InProgress' ? null : true;
  });
}
