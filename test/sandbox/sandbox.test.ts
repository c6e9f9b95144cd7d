import { isPassing } from '../../infra/settings.ts';
import type { Check, Sandbox, SandboxClients } from './check.ts';
import { CHECKS } from './checks.ts';
import { askAll, isGood, type Row, type SandboxReport, text } from './report.ts';
import { tearDown } from './tearDown.ts';

const STACK = 'Lethe-sandbox-0123abcd';

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

/** Clients whose calls are written down, and answered by name; whatever is not named is answered with nothing. */
function clientsWith(answers: Readonly<Record<string, (input: Command['input']) => object>>) {
  const calls: string[] = [];
  const client = {
    send: async ({ constructor: { name }, input }: Command) => {
      const call = name.replace(/Command$/, '');
      calls.push(
        [call, ...['StackName', 'Bucket', 'KeyId', 'QueueUrl'].flatMap((each) => input[each] ?? [])].join(
          ' ',
        ),
      );
      return answers[call]?.(input) ?? {};
    },
  };
  const services = ['cloudFormation', 'cloudWatch', 'logs', 'kms', 's3', 'sfn', 'sqs'];
  const clients = Object.fromEntries(services.map((name) => [name, client])) as unknown as SandboxClients;
  return { clients, calls };
}

const RESOURCES = [
  { ResourceType: 'AWS::S3::Bucket', PhysicalResourceId: 'ingest' },
  { ResourceType: 'AWS::KMS::Key', PhysicalResourceId: 'key-1' },
  { ResourceType: 'AWS::KMS::Key', PhysicalResourceId: 'key-2' },
];

function noStack(): never {
  throw Object.assign(new Error(`Stack with id ${STACK} does not exist`), { name: 'ValidationError' });
}

/** A stack with a bucket of one object and two keys, which goes when it is deleted. */
function deployed(more: Parameters<typeof clientsWith>[0] = {}) {
  const state = { isThere: true, objects: 1 };
  return clientsWith({
    DescribeStackResources: () => ({ StackResources: RESOURCES }),
    DescribeStacks: () => (state.isThere ? { Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] } : noStack()),
    DeleteStack: ({ StackName }) => {
      if (StackName === STACK) state.isThere = false;
      return {};
    },
    ListObjectVersions: () => ({
      Versions: state.objects > 0 ? [{ Key: 'a', VersionId: '1' }] : [],
    }),
    DeleteObjects: () => {
      state.objects = 0;
      return {};
    },
    DescribeKey: ({ KeyId }) => ({
      KeyMetadata: { KeyState: KeyId === 'key-1' ? 'PendingDeletion' : 'Enabled' },
    }),
    ...more,
  });
}

const pause = async () => {};

describe('a sandbox that is torn down', () => {
  it('is emptied before its stack is deleted, and every key of it is scheduled', async () => {
    const { clients, calls } = deployed();
    const remains = await tearDown(clients, STACK, { pause });
    expect(remains).toEqual({ scheduled: ['key key-1', 'key key-2'], left: [] });
    expect(calls.indexOf('DeleteObjects ingest')).toBeLessThan(calls.indexOf(`DeleteStack ${STACK}`));
    expect(calls).toContain('DeleteBucket ingest');
    expect(calls).toContain('ScheduleKeyDeletion key-2');
    expect(calls).not.toContain('ScheduleKeyDeletion key-1');
    expect(calls).toContain(`DeleteStack ${STACK}-fails`);
  });

  it.each(['Lethe-prod', 'Lethe-sandbox', 'Lethe-sandbox-0123abcd-x', 'CDKToolkit', ''])(
    'is never another stack: %s',
    async (name) => {
      const { clients, calls } = deployed();
      await expect(tearDown(clients, name, { pause })).rejects.toThrow('no sandbox');
      expect(calls).toEqual([]);
    },
  );

  it('is deleted again where something was written meanwhile', async () => {
    const statuses = ['CREATE_COMPLETE', 'DELETE_FAILED', 'DELETE_FAILED'];
    const { clients, calls } = deployed({
      DescribeStacks: () => {
        const StackStatus = statuses.shift();
        return StackStatus === undefined ? noStack() : { Stacks: [{ StackStatus }] };
      },
    });
    expect((await tearDown(clients, STACK, { pause })).left).toEqual([]);
    expect(calls.filter((call) => call === `DeleteStack ${STACK}`)).toHaveLength(2);
  });

  it('says what stays', async () => {
    const refused = (name: string) => () => {
      throw Object.assign(new Error('no'), { name });
    };
    const { clients } = deployed({
      DeleteStack: () => ({}),
      DescribeStacks: () => ({ Stacks: [{ StackStatus: 'DELETE_FAILED' }] }),
      DeleteBucket: refused('AccessDenied'),
      ScheduleKeyDeletion: refused('AccessDeniedException'),
    });
    expect(await tearDown(clients, STACK, { pause })).toEqual({
      scheduled: ['key key-1'],
      left: ['bucket ingest', 'key key-2', `stack ${STACK} (DELETE_FAILED)`],
    });
  });

  it('is nothing where no stack came about', async () => {
    const { clients, calls } = deployed({ DescribeStackResources: noStack, DescribeStacks: noStack });
    expect(await tearDown(clients, STACK, { pause })).toEqual({ scheduled: [], left: [] });
    expect(calls).not.toContain(`DeleteStack ${STACK}`);
  });
});

it('a stack is deleted with what it stores if it is of dev or a sandbox, and only then', () => {
  const stages = ['dev', 'sandbox-0123abcd', 'prod', 'sandbox', 'sandbox-0123abcd-x', 'dev-2'];
  expect(stages.map(isPassing)).toEqual([true, true, false, false, false, false]);
});

describe('the checks of a sandbox', () => {
  const check = (name: string, ask: Check['ask']): Check => ({ name, question: `q ${name}`, page: 'p', ask });
  const asked = async (checks: readonly Check[], isEmulator = false, signal = new AbortController().signal) =>
    (await askAll(checks, { isEmulator } as Sandbox, signal, () => {})).map(({ outcome, said }: Row) => [
      outcome,
      said,
    ]);

  it('are asked one after the other, whatever became of those before', async () => {
    const broken = check('broken', async () => {
      throw Object.assign(new Error('first\nsecond'), { name: 'AccessDenied' });
    });
    const [yes, no] = [true, false].map((holds) => check('c', async () => ({ holds, said: 's' }))) as [
      Check,
      Check,
    ];
    expect(await asked([broken, yes, no])).toEqual([
      ['fails', 'AccessDenied: first'],
      ['holds', 's'],
      ['fails', 's'],
    ]);
    expect(await asked([yes, no], true)).toEqual([
      ['shows nothing', 'ran: s'],
      ['shows nothing', 'did not run: s'],
    ]);
  });

  it('end at a signal, and the rest is not asked', async () => {
    const controller = new AbortController();
    const endless = check('endless', () => {
      queueMicrotask(() => controller.abort());
      return new Promise(() => {});
    });
    expect(
      await asked(
        [endless, check('next', async () => ({ holds: true, said: '' }))],
        false,
        controller.signal,
      ),
    ).toEqual([
      ['fails', 'Error: stopped'],
      ['not asked', 'the run was stopped'],
    ]);
  });

  it('are good only if all hold, nothing stopped them and nothing stays', () => {
    const good: SandboxReport = {
      stack: STACK,
      rows: [{ check: 'c', question: 'q', page: 'p', outcome: 'holds', said: 's' }],
      stopped: null,
      remains: { scheduled: ['key 1'], left: [] },
    };
    expect(isGood(good)).toBe(true);
    const fails = { ...good, rows: [{ ...(good.rows[0] as Row), outcome: 'fails' as const }] };
    const stays = { ...good, remains: { scheduled: [], left: ['bucket b'] } };
    for (const bad of [fails, stays, { ...good, stopped: 'by a signal' }]) expect(isGood(bad)).toBe(false);
    expect(text(fails)).toContain('p');
    expect(text(stays)).toContain('still there, delete it yourself: bucket b');
  });

  it('each have a name of their own and a page of AWS', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
    for (const { page } of CHECKS) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});
