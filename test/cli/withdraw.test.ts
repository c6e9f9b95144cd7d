import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { LoggedRecord, WithdrawalRecord } from '../../layers/engine/audit/audit.ts';
import { type Deployment, deploy } from '../reliability/deployment.ts';
import { coldStart, listening } from '../reliability/sandbox.ts';
import { el } from '../support/build.ts';
import { lethe, simple } from './run.ts';

/** The clean bucket of a deployment, once stricter rules are in force: the real handler releases and holds, the real command takes back. */

const BASIC = { profile: 'basic', name: 'Trial 7', freeText: 'hold' };
const STRICTER = { ...BASIC, rules: [{ select: 'ConvolutionKernel', action: 'review' }] };
const HOUR_MS = 3_600_000;
const CALL = ['--clean-bucket', 'clean', '--log-group', 'audit'];
const DO = ['--reason', 'ticket 4711', '--yes'];

const root = mkdtempSync(join(tmpdir(), 'lethe-withdraw-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let deployment: Deployment;
beforeEach(async () => {
  deployment = await deploy('keyed');
});
afterEach(() => deployment.stop());

const putRules = (rules: object) =>
  deployment.aws.s3.client.send(
    new PutObjectCommand({ Bucket: 'rules', Key: 'rules.json', Body: JSON.stringify(rules) }),
  );
/** Number 1 has what the stricter rules want to be looked at, number 2 has not. */
const bytesOf = (number: number) =>
  simple(
    number,
    el(0x00100010, 'PN', 'Needlemeyer^Zita'),
    el(0x00100020, 'LO', `NDL-${number}`),
    ...(number === 1 ? [el(0x00181210, 'SH', 'B70f of Hugin')] : []),
  );

/** Puts these instances under their keys and has them processed by a function that knows these rules, so many hours ago. */
async function process(rules: object, hoursAgo: number, numbers: readonly number[] = [1, 2]): Promise<void> {
  const now = Date.now;
  Date.now = () => now() - hoursAgo * HOUR_MS;
  try {
    await putRules(rules);
    const sandbox = await listening([], () => coldStart(deployment));
    for (const number of numbers) {
      const key = `Needlemeyer/${number}.dcm`;
      const { event } = await deployment.put({
        key,
        bytes: bytesOf(number),
        number,
        patient: `NDL-${number}`,
      });
      const message = { messageId: `${number}`, body: event, received: 1 };
      expect(await listening([], () => sandbox.invoke([message]))).toEqual([]);
    }
  } finally {
    Date.now = now;
  }
}
const records = () =>
  deployment.aws.logs.events('audit').map(({ message }) => JSON.parse(message) as LoggedRecord);
const outcomes = () => records().map(({ outcome }) => outcome);
const cleanKeys = () => [...deployment.aws.s3.history('clean').keys()];
const visible = () => cleanKeys().filter((key) => deployment.aws.s3.stored('clean', key) !== undefined);
const versions = () => [...deployment.aws.s3.history('clean').values()].flat().length;

async function withdraw(...options: readonly string[]) {
  const ran = await lethe(['withdraw', ...CALL, ...options], deployment.variables);
  const [said, complained] = [String(ran.stdout), String(ran.stderr)];
  expect(said + complained).not.toMatch(/needlemeyer|NDL-|hugin/i);
  return { status: ran.status, said, complained };
}

it('hides what stricter rules hold, says so in the audit, and leaves the rest', async () => {
  await process(BASIC, 2);
  const [doubtful = '', plain = ''] = records().map(({ output }) => output.key ?? '');
  await process(STRICTER, 1);
  expect(outcomes()).toEqual(['released', 'released', 'held', 'released']);
  // This is why there is such a command.
  expect(visible().sort()).toEqual([doubtful, plain].sort());

  const foreseen = await withdraw('--dry-run');
  expect(foreseen).toMatchObject({
    status: 0,
    complained: '4 lines of the audit read\n1 would be withdrawn\n',
  });
  expect(foreseen.said).toMatch(new RegExp(`^${doubtful}  to be withdrawn  \\(released .*, held .*\\)\n$`));
  expect(visible()).toHaveLength(2);

  const done = await withdraw(...DO);
  expect(done).toMatchObject({ status: 0, complained: '4 lines of the audit read\n1 withdrawn\n' });
  expect(done.said).toContain(`${doubtful}  hidden`);
  expect(visible()).toEqual([plain]);
  // The version is there still, and nothing in ingest or quarantine was touched.
  expect(versions()).toBe(3);
  const line = records().at(-1) as WithdrawalRecord;
  expect(line).toMatchObject({
    outcome: 'withdrawn',
    output: { key: doubtful },
    source: { key: records()[0]?.source.key },
    withdrawal: {
      by: 'arn:aws:iam::000000000000:user/somebody',
      why: 'ticket 4711',
      hidden: true,
      destroyed: 0,
    },
  });
  expect(JSON.stringify(line)).not.toContain('Needlemeyer');
  const file = join(root, 'audit.jsonl');
  writeFileSync(
    file,
    records()
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(''),
  );
  const history = String((await lethe(['audit', 'object', doubtful, '--file', file])).stdout);
  expect(history).toMatch(new RegExp(`withdrawn\\n    removed  ${doubtful}\\n[^]*somebody: ticket 4711\\n$`));

  expect(await withdraw(...DO, '--quiet')).toEqual({ status: 0, said: '', complained: '' });
  deployment.aws.calls.splice(0);
  const destroyed = await withdraw(...DO, '--destroy', '--json');
  // The policy of who withdraws allows these alone (test/infra/people.test.ts).
  expect([...new Set(deployment.aws.calls)].sort()).toEqual([
    'CreateLogStream',
    'DeleteObject',
    'FilterLogEvents',
    'HeadObject',
    'ListObjectVersions',
    'PutLogEvents',
  ]);
  expect(JSON.parse(destroyed.said)).toMatchObject({ cleanKey: doubtful, what: 'destroyed', destroyed: 1 });
  expect(records().at(-1)).toMatchObject({ withdrawal: { hidden: false, destroyed: 1 } });
  expect(versions()).toBe(2);
});

it('lets what is released again stand, and what was never released anew', async () => {
  await process(BASIC, 3);
  await process(STRICTER, 2, [1]);
  await process(BASIC, 1, [1]);
  expect(await withdraw(...DO)).toMatchObject({ status: 0, said: '' });
  expect(visible()).toHaveLength(2);
});

it('takes back what other rules release under another key', async () => {
  await process(BASIC, 2, [2]);
  const [before = ''] = visible();
  await process({ ...BASIC, identities: { project: 'trial-8' } }, 1, [2]);
  expect(visible()).toHaveLength(2);
  expect((await withdraw(...DO)).said).toContain(`${before}  hidden`);
  expect(visible()).toHaveLength(1);
});

it('takes back what is named, or what left under rules that are named, whatever came later', async () => {
  await process(BASIC, 2);
  const [one, two] = records();
  const digest = one?.plan.digest.slice(0, 12) ?? '';
  const named = await withdraw(one?.output.key ?? '', '2.25.9/2.25.9/2.25.9.dcm', ...DO);
  expect(named).toMatchObject({ status: 1, complained: expect.stringContaining('1 withdrawn, 1 left') });
  expect(named.said).toContain('2.25.9.dcm  stays: the audit has no release of it\n');
  expect(visible()).toEqual([two?.output.key]);
  const other = await withdraw('--released-under', '0123456789ab', ...DO);
  expect(other).toMatchObject({ status: 0, said: '' });
  const all = await withdraw('--released-under', digest, '--destroy', ...DO);
  expect(all).toMatchObject({ status: 0, complained: expect.stringContaining('2 withdrawn') });
  expect([visible(), versions()]).toEqual([[], 0]);
  expect(await withdraw('--released-under', digest.slice(0, 4), ...DO)).toMatchObject({ status: 2 });
});

it('does not take back what was written there since', async () => {
  await process(BASIC, 2, [1]);
  await process(STRICTER, 1, [1]);
  const [key = ''] = visible();
  const Metadata = deployment.aws.s3.stored('clean', key)?.metadata ?? {};
  // As a release whose line is not to be read yet.
  await deployment.aws.s3.client.send(
    new PutObjectCommand({ Bucket: 'clean', Key: key, Body: 'newer', Metadata: { ...Metadata } }),
  );
  expect(await withdraw(...DO)).toMatchObject({
    status: 1,
    said: expect.stringContaining('written there since'),
  });
  expect(visible()).toEqual([key]);
  expect(await withdraw(key, ...DO)).toMatchObject({ status: 0, said: expect.stringContaining('hidden') });
  expect(visible()).toEqual([]);
});

it('leaves what came while the rules were changing, and says so', async () => {
  await process(BASIC, 1, [1]);
  await process(STRICTER, 1, [1]);
  const done = await withdraw(...DO);
  expect(done).toMatchObject({
    status: 1,
    complained: expect.stringContaining('0 withdrawn, 1 left as they are'),
  });
  expect(done.said).toContain('rules were changing');
  expect(visible()).toHaveLength(1);
});

it('goes on after a fault, which it says, and does the rest the next time', async () => {
  await process(BASIC, 2);
  await process(STRICTER, 1, [1]);
  deployment.aws.interference = ({ name, bucket }) =>
    name === 'DeleteObject' && bucket === 'clean'
      ? { kind: 'refusal', code: 'AccessDenied', status: 403 }
      : null;
  const failed = await withdraw(...DO);
  expect(failed).toMatchObject({ status: 1, said: expect.stringContaining('(STORE_FORBIDDEN)') });
  expect(outcomes()).not.toContain('withdrawn');
  deployment.aws.interference = () => null;
  expect(await withdraw(...DO)).toMatchObject({ status: 0, said: expect.stringContaining('hidden') });
});

it('writes the line that a call which ended in between has not written', async () => {
  await process(BASIC, 2, [1]);
  await process(STRICTER, 1, [1]);
  deployment.aws.interference = ({ name }) =>
    name === 'PutLogEvents' ? { kind: 'refusal', code: 'AccessDeniedException', status: 400 } : null;
  expect(await withdraw(...DO)).toMatchObject({
    status: 1,
    said: expect.stringContaining('(AUDIT_UNAVAILABLE)'),
  });
  deployment.aws.interference = () => null;
  expect([visible(), outcomes().includes('withdrawn')]).toEqual([[], false]);
  expect((await withdraw(...DO)).said).toContain('was hidden already');
  expect(records().at(-1)).toMatchObject({
    outcome: 'withdrawn',
    withdrawal: { hidden: false, destroyed: 0 },
  });
});

it('asks for a reason, for a word of consent, and for the places', async () => {
  await process(BASIC, 2, [1]);
  await process(STRICTER, 1, [1]);
  expect(await withdraw()).toMatchObject({
    status: 2,
    complained: expect.stringContaining('REASON_MISSING'),
  });
  expect(await withdraw('--reason', 'ticket')).toMatchObject({
    status: 2,
    complained: expect.stringContaining('CONFIRMATION_MISSING'),
  });
  const nowhere = await lethe(['withdraw', '--dry-run', '--log-group', 'audit'], deployment.variables);
  expect([nowhere.status, String(nowhere.stderr)]).toEqual([
    2,
    expect.stringContaining('--clean-bucket is missing'),
  ]);
  expect(visible()).toHaveLength(1);
});
