import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteIdentityMap } from '../../../layers/local/sqliteIdentityMap.ts';
import { describeAllocationContract, keyOf, numberOf } from '../../contracts/allocationContract.ts';

const folders: string[] = [];
const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-identities-'));
  folders.push(folder);
  return join(folder, 'identities.sqlite');
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describeAllocationContract('SQLite', async () => {
  const path = newFile();
  const opened: SqliteIdentityMap[] = [];
  let reachable = path;
  const open = () => {
    const map = new SqliteIdentityMap(reachable);
    opened.push(map);
    return map;
  };
  return {
    open,
    // A call returns when its transaction is over: a process that dies then has heard nothing.
    allocateUnheard: async (claim) => {
      await open().allocate(claim);
    },
    break: async () => {
      // A folder is not a file.
      reachable = join(path, '..');
    },
    dispose: async () => {
      for (const map of opened) await map.close();
    },
  };
});

describe('SqliteIdentityMap, the file', () => {
  it('takes a file of the first version along, with what it holds', async () => {
    const path = newFile();
    const first = new DatabaseSync(path);
    first.exec(`
      CREATE TABLE identity (scope TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (scope, key)) STRICT, WITHOUT ROWID;
      INSERT INTO identity VALUES ('uid', '${keyOf('a').key}', 'A1');
      PRAGMA user_version = 1; PRAGMA application_id = 0x4c455448;`);
    first.close();
    const map = new SqliteIdentityMap(path);
    expect(await map.claim([{ ...keyOf('a', 'uid'), candidate: 'A2' }])).toEqual(['A1']);
    expect(await map.allocate(numberOf('a'))).toBe(0);
    await map.close();
  });

  it('leaves nothing of what it erases in the file or its log', async () => {
    const path = newFile();
    const map = new SqliteIdentityMap(path);
    const secret = 'sealed away for good';
    await map.claim([{ ...keyOf('a', 'sealed'), candidate: secret }]);
    await map.erase(keyOf('a', 'sealed'), 'erased');
    const bytes = Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)]);
    expect(bytes.includes('erased')).toBe(true);
    expect(bytes.includes(secret)).toBe(false);
    await map.close();
  });

  it('does not forget a number in a power cut: it is forced to the disk', async () => {
    const path = newFile();
    const map = new SqliteIdentityMap(path);
    await map.allocate(numberOf('a'));
    const levels: number[] = [];
    const { exec } = DatabaseSync.prototype;
    DatabaseSync.prototype.exec = function (sql) {
      exec.call(this, sql);
      if (sql === 'COMMIT')
        levels.push((this.prepare('PRAGMA synchronous').get() as { synchronous: number }).synchronous);
    };
    try {
      await map.allocate(numberOf('b'));
      await map.claim([{ ...keyOf('b', 'uid'), candidate: 'B' }]);
    } finally {
      DatabaseSync.prototype.exec = exec;
    }
    // FULL is 2, NORMAL is 1.
    expect(levels).toEqual([2, 1]);
    await map.close();
  });
});
