import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoStudy } from '../demo/demoStudy.ts';
import { exampleFiles } from '../demo/writeExample.ts';
import { findNeedles } from '../support/search.ts';
import { auditLines, filesBelow, lethe } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-example-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...names: readonly string[]) => join(root, ...names);

test('what is shipped is the study of the demo: npm run docs writes it', () => {
  for (const [name, bytes] of exampleFiles())
    expect([name, readFileSync(join(import.meta.dirname, '../../cli/example', name)).equals(bytes)]).toEqual([
      name,
      true,
    ]);
});

test('it is written with the list of its identifiers, and says how much it is', async () => {
  const { status, stdout, stderr } = await lethe(['example', at('try')]);
  expect([status, String(stderr)]).toEqual([0, '']);
  const { files, planted } = demoStudy();
  const written = filesBelow(at('try'));
  expect([...written.keys()].sort()).toEqual(
    ['identifiers.txt', ...files.map(({ name }) => `study/${name}`)].sort(),
  );
  expect(String(stdout)).toBe(
    `${at('try', 'study')}: ${files.length} files of invented patients\n${at('try', 'identifiers.txt')}: ${new Set(planted.map(({ text }) => text)).size} identifiers that are in them, one per line\n`,
  );
  // Each line is an identifier that the files do have.
  const lines = String(written.get('identifiers.txt')).trimEnd().split('\n');
  expect(lines.sort()).toEqual([...new Set(planted.map(({ text }) => text))].sort());
});

test('its files come to what they are made for, and nothing of the list is left', async () => {
  const call = ['deid', at('try', 'study'), '--out', at('clean'), '--key', at('key'), '--audit', at('audit')];
  const { status } = await lethe(call);
  expect(status).toBe(1);
  const { files, planted } = demoStudy();
  const outcomes = auditLines(at('audit')).map(({ source, outcome, reason }) => [
    source.key,
    outcome === 'released' ? outcome : reason?.code,
  ]);
  // The Basic Profile keeps View Name, which names the patient in the one that is made for a review.
  const expected = files.map(({ name, expected: code }) => [
    name,
    code === 'DOUBTFUL' ? 'RESIDUE_FOUND' : code,
  ]);
  expect(outcomes.sort()).toEqual(expected.sort());
  const left = [...filesBelow(at('clean')).values()].flatMap((bytes) => findNeedles(bytes, planted));
  expect(left).toEqual([]);
});

test('nothing that is there is replaced', async () => {
  mkdirSync(at('taken', 'study'), { recursive: true });
  const { status, stdout, stderr } = await lethe(['example', at('taken')]);
  expect([status, String(stdout)]).toEqual([2, '']);
  expect(String(stderr)).toMatch(
    /^lethe: FILE_EXISTS: [^\n]*study" is there already\. Name another folder\.\n$/,
  );
  expect(existsSync(at('taken', 'identifiers.txt'))).toBe(false);
});
