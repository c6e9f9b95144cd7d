import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeldList, InstanceView } from '../../layers/engine/review/types.ts';
import { textsOf } from '../layers/engine/actions/shiftPlan.ts';
import { el } from '../support/build.ts';
import { filesBelow, lethe, simple } from './run.ts';

/** MeVisLab's review, point by point, with the command alone: docs/review.md names these tests. */

const root = mkdtempSync(join(tmpdir(), 'lethe-review-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let runs = 0;

const FIELDS = 'cleanDescriptors = TRUE\nretainPatientCharacteristics = TRUE\n';
const RULES = {
  profile: 'none',
  freeText: 'hold',
  rules: [
    { select: 'Allergies', action: 'review' },
    { select: ['PatientName', 'PatientID'], action: 'remove' },
  ],
};
const SERIES = '(0008,103E)';
const STUDY = '(0008,1030)';
const ALLERGIES = '(0010,2110)';
const NEEDLES = ['Needlemeyer', 'NDL-1', 'Kiwi', 'Spin echo', 'Left knee'];

/** A run under MeVisLab's fields, and the review of what it held. */
async function held(fields = FIELDS, dialect: readonly string[] = ['--dialect', 'mevislab']) {
  const run = join(root, `run-${runs++}`);
  const at = (name: string) => join(run, name);
  mkdirSync(at('in'), { recursive: true });
  writeFileSync(
    at('in/a.dcm'),
    simple(
      1,
      el(0x00081030, 'LO', 'Left knee'),
      el(0x0008103e, 'LO', 'Spin echo'),
      el(0x00100010, 'PN', 'Needlemeyer^Zita'),
      el(0x00100020, 'LO', 'NDL-1'),
      el(0x00102110, 'LO', 'Kiwi'),
    ),
  );
  writeFileSync(at('rules'), fields);
  const rules = ['--rules', at('rules'), ...dialect];
  const again = async (...more: readonly string[]) => {
    const call = ['deid', at('in'), '--out', at('out'), '--key', at('key'), ...rules, '--quiet', ...more];
    const { status, stderr } = await lethe(call);
    return { status, stderr: String(stderr) };
  };
  expect(await again()).toEqual({ status: 1, stderr: '' });
  const review = async (...args: readonly string[]) => {
    const [command = '', ...rest] = args;
    const { status, stdout, stderr } = await lethe(['review', command, '--kept', at('out.kept'), ...rest]);
    return { status, said: String(stdout), complained: String(stderr) };
  };
  const asked = async <T>(...args: readonly string[]): Promise<T> => {
    const { status, said, complained } = await review(...args, '--json');
    expect([status, complained]).toEqual([0, '']);
    return JSON.parse(said) as T;
  };
  const { rows } = await asked<HeldList>('list');
  const name = rows[0]?.name ?? '';
  const show = () => asked<InstanceView>('show', name);
  const element = async (place: string) => (await show()).elements.find((each) => each.place === place);
  const decide = async (place: string, ...how: readonly string[]) =>
    review('decide', name, place, ...how, '--seen', (await element(place))?.seen ?? '');
  return { at, again, review, asked, name, show, element, decide, out: at('out') };
}

it('says that there are unhandled tags, and lists them', async () => {
  const { asked, show, review, name } = await held();
  expect(await asked<HeldList>('list')).toMatchObject({
    total: 1,
    progress: { settled: 0, doubts: 3 },
    rows: [{ codes: ['UNHANDLED_TAG'] }],
  });
  const { elements, outcome } = await show();
  expect(outcome).toBe('held');
  const unhandled = elements.filter(({ findings }) => findings.some(({ code }) => code === 'UNHANDLED_TAG'));
  expect(unhandled.map(({ keyword, before }) => [keyword, before])).toEqual([
    ['StudyDescription', 'Left knee'],
    ['SeriesDescription', 'Spin echo'],
    ['Allergies', 'Kiwi'],
  ]);
  // What is piped stays: no value goes there without being asked for.
  const told = (await review('show', name)).said;
  expect(told).toContain('StudyDescription (0008,1030)');
  for (const needle of NEEDLES) expect(told).not.toContain(needle);
});

it('confirms, clears and edits, and the output comes only when all are reviewed', async () => {
  const { review, decide, name, out, at } = await held();
  const release = () => review('release', name, '--json');
  expect(await decide(STUDY, '--confirm')).toMatchObject({ status: 0, said: `${STUDY}  confirm\n` });
  expect(await decide(ALLERGIES, '--clear')).toMatchObject({ status: 0 });
  expect(await release()).toMatchObject({ status: 1, said: expect.stringContaining('"status":"held"') });
  expect(filesBelow(out).size).toBe(0);
  expect(await decide(SERIES, '--edit', 'spin')).toMatchObject({ status: 0 });
  expect(await release()).toMatchObject({ status: 0, said: expect.stringContaining('"status":"released"') });
  const [bytes] = [...filesBelow(out).values()];
  expect(await textsOf(new Uint8Array(bytes ?? []))).toMatchObject({
    [STUDY]: 'Left knee',
    [SERIES]: 'spin',
    [ALLERGIES]: '',
  });
  const state = join(at('out.kept'), 'state');
  const lines = readFileSync(join(state, 'quarantine.jsonl'), 'utf8');
  expect(lines.match(/"event":"review-decision"/g)).toHaveLength(3);
  expect(lines).toContain('"review":{"digest":');
  for (const needle of NEEDLES) expect(lines).not.toContain(needle);
  expect(readdirSync(join(at('out.kept'), 'held'))).toEqual([]);
});

it('is asked for once: the next run over the folder releases what was released, by the same decisions', async () => {
  const { review, decide, name, out, again, at } = await held();
  await decide(STUDY, '--confirm');
  await decide(ALLERGIES, '--clear');
  await decide(SERIES, '--edit', 'spin');
  expect(await review('release', name)).toMatchObject({ status: 0 });
  const before = [...filesBelow(out)].map(String);
  expect(before).toHaveLength(1);
  for (const more of [[], ['--overwrite'], ['--overwrite', '--jobs', '2']]) {
    expect(await again(...more)).toMatchObject({ status: 0, stderr: '' });
    expect([...filesBelow(out)].map(String)).toEqual(before);
  }
  // Under other rules people are asked again, and nothing stays of what they released: what they decided still stands.
  writeFileSync(at('rules'), `${FIELDS}retainUIDs = TRUE\n`);
  expect(await again('--overwrite')).toMatchObject({ status: 1, stderr: '' });
  expect(filesBelow(out).size).toBe(0);
  expect((await review('release', '--ready')).said).toContain('  released  ');
  expect(await again()).toMatchObject({ status: 0, stderr: '' });
});

it('validates what is typed by the VR, and says nothing of it', async () => {
  const { decide } = await held();
  const refused = await decide(STUDY, '--edit', 'needle in a haystack, '.repeat(4));
  expect(refused).toMatchObject({ status: 2, said: '' });
  expect(refused.complained).toMatch(/^lethe: REVIEW_EDIT_INVALID: .*more than 64 characters/);
  expect(refused.complained).not.toContain('needle');
});

it('restores what was there', async () => {
  const { decide, element, review, name } = await held();
  await decide(STUDY, '--clear');
  const cleared = await element(STUDY);
  expect(cleared).toMatchObject({ after: '', decision: { action: { kind: 'clear' } } });
  const { revision } = cleared?.decision ?? { revision: '' };
  expect(await review('undo', name, STUDY, '--over', 'f'.repeat(32))).toMatchObject({ status: 1 });
  expect(await review('undo', name, STUDY, '--over', revision)).toMatchObject({
    status: 0,
    said: `${STUDY}  undone\n`,
  });
  expect(await element(STUDY)).toMatchObject({ before: 'Left knee', after: 'Left knee', decision: null });
});

it('writes what is accepted for good, and the next study asks nothing', async () => {
  const { review, element, name, at, asked } = await held(JSON.stringify(RULES), []);
  const { seen } = (await element(ALLERGIES)) ?? {};
  const file = at('reviewed.json');
  const propose = [
    'propose',
    name,
    ALLERGIES,
    '--confirm',
    '--scope',
    'everywhere',
    '--why',
    'a fruit',
    '--seen',
    seen ?? '',
  ];
  expect(await asked('propose', ...propose.slice(1))).toMatchObject({
    instances: 1,
    doubts: 1,
    values: ['Kiwi'],
  });
  expect(await review(...propose, '--accept')).toMatchObject({ status: 2 });
  expect(await review(...propose, '--accept', '--reviewed', file)).toMatchObject({ status: 0 });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    reviewed: [{ select: '/Allergies', confirm: 'Kiwi', why: 'a fruit', by: expect.any(String) }],
  });
  expect(await review('release', '--ready')).toMatchObject({ status: 0 });
  const rules = at('next.json');
  writeFileSync(rules, JSON.stringify({ ...RULES, reviewed: 'reviewed.json' }));
  writeFileSync(at('in/a.dcm'), simple(2, el(0x00102110, 'LO', 'Kiwi')));
  const again = await lethe([
    'deid',
    at('in'),
    '--out',
    at('next'),
    '--key',
    at('key'),
    '--rules',
    rules,
    '--quiet',
  ]);
  expect([again.status, String(again.stderr)]).toEqual([0, '']);
});

it.each([
  [['show', 'held/nothing'], 'REVIEW_NOT_HELD'],
  [['release'], 'WRONG_CALL'],
  [['decide', 'NAME', STUDY], 'WRONG_CALL'],
  [['decide', 'NAME', STUDY, '--clear', '--confirm'], 'WRONG_CALL'],
  [['decide', 'NAME', '(0008,0018)', '--clear', '--seen', '0'.repeat(32)], 'REVIEW_NOT_ALLOWED'],
  [['decide', 'NAME', '--redact', '5,5,1,1'], 'WRONG_CALL'],
])('%j says what is wrong', async (args, code) => {
  const { review, name } = await held();
  const { status, complained } = await review(...args.map((arg) => (arg === 'NAME' ? name : arg)));
  expect([status, complained.split(': ')[1]]).toEqual([2, code]);
});
