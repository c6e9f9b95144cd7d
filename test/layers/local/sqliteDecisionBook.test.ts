import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { revisionOf } from '../../../layers/engine/review/decisions.ts';
import { SqliteDecisionBook } from '../../../layers/local/sqliteDecisionBook.ts';
import { decisionOf, describeDecisionBookContract } from '../../contracts/decisionBookContract.ts';
import { faultOf, IDENTIFIER } from '../../contracts/faults.ts';
import { expectRights } from '../../support/posix.ts';

const root = await mkdtemp(join(tmpdir(), 'lethe-test-'));
afterAll(() => rm(root, { recursive: true, force: true }));
let count = 0;
const freshPath = (): string => {
  count += 1;
  return join(root, String(count), 'state', 'decisions.sqlite');
};

describeDecisionBookContract('SQLite', async () => {
  let path = freshPath();
  const opened: SqliteDecisionBook[] = [];
  const open = () => {
    const book = new SqliteDecisionBook(path);
    opened.push(book);
    return book;
  };
  return {
    open,
    putUnheard: async (decision, over) => void (await open().put(decision, over)),
    break: async () => {
      path = freshPath();
      await mkdir(path, { recursive: true });
    },
    dispose: async () => {
      for (const book of opened) await book.close();
    },
  };
});

describe('SqliteDecisionBook', () => {
  const first = decisionOf('(0010,4000)', 'one');

  it('is its owner’s alone, and holds no edit that was taken back', async () => {
    const path = freshPath();
    const book = new SqliteDecisionBook(path);
    await book.put(first, null);
    expectRights(path, 0o600);
    await book.take(first.instance, first.place, revisionOf(first));
    await book.close();
    expect((await readFile(path)).includes(Buffer.from(IDENTIFIER))).toBe(false);
  });

  it.each([
    ['text', 'not a database, and long enough to be looked at as one'],
    ['nothing of ours', ''],
  ])('leaves a file of %s as it is, or makes it its own', async (_what, text) => {
    const path = freshPath();
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    const book = new SqliteDecisionBook(path);
    if (text === '') expect((await book.put(first, null)).isDone).toBe(true);
    else {
      expect(await faultOf(book.put(first, null))).toEqual({
        code: 'DECISIONS_UNAVAILABLE',
        transient: false,
      });
      expect(await readFile(path, 'utf8')).toBe(text);
    }
    await book.close();
  });

  it('has every decision that was answered, and no half one, after its process was killed', async () => {
    const path = freshPath();
    const child = fork(new URL('./support/decide.ts', import.meta.url), [path], {
      execArgv: ['--no-warnings'],
    });
    const answered: number[] = [];
    await new Promise<void>((resolve) => {
      child.on('message', (message) => {
        answered.push(message as number);
        if (answered.length === 20) child.kill('SIGKILL');
      });
      child.once('exit', () => resolve());
    });
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const book = new SqliteDecisionBook(path);
    const kept = await book.of(first.instance);
    expect(kept.length).toBeGreaterThanOrEqual(20);
    expect(kept.map(({ by }) => by)).toEqual(
      expect.arrayContaining(answered.map((each) => `person ${each}`)),
    );
    await book.close();
  });
});
