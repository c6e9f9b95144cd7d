import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { startProgress } from '../../cli/deid/progress.ts';
import { syntheticStudy } from '../support/study.ts';
import { auditLines, lethe, simple } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-frames-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Standard error as a terminal, and clocks by which it is long ago that something was drawn or told. */
function withTerminal(): Record<string, string> {
  const path = join(root, 'preload.mjs');
  writeFileSync(
    path,
    `import { isMainThread } from 'node:worker_threads';
if (isMainThread) {
  let ahead = 0;
  const [clock, watch] = [Date.now, performance.now];
  if (process.send === undefined) {
    Object.defineProperty(process.stderr, 'isTTY', { value: true });
    Date.now = () => clock() + (ahead += 1000);
  } else performance.now = () => watch.call(performance) + (ahead += 1000);
}
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(path).href}` };
}

test.each([1, 2])('one long cine moves the bar by its frames, with %d processes', async (jobs) => {
  const folder = join(root, `jobs-${jobs}`);
  const [input, out, audit] = ['in', 'out', 'audit.jsonl'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(input, { recursive: true });
  const rules = join(folder, 'rules.json');
  writeFileSync(rules, '{ "options": ["cleanPixelData"] }');
  writeFileSync(join(input, 'b'), simple(1));
  writeFileSync(join(input, 'a'), syntheticStudy().files.find(({ name }) => name === 'us/loop.dcm')!.bytes);
  const args = ['--rules', rules, '--key', join(folder, 'key'), '--jobs', String(jobs), '--audit', audit];
  const { status, stderr } = await lethe(['deid', input, '--out', out, ...args], withTerminal());
  expect(status).toBe(0);
  expect(auditLines(audit).map(({ outcome }) => outcome)).toEqual(['released', 'released']);
  const drawn = [...String(stderr).matchAll(/(\d) frames? looked at/g)].map(([, frames]) => frames);
  expect(new Set(drawn)).toEqual(new Set(['1', '2', '3']));
  expect(String(stderr)).toMatch(/[01]\/2 instances, 2 frames looked at, /);
});

test('the bar says nothing of frames before there are any', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true });
  const progress = startProgress(2, true, stream);
  progress.advance();
  progress.stop();
  const text = String(stream.read());
  expect(text).toContain('1/2 instances, ');
  expect(text).not.toContain('frame');
});

test('there is no bar where nobody asked for one or there is no terminal', () => {
  for (const [wanted, isTTY] of [
    [false, true],
    [true, false],
  ] as const) {
    const stream = Object.assign(new PassThrough(), { isTTY });
    const progress = startProgress(2, wanted, stream);
    progress.looked(1);
    progress.stop();
    expect(stream.read()).toBeNull();
  }
});
