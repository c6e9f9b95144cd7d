import { readFileSync } from 'node:fs';
import { MEASURED_REQUESTS } from '../../cli/cost/measured.ts';
import { el, instance, pixels } from '../support/build.ts';
import { audited, eventually, ingest, logRecords } from './deployed.ts';
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

it('asks for one GET, one PUT, one tag and one audit line an instance; no key, no table, no rule', async () => {
  await through(0, WARM_UP);
  const before = callsOfFunction().length;
  const coldBefore = await coldStarts();
  for (let first = WARM_UP; first < WARM_UP + INSTANCES; first += 50) await through(first, 50);
  const cold = (await coldStarts()) - coldBefore;
  const counts: Record<string, number> = {};
  await eventually('the last tag', async () =>
    countInto(counts, callsOfFunction().slice(before)) ? counts : null,
  );
  const perInstance = (action: string) => (counts[action] ?? 0) / INSTANCES;
  // Rules are looked at once a minute by each execution environment; one that starts derives its keys.
  const looks = (cold + 4) / INSTANCES;
  expect(perInstance('s3:GetObject') + perInstance('s3:GetObjectVersion')).toBeLessThanOrEqual(1 + 2 * looks);
  expect(perInstance('s3:PutObject')).toBe(MEASURED_REQUESTS.requests['s3 PutObject']);
  expect(perInstance('s3:PutObjectVersionTagging')).toBe(MEASURED_REQUESTS.requests['s3 PutObjectTagging']);
  expect(perInstance('logs:PutLogEvents')).toBeLessThanOrEqual(1);
  expect(counts['kms:GenerateMac'] ?? 0).toBeLessThanOrEqual(8 * cold);
  expect(Object.keys(counts).filter((action) => action.startsWith('dynamodb:'))).toEqual([]);
  expect(counts['sqs:SendMessage']).toBeUndefined();
}, 600_000);

/** Fills `counts`; answers whether every instance is tagged, which is the last that is asked for it. */
function countInto(counts: Record<string, number>, calls: readonly Call[]): boolean {
  for (const name of Object.keys(counts)) delete counts[name];
  for (const { action } of calls) counts[action] = (counts[action] ?? 0) + 1;
  return (counts['s3:PutObjectVersionTagging'] ?? 0) >= INSTANCES;
}

async function coldStarts(): Promise<number> {
  return (await logRecords()).filter(({ event }) => event === 'cold-start').length;
}
