import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommitmentRequestFile } from '../../cli/listen/commitment/requestFile.ts';
import { OutboxFile } from '../../cli/listen/outbox/outboxFile.ts';
import { Receipts } from '../../cli/listen/spool/receipts.ts';
import { SendState } from '../../cli/send/sendState.ts';
import { isIndexFile, newIndex } from '../../cli/verify/cohortIndex.ts';
import { readOriginal, readPatient } from '../../layers/engine/originals/sealedRecords.ts';
import { keysOf } from '../../layers/library/keys.ts';
import { CleanDigests } from '../../layers/local/cleanDigests.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { ReleaseBook } from '../../layers/local/releaseBook.ts';
import { SqliteDecisionBook } from '../../layers/local/sqliteDecisionBook.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { StepBook } from '../../layers/local/stepBook.ts';
import { systemEntropy } from '../../layers/local/system.ts';
import { pageAt } from '../rules/docs.ts';

/** What Lethe writes for itself says of which form it is, and an earlier Lethe refuses a later form with a code and changes nothing. */

const folder = mkdtempSync(join(tmpdir(), 'lethe-later-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = keysOf(new Uint8Array(32).fill(7));
const clock = { now: () => Date.UTC(2026, 10, 30) };

interface Store {
  readonly file: string;
  /** Makes the file, and reads it again. */
  readonly use: (path: string) => unknown;
  readonly code: string;
}

/** A row for each file that opens a database of its own. */
const STORES: readonly Store[] = [
  {
    file: 'layers/local/identityFile.ts',
    use: async (path) => {
      const map = new SqliteIdentityMap(path);
      await map.known([{ scope: 'a', key: 'b' } as never]).finally(() => map.close());
    },
    code: 'IDENTITY_UNAVAILABLE',
  },
  {
    file: 'layers/local/stepBook.ts',
    use: async (path) => {
      const book = new StepBook(path, { keys, keyScope: '', clock, entropy: systemEntropy });
      await book.recall('1.2.3').finally(() => book.close());
    },
    code: 'IDENTITY_UNAVAILABLE',
  },
  {
    file: 'layers/local/sqliteDecisionBook.ts',
    use: async (path) => {
      const book = new SqliteDecisionBook(path);
      await book.of('a').finally(() => book.close());
    },
    code: 'DECISIONS_UNAVAILABLE',
  },
  {
    file: 'layers/local/releaseBookFile.ts',
    use: async (path) => {
      const book = new ReleaseBook(path, keys);
      await book.forget('out').finally(() => book.close());
    },
    code: 'STORE_UNAVAILABLE',
  },
  {
    file: 'layers/local/cleanDigests.ts',
    use: async (path) => {
      const digests = new CleanDigests(path);
      await digests.claim('a', new Uint8Array(32), false).finally(() => digests.close());
    },
    code: 'STORE_UNAVAILABLE',
  },
  {
    file: 'cli/listen/spool/receipts.ts',
    use: async (path) => (await Receipts.open(path, keys, clock)).close(),
    code: 'SPOOL_UNAVAILABLE',
  },
  {
    file: 'cli/listen/commitment/requestFile.ts',
    use: (path) => new CommitmentRequestFile(path).close(),
    code: 'STORE_UNAVAILABLE',
  },
  {
    file: 'cli/listen/outbox/outboxFile.ts',
    use: (path) => new OutboxFile(path).close(),
    code: 'STORE_UNAVAILABLE',
  },
  {
    file: 'cli/send/sendState.ts',
    use: (path) => new SendState(path, 'there').close(),
    code: 'STORE_UNAVAILABLE',
  },
];

test('every file that opens a database has a row, or none is older than the run', () => {
  const root = join(import.meta.dirname, '../..');
  const opening = globSync('{layers,cli,functions}/**/*.ts', { cwd: root }).filter((path) =>
    /openVersioned\(|new DatabaseSync\(/.test(readFileSync(join(root, path), 'utf8')),
  );
  // What opens for the others; what is written by a generator; what is gone with its process; and the index, which is looked at below.
  const others = [
    'layers/local/versionedDatabase.ts',
    'layers/text/words/generate.ts',
    'layers/local/auditLedger.ts',
    'cli/verify/cohortIndex.ts',
  ];
  expect(opening.sort()).toEqual([...STORES.map(({ file }) => file), ...others].sort());
});

test.each(STORES.map((store, number) => [store.file, { ...store, number }] as const))(
  '%s: a file of a later form is refused, and stays as it is',
  async (_file, { use, code, number }) => {
    const path = join(folder, `${number}.sqlite`);
    await use(path);
    expect(existsSync(path)).toBe(true);
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99; CREATE TABLE of_tomorrow (x)');
    database.close();
    const tables = () => {
      const opened = new DatabaseSync(path, { readOnly: true });
      const rows = opened.prepare('SELECT sql FROM sqlite_schema').all();
      const version = opened.prepare('PRAGMA user_version').get();
      opened.close();
      return [rows, version];
    };
    const before = tables();
    await expect(Promise.resolve(path).then(use)).rejects.toMatchObject({ code });
    expect(tables()).toEqual(before);
    // The page for operators says it.
    expect(pageAt('operations/upgrade-and-rollback.md')).toContain(`| \`${code}\` |`);
  },
);

test('an index of a later form is not read, and not written over', () => {
  const path = join(folder, 'index.sqlite');
  newIndex(path).close();
  expect(isIndexFile(path)).toBe(true);
  const bytes = readFileSync(path);
  bytes.write('lv02', 68, 'latin1');
  writeFileSync(path, bytes);
  expect(() => isIndexFile(path)).toThrow(expect.objectContaining({ code: 'INDEX_LATER' }));
  expect(() => newIndex(path)).toThrow(expect.objectContaining({ code: 'INDEX_LATER' }));
  expect(readFileSync(path)).toEqual(bytes);
});

test('sealed originals of a later form are not called damaged', () => {
  for (const read of [() => readPatient('p2.a.b.c'), () => readOriginal('o12.a')])
    expect(read).toThrow(
      expect.objectContaining({
        code: 'IDENTITY_UNAVAILABLE',
        message: expect.stringContaining('later version'),
      }),
    );
  for (const read of [() => readPatient('q1.a.b.c'), () => readOriginal('o1')])
    expect(read).toThrow(expect.objectContaining({ message: expect.stringContaining('damaged') }));
});

test('a key file of a later form is refused, and no key is made in its place', async () => {
  const path = join(folder, 'later.key');
  writeFileSync(path, `lethe-key-v2:${'07'.repeat(32)}\n`, { mode: 0o600 });
  await expect(new KeyFile(path).subkeys(['a'])).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  expect(readFileSync(path, 'utf8')).toContain('lethe-key-v2:');
});
