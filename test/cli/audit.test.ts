import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { sealDays } from '../../layers/engine/audit/manifest/seal.ts';
import { AuditFiles } from '../../layers/local/auditFiles.ts';
import { ManifestFolder } from '../../layers/local/manifestFolder.ts';
import { auditRecord } from '../contracts/samples.ts';
import { keyPair, signer } from '../layers/engine/audit/manifest/support.ts';
import { lethe } from './run.ts';

let folder: string;
let file: string;
let manifests: string;
let publicKey: string;

const BASIC = { name: 'Basic Profile', digest: 'b'.repeat(64) };
const TRIAL = { name: 'Trial 7', digest: 't'.repeat(64) };

function record(time: string, overrides: Partial<AuditRecord> = {}): AuditRecord {
  return {
    ...auditRecord('ct/1.dcm'),
    time,
    outcome: 'released',
    reason: null,
    findings: [],
    source: { key: 'ct/1.dcm', sizeBytes: 2_000_000 },
    output: { key: '2.25.1/2.25.2/2.25.3.dcm' },
    plan: BASIC,
    ...overrides,
  };
}

const RECORDS = [
  { ...auditRecord('ct/1.dcm'), time: '2026-11-20T08:00:00.000Z' },
  record('2026-11-20T09:00:00.000Z'),
  record('2026-11-21T00:00:00.000Z', { source: { key: 'ct/2.dcm', sizeBytes: 1_000_000 }, plan: TRIAL }),
  record('2026-11-21T23:59:59.999Z', { outcome: 'passed-through', output: { key: 'other.dcm' } }),
  record('2026-11-21T12:00:00.000Z', { outcome: 'held', output: { key: null } }),
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-audit-'));
  file = join(folder, 'audit.jsonl');
  manifests = join(folder, 'manifests');
  mkdirSync(manifests);
  publicKey = join(folder, 'key.pem');
  // The last line was cut short by a crash.
  writeFileSync(file, `${RECORDS.map((each) => JSON.stringify(each)).join('\n')}\n{"time":"2026-11`);
  writeFileSync(publicKey, keyPair.publicKey.export({ type: 'spki', format: 'pem' }));
  const [audit, shelf] = [await AuditFiles.open([file]), new ManifestFolder(manifests)];
  for (const now of ['2026-11-21', '2026-11-22'])
    await sealDays(Date.parse(`${now}T01:30:00Z`), { audit, shelf, signer, hasTime: () => true });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function ask(
  ...args: readonly string[]
): Promise<{ status: number | null; text: string; said: string }> {
  const { status, stdout, stderr } = await lethe(['audit', ...args]);
  return { status, text: stdout.toString(), said: stderr.toString() };
}
const RANGE = ['--from', '2026-11-01', '--to', '2026-11-30'];

describe('lethe audit object', () => {
  it('tells what happened to an object, by its source or its output, in order', async () => {
    const bySource = await ask('object', 'ct/1.dcm', '--file', file, ...RANGE, '--json');
    expect(bySource.status).toBe(0);
    expect(JSON.parse(bySource.text).map(({ time, outcome }: AuditRecord) => [time, outcome])).toEqual([
      ['2026-11-20T08:00:00.000Z', 'quarantined'],
      ['2026-11-20T09:00:00.000Z', 'released'],
      ['2026-11-21T12:00:00.000Z', 'held'],
      ['2026-11-21T23:59:59.999Z', 'passed-through'],
    ]);
    expect(bySource.said).toBe('1 lines are not audit records\n');
    const { text } = await ask('object', 'other.dcm', '--file', file, ...RANGE);
    expect(text).toMatch(/^2026-11-21T23:59:59\.999Z {2}passed-through\n {4}to {7}other\.dcm\n/);
    const none = await ask('object', 'ct/3.dcm', '--file', file, ...RANGE);
    expect([none.status, none.text]).toEqual([1, expect.stringContaining('nothing')]);
    const nothing = await ask('object', 'ct/3.dcm', '--file', file, ...RANGE, '--json');
    expect([nothing.status, nothing.text]).toEqual([1, '[]\n']);
  });
});

describe('lethe audit released', () => {
  it('tells what left under which rules on a day', async () => {
    const { text, status } = await ask('released', '--day', '2026-11-21', '--file', file, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(text)).toEqual([
      {
        plan: TRIAL,
        engine: auditRecord('').engine,
        instances: 1,
        bytes: 1_000_000,
        first: '2026-11-21T00:00:00.000Z',
        last: '2026-11-21T00:00:00.000Z',
      },
      expect.objectContaining({ plan: BASIC, instances: 1, bytes: 2_000_000 }),
    ]);
    const { text: table } = await ask('released', '--day', '2026-11-21', '--file', file);
    expect(table).toContain('2026-11-21: 2 instances, 3.0 MB of sources');
    expect(table).toContain(TRIAL.digest);
  });

  it('lists every instance, if it is asked to', async () => {
    const { text } = await ask('released', '-d', '2026-11-20', '--file', file, '--list', '--json');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        time: '2026-11-20T09:00:00.000Z',
        output: '2.25.1/2.25.2/2.25.3.dcm',
        source: 'ct/1.dcm',
        plan: BASIC.digest,
      },
    ]);
  });
});

describe('lethe audit rules', () => {
  it('tells which rules were in force, and since when', async () => {
    const { text } = await ask('rules', '--file', file, ...RANGE, '--json');
    expect(
      JSON.parse(text).map(
        ({ plan, first, instances }: { plan: object; first: string; instances: number }) => [
          plan,
          first,
          instances,
        ],
      ),
    ).toEqual([
      [auditRecord('').plan, '2026-11-20T08:00:00.000Z', 1],
      [BASIC, '2026-11-20T09:00:00.000Z', 3],
      [TRIAL, '2026-11-21T00:00:00.000Z', 1],
    ]);
    expect((await ask('rules', '--file', file, ...RANGE)).text).toContain('3 sets of rules were in force');
  });
});

describe('lethe audit verify', () => {
  const verify = (...more: readonly string[]) =>
    ask('verify', '--manifests', manifests, '--public-key', publicKey, ...more);

  it('says that nothing is wrong where nothing is', async () => {
    const { status, text } = await verify('--file', file);
    expect([status, text]).toEqual([
      0,
      '2 manifests, 2026-11-20 to 2026-11-21; 5 audit lines agree\nnothing is wrong\n',
    ]);
    expect((await verify()).text).toContain('not compared with an audit');
  });

  it('says which line is missing', async () => {
    const less = join(folder, 'less.jsonl');
    writeFileSync(
      less,
      RECORDS.slice(0, -1)
        .map((each) => `${JSON.stringify(each)}\n`)
        .join(''),
    );
    const { status, text } = await verify('--file', less);
    expect(status).toBe(1);
    expect(text).toContain(
      'LINE_MISSING  2026-11-21 12h  a line that was sealed is not in the audit: 2026-11-21T12:00:00.000Z held ct/1.dcm',
    );
    expect((await verify('--file', less, '--to', '2026-11-20')).status).toBe(0);
  });

  it('finds no manifests where there are none, and takes that for wrong', async () => {
    const { status, text } = await ask('verify', '-m', folder, '--public-key', publicKey);
    expect([status, text.split(';')[0]]).toEqual([1, 'no manifests']);
  });
});

describe('a wrong call', () => {
  it.each([
    [['object', 'x'], 'say where the audit is'],
    [['object', 's3://bucket/key', '--log-group', 'x'], '--name-key'],
    [['released', '--file', 'x'], '--day'],
    [['released', '--day', '2026-02-30', '--file', 'x'], 'YYYY-MM-DD'],
    [['rules', '--file', 'x', '--log-group', 'y'], 'cannot be used with'],
    [['rules', '--file', '/nowhere/audit.jsonl'], 'ENOENT'],
    [['rules', '--file', 'x', '--from', '2026-11-21', '--to', '2026-11-20'], 'after the last'],
    [['verify', '--manifests', '/nowhere'], '--public-key'],
  ])('is told what is wrong: %j', async (args, said) => {
    const ran = await ask(...args);
    expect(ran.status).toBe(2);
    expect(ran.said).toContain(said);
  });
});
