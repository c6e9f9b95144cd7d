import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { el } from '../support/build.ts';
import { filesBelow, lethe, type Ran, simple } from './run.ts';

/** What is said equals what is there, after a stop at any moment and on any full disk; and the next run takes up what was left. */

/** Each test starts processes of its own, and the machine may have others. */
jest.setTimeout(240_000);

const root = mkdtempSync(join(tmpdir(), 'lethe-stops-'));
const mounted: string[] = [];
afterAll(() => {
  for (const place of mounted) execFileSync('umount', [place]);
  rmSync(root, { recursive: true, force: true });
});
const key = join(root, 'key');
let runs = 0;

const LETTER = 'Dear Oriane, '.repeat(700);

/** Instances and letters, by turns; an instance has some 9 KB. */
function cohort(count: number) {
  const run = join(root, `run-${runs++}`);
  const [input, out, kept, audit] = ['in', 'out', 'out.kept', 'audit.jsonl'].map((name) =>
    join(run, name),
  ) as [string, string, string, string];
  mkdirSync(input, { recursive: true });
  const names: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const name = `${String(number).padStart(3, '0')}.${number % 3 === 2 ? 'txt' : 'dcm'}`;
    names.push(name);
    writeFileSync(join(input, name), name.endsWith('.txt') ? `${number} ${LETTER}` : whole(number));
  }
  return { run, input, out, kept, audit, names };
}
const whole = (number: number) => simple(number, el(0x7fe00010, 'OW', new Uint8Array(9_000).fill(number)));

interface Places {
  readonly input: string;
  readonly out: string;
  readonly kept: string;
  readonly audit: string;
}
const deid = (
  { input, out, kept, audit }: Places,
  jobs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> =>
  lethe(
    [
      ...['deid', input, '--out', out, '--kept', kept, '--audit', audit],
      ...['--key', key, '--jobs', String(jobs), '--quiet'],
    ],
    env,
  );

/** Whole lines: what a stop cut short is none. */
function linesOf(audit: string): AuditRecord[] {
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
function expectTrue({ input, out, kept, audit }: Places, mayBeNoteless = false): readonly string[] {
  const clean = existsSync(out) ? filesBelow(out) : new Map<string, Buffer>();
  for (const path of clean.keys()) expect(path).toMatch(/^2\.25\.\d+\/2\.25\.\d+\/2\.25\.\d+\.dcm$/);
  const lines = linesOf(audit);
  const released = lines.flatMap(({ outcome, output }) => (outcome === 'released' ? [output.key] : []));
  for (const path of released) expect([...clean.keys()]).toContain(path);
  const folder = join(kept, 'quarantine');
  const quarantine = existsSync(folder) ? filesBelow(folder) : new Map<string, Buffer>();
  const originals = [...quarantine].filter(([name]) => name.endsWith('.dcm'));
  // Bytes come before their note: a stop in between leaves one that nobody was told of.
  const noteless = originals.filter(([name]) => !quarantine.has(name.replace('.dcm', '.json')));
  expect(noteless.length).toBeLessThanOrEqual(mayBeNoteless ? 1 : 0);
  for (const { source } of lines.filter(({ outcome }) => outcome === 'quarantined'))
    expect(
      originals.some(
        (each) => !noteless.includes(each) && each[1].equals(readFileSync(join(input, source.key))),
      ),
    ).toBe(true);
  expect(lines.map(({ outcome }) => outcome)).toEqual(
    lines.map(() => expect.stringMatching(/^(released|quarantined|fault)$/)),
  );
  return [...clean.keys()].filter((path) => !released.includes(path));
}

/** A run without any stop, and all its lines: what the others must come to. */
async function expectDone(places: Places & { readonly names: readonly string[] }, jobs = 1): Promise<void> {
  const audit = `${places.audit}.next`;
  const { status, stderr } = await deid({ ...places, audit }, jobs);
  expect([status, String(stderr)]).toEqual([1, '']);
  expect(expectTrue({ ...places, audit })).toEqual([]);
  const lines = linesOf(audit);
  expect(lines.map(({ source }) => source.key).sort()).toEqual([...places.names].sort());
  for (const { source, outcome } of lines)
    expect([source.key, outcome]).toEqual([
      source.key,
      source.key.endsWith('.txt') ? 'quarantined' : 'released',
    ]);
  const parts = [places.out, places.kept].flatMap((folder) =>
    [...filesBelow(folder).keys()].filter((path) => path.endsWith('.part')),
  );
  expect(parts).toEqual([]);
}

/**
 * Code that comes before the command's own, in each of its processes: it answers calls of the file system whose path matches. `act` is
 * called with how many have been, before the call or after it.
 */
function watching(run: string, call: string, path: RegExp, when: 'before' | 'after', act: string) {
  const file = join(run, 'preload.mjs');
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
  ${when === 'before' ? 'act(count); return real(...given);' : 'const answer = real(...given); act(count); return answer;'}
};
syncBuiltinESMExports();
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}

describe('a run that is ended', () => {
  const moments: readonly (readonly [string, string, RegExp, 'before' | 'after', number])[] = [
    ['before it writes an instance', 'openSync', /state.*\.part/, 'before', 5],
    ['in the middle of an instance', 'writeSync', /state.*\.part/, 'before', 5],
    ['behind the last byte of an instance', 'writeSync', /state.*\.part/, 'after', 5],
    ['before an instance has its name', 'linkSync', /\.dcm/, 'before', 5],
    ['once it has its name, before its line', 'linkSync', /\.dcm/, 'after', 5],
    ['before a line', 'writeSync', /audit\.jsonl/, 'before', 8],
    ['behind a line', 'writeSync', /audit\.jsonl/, 'after', 8],
    ['before an original is kept', 'copyFile', /quarantine/, 'before', 3],
    ['between kept bytes and their note', 'renameSync', /quarantine.*\.dcm/, 'after', 3],
    ['behind the note of kept bytes', 'renameSync', /quarantine.*\.json/, 'after', 3],
  ];

  it.each(
    moments.flatMap((moment) =>
      (['SIGINT', 'SIGKILL'] as const).map((signal) => [signal, ...moment] as const),
    ),
  )(
    'by %s %s says what is there, and the next run does the rest',
    async (signal, _what, call, path, when, at) => {
      const places = cohort(18);
      const act = `(count) => { if (count === ${at}) process.kill(process.pid, '${signal}'); }`;
      const { status, stdout } = await deid(places, 1, watching(places.run, call, path, when, act));
      expect(status).not.toBe(0);
      expect(status).not.toBe(1);
      expect(String(stdout)).toBe('');
      const untold = expectTrue(places, true);
      expect(untold.length).toBeLessThanOrEqual(1);
      expect(linesOf(places.audit).length).toBeLessThan(places.names.length);
      await expectDone(places);
    },
  );

  it('in several processes says what is there, and the next run does the rest', async () => {
    const places = cohort(60);
    // The first process ends at a line: what the others did meanwhile has none.
    const act = "(count) => { if (count === 20) process.kill(process.pid, 'SIGINT'); }";
    await deid(places, 2, watching(places.run, 'writeSync', /audit\.jsonl/, 'before', act));
    expectTrue(places, true);
    expect(linesOf(places.audit)).toHaveLength(19);
    await expectDone(places, 2);
  });
});

/** A file system of so many bytes; null where this machine gives none. */
function smallDisk(place: string, bytes: number): ((bytes: number) => void) | null {
  mkdirSync(place, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    return null;
  }
  mounted.push(place);
  return (size) => void execFileSync('mount', ['-o', `remount,size=${size}`, place]);
}

/** As on a full disk: writes to files whose path matches fail from the n-th on. */
const full = (run: string, path: RegExp, from: number) =>
  watching(
    run,
    'writeSync',
    path,
    'before',
    `(count) => { if (count >= ${from}) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28 }); }`,
  );

describe('a full disk', () => {
  it.each([1, 3])(
    'of the output: faults, not quarantine, and what is released is there (--jobs %i)',
    async (jobs) => {
      const { run, input, names } = cohort(24);
      const disk = join(run, 'disk');
      const grow = smallDisk(disk, 160 * 1024);
      const places = {
        input,
        names,
        out: join(disk, 'out'),
        kept: join(disk, 'kept'),
        audit: join(run, 'a.jsonl'),
      };
      const { status } = await deid(places, jobs, grow === null ? full(run, /\.part/, 12) : {});
      expect(status).toBe(1);
      expect(expectTrue(places)).toEqual([]);
      const lines = linesOf(places.audit);
      expect(lines.map(({ source }) => source.key).sort()).toEqual(names);
      const faults = lines.filter(({ outcome }) => outcome === 'fault');
      expect(faults.length).toBeGreaterThan(2);
      for (const { reason, output } of faults)
        expect([reason?.code, output.key]).toEqual(['STORE_UNAVAILABLE', null]);
      grow?.(16 * 1024 * 1024);
      await expectDone(places, jobs);
    },
  );

  it.each([1, 3])('of the kept folder alone: nothing says that it was kept (--jobs %i)', async (jobs) => {
    const { run, input, out, names } = cohort(24);
    const disk = join(run, 'disk');
    const grow = smallDisk(disk, 128 * 1024);
    const places = { input, names, out, kept: join(disk, 'kept'), audit: join(run, 'a.jsonl') };
    const { status } = await deid(places, jobs, grow === null ? full(run, /quarantine.*\.part/, 3) : {});
    expect(status).toBe(1);
    expect(expectTrue(places)).toEqual([]);
    const faults = linesOf(places.audit).filter(({ outcome }) => outcome === 'fault');
    expect(faults.length).toBeGreaterThan(1);
    grow?.(16 * 1024 * 1024);
    await expectDone(places, jobs);
  });

  it.each([1, 3])(
    'of the audit: the run ends, and the next one has a line for all (--jobs %i)',
    async (jobs) => {
      const { run, input, out, kept, names } = cohort(24);
      const disk = join(run, 'disk');
      const grow = smallDisk(disk, 8 * 1024);
      const places = { input, names, out, kept, audit: join(disk, 'a.jsonl') };
      const { status, stderr, stdout } = await deid(
        places,
        jobs,
        grow === null ? full(run, /a\.jsonl/, 6) : {},
      );
      expect([status, String(stdout)]).toEqual([2, '']);
      expect(String(stderr)).toContain('AUDIT_UNAVAILABLE');
      expectTrue(places);
      expect(linesOf(places.audit).length).toBeLessThan(names.length);
      await expectDone({ ...places, audit: join(run, 'b.jsonl') }, jobs);
    },
  );

  it('an archive whose members are refused and that cannot be kept: no line says that they are in quarantine', async () => {
    const run = join(root, `run-${runs++}`);
    const input = join(run, 'in');
    mkdirSync(input, { recursive: true });
    const { zipOf } = await import('../support/archives.ts');
    const members = [
      { name: '../out-of-here', bytes: whole(1) },
      { name: 'b', bytes: whole(2) },
    ];
    writeFileSync(join(input, 'a.zip'), zipOf(members));
    const places = { input, out: join(run, 'out'), kept: join(run, 'kept'), audit: join(run, 'a.jsonl') };
    await deid(places, 1, failing(run));
    const lines = linesOf(places.audit).map(({ source, outcome }) => `${source.key} ${outcome}`);
    expect(lines.filter((line) => line.includes('quarantined'))).toEqual([]);
    expect(lines).toContain('a.zip fault');
    const quarantine = join(places.kept, 'quarantine');
    expect(existsSync(quarantine) ? readdirSync(quarantine) : []).toEqual([]);
    const next = { ...places, audit: join(run, 'b.jsonl') };
    await deid(next, 1);
    expect(linesOf(next.audit).map(({ source, outcome }) => `${source.key} ${outcome}`)).toEqual([
      'a.zip!/1 quarantined',
      'a.zip!/2 released',
      'a.zip quarantined',
    ]);
  });
  /** Nothing can be copied to quarantine. */
  const failing = (run: string) =>
    watching(
      run,
      'copyFile',
      /quarantine/,
      'before',
      "() => { throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28 }); }",
    );
});

describe('an output on another file system than the kept folder', () => {
  it('has a hidden part while an instance is written, which the next run removes if this one does not', async () => {
    const { run, input, names } = cohort(9);
    const disk = join(run, 'disk');
    const places = {
      input,
      names,
      out: join(run, 'out'),
      kept: join(disk, 'kept'),
      audit: join(run, 'a.jsonl'),
    };
    if (smallDisk(disk, 4 * 1024 * 1024) === null) {
      // No second file system: links from the kept folder are refused, as between two.
      const refused = "() => { throw Object.assign(new Error('EXDEV'), { code: 'EXDEV' }); }";
      const env = watching(run, 'linkSync', /state.*\.part/, 'before', refused);
      await deid(places, 1, env);
    } else {
      const act = "(count) => { if (count === 3) process.kill(process.pid, 'SIGKILL'); }";
      await deid(places, 1, watching(run, 'writeSync', /out\/\.lethe-.*\.part/, 'before', act));
      expect(readdirSync(places.out).filter((name) => name.endsWith('.part'))).toHaveLength(1);
    }
    await expectDone(places);
  });
});
