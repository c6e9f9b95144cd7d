import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { syntheticInstance } from '../../../cli/doctor/instance.ts';
import { METRICS } from '../../../functions/environment.ts';
import type { AuditRecord } from '../../../layers/engine/audit/audit.ts';
import { type Check, patiently, type Sandbox } from '../check.ts';

/** Puts an invented instance under a key, and answers its audit record; null: there was none in time. */
async function through(sandbox: Sandbox, key: string): Promise<AuditRecord | null> {
  const { clients, outputs } = sandbox;
  const { bytes } = syntheticInstance(key);
  const { VersionId } = await clients.s3.send(
    new PutObjectCommand({ Bucket: outputs.IngestBucket, Key: key, Body: bytes }),
  );
  return patiently(sandbox, async () => {
    const { events = [] } = await clients.logs.send(
      new FilterLogEventsCommand({
        logGroupName: outputs.AuditLog,
        ...(sandbox.isEmulator ? {} : { filterPattern: `{ $.source.versionId = "${VersionId}" }` }),
      }),
    );
    const records = events.map(({ message = '' }) => JSON.parse(message) as AuditRecord);
    return records.find(({ source }) => source.versionId === VersionId) ?? null;
  });
}

const said = (record: AuditRecord | null) =>
  record === null ? 'no audit line came' : `${record.outcome} ${record.reason?.code ?? ''}`.trim();

export const EVENTS: Check = {
  name: 'events',
  question: 'the event of an object reaches a queue that is encrypted with the stack’s own key',
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html',
  ask: async (sandbox) => {
    const record = await through(sandbox, 'sandbox/events.dcm');
    return { holds: record?.outcome === 'released', said: said(record) };
  },
};

const ROUTES = 'lethe.routes.json';
const RULES = 'rules/sandbox.json';

export const TABLE_KEY: Check = {
  name: 'table-key',
  question: 'the function reads and writes a table that is encrypted with the stack’s own key',
  page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html',
  ask: async (sandbox) => {
    const { clients, outputs } = sandbox;
    const put = (Key: string, Body: object) =>
      clients.s3.send(new PutObjectCommand({ Bucket: outputs.RulesBucket, Key, Body: JSON.stringify(Body) }));
    await put(RULES, {
      profile: 'basic',
      identities: {
        patientId: { action: 'allocate', template: 'S-{######}' },
        project: 'sandbox',
      },
    });
    await put(ROUTES, { routes: [{ prefix: 'sandbox-numbers/', rules: RULES, cleanPrefix: 'numbers/' }] });
    // New rules are seen within a minute, at the next object.
    for (let round = 0; round < 8; round += 1) {
      const record = await through(sandbox, `sandbox-numbers/${round}.dcm`);
      if (record?.output.key?.startsWith('numbers/')) return { holds: true, said: said(record) };
      if (record?.reason?.code.startsWith('IDENTIT')) return { holds: false, said: said(record) };
      await sandbox.pause(15_000);
    }
    return { holds: false, said: 'the rules did not come into force, or nothing came of the instance' };
  },
};

export const METRIC_LINES: Check = {
  name: 'metrics',
  question: 'lines in the embedded metric format become metrics under the JSON log format',
  page: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html',
  ask: async (sandbox) => {
    await through(sandbox, 'sandbox/metrics.dcm');
    const total = await patiently(sandbox, async () => {
      const now = Date.now();
      const { Datapoints = [] } = await sandbox.clients.cloudWatch.send(
        new GetMetricStatisticsCommand({
          Namespace: METRICS.namespace,
          MetricName: METRICS.instances,
          Dimensions: [{ Name: 'Stage', Value: sandbox.stack.replace(/^Lethe-/, '') }],
          StartTime: new Date(now - 3_600_000),
          EndTime: new Date(now + 60_000),
          Period: 3600,
          Statistics: ['Sum'],
        }),
      );
      const sum = Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0);
      return sum > 0 ? sum : null;
    });
    return { holds: total !== null, said: `${total ?? 'no'} instances were counted` };
  },
};

export const EXPIRY: Check = {
  name: 'expiry',
  question: 'a lifecycle rule for objects with a tag takes hold of an object with that tag',
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html',
  ask: async ({ clients: { s3 }, outputs: { IngestBucket: Bucket } }) => {
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    const rule = Rules.find(
      ({ Filter, Expiration }) => Filter?.Tag !== undefined && Expiration?.Days !== undefined,
    );
    if (rule === undefined) return { holds: true, said: 'no rule of the ingest bucket goes by a tag' };
    const { Key = '', Value = '' } = rule.Filter?.Tag ?? {};
    const tag = `${encodeURIComponent(Key)}=${encodeURIComponent(Value)}`;
    const place = { Bucket, Key: 'sandbox/expiry' };
    await s3.send(new PutObjectCommand({ ...place, Body: 'no DICOM', Tagging: tag }));
    const { Expiration = '' } = await s3.send(new HeadObjectCommand(place));
    return { holds: Expiration.includes(`"${rule.ID}"`), said: `S3 answers ${Expiration || 'no expiry'}` };
  },
};
