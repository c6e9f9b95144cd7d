import { readFileSync } from 'node:fs';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { MEASURED_REQUESTS } from '../../cli/cost/measured.ts';
import { el, instance, pixels } from '../support/build.ts';
import { audited, eventually, ingest, logRecords, outputs, physicalId, s3 } from './deployed.ts';
import type { Call } from './permissions.ts';

/**
 * What the deployed function asks of each service for an instance, once it is warm, as IAM saw it. The 1,000th is looked at in test/functions/requests.test.ts: the
 * emulator would take minutes to come so far.
 */
const INSTANCES = 200;
const WARM_UP = 20;
const { LETHE_CLOUD_RECORD: record = '' } = process.env;

function slice(index: number): Uint8Array {
  return instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080018, 'UI', `2.25.88.${index}`),
      el(0x00080020, 'DA', '20240101'),
      el(0x00100010, 'PN', 'Doe^Jane'),
      el(0x00100020, 'LO', `load-${index % 20}`),
      el(0x0020000d, 'UI', `2.25.88.1.${index % 20}`),
      el(0x0020000e, 'UI', `2.25.88.2.${index % 20}`),
      pixels(new Uint8Array(4096)),
    ],
  });
}

let functionsRole: string;
beforeAll(async () => {
  functionsRole = await physicalId('IngestionIngestRole');
});

function callsOfFunction(): readonly Call[] {
  return readFileSync(record, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Call)
    .filter(({ role }) => role === functionsRole);
}

/** Where the load lies in the ingest bucket: what other tests left behind may still come through meanwhile. */
const PREFIX = 'load/';

/** Answers the clean keys. */
async function through(first: number, count: number): Promise<readonly string[]> {
  const uploaded = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      ingest(`${PREFIX}${first + index}`, slice(first + index), 'Doe'),
    ),
  );
  const clean: string[] = [];
  for (const each of uploaded) {
    const [record] = await audited(each);
    expect(record?.outcome).toBe('released');
    clean.push(record?.output.key ?? '');
  }
  return clean;
}

it('asks for one GET, one PUT, one marker, which is free, and one audit line an instance; no key, no table, no rule', async () => {
  await through(0, WARM_UP);
  const before = callsOfFunction().length;
  const started = performance.now();
  const clean = new Set<string>();
  for (let first = WARM_UP; first < WARM_UP + INSTANCES; first += 50)
    for (const key of await through(first, 50)) clean.add(`${outputs.CleanBucket}/${key}`);
  const load = `${outputs.IngestBucket}/${PREFIX}`;
  const calls = await eventually('the last marker', async () => {
    const found = callsOfFunction().slice(before);
    return countOf(found, load, MARKER) >= INSTANCES ? found : null;
  });

  expect(countOf(calls, load, /^s3:GetObject(Version)?$/)).toBe(INSTANCES);
  // What a sender tagged, as these are, is asked for a mark of ours, and for what people decided of it; what nobody tagged is not.
  expect(countOf(calls, load, /^s3:GetObject(Version)?Tagging$/)).toBe(INSTANCES);
  const decided = countOf(calls, outputs.DecisionTable, /^dynamodb:Query$/);
  expect(decided).toBeGreaterThanOrEqual(INSTANCES);
  const ofClean = calls.filter(({ resource }) => clean.has(resource.replace('arn:aws:s3:::', '')));
  expect(ofClean.map(({ action }) => action)).toEqual(
    Array.from({ length: INSTANCES }, () => 's3:PutObject'),
  );
  expect(countOf(calls, load, MARKER)).toBe(INSTANCES);
  expect(countOf(calls, load, /^s3:PutObject/)).toBe(0);
  for (const name of ['GetObject', 'PutObject', 'DeleteObject'])
    expect([name, MEASURED_REQUESTS.requests[`s3 ${name}`]]).toEqual([name, 1]);
  // These are of no object: what came through beside the load may have made some of them.
  const others = countOf(calls, `${outputs.IngestBucket}/`, /^s3:GetObject(Version)?$/) - INSTANCES;
  expect(countOf(calls, outputs.AuditLog, /^logs:PutLogEvents$/)).toBeLessThanOrEqual(INSTANCES + others);
  expect(decided).toBeLessThanOrEqual(INSTANCES + others);
  expect(countOf(calls, '', /^(dynamodb|sqs):/) - decided).toBeLessThanOrEqual(CALLS_OF_ANOTHER * others);

  // Keys are derived and rules looked at by execution environment and minute, not by instance.
  const environments = (await logRecords()).filter(({ event }) => event === 'cold-start').length;
  const minutes = 1 + Math.floor((performance.now() - started) / 60_000);
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: outputs.RulesBucket }));
  expect(countOf(calls, outputs.RulesBucket, /GetObject/)).toBeLessThanOrEqual(
    environments * (minutes + 1) * (Versions.length + 1),
  );
  expect(countOf(calls, '', /^kms:GenerateMac$/)).toBeLessThanOrEqual(8 * environments);
}, 600_000);

/** Tables and queues that another instance asks at most. */
const CALLS_OF_ANOTHER = 10;
const MARKER = /^s3:DeleteObject$/;

/** Calls of actions like these on what is so named. */
function countOf(calls: readonly Call[], name: string, action: RegExp): number {
  return calls.filter((call) => call.resource.includes(name) && action.test(call.action)).length;
}
