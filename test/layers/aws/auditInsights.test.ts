import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LogInsights } from '../../../layers/aws/auditInsights.ts';
import type { AuditRecord, LoggedRecord } from '../../../layers/engine/audit/audit.ts';
import { faultOf } from '../../contracts/faults.ts';
import { auditRecord } from '../../contracts/samples.ts';
import { heldInEachTest } from '../../support/clock.ts';
import { logsError } from './fakes/logs.ts';
import type { Input } from './fakes/s3.ts';

heldInEachTest();

const DAY = Date.UTC(2026, 10, 21);
const NEXT_DAY = DAY + 86_400_000;

function record(seconds: number, overrides: Partial<AuditRecord> = {}): AuditRecord {
  return {
    ...auditRecord(`source-${seconds}`),
    time: new Date(DAY + seconds * 1000).toISOString(),
    outcome: 'released',
    output: { key: `2.25.${seconds}/a.dcm` },
    ...overrides,
  };
}

/** What a row has of a field that Logs Insights found in the JSON of a line. */
function fieldOf(line: AuditRecord, path: string): unknown {
  return path.split('.').reduce<unknown>((of, name) => (of as Record<string, unknown> | null)?.[name], line);
}

/** Logs Insights, as much of its language as the queries use. A query is done at the second look. */
class FakeInsights {
  readonly queries: Input[] = [];
  readonly #records: readonly AuditRecord[];
  readonly #looks = new Map<string, number>();
  refusals = 0;
  end = 'Complete';

  constructor(records: readonly AuditRecord[]) {
    this.#records = records;
  }

  get client(): CloudWatchLogsClient {
    return {
      send: async (command: { readonly input: Input }) =>
        command.constructor.name === 'StartQueryCommand'
          ? this.#start(command.input)
          : this.#look(command.input.queryId),
    } as unknown as CloudWatchLogsClient;
  }

  #start(input: Input): object {
    if (this.refusals > 0) {
      this.refusals -= 1;
      throw logsError('LimitExceededException');
    }
    return { queryId: String(this.queries.push(input) - 1) };
  }

  #look(queryId: string): object {
    const looks = (this.#looks.get(queryId) ?? 0) + 1;
    this.#looks.set(queryId, looks);
    if (looks === 1) return { status: 'Scheduled' };
    return { status: this.end, results: this.#run(this.queries[Number(queryId)] as Input) };
  }

  #run({ startTime, endTime, queryString }: Input): object[] {
    // Both ends are whole seconds, and included.
    let found = this.#records.filter(({ time }) => {
      const second = Math.floor(Date.parse(time) / 1000);
      return startTime <= second && second <= endTime;
    });
    let rows: Record<string, unknown>[] | null = null;
    for (const stage of String(queryString)
      .split(/\n?\|/)
      .map((each) => each.trim().replaceAll(/\s+/g, ' '))) {
      const [, key, other] = /^filter source\.key = "(.*)" or output\.key = "(.*)"$/.exec(stage) ?? [];
      const [, limit] = /^limit (\d+)$/.exec(stage) ?? [];
      const [, by] =
        /^stats count\(\*\) as instances, sum\(source\.sizeBytes\) as bytes, .* by (.*)$/.exec(stage) ?? [];
      if (key !== undefined)
        found = found.filter(({ source, output }) => source.key === key || output.key === other);
      else if (stage === 'filter outcome in ["released", "passed-through"]')
        found = found.filter(({ outcome }) => ['released', 'passed-through'].includes(outcome));
      else if (stage === 'filter ispresent(plan.digest)')
        found = found.filter(({ plan }) => plan !== undefined);
      else if (limit !== undefined) found = found.slice(0, Number(limit));
      else if (by !== undefined) rows = grouped(found, by.split(', '));
      else expect(stage).toMatch(/^(fields @timestamp, @message|sort @timestamp asc)$/);
    }
    rows ??= found.map((each) => ({
      '@timestamp': each.time,
      '@message': JSON.stringify(each),
      '@ptr': 'x',
    }));
    return rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value: String(value) })));
  }
}

function grouped(records: readonly AuditRecord[], by: readonly string[]): Record<string, unknown>[] {
  const groups = new Map<string, AuditRecord[]>();
  for (const each of records) {
    const name = JSON.stringify(by.map((path) => fieldOf(each, path)));
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return [...groups.values()].map((group) => ({
    ...Object.fromEntries(by.map((path) => [path, fieldOf(group[0] as AuditRecord, path)])),
    instances: group.length,
    // Logs Insights writes large sums so.
    bytes: group.reduce((sum, { source }) => sum + (source.sizeBytes ?? 0), 0).toExponential(),
    first: Math.min(...group.map(({ time }) => Date.parse(time))),
    last: Math.max(...group.map(({ time }) => Date.parse(time))),
  }));
}

async function keysOf(records: AsyncIterable<LoggedRecord>): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { source } of records) keys.push(source.key);
  return keys;
}
const over = (fake: FakeInsights, maxRows = 10_000) =>
  new LogInsights(fake.client, 'audit', { pollMs: 0, maxRows });

describe('LogInsights', () => {
  const records = [0, 10, 20, 43_200, 86_399].map((seconds) => record(seconds));

  it('gives the records of the time asked for, and no other', async () => {
    const fake = new FakeInsights([record(-1), ...records, record(86_400)]);
    expect(await keysOf(over(fake).records({ fromMs: DAY, toMs: NEXT_DAY }))).toEqual(
      records.map(({ source }) => source.key),
    );
    expect(fake.queries).toMatchObject([
      { logGroupName: 'audit', startTime: DAY / 1000, endTime: NEXT_DAY / 1000 - 1 },
    ]);
  });

  it('gives those of one source or one output', async () => {
    const insights = over(new FakeInsights(records));
    const range = { fromMs: DAY, toMs: NEXT_DAY };
    expect(await keysOf(insights.records({ ...range, key: 'source-20' }))).toEqual(['source-20']);
    expect(await keysOf(insights.records({ ...range, key: '2.25.10/a.dcm' }))).toEqual(['source-10']);
  });

  it('gives those that were released', async () => {
    const fake = new FakeInsights([
      record(1, { outcome: 'held' }),
      record(2),
      record(3, { outcome: 'passed-through' }),
    ]);
    expect(await keysOf(over(fake).records({ fromMs: DAY, toMs: NEXT_DAY, released: true }))).toEqual([
      'source-2',
      'source-3',
    ]);
  });

  it.each(['" or true', 'a\nb', ''])('lets nothing into a query that is not a key: %j', async (key) => {
    const fake = new FakeInsights(records);
    expect(await faultOf(keysOf(over(fake).records({ fromMs: DAY, toMs: NEXT_DAY, key })))).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
    expect(fake.queries).toEqual([]);
  });

  it('halves the time of an answer that is full, and leaves nothing out', async () => {
    const fake = new FakeInsights(records);
    const keys = await keysOf(over(fake, 2).records({ fromMs: DAY, toMs: NEXT_DAY }));
    expect(keys).toEqual(records.map(({ source }) => source.key));
    expect(fake.queries.length).toBeGreaterThan(3);
  });

  it('says so where one second has more than an answer', async () => {
    const fake = new FakeInsights([record(5), record(5)]);
    expect(await faultOf(keysOf(over(fake, 2).records({ fromMs: DAY, toMs: NEXT_DAY })))).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
      transient: false,
    });
  });

  it('counts in CloudWatch what came to which outcome under which rules', async () => {
    const other = { plan: { name: 'other', digest: 'cd' } };
    const fake = new FakeInsights([record(5), record(9), record(7, other), record(8, { outcome: 'held' })]);
    const totals = await over(fake).totals(DAY, NEXT_DAY);
    expect(totals).toEqual([
      expect.objectContaining({
        plan: { name: 'basic', digest: 'ab'.repeat(32) },
        engine: { version: '0.1.0', keyId: 'file:0011223344556677' },
        outcome: 'released',
        instances: 2,
        bytes: 2468,
        firstMs: DAY + 5000,
        lastMs: DAY + 9000,
      }),
      expect.objectContaining({ plan: other.plan, instances: 1 }),
      expect.objectContaining({ outcome: 'held', instances: 1 }),
    ]);
    expect(fake.queries).toHaveLength(1);
  });

  it('waits where too many queries run, and not for ever', async () => {
    const fake = new FakeInsights(records);
    fake.refusals = 2;
    expect(await keysOf(over(fake).records({ fromMs: DAY, toMs: NEXT_DAY }))).toHaveLength(5);
    fake.refusals = 100;
    expect(await faultOf(keysOf(over(fake).records({ fromMs: DAY, toMs: NEXT_DAY })))).toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
    });
  });

  it('says so where CloudWatch gave a query up', async () => {
    const fake = new FakeInsights(records);
    fake.end = 'Timeout';
    expect(await faultOf(over(fake).totals(DAY, NEXT_DAY))).toEqual({
      code: 'AUDIT_UNAVAILABLE',
      transient: true,
    });
  });
});
