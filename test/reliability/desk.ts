import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { filesBelow, lethe, type Ran, simple } from '../cli/run.ts';
import { el } from '../support/build.ts';

/** Where a run of `lethe deid` takes from and goes to. */
export interface DeskPlaces {
  /** All of it lies in here. */
  readonly run: string;
  readonly input: string;
  readonly out: string;
  readonly kept: string;
  readonly audit: string;
  readonly names: readonly string[];
}

const LETTER = 'Dear Oriane, '.repeat(700);
const whole = (number: number) => simple(number, el(0x7fe00010, 'OW', new Uint8Array(9_000).fill(number)));

/** Gives `work` a folder of instances and letters, by turns, each of some 9 KB, and takes all of it away again. */
export async function atDesk(count: number, work: (desk: DeskPlaces) => Promise<void>): Promise<void> {
  const run = mkdtempSync(join(tmpdir(), 'lethe-desk-'));
  const input = join(run, 'in');
  mkdirSync(input);
  const names: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const name = `${String(number).padStart(3, '0')}.${number % 3 === 2 ? 'txt' : 'dcm'}`;
    names.push(name);
    writeFileSync(join(input, name), name.endsWith('.txt') ? `${number} ${LETTER}` : whole(number));
  }
  const [out, kept, audit] = [join(run, 'out'), join(run, 'out.kept'), join(run, 'audit.jsonl')];
  try {
    await work({ run, input, out, kept, audit, names });
  } finally {
    rmSync(run, { recursive: true, force: true });
  }
}

/** A run with the whole command, in processes of its own. */
export function deid(
  { run, input, out, kept, audit }: DeskPlaces,
  jobs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const places = ['--out', out, '--kept', kept, '--audit', audit, '--key', join(run, 'key')];
  return lethe(['deid', input, ...places, '--jobs', String(jobs), '--quiet'], env);
}

/** Whole lines: what a stop cut short is none. */
export function linesOf(audit: string): AuditRecord[] {
  if (!existsSync(audit)) return [];
  return readFileSync(audit, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as AuditRecord];
      } catch {
        return [];
      }
    });
}

/** Holds every line of an audit against the folders. Clean instances without a line are answered: a stop may have come in between. */
export function expectTrue(
  { input, out, kept, audit }: DeskPlaces,
  mayBeNoteless = false,
): readonly string[] {
  const clean = filesIn(out);
  for (const path of clean.keys()) expect(path).toMatch(/^2\.25\.\d+\/2\.25\.\d+\/2\.25\.\d+\.dcm$/);
  const lines = linesOf(audit);
  const released = lines.flatMap(({ outcome, output }) => (outcome === 'released' ? [output.key] : []));
  for (const path of released) expect([...clean.keys()]).toContain(path);
  const quarantine = filesIn(join(kept, 'quarantine'));
  const originals = [...quarantine].filter(([name]) => name.endsWith('.dcm'));
  // Bytes come before their note: a stop in between leaves one that nobody was told of.
  const noted = originals.filter(([name]) => quarantine.has(name.replace('.dcm', '.json')));
  expect(originals.length - noted.length).toBeLessThanOrEqual(mayBeNoteless ? 1 : 0);
  for (const { source } of lines.filter(({ outcome }) => outcome === 'quarantined'))
    expect(noted.some(([, bytes]) => bytes.equals(readFileSync(join(input, source.key))))).toBe(true);
  expect(lines.map(({ outcome }) => outcome)).toEqual(
    lines.map(() => expect.stringMatching(/^(released|quarantined|fault)$/)),
  );
  return [...clean.keys()].filter((path) => !released.includes(path));
}

/** A run without any stop, and all its lines: what the others must come to. */
export async function expectDone(desk: DeskPlaces, jobs = 1): Promise<void> {
  const next = { ...desk, audit: join(desk.run, 'next.jsonl') };
  const { status, stderr } = await deid(next, jobs);
  expect([status, String(stderr)]).toEqual([1, '']);
  expect(expectTrue(next)).toEqual([]);
  const lines = linesOf(next.audit);
  expect(lines.map(({ source }) => source.key).sort()).toEqual([...desk.names].sort());
  for (const { source, outcome } of lines)
    expect([source.key, outcome]).toEqual([
      source.key,
      source.key.endsWith('.txt') ? 'quarantined' : 'released',
    ]);
  const all = [...filesIn(desk.out).keys(), ...filesIn(desk.kept).keys()];
  expect(all.filter((path) => path.endsWith('.part'))).toEqual([]);
}

function filesIn(folder: string): ReadonlyMap<string, Buffer> {
  return existsSync(folder) ? filesBelow(folder) : new Map();
}

/** When something happens: at a call of the file system whose path matches, before it or after it. */
export interface Moment {
  readonly call: string;
  readonly path: RegExp;
  readonly when: 'before' | 'after';
}

/** An environment whose processes do `act`, code that is called with how many such calls have been. */
export function watching(
  { run }: DeskPlaces,
  { call, path, when }: Moment,
  act: string,
): Readonly<Record<string, string>> {
  const file = join(run, 'preload.mjs');
  const order = {
    before: 'act(count); return real(...given);',
    after: 'const answer = real(...given); act(count); return answer;',
  }[when];
  writeFileSync(
    file,
    `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const paths = new Map();
const { openSync, closeSync } = fs;
fs.openSync = (path, ...rest) => { const handle = openSync(path, ...rest); paths.set(handle, String(path)); return handle; };
fs.closeSync = (handle) => { paths.delete(handle); return closeSync(handle); };
let count = 0;
const act = ${act};
const real = fs.${call};
fs.${call} = (...given) => {
  const path = given.map((each) => (typeof each === 'number' ? paths.get(each) : String(each))).join(' ');
  if (!${path}.test(path)) return real(...given);
  count += 1;
  ${order}
};
syncBuiltinESMExports();
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}

/** An environment in which the n-th such call ends the process that makes it. */
export function ending(desk: DeskPlaces, moment: Moment, at: number, signal: 'SIGINT' | 'SIGKILL') {
  return watching(
    desk,
    moment,
    `(count) => { if (count === ${at}) process.kill(process.pid, '${signal}'); }`,
  );
}

/** An environment in which such calls fail from the n-th on. */
export function failing(desk: DeskPlaces, moment: Omit<Moment, 'when'>, from: number, errno: string) {
  const error = `Object.assign(new Error('${errno}'), { code: '${errno}' })`;
  return watching(
    desk,
    { ...moment, when: 'before' },
    `(count) => { if (count >= ${from}) throw ${error}; }`,
  );
}

/**
 * Gives `work` a folder on a file system of so many bytes, and how to make that larger; null in its place where this machine gives none to
 * this user, and whoever asks must make the fault otherwise.
 */
export async function onSmallDisk(
  { run }: DeskPlaces,
  bytes: number,
  work: (disk: string, grow: ((bytes: number) => void) | null) => Promise<void>,
): Promise<void> {
  const disk = join(run, 'disk');
  mkdirSync(disk);
  const mount = (option: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', option, 'tmpfs', disk], { stdio: 'ignore' });
  let isMounted = false;
  try {
    mount(`size=${bytes}`);
    isMounted = true;
  } catch {
    // Only root mounts.
  }
  try {
    await work(disk, isMounted ? (size) => void mount(`remount,size=${size}`) : null);
  } finally {
    if (isMounted) execFileSync('umount', [disk]);
  }
}
