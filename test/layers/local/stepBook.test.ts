import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTag } from '../../../layers/dicom/tag.ts';
import type { ContextValue } from '../../../layers/engine/identifier/context.ts';
import { Phi } from '../../../layers/engine/phi.ts';
import { StepBook } from '../../../layers/local/stepBook.ts';
import { systemEntropy } from '../../../layers/local/system.ts';
import { expectPrivate } from '../../support/posix.ts';
import { testKeys } from '../engine/harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'lethe-steps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const DAY_MS = 86_400_000;

function book(options: { readonly path?: string; readonly keyScope?: string; readonly root?: string } = {}) {
  files += 1;
  const { path = join(folder, `${files}`, 'steps.sqlite'), keyScope = '', root = 'a root' } = options;
  const time = { now: Date.UTC(2026, 10, 30) };
  const keys = testKeys(root);
  const made = new StepBook(path, { keys, keyScope, clock: { now: () => time.now }, entropy: systemEntropy });
  return { made, path, time };
}

const WHOSE: readonly ContextValue[] = [
  { tag: asTag(0x00100010), vr: 'PN', value: new Phi('Zwieback^Oriane=茨維^バック') },
  { tag: asTag(0x00100020), vr: 'LO', value: new Phi('PAT-40711') },
];
const shown = (whose: readonly ContextValue[]) =>
  whose.map(({ tag, vr, value }) => [tag, vr, value.reveal()]);

test('whose a step is outlives the process', async () => {
  const { made, path } = book();
  await made.remember('1.2.3', WHOSE);
  made.close();
  const { made: next } = book({ path });
  expect(shown(await next.recall('1.2.3'))).toEqual(shown(WHOSE));
  expect(await next.recall('1.2.4')).toEqual([]);
  await next.remember('1.2.3', WHOSE.slice(1));
  expect(shown(await next.recall('1.2.3'))).toEqual(shown(WHOSE.slice(1)));
  next.close();
});

test('nothing of it can be read in its files, which are their owner’s alone', async () => {
  const { made, path } = book();
  await made.remember('1.2.826.0.1.3680043.77', WHOSE);
  const around = join(path, '..');
  for (const file of readdirSync(around)) {
    const text = readFileSync(join(around, file)).toString('latin1');
    for (const needle of ['Zwieback', 'Oriane', 'PAT-40711', '3680043'])
      expect([file, text.includes(needle)]).toEqual([file, false]);
    expectPrivate(join(around, file));
  }
  made.close();
});

test('the same twice is not the same bytes', async () => {
  const { made, path } = book();
  await made.remember('1.2.3', WHOSE);
  await made.remember('1.2.4', WHOSE);
  made.close();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  const rows = database.prepare('SELECT sealed FROM step').all() as { readonly sealed: Uint8Array }[];
  database.close();
  expect(rows).toHaveLength(2);
  expect(Buffer.from(rows[0]!.sealed).subarray(28).equals(Buffer.from(rows[1]!.sealed).subarray(28))).toBe(
    false,
  );
});

test('projects do not know each other’s steps', async () => {
  const { made, path } = book();
  await made.remember('1.2.3', WHOSE);
  expect(await book({ path, keyScope: 'trial' }).made.recall('1.2.3')).toEqual([]);
  made.close();
});

test('is forgotten after two weeks, and gone with the next step', async () => {
  const { made, path, time } = book();
  await made.remember('1.2.3', WHOSE);
  time.now += 14 * DAY_MS;
  expect(await made.recall('1.2.3')).toHaveLength(2);
  time.now += 1;
  expect(await made.recall('1.2.3')).toEqual([]);
  await made.remember('1.2.4', WHOSE);
  made.close();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  expect(database.prepare('SELECT count(*) AS steps FROM step').get()).toEqual({ steps: 1 });
  database.close();
});

test('what was changed, or moved to another step, is not believed', async () => {
  const { made, path } = book();
  await made.remember('1.2.3', WHOSE);
  await made.remember('1.2.4', WHOSE.slice(1));
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  const rows = database.prepare('SELECT key, sealed FROM step').all() as Record<'key' | 'sealed', never>[];
  const update = database.prepare('UPDATE step SET sealed = ? WHERE key = ?');
  for (const [at, { sealed }] of rows.entries()) update.run(sealed, rows[1 - at]!.key);
  database.close();
  await expect(made.recall('1.2.3')).rejects.toMatchObject({
    code: 'IDENTITY_UNAVAILABLE',
    transient: false,
  });
  made.close();
});

test('a file that is none of SQLite, and one of a later version', async () => {
  const { made, path } = book({ path: join(folder, 'other.sqlite') });
  writeFileSync(
    path,
    'this is a text that somebody put there, and it is long enough to be no header of a file',
  );
  await expect(made.recall('1.2.3')).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
  const later = book();
  await later.made.remember('1.2.3', WHOSE);
  later.made.close();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(later.path);
  database.exec('PRAGMA user_version = 2');
  database.close();
  await expect(later.made.recall('1.2.3')).rejects.toThrow('later version');
});
