import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReviewedEntry } from '../../../layers/engine/review/types.ts';
import { ReviewedFile } from '../../../layers/local/reviewedFile.ts';
import { faultOf } from '../../contracts/faults.ts';
import { expectRights } from '../../support/posix.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-reviewed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let files = 0;
const fresh = () => join(root, `${files++}.json`);

const entry = (confirm: string, change: Partial<ReviewedEntry> = {}): ReviewedEntry => ({
  select: '/StudyDescription',
  confirm,
  why: 'a protocol',
  by: 'ada',
  at: '2026-11-30T10:00:00.000Z',
  ...change,
});
const reviewedIn = (path: string) =>
  (JSON.parse(readFileSync(path, 'utf8')) as { readonly reviewed: readonly ReviewedEntry[] }).reviewed;

it('has an entry a line, for its owner alone, and what it had before', async () => {
  const path = fresh();
  const [first, second] = [entry('CHEST'), entry('HEAD', { device: { manufacturer: 'Hugin', model: 'H7' } })];
  await new ReviewedFile(path).add(first);
  await new ReviewedFile(path).add(second);
  expect(reviewedIn(path)).toEqual([first, second]);
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(7);
  expectRights(path, 0o600);
  expect(readdirSync(root)).toEqual([path.split('/').at(-1)]);
});

it('has what does the same once, whoever accepted it', async () => {
  const path = fresh();
  const file = new ReviewedFile(path);
  await file.add(entry('CHEST'));
  await file.add(entry('CHEST', { by: 'bob', why: 'another reason', at: '2027-01-01T00:00:00.000Z' }));
  expect(reviewedIn(path)).toEqual([entry('CHEST')]);
});

it.each(['no JSON', '{ "rules": [] }', '{ "reviewed": [], "rules": [] }'])(
  'leaves a file that is not its own as it is: %s',
  async (text) => {
    const path = fresh();
    writeFileSync(path, text);
    expect(await faultOf(new ReviewedFile(path).add(entry('CHEST')))).toEqual({
      code: 'STORE_FORBIDDEN',
      transient: false,
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

it('adds to a file that says for which Lethe it is where it is for this one, and keeps what it says', async () => {
  const path = fresh();
  writeFileSync(path, '{ "lethe": "0.1", "reviewed": [] }');
  const add = (isOurs: boolean) => new ReviewedFile(path, () => isOurs).add(entry('CHEST'));
  expect(await faultOf(add(false))).toMatchObject({ code: 'STORE_FORBIDDEN' });
  await add(true);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ lethe: '0.1', reviewed: [entry('CHEST')] });
});

it('waits for nobody, and loses nothing, while somebody else writes', async () => {
  const path = fresh();
  writeFileSync(`${path}.lock`, '');
  expect(await faultOf(new ReviewedFile(path).add(entry('CHEST')))).toMatchObject({ transient: true });
  rmSync(`${path}.lock`);
  await new ReviewedFile(path).add(entry('CHEST'));
  expect(reviewedIn(path)).toHaveLength(1);
});
