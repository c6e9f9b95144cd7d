import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAudits } from '../../../cli/verify/told.ts';

/** What several audits say of one output. */

const root = mkdtempSync(join(tmpdir(), 'lethe-told-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function file(name: string, ...lines: readonly unknown[]): string {
  const path = join(root, name);
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

const line = (day: number, source: string, blanked?: string) => ({
  time: `2026-11-0${day}T10:00:00.000Z`,
  source: { key: source },
  output: { key: 'a/b/c.dcm' },
  ...(blanked === undefined ? {} : { blanked }),
});

it('the latest line counts, in whichever file and place it is', () => {
  const run = file('run.jsonl', line(1, 'old.dcm'), line(3, 'new.dcm'));
  const review = file('review.jsonl', line(2, 'old.dcm', '*:0,0,5,5'));
  for (const files of [
    [run, review],
    [review, run],
  ]) {
    const told = readAudits(files);
    expect([told.sourceOf('a/b/c.dcm'), told.blankedIn('a/b/c.dcm')]).toEqual(['new.dcm', undefined]);
  }
  expect(readAudits([review]).blankedIn('a/b/c.dcm')).toBe('*:0,0,5,5');
});

it('places are those that findings name', () => {
  const review = { changed: '(0020,0013) (0040,A730)[0](0040,A730)[11](0040,A160)' };
  const told = readAudits([file('places.jsonl', { ...line(1, 'a.dcm'), review })]);
  expect(told.changedIn('a/b/c.dcm')).toEqual(['(0020,0013)', '(0040,A730)[1]/(0040,A730)[12]/(0040,A160)']);
  expect(told.changedIn('other.dcm')).toEqual([]);
});

it('a line that is about no output, or of another form, says nothing', () => {
  const odd = file(
    'odd.jsonl',
    null,
    7,
    [],
    { output: null },
    { output: { key: 5 } },
    { output: { key: 'x' }, blanked: 9 },
  );
  const told = readAudits([odd]);
  expect([told.sourceOf('x'), told.blankedIn('x')]).toEqual([undefined, undefined]);
});

it('a line that is not JSON is a wrong call', () => {
  const path = join(root, 'broken.jsonl');
  writeFileSync(path, '{"output"');
  expect(() => readAudits([path])).toThrow(expect.objectContaining({ name: 'UsageError' }));
});
