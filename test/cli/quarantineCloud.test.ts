import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { rulesFromShelf } from '../../cli/quarantine/cloud.ts';
import { S3Kept } from '../../layers/aws/s3Kept.ts';
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
const CLOUD = ['--clean-bucket', 'clean', '--table', 'identities', '--audit', join(root, 'audit.jsonl')];

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
    ...CLOUD.slice(0, 4),
    '--audit',
    audit,
    '--root-key',
    other,
  );
  expect(refused.status).toBe(2);
  expect(refused.complained).toMatch(/^lethe: KEY_(FORBIDDEN|UNAVAILABLE|DIFFERS): /);
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
