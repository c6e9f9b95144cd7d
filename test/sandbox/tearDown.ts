import {
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutLogGroupDeletionProtectionCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { DeleteQueueCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { SandboxClients } from './check.ts';

/** What is there after the stack is gone. */
export interface Remains {
  /** Keys that are deleted once their time is over; AWS deletes none at once. */
  readonly scheduled: readonly string[];
  /** What could not be deleted: type and id. */
  readonly left: readonly string[];
}

/** The name that only a sandbox has: nothing else is ever deleted. */
export const SANDBOX_STACK = /^Lethe-sandbox-[0-9a-f]{8}$/;

const MOST_ROUNDS = 3;

type Clients = Pick<SandboxClients, 'cloudFormation' | 's3' | 'kms' | 'logs' | 'sqs'>;

interface Patience {
  readonly pause: (ms: number) => Promise<void>;
  readonly waitMs?: number;
  readonly say?: (text: string) => void;
}

/**
 * Deletes the stack of a sandbox with everything that it stores: its buckets are emptied first, for CloudFormation deletes no bucket that holds anything, and what
 * CloudFormation left is deleted after it. A stack that is not there is none to delete.
 */
export async function tearDown(
  clients: Clients,
  stack: string,
  { pause, waitMs = 20 * 60_000, say = () => {} }: Patience,
): Promise<Remains> {
  if (!SANDBOX_STACK.test(stack)) throw new Error(`${stack} is no sandbox: nothing of it is deleted`);
  const resources = await resourcesOf(clients, stack);
  const buckets = idsOf(resources, 'AWS::S3::Bucket');
  say(`tearing ${stack} down: ${resources.length} resources`);
  // What was under way may still write into a bucket that was emptied: then the stack cannot go at once.
  for (let round = 0; round < MOST_ROUNDS && (await statusOf(clients, stack)) !== null; round += 1) {
    for (const bucket of buckets) await emptyBucket(clients, bucket).catch(() => {});
    await clients.cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    await gone(clients, stack, pause, waitMs);
  }
  await removeExtras(clients, stack);
  const left: string[] = [];
  for (const bucket of buckets) if (!(await removeBucket(clients, bucket))) left.push(`bucket ${bucket}`);
  for (const logGroupName of idsOf(resources, 'AWS::Logs::LogGroup'))
    await clients.logs.send(new DeleteLogGroupCommand({ logGroupName })).catch((error: Error) => {
      if (error.name !== 'ResourceNotFoundException') left.push(`log group ${logGroupName}`);
    });
  const scheduled: string[] = [];
  for (const key of idsOf(resources, 'AWS::KMS::Key'))
    if (await isScheduled(clients, key)) scheduled.push(`key ${key}`);
    else left.push(`key ${key}`);
  const status = await statusOf(clients, stack);
  if (status !== null) left.push(`stack ${stack} (${status})`);
  return { scheduled, left };
}

/** What checks make beside the stack, under names that begin with its own, and take away themselves unless they are stopped. */
async function removeExtras({ cloudFormation, logs, sqs }: Clients, stack: string): Promise<void> {
  await cloudFormation.send(new DeleteStackCommand({ StackName: `${stack}-fails` }));
  const { logGroups = [] } = await logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: `${stack}-` }),
  );
  for (const { logGroupName, deletionProtectionEnabled } of logGroups) {
    if (deletionProtectionEnabled === true)
      await logs.send(
        new PutLogGroupDeletionProtectionCommand({
          logGroupIdentifier: logGroupName,
          deletionProtectionEnabled: false,
        }),
      );
    await logs.send(new DeleteLogGroupCommand({ logGroupName })).catch(() => {});
  }
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: `${stack}-` }));
  for (const QueueUrl of QueueUrls) await sqs.send(new DeleteQueueCommand({ QueueUrl })).catch(() => {});
}

async function resourcesOf(
  { cloudFormation }: Clients,
  StackName: string,
): Promise<readonly StackResource[]> {
  try {
    const { StackResources = [] } = await cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName }),
    );
    return StackResources;
  } catch (error) {
    if (isNoStack(error)) return [];
    throw error;
  }
}

function idsOf(resources: readonly StackResource[], type: string): readonly string[] {
  return resources.flatMap(({ ResourceType, PhysicalResourceId = '' }) =>
    ResourceType === type && PhysicalResourceId !== '' ? [PhysicalResourceId] : [],
  );
}

/** Null: there is no such stack. */
async function statusOf({ cloudFormation }: Clients, StackName: string): Promise<string | null> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const status = Stacks[0]?.StackStatus ?? null;
    return status === 'DELETE_COMPLETE' ? null : status;
  } catch (error) {
    if (isNoStack(error)) return null;
    throw error;
  }
}

/** CloudFormation has no error of its own for it: a ValidationError that says so. */
function isNoStack(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}

/** Resolves once the stack is gone, or cannot go, or the time is over. */
async function gone(
  clients: Clients,
  stack: string,
  pause: (ms: number) => Promise<void>,
  waitMs: number,
): Promise<void> {
  const everyMs = 5000;
  for (let waited = 0; waited < waitMs; waited += everyMs) {
    const status = await statusOf(clients, stack);
    if (status === null || status === 'DELETE_FAILED') return;
    await pause(everyMs);
  }
}

async function emptyBucket({ s3 }: Clients, Bucket: string): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket, MaxKeys: 1000 }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length > 0) throw new Error(`${Bucket}: ${Errors[0]?.Code}`);
  }
}

/** Whether the bucket is gone: what came into it since it was emptied goes too. */
async function removeBucket(clients: Clients, Bucket: string): Promise<boolean> {
  try {
    await emptyBucket(clients, Bucket);
    await clients.s3.send(new DeleteBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    return error instanceof Error && error.name === 'NoSuchBucket';
  }
}

async function isScheduled({ kms }: Clients, KeyId: string): Promise<boolean> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    if (KeyMetadata?.KeyState === 'PendingDeletion') return true;
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    return true;
  } catch (error) {
    return error instanceof Error && error.name === 'NotFoundException';
  }
}
