import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { costCommand } from '../../cli/cost/command.ts';
import { invocationMs, processorsAt, timeOf } from '../../cli/cost/duration.ts';
import { DEFAULT_QUESTION, estimate, type Question } from '../../cli/cost/estimate.ts';
import { MEASURED_REQUESTS, MEASURED_TIMES, type MeasuredTime } from '../../cli/cost/measured.ts';
import { costPage } from '../../cli/cost/page.ts';
import { PRICE_NAMES, PRICES, type PriceList } from '../../cli/cost/prices.ts';

/** `lethe cost`: a model that can be computed by hand. */

const size = (name: string, sourceBytes: number, cpuMs: number): MeasuredTime => ({
  ...{ name, sourceBytes, headerBytes: 1000, movedBytes: 2 * sourceBytes, cpuMs },
});
const sizes = [
  size('CT of 0.5 MB', 500_000, 5),
  size('10 MB', 10_000_000, 43),
  { ...size('100 MB', 100_000_000, 30), movedBytes: 10_000_000 },
];
const requests = {
  instances: 1,
  sourceBytes: 500_000,
  requests: { 's3 GetObject': 1, 's3 PutObject': 1, 's3 DeleteObject': 1, 'logs PutLogEvents': 1 },
  readBytes: 500_000,
  writtenBytes: 500_000,
  auditBytes: 800,
  logBytes: 148,
};
const prices = PRICES['us-east-1'] as PriceList;
const ask = (change: Partial<Question> = {}) =>
  estimate({ ...DEFAULT_QUESTION, ...change }, prices, { requests, sizes });
const lineOf = (result: ReturnType<typeof ask>, pattern: RegExp) =>
  result.lines.find(({ service, what }) => pattern.test(`${service} ${what}`));

describe('an estimate', () => {
  it('is counts times prices', () => {
    const result = ask();
    expect(lineOf(result, /S3 PUT/)).toMatchObject({ count: 1_000_000, dollars: 5 });
    expect(lineOf(result, /S3 DELETE/)).toMatchObject({ count: 1_000_000, dollars: 0 });
    expect(lineOf(result, /S3 GET/)).toMatchObject({ count: 1_000_000, dollars: 0.4 });
    // Two entries an object, in a pass a week, for thirty days.
    expect(lineOf(result, /S3 LIST/)?.count).toBeCloseTo((2 * 1000 * 30) / 7, 6);
    expect(lineOf(result, /EventBridge|tags/)).toBeUndefined();
    expect(lineOf(result, /SQS/)).toMatchObject({ count: 1_200_000, dollars: 0.48 });
    expect(lineOf(result, /CloudWatch/)).toMatchObject({ count: 1, dollars: 0.5 });
    expect(lineOf(result, /ingest objects/)).toMatchObject({ count: 500, dollars: 11.5 });
    expect(lineOf(result, /DynamoDB|Step Functions/)).toBeUndefined();
    const gbSeconds = (100_000 * result.invocationMs * 1769) / 1024 / 1000;
    expect(lineOf(result, /ARM/)?.dollars).toBeCloseTo(gbSeconds * 0.0000133334, 6);
    expect(result.dollars).toBeCloseTo(
      result.lines.reduce((sum, { dollars }) => sum + dollars, 0),
      9,
    );
  });

  it('grows with what is asked for', () => {
    expect(ask({ writes: 2 }).dollars - ask().dollars).toBeCloseTo(2 * prices.writesMillion, 9);
    const listed = (days: number, rest: number) => ((2 * 1000 * days) / rest / 1000) * prices.putsThousand;
    expect(ask({ ingestDays: 15 }).dollars).toBeCloseTo(
      ask().dollars - 11.5 / 2 - listed(30, 7) + listed(15, 3.75),
      9,
    );
    const backfilled = ask({ backfillBatch: 25 });
    expect(lineOf(backfilled, /COPY/)).toMatchObject({ count: 1_000_000, dollars: 5 });
    expect(lineOf(backfilled, /transitions/)).toMatchObject({ count: 40_000, dollars: 1 });
    expect(ask({ instances: 2_000_000 }).dollars).toBeCloseTo(2 * ask().dollars, 9);
  });

  it('counts every event of the bucket, the tags and the looks at them, where it is done that way', () => {
    const before = ask({ mark: 'tag', events: 'eventbridge' });
    expect(lineOf(before, /PUT of tags/)).toMatchObject({ count: 1_000_000, dollars: 5 });
    expect(lineOf(before, /tags of released/)?.dollars).toBeCloseTo(0.65, 9);
    // Created, tagged, hidden, destroyed.
    expect(lineOf(before, /EventBridge/)).toMatchObject({ count: 4_000_000, dollars: 4 });
    // After one hour, four and sixteen.
    expect(lineOf(before, /GET of tags/)?.dollars).toBeCloseTo(1.2, 9);
    expect(lineOf(before, /LIST/)?.dollars).toBeCloseTo(0.18 + 0.043, 3);
    expect(before.dollars - ask().dollars).toBeCloseTo(5 + 0.65 + 4 + 1.2 + 0.18, 6);
    expect(lineOf(ask({ events: 'eventbridge' }), /EventBridge/)?.dollars).toBe(3);
    // What is never destroyed can be seen for ever: after 64 and 256 hours too.
    expect(lineOf(ask({ mark: 'tag', ingestDays: 0 }), /GET of tags/)?.count).toBe(5_000_000);
  });

  it('has the time of the second function for what is looked at, by its megapixels, and nothing of it without', () => {
    expect(lineOf(ask(), /pixels|handed over|waits/)).toBeUndefined();
    const looked = ask({ lookedPercent: 10, megapixels: 4 });
    // 0.2 s an instance, and 4 times 2.5 s of processor, of which Lambda's takes 1.2 times as long, at 3,008 MB.
    expect(lineOf(looked, /ARM, to look/)?.count).toBeCloseTo(
      (100_000 * (0.2 + 4 * 2.5 * 1.2) * 3008) / 1024,
      3,
    );
    expect(lineOf(looked, /invocations, to look/)?.dollars).toBeCloseTo(0.02, 9);
    expect(lineOf(looked, /handed over/)?.dollars).toBeCloseTo(0.12, 9);
    expect(lineOf(looked, /while it waits/)?.dollars).toBeCloseTo(0.5, 9);
    const added = (change: Partial<Question>) => ask(change).dollars - ask().dollars;
    expect(added({ lookedPercent: 20, megapixels: 4 })).toBeCloseTo(
      2 * added({ lookedPercent: 10, megapixels: 4 }),
      9,
    );
    expect(ask({ megapixels: 4 }).dollars).toBe(ask().dollars);
  });

  it('has what Rekognition charges for its pictures, where it is asked', () => {
    const asked = ask({ lookedPercent: 10, pictures: 3 });
    expect(lineOf(asked, /Rekognition/)).toMatchObject({ count: 300_000, dollars: 300 });
    expect(lineOf(ask({ lookedPercent: 10 }), /Rekognition/)).toBeUndefined();
    expect(ask({ pictures: 3 }).dollars).toBe(ask().dollars);
  });

  it('asks S3 more often for an object in parts, and moves less of it', () => {
    const large = ask({ sizeBytes: 100_000_000, instances: 1 });
    expect(lineOf(large, /S3 PUT/)?.count).toBe(4);
    expect(timeOf(100_000_000, sizes).movedBytes).toBe(10_000_000);
    expect(timeOf(20_000_000, sizes)).toEqual({ cpuMs: 83, movedBytes: 40_000_000 });
    expect(() => timeOf(1, [])).toThrow(RangeError);
  });
});

describe('an invocation', () => {
  const time = { cpuMs: 100, movedBytes: 0 };
  it('waits for its instances together, and works on them one after the other', () => {
    // 120 ms of processor each, 105 of waits.
    expect(invocationMs(time, 1769, 1)).toBeCloseTo(3 + 225, 6);
    expect(invocationMs(time, 1769, 4)).toBeCloseTo(3 + 4 * 120 + 105, 6);
    expect(invocationMs({ ...time, cpuMs: 1 }, 1769, 8)).toBeCloseTo(3 + 2 * (105 + 1.2), 6);
  });

  it('takes longer with a part of a processor, and no less with more than one', () => {
    expect(processorsAt(512)).toBeCloseTo(512 / 1769, 9);
    expect(invocationMs(time, 512, 1)).toBeCloseTo(3 + 105 + (120 * 1769) / 512, 6);
    expect(invocationMs(time, 10_240, 1)).toBe(invocationMs(time, 1769, 1));
  });
});

describe('lethe cost', () => {
  async function cost(...args: readonly string[]): Promise<string> {
    let said = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    await costCommand()
      .parseAsync([...args], { from: 'user' })
      .finally(() => write.mockRestore());
    return said;
  }

  it('answers in words and in JSON, with where the prices are from', async () => {
    const text = await cost('--instances', '10', '--region', 'eu-central-1');
    expect(text).toContain('10 instances');
    expect(text).toContain('a month');
    expect(text).toContain('from memory');
    const json = JSON.parse(await cost('--json', '--backfill', '--memory', '512'));
    expect(json).toMatchObject({
      region: 'us-east-1',
      question: { instances: 1_000_000, memoryMb: 512, backfillBatch: 25 },
      prices: { keyMonth: { price: 1, source: expect.any(String), date: '2025' } },
    });
    const call = ['--json', '--looked-at', '10', '--megapixels', '4', '--pictures', '2'];
    const looked = JSON.parse(await cost(...call));
    expect(looked).toMatchObject({ question: { lookedPercent: 10, megapixels: 4, pictures: 2 } });
    expect(await cost('--looked-at', '10', '--megapixels', '4')).toContain('3008 MB, ARM, to look at pixels');
  });

  it.each([
    ['--instances', '0'],
    ['--size', 'x'],
    ['--batch', ''],
    ['--looked-at', '101'],
    ['--looked-at', '-1'],
    ['--megapixels', '-1'],
    ['--pictures', '-1'],
  ])('refuses %s %s', async (option, value) => {
    const command = costCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    await expect(command.parseAsync([option, value], { from: 'user' })).rejects.toMatchObject({
      exitCode: 1,
    });
  });

  it('has a page that is what the model says', () => {
    expect(readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8')).toBe(costPage());
  });

  it('rests on figures of a warm function, and of prices that are there', () => {
    expect(MEASURED_REQUESTS.requests).toMatchObject({ 's3 GetObject': 1, 's3 PutObject': 1 });
    for (const { cpuMs, movedBytes } of MEASURED_TIMES.sizes) {
      expect(cpuMs).toBeGreaterThan(0);
      expect(movedBytes).toBeGreaterThan(0);
    }
    for (const [name, list] of Object.entries(PRICES)) {
      expect(list.region).toBe(name);
      for (const price of PRICE_NAMES) {
        expect(list[price]).toBeGreaterThan(0);
        expect(list.from[price].source).toMatch(/pricing page/);
        expect(list.from[price].date).toMatch(/^20\d\d(-\d\d-\d\d)?$/);
      }
    }
  });
});
