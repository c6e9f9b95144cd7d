import { jest } from '@jest/globals';
import { made } from '../../bench/power/instances.ts';
import { warmFunction } from '../../bench/power/warmFunction.ts';
import { MEASURED_REQUESTS } from '../../cli/cost/measured.ts';
import { CountingAws, type Counts } from '../support/countingAws.ts';

/** What the ingest function asks of AWS, message by message, with its own clients, over HTTP: the figures that docs/cost.md is made of. */

const WARM = 999;
const aws = new CountingAws((bucket, key) =>
  bucket === 'ingest' ? made('CT of 0.5 MB', Number(key.split('/')[1])) : null,
);
const environment = { ...process.env };
const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
let hand: Awaited<ReturnType<typeof warmFunction>>;

beforeAll(async () => {
  hand = await warmFunction(await aws.start());
  await hand(['in/0']);
});
afterAll(async () => {
  write.mockRestore();
  process.env = environment;
  await aws.stop();
});

const batch = (first: number, count: number) =>
  hand(Array.from({ length: count }, (_, index) => `in/${first + index}`));

describe('the 1,000th instance of a warm function', () => {
  let cold: Counts;
  let last: Counts;
  let tens: Counts;
  beforeAll(async () => {
    cold = aws.take();
    for (let first = 1; first < WARM; first += 10) await batch(first, Math.min(10, WARM - first));
    aws.take();
    await batch(WARM, 1);
    last = aws.take();
    await batch(WARM + 1, 10);
    tens = aws.take();
  });

  it('costs one GET, one PUT, one marker and one audit line; the first cost keys and rules', () => {
    expect(cold.requests['kms GenerateMac']).toBeGreaterThan(0);
    expect(last.requests).toEqual({
      's3 GetObject': 1,
      's3 PutObject': 1,
      's3 DeleteObject': 1,
      'logs PutLogEvents': 1,
    });
  });

  it('moves the object once each way, and little else', () => {
    const { sizeBytes } = made('CT of 0.5 MB', WARM);
    expect(last.given['s3 GetObject']).toBe(sizeBytes);
    expect(Math.abs((last.taken['s3 PutObject'] ?? 0) - sizeBytes)).toBeLessThan(4096);
    expect(last.taken['logs PutLogEvents']).toBeLessThan(2048);
  });

  it('is what docs/cost.md is made of', () => {
    for (const [name, perInstance] of Object.entries(MEASURED_REQUESTS.requests))
      if (name.startsWith('s3')) expect([name, (tens.requests[name] ?? 0) / 10]).toEqual([name, perInstance]);
    // Lines of instances that end together go in one call.
    expect(tens.requests['logs PutLogEvents']).toBeLessThanOrEqual(10);
    expect(MEASURED_REQUESTS.requests['logs PutLogEvents']).toBeLessThanOrEqual(1);
    expect(Object.keys(MEASURED_REQUESTS.requests).filter((name) => !/^(s3|logs) /.test(name))).toEqual([]);
  });
});
