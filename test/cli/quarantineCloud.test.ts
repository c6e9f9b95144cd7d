import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { rulesFromShelf } from '../../cli/quarantine/cloud.ts';
import { EXPIRY_TAG, KEPT_VALUES } from '../../functions/environment.ts';
import { KmsKeyRing } from '../../layers/aws/kmsKeyRing.ts';
import { S3Book } from '../../layers/aws/s3Book.ts';
import { S3Kept } from '../../layers/aws/s3Kept.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { Phi } from '../../layers/engine/phi.ts';
import { type Deployment, deploy, type Sent } from '../reliability/deployment.ts';
import { coldStart, listening } from '../reliability/sandbox.ts';
import { el } from '../support/build.ts';
import { lethe, simple } from './run.ts';

/** The quarantine of a deployment: the real handler keeps, the real command looks and tries again. */

/** Each test starts processes of its own, and the machine may have others. */

const root = mkdtempSync(join(tmpdir(), 'lethe-cloud-kept-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const RULES = {
  profile: 'basic',
  name: 'Trial 7',
  identities: { project: 'trial-7', patientId: { action: 'allocate', template: 'Site{####}' } },
  freeText: 'hold',
  rules: [{ select: 'ConvolutionKernel', action: 'review' }],
};

let deployment: Deployment;
let sent: Sent;
beforeEach(async () => {
  deployment = await deploy();
  await putRules(RULES);
  const bytes = simple(
    1,
    el(0x00181210, 'SH', 'B70f of Hugin'),
    el(0x00100010, 'PN', 'Needlemeyer^Zita'),
    el(0x00100020, 'LO', 'NDL-1'),
  );
  sent = await deployment.put({ key: 'Needlemeyer.dcm', bytes, number: 1, patient: 'NDL-1' });
  await deliver();
});
afterEach(() => deployment.stop());

const putRules = (rules: object) =>
  deployment.aws.s3.client.send(
    new PutObjectCommand({ Bucket: 'rules', Key: 'rules.json', Body: JSON.stringify(rules) }),
  );
/** The event of the object, once more, in an execution environment that reads the rules as they are now. */
async function deliver(): Promise<void> {
  const sandbox = await listening([], () => coldStart(deployment));
  const message = { messageId: '1', body: sent.event, received: 1 };
  expect(await listening([], () => sandbox.invoke([message]))).toEqual([]);
}
const outcomes = () =>
  deployment.aws.logs.events('audit').map(({ message }) => JSON.parse(message).outcome as string);
const shelf = () => new S3Kept(deployment.aws.s3.client, 'quarantine');
async function names(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name } of shelf().list()) found.push(name);
  return found;
}
const quarantine = async (command: string, ...options: readonly string[]) => {
  const ran = await lethe(
    ['quarantine', command, '--bucket', 'quarantine', ...options],
    deployment.variables,
  );
  return { status: ran.status, said: String(ran.stdout), complained: String(ran.stderr) };
};
const TABLES = ['--table', 'identities', '--decisions', 'decisions'];
const CLOUD = ['--clean-bucket', 'clean', ...TABLES, '--audit', join(root, 'audit.jsonl')];

it('remembers the run, and its rules can be had again', async () => {
  expect(outcomes()).toEqual(['held']);
  const [name = ''] = await names();
  const note = await shelf().note(name);
  expect(note?.run).toMatchObject({
    plan: { name: 'Trial 7' },
    rules: {
      path: 's3://rules/rules.json',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      route: { file: 's3://rules/lethe.routes.json', prefix: '' },
    },
    keyId: deployment.facts.hmacKeyId,
    keyScope: 'trial-7',
    cleanPrefix: '',
  });
  expect(JSON.stringify(note)).not.toContain('Needlemeyer');
  const shelfOf = () => ({ newest: async () => ({ etag: '', text: JSON.stringify(RULES) }) });
  const { plan, origin } = await rulesFromShelf(note?.run?.rules?.path ?? '', undefined, shelfOf);
  expect([plan.digest, origin.digest]).toEqual([note?.run?.plan.digest, note?.run?.rules?.digest]);
});

it('a retry that names nothing takes rules, key and scope of the run, and holds it again', async () => {
  const retried = await quarantine('retry', '--all', '--json', ...CLOUD);
  expect([retried.complained, retried.status]).toEqual(['', 1]);
  expect(JSON.parse(retried.said)).toMatchObject({ outcome: 'held' });
  expect(deployment.aws.s3.history('clean').size).toBe(0);
});

it('a retry is refused where the rules have changed, and done under those that are named', async () => {
  await putRules({ ...RULES, rules: [] });
  const refused = await quarantine('retry', '--all', ...CLOUD);
  expect([refused.status, refused.said]).toEqual([2, '']);
  expect(refused.complained).toMatch(
    /^lethe: RULES_CHANGED: [^\n]*s3:\/\/rules\/rules\.json[^\n]*--rules FILE/,
  );
  const file = join(root, 'rules.json');
  writeFileSync(file, JSON.stringify({ ...RULES, rules: [] }));
  const named = await quarantine('retry', '--all', '--json', '--rules', file, ...CLOUD);
  expect([named.status, JSON.parse(named.said).outcome]).toEqual([0, 'released']);
  expect(named.complained).toMatch(/^lethe: kept under Trial 7 \([0-9a-f]{12}\), retried under Trial 7/);
  const shown = await quarantine('list');
  expect([shown.status, shown.said]).toEqual([0, '']);
});

it('another root key must be named', async () => {
  const audit = join(root, 'other.jsonl');
  const other = 'arn:aws:kms:eu-central-1:000000000000:key/none';
  const refused = await quarantine(
    'retry',
    '--all',
    ...CLOUD.slice(0, 6),
    '--audit',
    audit,
    '--root-key',
    other,
  );
  expect(refused.status).toBe(2);
  expect(refused.complained).toMatch(/^lethe: KEY_(FORBIDDEN|UNAVAILABLE|DIFFERS): /);
});

it('what is held wants the table of what people decided about it', async () => {
  const bare = CLOUD.filter((option) => option !== '--decisions' && option !== 'decisions');
  const refused = await quarantine('retry', '--all', ...bare);
  expect([refused.status, refused.said]).toEqual([2, '']);
  expect(refused.complained).toMatch(/^lethe: WRONG_CALL: --decisions is missing\./);
});

it('show gives findings by keyword and no value, and export-original asks for a reason', async () => {
  const [name = ''] = await names();
  const { said } = await quarantine('show', name);
  expect(said).toMatch(/ConvolutionKernel \(0018,1210\)/);
  expect(said).not.toContain('Hugin');
  const folder = join(root, 'given');
  const call = ['export-original', folder, name, '--audit', join(root, 'given.jsonl')] as const;
  expect((await quarantine(...call, '--yes')).complained).toContain('REASON_MISSING');
  expect((await quarantine(...call, '--reason', 'ticket 4711')).complained).toContain('CONFIRMATION_MISSING');
  const { status, said: path } = await quarantine(...call, '--reason', 'ticket 4711', '--yes');
  expect(status).toBe(0);
  expect(readFileSync(path.trim()).equals(Buffer.from(sent.bytes))).toBe(true);
});

it('is settled when its event comes again and the instance comes out', async () => {
  expect(deployment.aws.s3.stored('ingest', sent.key)?.tags).toBe('lethe=held');
  await putRules({ ...RULES, rules: [] });
  await deliver();
  expect(outcomes()).toEqual(['held', 'released']);
  // Hidden, and not destroyed.
  expect(deployment.aws.s3.stored('ingest', sent.key)).toBeUndefined();
  expect(deployment.aws.s3.history('ingest').get(sent.key)).toHaveLength(1);
  expect((await quarantine('list')).said).toBe('');
  expect((await quarantine('list', '--settled')).said).toMatch(/\(settled\)$/m);
  const none = await quarantine('retry', '--all', ...CLOUD);
  expect([none.status, none.said]).toEqual([0, '']);
});

const INGEST = () => ({ container: 'ingest', key: new Phi(sent.key) });
/** What the reconciler says of the object as it is now; its role has the key of names alone. */
async function standing(): Promise<string | undefined> {
  const { kms, s3, sqs } = deployment.aws;
  const keys = new KmsKeyRing(kms.client, deployment.facts.nameKeyId);
  const book = new S3Book(s3.client, sqs.client, keys, {
    ingestBucket: 'ingest',
    quarantineBucket: 'quarantine',
    queueUrl: deployment.facts.queueUrl,
    tag: { key: EXPIRY_TAG.key, released: EXPIRY_TAG.value, kept: KEPT_VALUES },
  });
  return (await book.standingOf(INGEST()))?.standing;
}
/** What `lethe audit object` finds of the object. */
async function found(): Promise<readonly AuditRecord[]> {
  const file = join(root, 'lines.jsonl');
  writeFileSync(
    file,
    deployment.aws.logs
      .events('audit')
      .map(({ message }) => `${message}\n`)
      .join(''),
  );
  const ran = await lethe(
    [
      ...['audit', 'object', `s3://ingest/${sent.key}`, '--file', file, '--json'],
      ...['--name-key', deployment.facts.nameKeyId],
    ],
    deployment.variables,
  );
  return JSON.parse(String(ran.stdout));
}
const released = { ...RULES, rules: [] };
const TO_THE_AUDIT = ['--clean-bucket', 'clean', ...TABLES, '--log-group', 'audit'];
function rulesFile(): string {
  const file = join(root, 'released.json');
  writeFileSync(file, JSON.stringify(released));
  return file;
}
const cleanObject = () => [...deployment.aws.s3.history('clean')];
/** What the sender sends after it, under the same name: the same instance, put right. */
async function correct(): Promise<void> {
  const bytes = simple(
    1,
    el(0x00181210, 'SH', 'B70f'),
    el(0x00100010, 'PN', 'Needlemeyer^Zita'),
    el(0x00100020, 'LO', 'NDL-1'),
  );
  sent = await deployment.put({ key: 'Needlemeyer.dcm', bytes, number: 1, patient: 'NDL-1' });
}

it('a retry, the correction of the sender, the audit and the reconciler agree on whose instance it is', async () => {
  expect(await standing()).toBe('kept');
  const retried = await quarantine('retry', '--all', '--rules', rulesFile(), ...TO_THE_AUDIT);
  expect([retried.status, retried.said]).toEqual([0, expect.stringContaining('released')]);
  expect(await names()).toEqual([]);
  const [held, release] = await found();
  expect([held?.outcome, release?.outcome]).toEqual(['held', 'released']);
  expect(release?.source).toEqual(held?.source);
  expect(release?.source.versionId).toBe(sent.versionId);
  const [[cleanKey, [first]] = ['', []]] = cleanObject();
  expect(cleanKey).toBe(release?.output.key);
  expect(first?.metadata).toEqual({ 'lethe-source': release?.source.key });
  // It is not missing, and not sent again.
  expect(await standing()).toBe('kept');

  await putRules(released);
  await correct();
  await deliver();
  expect(outcomes()).toEqual(['held', 'released', 'released']);
  expect(cleanObject()).toEqual([[cleanKey, [first, expect.anything()]]]);
  expect((await found()).map(({ outcome }) => outcome)).toEqual(['held', 'released', 'released']);
  // Hidden behind a marker: nothing is left for the reconciler to look after.
  expect(await standing()).toBeUndefined();
});

it('a retry does not undo the correction that came before it', async () => {
  await putRules(released);
  const before = sent;
  await correct();
  await deliver();
  const after = cleanObject();
  const retried = await quarantine('retry', '--all', '--rules', rulesFile(), ...TO_THE_AUDIT);
  expect([retried.status, retried.said]).toEqual([1, expect.stringContaining('OUTPUT_CONFLICT')]);
  expect(cleanObject()).toEqual(after);
  expect((await shelf().note((await names())[0] ?? ''))?.source.versionId).toBe(before.versionId);
});

it('what an earlier Lethe kept wants to be told what its source is called', async () => {
  const [name = ''] = await names();
  const note = await shelf().note(name);
  const { names: told, ...source } = note?.source ?? {};
  expect(told).toMatchObject({
    source: expect.stringMatching(/^[0-9a-f]{32}$/),
    version: name.slice('held/'.length),
  });
  await shelf().settle(name, 'held', { ...note, source });
  const retry = (...more: readonly string[]) =>
    quarantine('retry', name, '--rules', rulesFile(), ...TO_THE_AUDIT, ...more);
  const refused = await retry();
  expect([refused.status, refused.said]).toEqual([2, '']);
  expect(refused.complained).toMatch(/^lethe: SOURCE_NAME_UNKNOWN: [^\n]*--source-name/);
  expect((await retry('--source-name', 'Needlemeyer.dcm')).complained).toContain('32 hexadecimal digits');
  const [line] = await found();
  const retried = await retry('--source-name', line?.source.key ?? '');
  expect([retried.complained, retried.status]).toEqual([expect.stringContaining('retried under'), 0]);
  expect((await found()).map(({ outcome }) => outcome)).toEqual(['held', 'released']);
  expect(cleanObject()[0]?.[1][0]?.metadata).toEqual({ 'lethe-source': line?.source.key });
});

describe('remove', () => {
  let runs = 0;
  beforeEach(() => {
    runs += 1;
  });
  const audit = () => join(root, `removed-${runs}.jsonl`);
  const call = (...more: readonly string[]) =>
    quarantine('remove', ...more, '--audit', audit(), '--reason', 'ticket 4711', '--yes');
  const lines = () =>
    readFileSync(audit(), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  /** All that is left of the original, hidden versions too. */
  const left = (name: string) => deployment.aws.s3.history('quarantine').get(`${name}.dcm`) ?? [];

  it('hides an original, says so, and the reconciler does not send it again', async () => {
    const [name = ''] = await names();
    const { status, said } = await call(name);
    expect([status, said]).toEqual([0, expect.stringMatching(/ {2}removed$/m)]);
    expect(await names()).toEqual([]);
    expect(left(name)).toHaveLength(1);
    expect(await shelf().note(name)).toMatchObject({ removed: expect.stringMatching(/^\d{4}-/) });
    expect(await standing()).toBe('kept');
    expect(lines()).toMatchObject([
      {
        event: 'original-removal',
        outcome: 'removed',
        name,
        reason: 'ticket 4711',
        sizeBytes: sent.bytes.length,
      },
    ]);
    expect(JSON.stringify(lines())).not.toContain('Needlemeyer');
  });

  it('destroys every version, of what was hidden before, too', async () => {
    const [name = ''] = await names();
    await call(name);
    const { status, said } = await call(name, '--destroy');
    expect([status, said]).toEqual([0, expect.stringMatching(/ {2}destroyed \(\d+ versions\)$/m)]);
    expect(left(name)).toEqual([]);
    expect(await standing()).toBe('kept');
    const again = await call(name, '--destroy');
    expect([again.status, again.complained]).toEqual([1, expect.stringContaining('nothing is kept')]);
    expect(lines().map(({ outcome }) => outcome)).toEqual([
      'removed',
      'destroyed',
      'destroyed',
      'not-removed',
    ]);
  });

  it('destroys at once what is kept', async () => {
    const [name = ''] = await names();
    expect((await call('--all', '--destroy')).status).toBe(0);
    expect(left(name)).toEqual([]);
    expect(await names()).toEqual([]);
  });

  it('takes what has come out since by --settled alone', async () => {
    await putRules(released);
    await deliver();
    expect((await call('--all')).said).toBe('');
    expect((await call('--settled', '--all')).complained).toContain('--settled goes without');
    expect((await call('--settled', '--destroy')).said).toContain('destroyed');
    expect((await quarantine('list', '--settled')).said).toBe('');
  });

  it('is asked for a reason and a confirmation', async () => {
    const [name = ''] = await names();
    const bare = await quarantine('remove', name, '--audit', audit());
    expect(bare.complained).toContain('REASON_MISSING');
    const unasked = await quarantine('remove', name, '--audit', audit(), '--reason', 'x');
    expect([unasked.status, unasked.complained]).toEqual([
      2,
      expect.stringContaining('CONFIRMATION_MISSING'),
    ]);
    expect(await names()).toEqual([name]);
  });
});
