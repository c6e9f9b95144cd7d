import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CloudArchives, CloudBackfills, statesClient } from '../../cli/backfill/cloud.ts';
import { type BackfillServices, backfillCommand } from '../../cli/backfill/command.ts';
import type { BackfillReport } from '../../cli/backfill/report.ts';
import { LogInsights } from '../../layers/aws/auditInsights.ts';
import { awsClients } from '../../layers/aws/clients.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { el, instance, pixels } from '../support/build.ts';
import { eventually, logLines, outputs, s3 } from './deployed.ts';

/**
 * `lethe backfill` over a bucket that is not of the stack: what it copies goes the way of everything. Step Functions are the emulator's, with what it leaves out
 * (distributed_map.py); it has no RedriveExecution, and asks IAM nothing in a state machine's name: test/cli and test/infra hold these.
 */
const ARCHIVE = 'old-archive';
const NAME = 'Zwölfkirchner';
const KEYS = Array.from({ length: 23 }, (_, index) => `2019/${NAME} + ${index} %/a.dcm`);
const { s3: client, logs } = awsClients();

function slice(index: number): Uint8Array {
  return instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080018, 'UI', `2.25.77.${index}`),
      el(0x00100010, 'PN', 'Doe^Jane'),
      el(0x00100020, 'LO', `backfill-${index}`),
      el(0x0020000d, 'UI', '2.25.77.1.1'),
      el(0x0020000e, 'UI', '2.25.77.1.2'),
      pixels(new Uint8Array(64)),
    ],
  });
}

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: ARCHIVE }));
  const put = (Key: string, Body: Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: ARCHIVE, Key, Body }));
  await Promise.all(KEYS.map((key, index) => put(key, slice(index))));
  // What a console makes of a folder.
  await put('2019/', new Uint8Array());
  await put('2020/other.dcm', slice(1000));
});

/** Runs the command as its user does; answers what it printed. */
async function backfill(...args: readonly string[]): Promise<string> {
  let said = '';
  const services: BackfillServices = {
    backfills: async (arn) => new CloudBackfills(statesClient(), client, arn),
    archives: async () => new CloudArchives(client),
    totals: (group, fromMs, toMs) => new LogInsights(logs, group).totals(fromMs, toMs),
    now: Date.now,
    write: (text) => {
      said += text;
    },
    say: () => {},
  };
  await backfillCommand(services).parseAsync([...args], { from: 'user' });
  return said;
}

const machine = ['--machine', outputs.BackfillMachineArn] as const;

/** The report of a run, once it has ended. */
const ended = (id: string) =>
  eventually(`the end of ${id}`, async () => {
    const report = JSON.parse(await backfill('--status', id, ...machine, '--json')) as BackfillReport;
    return report.stoppedMs === null ? null : report;
  });

async function ingestKeys(Prefix: string): Promise<readonly string[]> {
  const { Versions = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: outputs.IngestBucket, Prefix }),
  );
  return Versions.map(({ Key = '' }) => Key).sort();
}

async function auditedUnder(sizeBytes: number): Promise<readonly AuditRecord[]> {
  const records = (await logLines(outputs.AuditLog)).map((line) => JSON.parse(line) as AuditRecord);
  return records.filter(({ source }) => source.sizeBytes === sizeBytes);
}

describe('lethe backfill', () => {
  it('counts what there is, and starts nothing', async () => {
    const found = JSON.parse(await backfill(`s3://${ARCHIVE}/2019/`, '--dry-run', '--json'));
    expect(found).toMatchObject({ from: 'listing', objects: KEYS.length, tooLarge: 0 });
    expect(await ingestKeys('archive/')).toEqual([]);
  });

  it('brings what a listing has, and each object comes out', async () => {
    await backfill(
      `s3://${ARCHIVE}/2019/`,
      ...machine,
      '--into',
      'archive/',
      '--id',
      'listing',
      '--batch',
      '5',
    );
    const report = await ended('listing');
    expect(report).toMatchObject({
      status: 'SUCCEEDED',
      copied: KEYS.length,
      left: {},
      failures: {},
      items: { failed: 0 },
    });
    expect(await ingestKeys('archive/')).toEqual(KEYS.map((key) => `archive/${key}`).sort());
    const sizes = new Set(KEYS.map((_key, index) => slice(index).length));
    await eventually('an audit line of each', async () => {
      const records = (await Promise.all([...sizes].map(auditedUnder))).flat();
      const done = records.filter(({ outcome }) => outcome === 'released');
      return done.length >= KEYS.length ? done : null;
    });
    expect(await backfill('--status', 'listing', ...machine)).not.toContain(NAME);
  }, 120_000);

  it('brings what an inventory has, under the prefix, and says what is gone', async () => {
    const encoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+');
    const rows = [
      [ARCHIVE, encoded(KEYS[0] ?? ''), 'true', 'false', '1'],
      [ARCHIVE, encoded(KEYS[1] ?? ''), 'true', 'false', '1'],
      [ARCHIVE, encoded('2019/gone.dcm'), 'true', 'false', '1'],
      [ARCHIVE, encoded('2019/replaced.dcm'), 'false', 'false', '1'],
      [ARCHIVE, encoded('2019/deleted.dcm'), 'true', 'true', ''],
      [ARCHIVE, encoded('2019/large.dcm'), 'true', 'false', String(6 * 1024 ** 3)],
      [ARCHIVE, '2020/other.dcm', 'true', 'false', '1'],
    ];
    const csv = rows.map((row) => row.map((each) => `"${each}"`).join(',')).join('\n');
    const put = (Key: string, Body: Uint8Array | string) =>
      s3.send(new PutObjectCommand({ Bucket: ARCHIVE, Key, Body }));
    await put('inventory/data.csv.gz', gzipSync(csv));
    await put(
      'inventory/manifest.json',
      JSON.stringify({
        sourceBucket: ARCHIVE,
        destinationBucket: `arn:aws:s3:::${ARCHIVE}`,
        creationTimestamp: '1795316415949',
        fileFormat: 'CSV',
        fileSchema: 'Bucket, Key, IsLatest, IsDeleteMarker, Size',
        files: [{ key: 'inventory/data.csv.gz', size: 1, MD5checksum: '' }],
      }),
    );
    const inventory = ['--inventory', `s3://${ARCHIVE}/inventory/manifest.json`];
    await backfill(
      `s3://${ARCHIVE}/2019/`,
      ...inventory,
      ...machine,
      '--into',
      'again/',
      '--id',
      'inventory',
    );
    expect(await ended('inventory')).toMatchObject({
      status: 'SUCCEEDED',
      copied: 2,
      left: { GONE: 1, TOO_LARGE: 1 },
      failures: {},
    });
    expect(await ingestKeys('again/')).toEqual(KEYS.slice(0, 2).map((key) => `again/${key}`));
    process.exitCode = 0;
  }, 120_000);

  it('fails where its surroundings do, and says by what', async () => {
    const manifest = {
      sourceBucket: 'no-such-bucket',
      destinationBucket: `arn:aws:s3:::${ARCHIVE}`,
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key',
      files: [{ key: 'inventory/other.csv.gz', size: 1, MD5checksum: '' }],
    };
    const put = (Key: string, Body: Uint8Array | string) =>
      s3.send(new PutObjectCommand({ Bucket: ARCHIVE, Key, Body }));
    await put('inventory/other.csv.gz', gzipSync('"no-such-bucket","a"'));
    await put('inventory/other.json', JSON.stringify(manifest));
    const inventory = ['--inventory', `s3://${ARCHIVE}/inventory/other.json`];
    await backfill('s3://no-such-bucket', ...inventory, ...machine, '--id', 'failing');
    // Its copies are tried again, with pauses that grow.
    const report = await ended('failing').catch(() => ended('failing'));
    expect(report).toMatchObject({
      status: 'FAILED',
      copied: 0,
      failures: { 'S3.NoSuchBucketException': 1 },
    });
    expect(process.exitCode).toBe(1);
    process.exitCode = 0;
  }, 120_000);
});
