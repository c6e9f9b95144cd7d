import { readFileSync } from 'node:fs';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { MEASURED_REQUESTS } from '../../cli/cost/measured.ts';
import { el, instance, pixels } from '../support/build.ts';
import { audited, eventually, ingest, logRecords, outputs, s3 } from './deployed.ts';
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

function callsOfFunction(): readonly Call[] {
  return readFileSync(record, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Call)
    .filter(({ role }) => role.includes('IngestionIngest'));
}

async function through(first: number, count: number): Promise<void> {
  const uploaded = await Promise.all(
    Array.from({ length: count }, (_, index) => ingest(`load/${first + index}`, slice(first + index), 'Doe')),
  );
  for (const each of uploaded) expect((await audited(each))[0]?.outcome).toBe('released');
}

it('asks for one GET, one PUT, one marker, which is free, and one audit line an instance; no key, no table, no rule', async () => {
  await through(0, WARM_UP);
  const before = callsOfFunction().length;
  const started = performance.now();
  for (let first = WARM_UP; first < WARM_UP + INSTANCES; first += 50) await through(first, 50);
  const calls = await eventually('the last marker', async () => {
    const found = callsOfFunction().slice(before);
    return countOf(found, outputs.IngestBucket, MARKER) >= INSTANCES ? found : null;
  });

  expect(countOf(calls, outputs.IngestBucket, /^s3:GetObject(Version)?$/)).toBe(INSTANCES);
  // What a sender tagged, as these are, is asked for a mark of ours; what nobody tagged is not.
  expect(countOf(calls, outputs.IngestBucket, /^s3:GetObject(Version)?Tagging$/)).toBe(INSTANCES);
  expect(countOf(calls, outputs.CleanBucket, /^s3:PutObject$/)).toBe(INSTANCES);
  expect(countOf(calls, outputs.IngestBucket, MARKER)).toBe(INSTANCES);
  expect(countOf(calls, outputs.IngestBucket, /^s3:PutObject/)).toBe(0);
  for (const name of ['GetObject', 'PutObject', 'DeleteObject'])
    expect([name, MEASURED_REQUESTS.requests[`s3 ${name}`]]).toEqual([name, 1]);
  expect(countOf(calls, outputs.CleanBucket, /GetObject/)).toBe(0);
  expect(countOf(calls, outputs.QuarantineBucket, /./)).toBe(0);
  expect(countOf(calls, outputs.AuditLog, /^logs:PutLogEvents$/)).toBeLessThanOrEqual(INSTANCES);
  expect(countOf(calls, '', /^(dynamodb|sqs):/)).toBe(0);

  // Keys are derived and rules looked at by execution environment and minute, not by instance.
  const environments = (await logRecords()).filter(({ event }) => event === 'cold-start').length;
  const minutes = 1 + Math.floor((performance.now() - started) / 60_000);
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: outputs.RulesBucket }));
  expect(countOf(calls, outputs.RulesBucket, /GetObject/)).toBeLessThanOrEqual(
    environments * (minutes + 1) * (Versions.length + 1),
  );
  expect(countOf(calls, '', /^kms:GenerateMac$/)).toBeLessThanOrEqual(8 * environments);
}, 600_000);

const MARKER = /^s3:DeleteObject$/;

/** Calls of actions like these on what is so named. */
function countOf(calls: readonly Call[], name: string, action: RegExp): number {
  return calls.filter((call) => call.resource.includes(name) && action.test(call.action)).length;
}
