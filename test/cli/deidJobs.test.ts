import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import { fileQueue } from '../../cli/deid/fileQueue.ts';
import { tarOf } from '../support/archives.ts';
import { auditLines, filesBelow, lethe, simple } from './run.ts';

/** Each test starts processes of its own, and the machine may have others. */
jest.setTimeout(120_000);

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

/** An environment in which every process but the first of a run has this code before its own, with `open` called before each file is opened. */
function withOpening(folder: string, open: string): Record<string, string> {
  const path = join(folder, 'preload.mjs');
  writeFileSync(
    path,
    `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { openSync } = fs;
const die = () => process.kill(process.pid, 'SIGKILL');
const open = ${open};
if (process.send !== undefined) {
  fs.openSync = (path, ...rest) => { open(String(path)); return openSync(path, ...rest); };
  syncBuiltinESMExports();
}
`,
  );
  return { NODE_OPTIONS: `--import ${pathToFileURL(path).href}` };
}

/** The processes that a process started, with their command lines. */
function childrenOf(parent: ChildProcess): { readonly pid: number; readonly command: string }[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, ppid, command = ''] = /^\s*(\d+)\s+(\d+)\s+[^Z\s]\S*\s+(.*)$/.exec(line) ?? [];
      return Number(ppid) === parent.pid ? [{ pid: Number(pid), command }] : [];
    })
    .filter(({ command }) => command.includes('worker.ts'));
}

const isAlive = (pid: number) =>
  /^\s*[^Z\s]/.test(execFileSync('sh', ['-c', `ps -o stat= -p ${pid} || true`], { encoding: 'utf8' }));

async function until(what: () => boolean): Promise<void> {
  const started = performance.now();
  while (!what()) {
    if (performance.now() - started > 60_000) throw new Error('waited in vain');
    await sleep(5);
  }
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [LETHE, ...args], { stdio: 'ignore' });
}

const keysOf = (audit: string) => auditLines(audit).map(({ source }) => source.key);

describe('a process of a run that is killed', () => {
  it('loses nothing: another takes what it had in hand', async () => {
    const { out, audit, names, args } = cohort(600);
    const run = start(args(2));
    const ended = once(run, 'exit');
    await until(() => existsSync(audit) && keysOf(audit).length > 20);
    const [first, second] = childrenOf(run);
    for (const { command } of [first, second].filter((child) => child !== undefined))
      expect(command).not.toContain('Zwieback');
    process.kill(first?.pid ?? 0, 'SIGKILL');
    expect(await ended).toEqual([0, null]);
    expect(keysOf(audit).sort()).toEqual([...names].sort());
    const clean = [...filesBelow(out).keys()].filter((path) => /^2\.25\..*\.dcm$/.test(path));
    expect(clean).toHaveLength(names.length);
  });

  it('again and again, leaves a line for every file and an end', async () => {
    const { audit, names, args } = cohort(60);
    const run = start(args(2));
    let isOver = false;
    const ended = once(run, 'exit').finally(() => {
      isOver = true;
    });
    while (!isOver) {
      for (const { pid } of childrenOf(run))
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended by itself.
        }
      await sleep(20);
    }
    expect((await ended)[1]).toBeNull();
    expect(keysOf(audit).sort()).toEqual([...names].sort());
  });
});

describe('a file that ends the processes that take it', () => {
  it('is refused after two, and costs the others nothing', async () => {
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

  it('is taken again where it ended one: the members of an archive that have a line get no second', async () => {
    const { folder, input, out, audit, args } = cohort(1);
    const members = Array.from({ length: 6 }, (_, at) => ({ name: `${at}`, bytes: simple(700 + at) }));
    writeFileSync(join(input, 'a.tar'), tarOf(members));
    // Slow enough that the first process hears of a member before the next is begun.
    const env = withOpening(
      folder,
      `(path) => {
        if (!path.endsWith('.part')) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
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
      const { out, audit, args } = cohort(2_000);
      const run = start(args(2));
      const ended = once(run, 'exit');
      await until(() => existsSync(audit) && keysOf(audit).length > 20);
      const children = childrenOf(run).map(({ pid }) => pid);
      expect(children).toHaveLength(2);
      // As a terminal does: Ctrl-C reaches them all.
      if (signal === 'SIGINT') for (const pid of children) process.kill(pid, signal);
      run.kill(signal);
      expect(await ended).toEqual([null, signal]);
      await until(() => !children.some(isAlive));
      const written = [...filesBelow(out).keys()];
      expect(written.filter((path) => path.endsWith('.part'))).toEqual([]);
      expect(written.length).toBeLessThan(2_000);
    },
  );

  it('that cannot write its audit ends the run, and the others', async () => {
    const { args, out } = cohort(200);
    const at = args(2);
    const { status, stderr } = await lethe(
      at.map((word, index) => (at[index - 1] === '--audit' ? '/dev/full' : word)),
    );
    expect(status).not.toBe(0);
    expect(String(stderr)).toContain('AUDIT_UNAVAILABLE');
    const before = filesBelow(out).size;
    await sleep(300);
    expect(filesBelow(out).size).toBe(before);
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
