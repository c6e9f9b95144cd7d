import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import type { InstanceView } from '../../layers/engine/review/types.ts';
import { lethe } from '../cli/run.ts';
import { describeHits, findNeedles } from '../support/search.ts';
import { elementRows } from './elementRows.ts';
import { writeHtmlReport } from './htmlReport.ts';
import { type DemoResult, ingestStudy } from './ingestStudy.ts';
import { isAsExpected, report } from './report.ts';

let root: string;
let result: DemoResult;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lethe-demo-'));
  result = await ingestStudy(root);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('every file comes to the outcome it is made for', () => {
  const outcomes = result.study.files.map(({ name }, at) => {
    const record = result.records[at];
    return [name, record?.outcome === 'released' ? 'released' : record?.reason?.code];
  });
  expect(outcomes).toEqual(result.study.files.map(({ name, expected }) => [name, expected]));
  expect(result.returned).toEqual([]);
});

test('no identifier is left, and the search would have found them', () => {
  expect(new Set(result.before.map(({ needle }) => needle)).size).toBe(result.study.planted.length);
  expect(describeHits(result.after)).toEqual([]);
});

test('nothing is left in what a second delivery and a second run write', async () => {
  const again = await ingestStudy(root);
  expect(isAsExpected(again)).toBe(true);
  expect(again.records.map((record) => record?.output.key)).toEqual(
    result.records.map((record) => record?.output.key),
  );
});

test('the audit has a line for every object and delivery', () => {
  const lines = readFileSync(result.folders.audit, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).source.key).toSorted()).toEqual(
    [...result.study.files, ...result.study.files].map(({ name }) => name).toSorted(),
  );
});

test('the report shows outcomes, identifiers and one instance before and after', async () => {
  const lines = await report(result, (_colour, text) => text, 140);
  expect(lines).toContainEqual(expect.stringMatching(/letter\.txt +quarantined +NOT_DICOM/));
  expect(lines).toContainEqual(expect.stringMatching(/left +0 identifiers, in 0 places/));
  expect(lines).toContainEqual(expect.stringMatching(/PatientBirthDate +19610914 +\(empty\)/));
  expect(lines).toContainEqual(expect.stringMatching(/PixelData +OW, 8192 bytes +=/));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(140);
});

test('the name in the picture is found before and not after, and nothing else of the picture changes', async () => {
  const { before, after } = result.pictures!;
  expect([before.framesWithText, after.framesWithText, before.frames, after.frames]).toEqual([2, 0, 2, 2]);
  const white = (pixels: Uint8Array) => pixels.reduce((count, value) => count + Number(value > 200), 0);
  expect(white(before.pixels)).toBeGreaterThan(5_000);
  expect(white(after.pixels)).toBe(0);
  // Below the two lines of text.
  const below = 320 * 3 * 80;
  expect(Buffer.from(after.pixels.subarray(below)).equals(before.pixels.subarray(below))).toBe(true);
  for (const { path } of [before, after]) expect(decode(readFileSync(path)).width).toBe(320);
  const lines = await report(result, (_colour, text) => text, 140);
  expect(lines).toContainEqual(expect.stringMatching(/after +text found in 0 frames, .*after\.png/));
});

test('what is held is reviewed under its own run, and the report for a browser has pictures and tables', async () => {
  const [name, ...others] = readdirSync(join(`${result.folders.clean}.kept`, 'held')).filter((each) =>
    each.endsWith('.dcm'),
  );
  expect(others).toEqual([]);
  const call = [
    'review',
    'show',
    '--kept',
    `${result.folders.clean}.kept`,
    `held/${name?.slice(0, -4)}`,
    '--json',
  ];
  const { status, stdout } = await lethe(call);
  expect(status).toBe(0);
  const { outcome, elements } = JSON.parse(String(stdout)) as InstanceView;
  expect(outcome).toBe('held');
  const doubts = elements.filter(({ findings }) => findings.some(({ severity }) => severity === 'doubt'));
  expect(doubts.map(({ keyword }) => keyword)).toEqual(['ViewName']);
  await writeHtmlReport(result);
  const page = readFileSync(result.folders.report, 'utf8');
  expect(page).toMatch(/src="pictures\/before\.png".*src="pictures\/after\.png"/);
  expect(page).toMatch(/<tr class="emptied"><td[^>]*>\(0010,0030\) PatientBirthDate<\/td><td>19610914<\/td>/);
  expect((await report(result, (_colour, text) => text, 140)).at(-1)).toMatch(
    / review --kept .*clean\.kept$/,
  );
});

test('a leftover and a wrong outcome are not as expected', () => {
  const leftover = findNeedles(Buffer.from(result.study.planted[0]!.text), result.study.planted);
  expect(isAsExpected(result)).toBe(true);
  expect(isAsExpected({ ...result, after: leftover })).toBe(false);
  expect(isAsExpected({ ...result, records: result.records.toReversed() })).toBe(false);
  expect(isAsExpected({ ...result, returned: ['message'] })).toBe(false);
  expect(isAsExpected({ ...result, isSteady: false })).toBe(false);
  const { before } = result.pictures!;
  expect(isAsExpected({ ...result, pictures: { before, after: before } })).toBe(false);
  expect(isAsExpected({ ...result, pictures: undefined })).toBe(false);
});

test('rows of deflated and big-endian instances are read as those of any other', async () => {
  for (const name of ['ct/slice-3.dcm', 'ct/slice-4.dcm']) {
    const at = result.study.files.findIndex((file) => file.name === name);
    const clean = readFileSync(join(result.folders.clean, result.records[at]!.output.key!));
    const rows = await elementRows(result.study.files[at]!.bytes, clean);
    expect(rows).toContainEqual(
      expect.objectContaining({ name: '(0028,0010) Rows', before: '64', change: 'same' }),
    );
    expect(rows).toContainEqual(expect.objectContaining({ name: '(7FE0,0010) PixelData', change: 'same' }));
  }
});
