import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileQueue } from '../../cli/deid/fileQueue.ts';
import { tarOf } from '../support/archives.ts';
import { auditLines, filesBelow, lethe, simple } from './run.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-jobs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const LETHE = fileURLToPath(new URL('../../cli/lethe.mjs', import.meta.url));
const NAME = 'Zwieback^Oriane';
let runs = 0;

/** A folder of so many instances, and how `deid` is called to take them in. */
function cohort(count: number) {
  const folder = join(root, `run-${runs++}`);
  const [input, out, audit] = ['in', 'out', 'audit.jsonl'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(input, { recursive: true });
  const names = Array.from({ length: count }, (_, number) => `${NAME}.${number}.dcm`);
  for (const [number, name] of names.entries()) writeFileSync(join(input, name), simple(number));
  const args = (jobs: number) => [
    ...['deid', input, '--out', out, '--key', join(root, 'key')],
    ...['--audit', audit, '--jobs', String(jobs), '--quiet'],
  ];
  return { folder, input, out, audit, names, args };
}

/**
 * An environment in which every process but the first of a run has this code before its own, with `open` called before each file is opened. `later` lets
 * its clock jump, and `appeared` holds it until there is a file. It leaves a file with its command line when it starts, and one when it ends in order.
 */
function withOpening(folder: string, open = '() => {}'): Record<string, string> {
  const path = join(folder, 'preload.mjs');
  mkdirSync(join(folder, 'processes'));
  writeFileSync(
    path,
    `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { openSync } = fs;
const die = () => process.kill(process.pid, 'SIGKILL');
const { now } = performance;
let ahead = 0;
performance.now = () => now.call(performance) + ahead;
const later = () => { ahead += 1e6; };
const open = ${open};
const appeared = (path) => { while (!fs.existsSync(path)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); };
const leave = (what) => fs.writeFileSync(${JSON.stringify(join(folder, 'processes'))} + '/' + process.pid + what, JSON.stringify([process.execArgv, process.argv]));
if (process.send !== undefined) {
  leave('.started');
  process.on('exit', () => leave('.ended'));
  let isOpening = false;
  fs.openSync = (path, ...rest) => {
    if (!isOpening) {
      isOpening = true;
      try { open(String(path)); } finally { isOpening = false; }
    }
    return openSync(path, ...rest);
  };
  syncBuiltinESMExports();
}
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(path).href}` };
}

/** The processes of a run that started, and those of them that opened something, where `open` says so, and that ended in order. */
function processesOf(folder: string): Readonly<Record<'started' | 'working' | 'ended', readonly number[]>> {
  const left = readdirSync(join(folder, 'processes'));
  const pids = (ending: string) =>
    left.filter((name) => name.endsWith(ending)).map((name) => Number.parseInt(name, 10));
  return { started: pids('.started'), working: pids('.works'), ended: pids('.ended') };
}

/** Looks whenever something changes in the folder. */
function until(folder: string, what: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!what()) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, look);
    look();
  });
}

const hasLines = (audit: string, count: number) =>
  existsSync(audit) && readFileSync(audit, 'utf8').split('\n').length > count;

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [LETHE, ...args], { stdio: 'ignore', env: { ...process.env, ...env } });
}

const keysOf = (audit: string) => auditLines(audit).map(({ source }) => source.key);

describe('a process of a run that is killed', () => {
  it('loses nothing: another takes what it had in hand', async () => {
    const { folder, out, audit, names, args } = cohort(600);
    const env = withOpening(
      folder,
      `(path) => {
        globalThis.opened = (globalThis.opened ?? 0) + (path.endsWith('.dcm') ? 1 : 0);
        if (globalThis.opened < 40) return;
        try { fs.writeFileSync(${JSON.stringify(join(folder, 'killed'))}, '', { flag: 'wx' }); } catch { return; }
        die();
      }`,
    );
    expect(await once(start(args(2), env), 'exit')).toEqual([0, null]);
    const { started, ended } = processesOf(folder);
    expect([started.length, ended.length]).toEqual([3, 2]);
    for (const pid of started)
      expect(readFileSync(join(folder, 'processes', `${pid}.started`), 'utf8')).not.toContain('Zwieback');
    expect(keysOf(audit).sort()).toEqual([...names].sort());
    const clean = [...filesBelow(out).keys()].filter((path) => /^2\.25\..*\.dcm$/.test(path));
    expect(clean).toHaveLength(names.length);
  });

  it('again and again, leaves a line for every file and an end', async () => {
    const { folder, audit, names, args } = cohort(60);
    // Each at another place of its work, the first before it does anything.
    const env = withOpening(
      folder,
      `() => {
        const started = fs.readdirSync(${JSON.stringify(join(folder, 'processes'))}).length;
        globalThis.lasts ??= (started * 5) % 17;
        if (globalThis.lasts-- <= 0) die();
      }`,
    );
    const [status] = await once(start(args(2), env), 'exit');
    expect(keysOf(audit).sort()).toEqual([...names].sort());
    expect([0, 1]).toContain(status);
    expect(processesOf(folder).started.length).toBeGreaterThan(2);
  });
});

describe('a file that ends the processes that take it', () => {
  it('is quarantined after two, and does not affect the others', async () => {
    const { folder, input, out, audit, names, args } = cohort(90);
    const bytes = simple(500);
    writeFileSync(join(input, 'deadly.dcm'), bytes);
    const env = withOpening(
      folder,
      `(path) => { if (path.endsWith('deadly.dcm')) { fs.appendFileSync(${JSON.stringify(join(folder, 'deaths'))}, 'x'); die(); } }`,
    );
    const { status, stderr } = await lethe(args(3), env);
    expect([status, String(stderr)]).toEqual([1, '']);
    const lines = auditLines(audit);
    expect(lines.map(({ source }) => source.key).sort()).toEqual([...names, 'deadly.dcm'].sort());
    for (const { source, outcome, reason } of lines)
      expect([source.key, reason?.code ?? outcome]).toEqual([
        source.key,
        source.key === 'deadly.dcm' ? 'WORKER_ENDED' : 'released',
      ]);
    expect(String(filesBelow(folder).get('deaths'))).toBe('xx');
    const kept = [...filesBelow(join(`${out}.kept`, 'quarantine')).values()];
    expect(kept.some((each) => each.equals(bytes))).toBe(true);
  });

  it.each([
    ['plain', []],
    ['hashed', ['--audit-names', 'hashed']],
  ])(
    'costs one that was done before it no second line, however late its end was to be told: %s names',
    async (how, more) => {
      const { folder, input, audit, names, args } = cohort(14);
      for (const [at, name] of ['!a.dcm', '!b.dcm'].entries())
        writeFileSync(join(input, name), simple(800 + at));
      // The first is done when its records may wait no longer; then the process ends over the second, and any process that opens the first again ends too.
      const env = withOpening(
        folder,
        `(path) => {
        const marker = ${JSON.stringify(join(folder, 'opened'))};
        if (path.endsWith('!a.dcm')) {
          if (fs.existsSync(marker)) die();
          fs.writeFileSync(marker, '');
          later();
        } else if (path.endsWith('!b.dcm') && !fs.existsSync(marker + '-b')) {
          fs.writeFileSync(marker + '-b', '');
          die();
        }
      }`,
      );
      const { status } = await lethe([...args(2), ...more], env);
      expect(existsSync(join(folder, 'opened-b'))).toBe(true);
      const keys = keysOf(audit);
      expect([new Set(keys).size, keys.length]).toEqual([names.length + 2, names.length + 2]);
      if (how === 'plain') expect(keys.sort()).toEqual(['!a.dcm', '!b.dcm', ...names].sort());
      expect([status, auditLines(audit).filter(({ outcome }) => outcome !== 'released')]).toEqual([0, []]);
    },
  );

  it('is an archive: what it told of its members before it was refused is all there is', async () => {
    const { folder, input, out, audit, args } = cohort(1);
    const members = Array.from({ length: 6 }, (_, at) => ({ name: `${at}`, bytes: simple(700 + at) }));
    writeFileSync(join(input, 'a.tar'), tarOf(members));
    const env = withOpening(
      folder,
      `(path) => {
        if (path.endsWith('a.tar')) globalThis.parts = new Set();
        else if (path.endsWith('.part') && globalThis.parts?.add(path).size === 6) die();
      }`,
    );
    const { status } = await lethe(args(2), env);
    expect(status).toBe(1);
    const lines = auditLines(audit).filter(({ source }) => source.key.startsWith('a.tar'));
    expect(lines.map(({ source, reason }) => [source.key, reason?.code ?? null])).toEqual([
      ...members.slice(0, 5).map((_, at) => [`a.tar!/${at + 1}`, null]),
      ['a.tar', 'WORKER_ENDED'],
    ]);
    expect([...filesBelow(out).keys()].filter((path) => /^2\.25\..*\.dcm$/.test(path))).toHaveLength(6);
  });

  it('is taken again where it ended one: the members of an archive that have a line get no second', async () => {
    const { folder, input, out, audit, args } = cohort(1);
    const members = Array.from({ length: 6 }, (_, at) => ({ name: `${at}`, bytes: simple(700 + at) }));
    writeFileSync(join(input, 'a.tar'), tarOf(members));
    // So much later that the first process hears of a member before the next is begun.
    const env = withOpening(
      folder,
      `(path) => {
        if (!path.endsWith('.part')) return;
        later();
        if (path.endsWith('-4.part') && !fs.existsSync(${JSON.stringify(join(folder, 'once'))})) {
          fs.writeFileSync(${JSON.stringify(join(folder, 'once'))}, '');
          die();
        }
      }`,
    );
    const { status } = await lethe(args(2), env);
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'once'))).toBe(true);
    const keys = keysOf(audit).filter((key) => key.startsWith('a.tar'));
    expect(keys).toEqual([...members.map((_, at) => `a.tar!/${at + 1}`), 'a.tar']);
    expect([...filesBelow(out).keys()].filter((path) => path.endsWith('.part'))).toEqual([]);
  });
});

describe('the first process', () => {
  it.each(['SIGKILL', 'SIGINT'] as const)(
    'ended by %s takes the others along, with nothing half-written',
    async (signal) => {
      const { folder, out, audit, args } = cohort(2_000);
      const gone = join(folder, 'gone');
      const env = withOpening(
        folder,
        `(path) => {
          // Node opens the worker's own modules before it listens.
          globalThis.opened = (globalThis.opened ?? 0) + (path.endsWith('.dcm') ? 1 : 0);
          if (globalThis.opened === 1) leave('.works');
          if (globalThis.opened > 300) appeared(${JSON.stringify(gone)});
        }`,
      );
      const run = start(args(2), env);
      const ended = once(run, 'exit');
      await until(folder, () => hasLines(audit, 20));
      // One that has not begun to listen would end by the signal.
      await until(join(folder, 'processes'), () => processesOf(folder).working.length === 2);
      const children = processesOf(folder).started;
      expect(children).toHaveLength(2);
      // As a terminal does: Ctrl-C reaches them all.
      if (signal === 'SIGINT') for (const pid of children) process.kill(pid, signal);
      run.kill(signal);
      // Who is interrupted waits for the others; who is killed does not.
      if (signal === 'SIGKILL') await ended;
      writeFileSync(gone, '');
      expect(await ended).toEqual([null, signal]);
      await until(join(folder, 'processes'), () => processesOf(folder).ended.length === 2);
      const written = [...filesBelow(out).keys()];
      expect(written.filter((path) => path.endsWith('.part'))).toEqual([]);
      expect(written.length).toBeLessThan(2_000);
    },
  );

  it('that cannot write its audit ends the run, and the others', async () => {
    const { folder, args } = cohort(200);
    const at = args(2);
    const { status, stderr } = await lethe(
      at.map((word, index) => (at[index - 1] === '--audit' ? '/dev/full' : word)),
      withOpening(folder),
    );
    expect(status).not.toBe(0);
    expect(String(stderr)).toContain('AUDIT_UNAVAILABLE');
    const { started, ended } = processesOf(folder);
    expect([started.length, ended.length]).toEqual([2, 2]);
  });
});

describe('the queue', () => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ folder: '/nowhere', path: String(at) }));

  it('hands out every file once, in order, in batches that shrink to one', () => {
    const queue = fileQueue(files(1_000), 2);
    const sizes: number[] = [];
    const seen: string[] = [];
    while (!queue.isEmpty()) {
      const batch = queue.batch();
      sizes.push(batch.length);
      seen.push(...batch.map(({ file }) => file.path));
    }
    expect(seen).toEqual(files(1_000).map(({ path }) => path));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect([sizes[0], sizes.at(-1)]).toEqual([32, 1]);
    expect(queue.batch()).toEqual([]);
  });

  it('bounds a batch by bytes', () => {
    const folder = join(root, 'large');
    mkdirSync(folder);
    const paths = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const path of paths) writeFileSync(join(folder, path), new Uint8Array(9 * 1024 * 1024));
    const queue = fileQueue([...paths.map((path) => ({ folder, path })), ...files(1_000)], 2);
    expect(queue.batch().map(({ file }) => file.path)).toEqual(['a', 'b']);
  });

  it('gives out a file that a process ended over alone, and what nobody began first', () => {
    const queue = fileQueue(files(300), 2);
    const [one, two, three] = queue.batch();
    if (one === undefined || two === undefined || three === undefined) throw new Error('a short batch');
    queue.giveBack([three, { ...one, deaths: 1 }, { ...two, deaths: 1 }]);
    expect([queue.batch(), queue.batch()]).toEqual([[{ ...one, deaths: 1 }], [{ ...two, deaths: 1 }]]);
    expect(queue.batch()[0]).toBe(three);
  });
});
