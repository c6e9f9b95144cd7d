import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeldList, InstanceView } from '../../../layers/engine/review/types.ts';
import { burnedInPixels, ultrasound } from '../../support/burnedIn.ts';
import { filesBelow, lethe } from '../run.ts';

/** An area that a person blanked in the review: the audit says so to `lethe verify`, and nothing else may have changed. */

const root = mkdtempSync(join(tmpdir(), 'lethe-verify-reviewed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...parts: readonly string[]) => join(root, ...parts);

const RULES = { profile: 'basic', screening: { pixels: 'hold' } };
const PIXELS = '(7FE0,0010)';

async function asked<T>(...args: readonly string[]): Promise<T> {
  const { status, stdout, stderr } = await lethe(['review', ...args, '--kept', at('out.kept'), '--json']);
  expect([status, String(stderr)]).toEqual([0, '']);
  return JSON.parse(String(stdout)) as T;
}

async function seenOf(name: string): Promise<string> {
  const { elements } = await asked<InstanceView>('show', name);
  return elements.find(({ place }) => place === PIXELS)?.seen ?? '';
}

beforeAll(async () => {
  mkdirSync(at('in'));
  writeFileSync(at('in/a.dcm'), ultrasound({ number: 1, image: burnedInPixels('NEEDLEMEYER') }));
  writeFileSync(at('rules.json'), JSON.stringify(RULES));
  await lethe([
    'deid',
    at('in'),
    '--out',
    at('out'),
    '--key',
    at('key'),
    '--rules',
    at('rules.json'),
    '--audit',
    at('a.jsonl'),
  ]);
  const { rows } = await asked<HeldList>('list');
  const name = rows[0]?.name ?? '';
  await asked('decide', name, '--redact', '0,0,320,40', '--seen', await seenOf(name));
  await asked('decide', name, PIXELS, '--confirm', '--seen', await seenOf(name));
  await asked('release', name);
});

async function verify(...audits: readonly string[]) {
  const { status, stdout } = await lethe([
    'verify',
    at('out'),
    '--source',
    at('in'),
    '--rules',
    at('rules.json'),
    ...audits.flatMap((file) => ['--audit', file]),
    '--json',
  ]);
  const { findings } = JSON.parse(String(stdout)) as {
    readonly findings: readonly { code: string; severity: string }[];
  };
  const told = findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code);
  return { status, told };
}

const ofReview = at('out.kept/state/quarantine.jsonl');

it('is explained by the audit of the review, beside that of the run', async () => {
  expect(await verify(at('a.jsonl'), ofReview)).toEqual({ status: 0, told: [] });
});

it('is explained by nothing else', async () => {
  expect(await verify(at('a.jsonl'))).toEqual({ status: 1, told: ['PIXELS_CHANGED'] });
});

it('explains no other change', async () => {
  const [[file, bytes] = ['', Buffer.alloc(0)]] = [...filesBelow(at('out'))];
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] as number) ^ 1;
  writeFileSync(at('out', file), bytes);
  expect(await verify(at('a.jsonl'), ofReview)).toEqual({ status: 1, told: ['PIXELS_CHANGED'] });
});

it('is told by boxes alone', () => {
  const lines = readFileSync(ofReview, 'utf8').trim().split('\n');
  const released = lines.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome === 'released');
  expect(released.map(({ blanked }) => blanked)).toEqual(['*:0,0,320,40']);
  expect(lines.join('\n')).not.toMatch(/needlemeyer/i);
});
