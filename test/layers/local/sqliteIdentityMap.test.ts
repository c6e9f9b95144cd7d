import { fork, spawn } from 'node:child_process';
import { type EventEmitter, on, once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { SqliteIdentityMap } from '../../../layers/local/sqliteIdentityMap.ts';
import { faultOf } from '../../contracts/faults.ts';
import { claimOf, describeIdentityMapContract } from '../../contracts/identityMapContract.ts';
import type { Order } from './support/claim.ts';

const root = await mkdtemp(join(tmpdir(), 'lethe-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));
let count = 0;
const freshPath = (): string => {
  count += 1;
  return join(root, String(count), 'identities.sqlite');
};
const claimant = new URL('./support/claim.ts', import.meta.url);

/** A claimant elsewhere: what it says, and how it is told to go on. */
interface Claimant {
  readonly said: AsyncIterable<unknown>;
  goOn(): void;
}

function inProcess(order: Order): Claimant {
  const child = fork(claimant, [JSON.stringify(order)], { execArgv: ['--no-warnings'] });
  return { said: messagesOf(child, 'exit'), goOn: () => void child.send('go on') };
}

function inThread(order: Order): Claimant {
  const worker = new Worker(claimant, { workerData: order });
  return { said: messagesOf(worker, 'exit'), goOn: () => worker.postMessage('go on') };
}

async function* messagesOf(from: EventEmitter, end: string): AsyncIterable<unknown> {
  for await (const [message] of on(from, 'message', { close: [end] })) yield message;
}

/** Lets all begin together, and go on together after their first claim; answers what each got, null of one that died. */
async function answersOf(claimants: readonly Claimant[]): Promise<readonly (readonly string[] | null)[]> {
  let here = 0;
  return Promise.all(
    claimants.map(async ({ said }) => {
      let answer: readonly string[] | null = null;
      for await (const message of said)
        if (Array.isArray(message)) answer = message;
        else if (++here % claimants.length === 0) for (const each of claimants) each.goOn();
      return answer;
    }),
  );
}

describeIdentityMapContract('SQLite', async () => {
  let path = freshPath();
  const opened: SqliteIdentityMap[] = [];
  return {
    open: () => {
      const map = new SqliteIdentityMap(path);
      opened.push(map);
      return map;
    },
    claimUnheard: async (claim) => {
      const map = new SqliteIdentityMap(path);
      // SQLite answers in the same thread: an answer is lost only with its process, which another test ends.
      await map.claim([claim]);
      await map.close();
    },
    break: async () => {
      path = freshPath();
      await mkdir(join(path, '..'));
      await writeFile(path, 'This is not a database. '.repeat(500));
    },
    dispose: async () => {
      for (const map of opened) await map.close();
    },
  };
});

describe('SqliteIdentityMap', () => {
  it('makes no file before the first claim', async () => {
    const path = freshPath();
    const map = new SqliteIdentityMap(path);
    await map.claim([]);
    await map.close();
    await expect(stat(join(path, '..'))).rejects.toThrow('ENOENT');
  });

  it('leaves one file when it is closed', async () => {
    const path = freshPath();
    const map = new SqliteIdentityMap(path);
    await map.claim([claimOf('a', 'A')]);
    await map.close();
    expect(await readdir(join(path, '..'))).toEqual(['identities.sqlite']);
  });

  it('holds the keyed hash and the substitute, and nothing of the original', async () => {
    const path = freshPath();
    const map = new SqliteIdentityMap(path);
    const claim = claimOf('Zita Needlemeyer', 'substitute');
    await map.claim([claim]);
    await map.close();
    const content = (await readFile(path)).toString('latin1');
    expect(content).toContain(claim.key);
    expect(content).not.toContain('Needlemeyer');
  });

  it.each([
    ['threads', inThread],
    ['processes', inProcess],
  ] as const)('lets one claim of many win across %s', async (_what, run) => {
    const path = freshPath();
    const originals = Array.from({ length: 200 }, (_, index) => `original ${index}`);
    // Each begins elsewhere, so that they meet everywhere. The file is made in the same race.
    const inOrderOf = <T>(worker: number, all: readonly T[]): readonly T[] => [
      ...all.slice(worker * 40),
      ...all.slice(0, worker * 40),
    ];
    const answers = await answersOf(
      [0, 1, 2, 3, 4].map((worker) =>
        run({ path, meets: true, worker, originals: inOrderOf(worker, originals), dies: false }),
      ),
    );
    const map = new SqliteIdentityMap(path);
    const settled = await map.claim(originals.map((original) => claimOf(original, 'too late')));
    await map.close();
    answers.forEach((answer, worker) => {
      expect(answer).toEqual(inOrderOf(worker, settled));
    });
    expect(settled).not.toContain('too late');
    // Each won where it began, before any went on.
    expect(new Set(settled.map((value) => value.split(' by ')[1])).size).toBe(5);
  });

  it('keeps what a process claimed that was killed before it could say so', async () => {
    const path = freshPath();
    const order = { path, meets: false, worker: 1, originals: ['a', 'b'] };
    expect(await answersOf([inProcess({ ...order, dies: true })])).toEqual([null]);
    expect(await answersOf([inProcess({ ...order, worker: 2, dies: false })])).toEqual([
      ['a by 1', 'b by 1'],
    ]);
  });

  it('waits for a writer that holds the file, and not for what is settled', async () => {
    const path = freshPath();
    const map = new SqliteIdentityMap(path);
    await map.claim([claimOf('a', 'A')]);
    const program = `
      const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(process.argv[1]);
      database.exec('BEGIN IMMEDIATE');
      process.on('message', () => { database.exec('COMMIT'); process.disconnect(); });
      process.send('held');`;
    const child = spawn(process.execPath, ['--no-warnings', '-e', program, path], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    expect(await map.claim([claimOf('a', 'late')])).toEqual(['A']);
    child.send('commit');
    expect(await map.claim([claimOf('b', 'B')])).toEqual(['B']);
    await map.close();
  });

  it('pauses where SQLite does not wait, and tries again', async () => {
    const path = freshPath();
    const first = new SqliteIdentityMap(path);
    await first.claim([claimOf('a', 'A')]);
    const writer = new DatabaseSync(path);
    writer.exec('BEGIN IMMEDIATE');
    let pauses = 0;
    const map = new SqliteIdentityMap(path, {
      busyMs: 0,
      pause: async () => {
        pauses += 1;
        if (pauses === 3) writer.exec('COMMIT');
      },
    });
    expect(await map.claim([claimOf('b', 'B')])).toEqual(['B']);
    expect(pauses).toBe(3);
    for (const each of [writer, map, first]) await each.close();
  });

  it('gives up in the end', async () => {
    const path = freshPath();
    const first = new SqliteIdentityMap(path);
    await first.claim([claimOf('a', 'A')]);
    const writer = new DatabaseSync(path);
    writer.exec('BEGIN IMMEDIATE');
    const map = new SqliteIdentityMap(path, { busyMs: 0, pause: async () => {} });
    expect(await faultOf(map.claim([claimOf('b', 'B')]))).toEqual({
      code: 'IDENTITY_UNAVAILABLE',
      transient: true,
    });
    for (const each of [writer, map, first]) await each.close();
  });

  it('leaves a file of another program as it is', async () => {
    const path = freshPath();
    const map = new SqliteIdentityMap(path);
    await map.claim([claimOf('a', 'A')]);
    await map.close();
    const foreign = join(path, '..', 'foreign.sqlite');
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    expect(await faultOf(new SqliteIdentityMap(foreign).claim([claimOf('a', 'A')]))).toEqual({
      code: 'IDENTITY_UNAVAILABLE',
      transient: false,
    });
    const after = new DatabaseSync(foreign);
    expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }]);
    after.close();
  });

  it('refuses the file of a later version', async () => {
    const path = freshPath();
    const map = new SqliteIdentityMap(path);
    await map.claim([claimOf('a', 'A')]);
    await map.close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 9999');
    database.close();
    expect(await faultOf(new SqliteIdentityMap(path).claim([claimOf('a', 'A')]))).toEqual({
      code: 'IDENTITY_UNAVAILABLE',
      transient: false,
    });
  });

  it('says of a place where no file can be that it will not pass', async () => {
    const file = join(await mkdtemp(join(root, 'case-')), 'file');
    await writeFile(file, '');
    const claim = new SqliteIdentityMap(join(file, 'identities.sqlite')).claim([claimOf('a', 'A')]);
    expect(await faultOf(claim)).toEqual({ code: 'IDENTITY_UNAVAILABLE', transient: false });
  });
});
