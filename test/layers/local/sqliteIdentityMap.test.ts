import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Claims in a process of its own; null if it died. */
async function inProcess(order: Order): Promise<readonly string[] | null> {
  const child = spawn(process.execPath, ['--no-warnings', claimant.pathname, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return said === '' ? null : JSON.parse(said);
}

async function inThread(order: Order): Promise<readonly string[]> {
  const [values] = await once(new Worker(claimant, { workerData: order }), 'message');
  return values;
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
      await writeFile(path, 'This is no database. '.repeat(500));
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
  ] as const)(
    'lets one claim of many win across %s',
    async (_what, run) => {
      const path = freshPath();
      const gate = join(await mkdtemp(join(root, 'gate-')), 'open');
      const originals = Array.from({ length: 200 }, (_, index) => `original ${index}`);
      // Each begins elsewhere, so that they meet everywhere. The file is made in the same race.
      const inOrderOf = <T>(worker: number, all: readonly T[]): readonly T[] => [
        ...all.slice(worker * 40),
        ...all.slice(0, worker * 40),
      ];
      const running = [0, 1, 2, 3, 4].map((worker) =>
        run({ path, gate, worker, originals: inOrderOf(worker, originals), dies: false }),
      );
      while ((await readdir(join(gate, '..'))).length < running.length) await sleep(20);
      await writeFile(gate, '');
      const answers = await Promise.all(running);
      const map = new SqliteIdentityMap(path);
      const settled = await map.claim(originals.map((original) => claimOf(original, 'too late')));
      await map.close();
      answers.forEach((answer, worker) => {
        expect(answer).toEqual(inOrderOf(worker, settled));
      });
      expect(settled).not.toContain('too late');
      expect(new Set(settled.map((value) => value.split(' by ')[1])).size).toBeGreaterThan(1);
    },
    60_000,
  );

  it('keeps what a process claimed that was killed before it could say so', async () => {
    const path = freshPath();
    const order = { path, gate: null, worker: 1, originals: ['a', 'b'] };
    expect(await inProcess({ ...order, dies: true })).toBeNull();
    expect(await inProcess({ ...order, worker: 2, dies: false })).toEqual(['a by 1', 'b by 1']);
  }, 30_000);

  it('waits for a writer that holds the file', async () => {
    const path = freshPath();
    const map = new SqliteIdentityMap(path);
    await map.claim([claimOf('a', 'A')]);
    const program = `
      const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(process.argv[1]);
      database.exec('BEGIN IMMEDIATE');
      process.stdout.write('held');
      setTimeout(() => database.exec('COMMIT'), 3000);`;
    const child = spawn(process.execPath, ['--no-warnings', '-e', program, path]);
    await once(child.stdout, 'data');
    const before = performance.now();
    expect(await map.claim([claimOf('a', 'late')])).toEqual(['A']);
    expect(performance.now() - before).toBeLessThan(1_500);
    expect(await map.claim([claimOf('b', 'B')])).toEqual(['B']);
    expect(performance.now() - before).toBeGreaterThan(1_500);
    await map.close();
  }, 30_000);

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
