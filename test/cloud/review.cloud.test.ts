import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { cloudAudit, cloudPorts } from '../../cli/quarantine/cloud.ts';
import { deidentify } from '../../layers/engine/deidentify.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { HeldList, InstanceView } from '../../layers/engine/review/types.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { compileRules } from '../../rules/compile.ts';
import { lethe, simple } from '../cli/run.ts';
import { el } from '../support/build.ts';
import { ingest, logLines, objects, outputs, s3 } from './deployed.ts';
import { STACK } from './deployment.ts';

/** Held in the cloud, decided by the command under its caller's credentials, released, audited. */

const RULES_KEY = 'rules/review.json';
const RULES = JSON.stringify({
  profile: 'none',
  freeText: 'hold',
  rules: [
    { select: 'PatientComments', action: 'review' },
    { select: ['PatientName', 'PatientID'], action: 'remove' },
    { select: ['SOPInstanceUID', 'StudyInstanceUID', 'SeriesInstanceUID'], action: 'replace-uid' },
  ],
});
const NEEDLE = 'walks with Zwieback';
const PLACE = '(0010,4000)';

const PLACES = [
  ...['--bucket', outputs.QuarantineBucket, '--clean-bucket', outputs.CleanBucket],
  ...[
    '--table',
    outputs.IdentityTable,
    '--decisions',
    outputs.DecisionTable,
    '--log-group',
    outputs.AuditLog,
  ],
];
async function review(...args: readonly string[]) {
  const [command = '', ...rest] = args;
  const { status, stdout, stderr } = await lethe(['review', command, ...PLACES, ...rest, '--json']);
  return { status, said: String(stdout), complained: String(stderr) };
}
async function asked<T>(...args: readonly string[]): Promise<T> {
  const { said, complained } = await review(...args);
  expect(complained).toBe('');
  return JSON.parse(said) as T;
}

type Source = Awaited<ReturnType<typeof ingest>>;
let source: Source;
beforeAll(async () => {
  await s3.send(new PutObjectCommand({ Bucket: outputs.RulesBucket, Key: RULES_KEY, Body: RULES }));
  const bytes = simple(9_301, el(0x00100010, 'PN', 'Zwieback^Oriane'), el(0x00104000, 'LT', NEEDLE));
  source = await ingest('review/a.dcm', bytes, 'nobody');
});
afterAll(async () => {
  await s3.send(new DeleteObjectCommand({ Bucket: outputs.RulesBucket, Key: RULES_KEY }));
});

/** As the function would under these rules. */
async function hold(held: Source): Promise<void> {
  const { plan } = compileRules({ name: RULES_KEY, text: RULES, place: 'cloud', readFile: () => '' });
  if (plan === null) throw new Error('these rules do not compile');
  const ports = cloudPorts(
    outputs.QuarantineBucket,
    outputs.CleanBucket,
    outputs.IdentityTable,
    outputs.HmacKeyArn,
  );
  const audit = cloudAudit(outputs.AuditLog);
  const path = `s3://${outputs.RulesBucket}/${RULES_KEY}`;
  const { outcome } = await deidentify(
    { container: outputs.IngestBucket, key: new Phi(held.key), versionId: held.versionId },
    {
      ...ports,
      plan,
      audit,
      keyScope: '',
      // The function releases it under its own rules, elsewhere.
      cleanPrefix: 'review/',
      clock: systemClock,
      entropy: systemEntropy,
      rules: { path, digest: createHash('sha256').update(RULES).digest('hex') },
    },
  );
  await audit.close();
  expect(outcome).toBe('held');
}

it('lists, shows, decides, releases, and leaves a line for each', async () => {
  await hold(source);
  // The stack says itself where everything is.
  const byStack = await lethe(['review', 'list', '--stack', STACK, '--json']);
  expect([byStack.status, String(byStack.stderr)]).toEqual([0, '']);
  expect((JSON.parse(String(byStack.stdout)) as HeldList).total).toBeGreaterThan(0);
  const { rows } = await asked<HeldList>('list', '--code', 'UNHANDLED_TAG');
  const name = rows.at(-1)?.name ?? '';
  const shown = await asked<InstanceView>('show', name);
  const element = shown.elements.find(({ place }) => place === PLACE);
  expect(element).toMatchObject({ before: NEEDLE, may: ['confirm', 'clear', 'edit'] });
  expect(await review('release', name)).toMatchObject({ status: 1 });
  const decide = ['decide', name, PLACE, '--clear', '--seen', element?.seen ?? ''];
  expect(await review(...decide)).toMatchObject({ status: 0, complained: '' });
  expect(await review(...decide)).toMatchObject({ status: 1, said: expect.stringContaining('"conflict"') });
  const before = new Set((await objects(outputs.CleanBucket)).keys());
  const released = await asked<{ readonly status: string; readonly output: string }>('release', name);
  expect(released.status).toBe('released');
  expect([...(await objects(outputs.CleanBucket)).keys()].filter((key) => !before.has(key))).toEqual([
    released.output,
  ]);
  expect((await objects(outputs.QuarantineBucket)).has(`${name}.dcm`)).toBe(false);
  const { Items = [] } = await new DynamoDBClient({}).send(
    new ScanCommand({ TableName: outputs.DecisionTable }),
  );
  // Nothing waits, and what it was released with is there.
  expect(Items.map(({ place }) => place?.S)).toEqual([
    expect.stringMatching(/^released#[0-9a-f]{32}$/),
    expect.stringMatching(/^released#[0-9a-f]{32}#\(0010,4000\)$/),
  ]);
  const lines = (await logLines(outputs.AuditLog)).filter(
    (line) => line.includes(name.replace('held/', '')) || line.includes('"review":{'),
  );
  const told = lines.join('\n');
  expect(told).toMatch(/"event":"review-decision","outcome":"decided".*"by":"arn:aws:/);
  expect(told).toContain('"review":{"digest":');
  expect(told).not.toContain('Zwieback');
});

it('and the page does the same, over what the stack holds', async () => {
  const bytes = simple(9_302, el(0x00100010, 'PN', 'Zwieback^Oriane'), el(0x00104000, 'LT', NEEDLE));
  await hold(await ingest('review/b.dcm', bytes, 'nobody'));
  const command = fileURLToPath(new URL('../../cli/lethe.mjs', import.meta.url));
  const child = spawn(process.execPath, [command, 'review', '--stack', STACK, '--port', '0', '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const { hash, origin } = new URL(await firstLine(child.stdout));
    let cookie = '';
    const ask = async (name: string, body: object) => {
      const answer = await fetch(`${origin}/api/${name}`, {
        method: 'POST',
        headers: { origin, cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      return { status: answer.status, said: (await answer.json()) as unknown };
    };
    expect(await ask('list', {})).toMatchObject({ status: 401 });
    expect(await ask('session', { token: hash.slice(1) })).toMatchObject({ status: 200 });
    const { said } = await ask('list', { code: 'UNHANDLED_TAG' });
    const name = (said as HeldList).rows.at(-1)?.name ?? '';
    const shown = (await ask('show', { name })).said as InstanceView;
    const seen = shown.elements.find(({ place }) => place === PLACE)?.seen;
    const decided = await ask('decide', {
      name,
      place: PLACE,
      action: { kind: 'clear' },
      seen,
      over: null,
    });
    expect(decided).toMatchObject({ status: 200, said: { status: 'done' } });
    expect(await ask('release', { name })).toMatchObject({ status: 200, said: { status: 'released' } });
    expect((await objects(outputs.QuarantineBucket)).has(`${name}.dcm`)).toBe(false);
  } finally {
    child.kill();
  }
});

async function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) return line;
  return '';
}
