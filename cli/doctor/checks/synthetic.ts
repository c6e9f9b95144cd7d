import { randomUUID } from 'node:crypto';
import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectTaggingCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { EXPIRY_TAG } from '../../../functions/environment.ts';
import { S3Kept } from '../../../layers/aws/s3Kept.ts';
import { describeFailure, sdkFailure } from '../../../layers/aws/sdkErrors.ts';
import type { AuditRecord } from '../../../layers/engine/audit/audit.ts';
import { pause } from '../../../layers/engine/pause.ts';
import type { CompiledRoute } from '../../../rules/routes.ts';
import type { DoctorClients } from '../clients.ts';
import type { Deployment } from '../deployment.ts';
import { type Finding, notChecked, ok, problem, warning } from '../finding.ts';
import { type SyntheticInstance, syntheticInstance } from '../instance.ts';
import { isDenied, mayNotAsk } from '../look.ts';

/** Below the prefix of a route: nobody else's objects are there. */
export const RESERVED = 'lethe-doctor/';

export interface SyntheticOptions {
  /** Undefined: only where nothing of it stays. */
  readonly wanted: boolean | undefined;
  readonly waitMs: number;
  readonly pollMs: number;
}

type Clients = Pick<DoctorClients, 's3' | 'logs'>;
type Run = Omit<SyntheticInstance, 'bytes'> & {
  readonly key: string;
  readonly versionId: string;
  readonly startedMs: number;
};

const SUBJECT = 'synthetic instance';

/** A synthetic instance, through all that is deployed and out again; what it left is looked at, and taken away. */
export async function checkSynthetic(
  clients: Clients,
  deployment: Deployment,
  routes: readonly CompiledRoute[],
  options: SyntheticOptions,
): Promise<readonly Finding[]> {
  if (options.wanted === false) return [left('you said --no-synthetic', 'Leave it out')];
  const route = routes.find(leavesNothing) ?? routes[0];
  if (route === undefined) return [left('no rules are in force that it could go by', 'See rules')];
  if (options.wanted === undefined) {
    if (!leavesNothing(route))
      return [left('the rules would give the invented patient a number, or keep it', FORCE)];
    if (await isLocked(clients.s3, deployment))
      return [left('the clean bucket is locked: it would stay there', FORCE)];
  }
  try {
    const { bytes, planted } = syntheticInstance(randomUUID());
    const key = `${route.prefix}${RESERVED}${randomUUID()}.dcm`;
    const startedMs = Date.now();
    const { VersionId } = await clients.s3.send(
      new PutObjectCommand({ Bucket: deployment.outputs.IngestBucket, Key: key, Body: bytes }),
    );
    const run: Run = { key, versionId: VersionId ?? '', startedMs, planted };
    const record = await auditLine(clients.logs, deployment, run, options);
    if (record === null) return [await lost(clients.logs, deployment, run, options)];
    const findings = await judgeOutcome(clients.s3, deployment, run, record);
    return [...findings, ...(await takeAway(clients, deployment, run, record, options))];
  } catch (error) {
    const failure = sdkFailure(error);
    if (isDenied(failure)) return [mayNotAsk('synthetic', SUBJECT, PERMISSIONS)];
    return [
      problem(
        'synthetic',
        SUBJECT,
        'NO_ANSWER',
        `AWS refused it (${describeFailure(failure)})`,
        'See what else is found',
      ),
    ];
  }
}

const FORCE = 'Write --synthetic to send it anyway';
const PERMISSIONS =
  's3:PutObject and s3:GetObjectVersionTagging on the ingest bucket, s3:GetObject on the clean bucket, s3:ListBucketVersions and ' +
  's3:DeleteObjectVersion on both and on the quarantine bucket, kms:GenerateDataKey and kms:Decrypt with their key, and logs:FilterLogEvents';

function left(why: string, todo: string): Finding {
  return notChecked('synthetic', SUBJECT, 'NOT_SENT', `it was not sent: ${why}`, todo);
}

/** Whether an instance that goes by the route adds nothing to the identity table. At any depth of an action: they may hold others. */
function leavesNothing({ plan }: CompiledRoute): boolean {
  return (
    plan.reidentification === 'off' && !/"kind":"allocate"|"method":"random"/.test(JSON.stringify(plan.rules))
  );
}

async function isLocked(s3: S3Client, { outputs }: Deployment): Promise<boolean> {
  try {
    const answer = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: outputs.CleanBucket }));
    return answer.ObjectLockConfiguration?.Rule?.DefaultRetention !== undefined;
  } catch (error) {
    // A bucket without one says 404; without the permission to ask we cannot be sure.
    return sdkFailure(error).status !== 404;
  }
}

/** The audit line of the version; null: it did not come in time. */
async function auditLine(
  logs: CloudWatchLogsClient,
  { outputs }: Deployment,
  { versionId, startedMs }: Run,
  { waitMs, pollMs }: SyntheticOptions,
): Promise<AuditRecord | null> {
  while (Date.now() < startedMs + waitMs) {
    const lines = await linesWith(logs, outputs.AuditLog, `"${versionId}"`, startedMs);
    const record = lines.find((line) => (line as unknown as AuditRecord).source?.versionId === versionId);
    if (record !== undefined) return record as unknown as AuditRecord;
    await pause(pollMs);
  }
  return null;
}

/** Why it did not come out, as far as the function's log says; the object stays, for its event may be under way. */
async function lost(
  logs: CloudWatchLogsClient,
  { outputs }: Deployment,
  { key, startedMs }: Run,
  { waitMs }: SyntheticOptions,
): Promise<Finding> {
  const said = [
    ...(await linesWith(logs, outputs.LogGroup, '"message-returned"', startedMs).catch(() => [])),
    ...(await linesWith(logs, outputs.LogGroup, '"not-ready"', startedMs).catch(() => [])),
  ];
  const codes = [...new Set(said.map(({ code }) => String(code)))];
  return problem(
    'synthetic',
    SUBJECT,
    'SYNTHETIC_LOST',
    `it went in and was not released within ${waitMs / 1000} s${codes.length === 0 ? ', and the function’s log says nothing of a failure' : `; the function sent messages back with ${codes.join(', ')}`}`,
    `Check the other findings. It is in s3://${outputs.IngestBucket}/${key} and is released when they are fixed; remove it then`,
  );
}

async function linesWith(
  logs: CloudWatchLogsClient,
  logGroupName: string | undefined,
  filterPattern: string,
  startTime: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found: Readonly<Record<string, unknown>>[] = [];
  for await (const page of paginateFilterLogEvents(
    { client: logs },
    { logGroupName, filterPattern, startTime },
  ))
    for (const { message = '' } of page.events ?? [])
      for (const line of message.split('\n')) if (line.startsWith('{')) found.push(JSON.parse(line));
  return found;
}

async function judgeOutcome(
  s3: S3Client,
  { outputs }: Deployment,
  { planted, startedMs }: Run,
  { outcome, output, reason, plan }: AuditRecord,
): Promise<readonly Finding[]> {
  if (outcome === 'held' || outcome === 'quarantined')
    return [
      warning(
        'synthetic',
        SUBJECT,
        'SYNTHETIC_NOT_RELEASED',
        `it went through, and the rules (${plan.name}) have it ${outcome}${reason === null ? '' : ` for ${reason.code}`}`,
        'If the rules are meant so, nothing is to be done: what keeps it back is in docs/outcomes.md',
      ),
    ];
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: outputs.CleanBucket, Key: output.key ?? '' }),
  );
  const clean = Buffer.from((await Body?.transformToByteArray()) ?? []);
  const stayed = planted.filter(({ text }) => clean.includes(text) || output.key?.includes(text));
  const isIdentity = stayed.some((each) => each.isIdentity);
  const names = stayed.map(({ keyword }) => keyword).join(', ');
  if (stayed.length > 0)
    return [
      (isIdentity ? problem : warning)(
        'synthetic',
        SUBJECT,
        isIdentity ? 'IDENTITY_RELEASED' : 'PLANTED_KEPT',
        `the rules (${plan.name}) leave ${names} unchanged`,
        isIdentity
          ? 'Stop the event source (docs/operations/incident.md), then correct the rules'
          : 'If that is not meant so: lethe rules explain FILE KEYWORD says which rule does it',
      ),
    ];
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  return [
    ok('synthetic', SUBJECT, `${outcome} by ${plan.name} within ${seconds} s; nothing planted was left`),
  ];
}

/** Takes away what was put and what became of it, once the function has marked it: a mark that fails is an alarm. */
async function takeAway(
  { s3 }: Clients,
  { outputs }: Deployment,
  { key, versionId, startedMs }: Run,
  { output }: AuditRecord,
  { waitMs, pollMs }: SyntheticOptions,
): Promise<readonly Finding[]> {
  const isReleased = output.key !== null;
  try {
    await untilMarked(s3, outputs.IngestBucket, key, versionId, Math.min(waitMs, MARK_MS), pollMs);
    await removeVersions(s3, outputs.IngestBucket, key);
    if (output.key !== null) await removeVersions(s3, outputs.CleanBucket, output.key);
    else await removeKept(s3, outputs.QuarantineBucket ?? '', versionId, startedMs);
    return [];
  } catch (error) {
    const where = [
      `s3://${outputs.IngestBucket}/${key}`,
      ...(isReleased ? [`s3://${outputs.CleanBucket}/${output.key}`] : []),
    ];
    return [
      warning(
        'synthetic',
        SUBJECT,
        'SYNTHETIC_STAYED',
        `it could not be taken away (${describeFailure(sdkFailure(error))})`,
        `Remove ${where.join(' and ')}, or allow ${PERMISSIONS}`,
      ),
    ];
  }
}

const MARK_MS = 20_000;

async function untilMarked(
  s3: S3Client,
  Bucket: string | undefined,
  Key: string,
  VersionId: string,
  waitMs: number,
  pollMs: number,
): Promise<void> {
  for (const giveUp = Date.now() + waitMs; Date.now() < giveUp; await pause(pollMs)) {
    const { DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    if (DeleteMarkers.length > 0) return;
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }));
    if (TagSet.some((tag) => tag.Key === EXPIRY_TAG.key)) return;
  }
}

/** What is kept is named by a keyed hash, and its note has the version that it came from. */
async function removeKept(s3: S3Client, bucket: string, versionId: string, startedMs: number): Promise<void> {
  const shelf = new S3Kept(s3, bucket);
  for await (const { name, since } of shelf.list()) {
    // Clocks differ by less.
    if (Date.parse(since) < startedMs - 600_000 || (await shelf.note(name))?.source.versionId !== versionId)
      continue;
    await removeVersions(s3, bucket, `${name}.`);
  }
}

async function removeVersions(s3: S3Client, Bucket: string | undefined, Prefix: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix }),
  );
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
}
