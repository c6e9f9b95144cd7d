import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { CloudArchives, CloudBackfills } from '../../cli/backfill/cloud.ts';
import { type BackfillServices, backfillCommand } from '../../cli/backfill/command.ts';
import type { BackfillReport } from '../../cli/backfill/report.ts';
import type { Archives, BackfillInput, Backfills, BatchResult, Run } from '../../cli/backfill/service.ts';
import { UsageError } from '../../cli/exit.ts';
import type { AuditTotal } from '../../layers/engine/audit/auditSource.ts';
import { heldInEachTest } from '../support/clock.ts';

heldInEachTest();

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:Lethe-prod-Backfill';
const NAME = 'Zwölfkirchner';

const run = (change: Partial<Run> = {}): Run => ({
  id: 'r1',
  status: 'SUCCEEDED',
  startedMs: 1_000,
  stoppedMs: 2_000,
  resumed: 0,
  items: { total: 30, pending: 0, running: 0, succeeded: 30, failed: 0 },
  results: { bucket: 'reports', key: 'runs/u/manifest.json' },
  ...change,
});

/** What was asked, and a command that asks it. */
function surroundings({
  found = run(),
  results = [{ copied: 30, left: [] }],
  sizes = [],
  manifest = {},
}: {
  readonly found?: Run;
  readonly results?: readonly BatchResult[];
  readonly sizes?: readonly number[];
  readonly manifest?: object;
} = {}) {
  const asked: unknown[] = [];
  let said = '';
  const backfills: Backfills = {
    start: async (id, input) => void asked.push(['start', id, input]),
    find: async (id) => ({ ...found, id }),
    resume: async (id) => void asked.push(['resume', id]),
    async *results({ stoppedMs }) {
      if (stoppedMs !== null) yield* results;
    },
  };
  const archives: Archives = {
    async *sizes(bucket, prefix) {
      asked.push(['list', bucket, prefix]);
      yield* sizes;
    },
    manifest: async () => ({
      sourceBucket: 'pacs',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, Size',
      createdMs: 0,
      files: 3,
      ...manifest,
    }),
  };
  const services: BackfillServices = {
    backfills: async (arn) => {
      asked.push(['machine', arn]);
      return backfills;
    },
    archives: async () => archives,
    totals: async (group, fromMs, toMs) => {
      asked.push(['totals', group, fromMs, toMs]);
      return [
        { outcome: 'released', instances: 28 },
        { outcome: 'quarantined', instances: 1 },
        { outcome: 'released', instances: 1 },
      ] as unknown as readonly AuditTotal[];
    },
    now: () => Date.parse('2026-11-22T02:30:00.123Z'),
    write: (text) => {
      said += text;
    },
    say: () => {},
  };
  const backfill = async (...args: readonly string[]) => {
    said = '';
    process.exitCode = 0;
    const command = backfillCommand(services)
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    await command.parseAsync([...args], { from: 'user' });
    const status = process.exitCode;
    process.exitCode = 0;
    return { said, status };
  };
  return { asked, backfill };
}

const input = (change: Partial<BackfillInput> = {}): BackfillInput => ({
  ...{ bucket: 'pacs', prefix: '', into: '', concurrency: 10, batch: 25, tolerate: 0 },
  ...change,
});

describe('lethe backfill', () => {
  it('starts a run by the time, over a bucket', async () => {
    const { asked, backfill } = surroundings({
      found: run({ status: 'RUNNING', stoppedMs: null, items: null }),
    });
    const { said, status } = await backfill('s3://pacs', '--machine', MACHINE);
    expect(asked).toEqual([
      ['machine', MACHINE],
      ['start', '20261122T023000Z', input()],
    ]);
    expect(said).toContain('20261122T023000Z  RUNNING');
    expect(status).toBe(0);
  });

  it('takes all that can be chosen, and an inventory that fits', async () => {
    const { asked, backfill } = surroundings();
    await backfill(
      ...['s3://pacs/2019/a b', '--machine', MACHINE, '--id', 'old', '--into', 'in/', '--concurrency', '3'],
      ...['--batch', '7', '--tolerate', '2.5', '--inventory', 's3://lists/pacs/manifest.json'],
    );
    expect(asked.at(-1)).toEqual([
      'start',
      'old',
      input({
        ...{ prefix: '2019/a b', into: 'in/', concurrency: 3, batch: 7, tolerate: 2.5 },
        inventory: { bucket: 'lists', key: 'pacs/manifest.json' },
      }),
    ]);
  });

  it.each([
    ['of another bucket', { sourceBucket: 'ct' }],
    ['in ORC', { fileFormat: 'ORC' }],
    ['without keys', { fileSchema: 'Bucket, Size' }],
  ])('starts nothing over an inventory %s', async (_what, manifest) => {
    const { asked, backfill } = surroundings({ manifest });
    const call = ['s3://pacs', '--machine', MACHINE, '--inventory', 's3://lists/manifest.json'];
    await expect(backfill(...call)).rejects.toThrow(UsageError);
    expect(asked).toEqual([['machine', MACHINE]]);
  });

  it('counts and prices what there is, and starts nothing', async () => {
    const { asked, backfill } = surroundings({ sizes: [500_000, 500_000, 6 * 1024 ** 3] });
    const { said } = await backfill('s3://pacs/2019/', '--dry-run');
    expect(said).toContain('3 objects');
    expect(said).toContain('1 of them are over 1 GiB');
    expect(said).toMatch(/about \$\d+\.\d\d/);
    expect(JSON.parse((await backfill('s3://pacs/2019/', '--dry-run', '--json')).said)).toMatchObject({
      from: 'listing',
      objects: 3,
      tooLarge: 1,
    });
    const inventory = ['--inventory', 's3://lists/manifest.json'];
    expect((await backfill('s3://pacs', '--dry-run', ...inventory)).said).toContain('3 files');
    expect(asked).toEqual([
      ['list', 'pacs', '2019/'],
      ['list', 'pacs', '2019/'],
    ]);
  });

  it('resumes', async () => {
    const { asked, backfill } = surroundings({
      found: run({ status: 'RUNNING', stoppedMs: null, resumed: 1 }),
    });
    const { said } = await backfill('--resume', 'r9', '--machine', MACHINE);
    expect(asked).toEqual([
      ['machine', MACHINE],
      ['resume', 'r9'],
    ]);
    expect(said).toContain('r9  RUNNING  30 of 30 objects (100 %)');
    expect(said).toContain('1 times');
  });

  it('reports counts and codes, and no key', async () => {
    const results = [
      { copied: 20, left: [{ code: 'TOO_LARGE', key: NAME }] },
      {
        copied: 4,
        left: [
          { code: 'TOO_LARGE', key: NAME },
          { code: 'GONE', key: NAME },
        ],
      },
      { error: 'S3.S3Exception' },
    ];
    const { asked, backfill } = surroundings({ results });
    const call = ['--status', 'r1', '--machine', MACHINE, '--log-group', 'audit'];
    const { said, status } = await backfill(...call);
    expect(status).toBe(1);
    expect(said).toMatch(/copied +24/);
    expect(said).toMatch(/left +2 TOO_LARGE: .*aws s3 cp/);
    expect(said).toMatch(/failed +1 batches: S3\.S3Exception/);
    expect(said).toMatch(/audit +29 released/);
    expect(said).not.toContain(NAME);
    expect(asked.at(-1)).toEqual(['totals', 'audit', 1_000, Date.parse('2026-11-22T02:30:00.123Z')]);
    const report = JSON.parse((await backfill(...call, '--json')).said) as BackfillReport;
    expect(report).toMatchObject({
      copied: 24,
      left: { TOO_LARGE: 2, GONE: 1 },
      failures: { 'S3.S3Exception': 1 },
      outcomes: { released: 29, quarantined: 1 },
    });
    expect(JSON.stringify(report)).not.toContain(NAME);
  });

  it.each([
    ['SUCCEEDED', 2_000, 0],
    ['RUNNING', null, 0],
    ['FAILED', 2_000, 1],
    ['ABORTED', 2_000, 1],
  ] as const)('ends well or not by what a run came to: %s', async (status, stoppedMs, exit) => {
    const { backfill } = surroundings({ found: run({ status, stoppedMs }) });
    expect((await backfill('--status', 'r1', '--machine', MACHINE)).status).toBe(exit);
  });

  it.each([
    [],
    ['s3://pacs', '--status', 'r1', '--machine', MACHINE],
    ['--status', 'r1', '--resume', 'r1', '--machine', MACHINE],
    ['s3://pacs'],
    ['pacs', '--machine', MACHINE],
    ['s3://pacs', '--machine', 'Backfill'],
  ])('says what is wrong with a call before it does anything: %s %s %s', async (...call) => {
    const { asked, backfill } = surroundings();
    await expect(backfill(...call)).rejects.toThrow(UsageError);
    expect(asked.filter((each) => (each as string[])[0] === 'start')).toEqual([]);
  });

  it.each([
    ['--batch', '0'],
    ['--batch', '201'],
    ['--concurrency', 'many'],
    ['--tolerate', '101'],
    ['--id', 'a b'],
  ])('refuses %s %s', async (option, value) => {
    await expect(
      surroundings().backfill('s3://pacs', '--machine', MACHINE, option, value),
    ).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });
});

/** A client that answers by the name of what it is asked. */
function fake<Client>(answers: Readonly<Record<string, (input: never) => unknown>>): {
  readonly client: Client;
  readonly asked: [string, unknown][];
} {
  const asked: [string, unknown][] = [];
  const client = {
    config: {},
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: never }) => {
      const name = command.constructor.name.replace(/Command$/, '');
      asked.push([name, command.input]);
      return answers[name]?.(command.input) ?? {};
    },
  };
  return { client: Object.assign(Object.create(clientPrototype()), client) as Client, asked };
}

/** Paginators look at the class of their client. */
let prototype: object = {};
const clientPrototype = () => prototype;

describe('the cloud’s backfills', () => {
  const executionArn = `${MACHINE.replace('stateMachine', 'execution')}:r1`;
  const mapRunArn = 'arn:aws:states:eu-west-1:000000000000:mapRun:Lethe-prod-Backfill/Listing:uuid-1';
  const definition = JSON.stringify({
    States: {
      Source: {},
      Listing: { ResultWriter: { Parameters: { Bucket: 'reports', Prefix: 'runs' } } },
    },
  });
  const states = (status: string) => ({
    DescribeExecution: () => ({
      status,
      startDate: new Date(1_000),
      stopDate: status === 'RUNNING' ? undefined : new Date(2_000),
      redriveCount: 2,
    }),
    ListMapRuns: () => ({ mapRuns: [{ mapRunArn }] }),
    DescribeMapRun: () => ({
      itemCounts: { total: 9, pending: 1, running: 2, succeeded: 3, failed: 1, timedOut: 1, aborted: 1 },
    }),
    DescribeStateMachineForExecution: () => ({ definition }),
  });

  beforeAll(async () => {
    const { SFNClient } = await import('@aws-sdk/client-sfn');
    prototype = SFNClient.prototype;
  });

  it('are executions of the machine, redriven where they stopped', async () => {
    const { client, asked } = fake<SFNClient>(states('FAILED'));
    const cloud = new CloudBackfills(client, fake<S3Client>({}).client, MACHINE);
    await cloud.start('r1', input());
    await cloud.resume('r1');
    expect(asked).toEqual([
      ['StartExecution', { stateMachineArn: MACHINE, name: 'r1', input: JSON.stringify(input()) }],
      ['RedriveExecution', { executionArn }],
    ]);
    expect(await cloud.find('r1')).toEqual({
      id: 'r1',
      status: 'FAILED',
      startedMs: 1_000,
      stoppedMs: 2_000,
      resumed: 2,
      items: { total: 9, pending: 1, running: 2, succeeded: 3, failed: 3 },
      results: { bucket: 'reports', key: 'runs/uuid-1/manifest.json' },
    });
  });

  it('have results by the files that their manifest names', async () => {
    const files: Readonly<Record<string, string>> = {
      'runs/uuid-1/manifest.json': JSON.stringify({
        ResultFiles: { SUCCEEDED: [{ Key: 's' }], FAILED: [{ Key: 'f' }], PENDING: [] },
      }),
      s: '{"copied":3,"failed":0,"left":[]}\n{"copied":1,"left":[{"code":"GONE","key":"k"}]}\n',
      f: `{"ExecutionArn":"x","Input":"{}","Error":"S3.S3Exception","Cause":"${NAME}"}\n`,
    };
    const s3 = fake<S3Client>({
      GetObject: ({ Key }: { readonly Key: string }) => ({ Body: Readable.from([files[Key] ?? '']) }),
    } as never);
    const cloud = new CloudBackfills(fake<SFNClient>(states('FAILED')).client, s3.client, MACHINE);
    const found: BatchResult[] = [];
    for await (const each of cloud.results(await cloud.find('r1'))) found.push(each);
    expect(found).toEqual([
      { copied: 3, left: [] },
      { copied: 1, left: [{ code: 'GONE', key: 'k' }] },
      { error: 'S3.S3Exception' },
    ]);
    for await (const _ of cloud.results({ ...(await cloud.find('r1')), stoppedMs: null }))
      throw new Error('results of a run that has not ended');
  });

  it('say the code of what AWS refuses, and not its words', async () => {
    const refusal = Object.assign(new Error(`no such execution: ${NAME}`), {
      name: 'ExecutionDoesNotExist',
      $metadata: { httpStatusCode: 400 },
    });
    const { client } = fake<SFNClient>({
      DescribeExecution: () => {
        throw refusal;
      },
    });
    const error = await new CloudBackfills(client, fake<S3Client>({}).client, MACHINE)
      .find('r1')
      .catch((each: unknown) => each);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toContain('ExecutionDoesNotExist');
    expect(String(error)).not.toContain(NAME);
  });

  it('refuse a file that is not an inventory', async () => {
    const { client } = fake<S3Client>({ GetObject: () => ({ Body: Readable.from(['{"files":']) }) });
    await expect(new CloudArchives(client).manifest({ bucket: 'b', key: 'k' })).rejects.toThrow(UsageError);
  });
});
