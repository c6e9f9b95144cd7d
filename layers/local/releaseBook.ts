import { createCipheriv, createDecipheriv, createHash, type KeyObject, randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { mac } from '../engine/crypto.ts';
import { type KeyRing, purposeLabel } from '../engine/ports.ts';
import { EarlierReleases } from './earlierReleases.ts';
import { inTransaction, isCollision } from './identityFile.ts';
import { openBookFile } from './releaseBookFile.ts';
import { storeFault } from './systemErrors.ts';

const MAX_ATTEMPTS = 12;
const MAX_PAUSE_MS = 200;
/** Of a digest: two of a million clean keys meet with a chance of 1e-27. */
const HASH_BYTES = 16;
/** AES-256-GCM (NIST SP 800-38D): the initialisation vector and the tag. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A run, as the book remembers it. */
export interface BookedRun {
  /** The output folder, from the kept folder: both may be moved together. */
  readonly output: string;
  /** What it releases under: a plan for each prefix of clean keys. */
  readonly plans: readonly { readonly prefix: string; readonly name: string; readonly digest: string }[];
  readonly engine: string;
  /** Files and folders that it was given, absolute. */
  readonly inputs: readonly string[];
}

/** Who released what stands under a clean key. `source`: as the audit names it. */
export interface Claimed {
  readonly isOurs: boolean;
  readonly source: string | null;
}

interface Row {
  readonly run: number;
  readonly source: Uint8Array;
  readonly told: Uint8Array;
}

interface Opened {
  readonly database: DatabaseSync;
  readonly select: StatementSync;
  readonly insert: StatementSync;
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly earlier: EarlierReleases;
}

/**
 * What a desk has released: of each clean key the run and the source that it is of. It is shared by the processes of a run, and outlives
 * runs, so that a second one can tell its own instances from another's. It holds keyed hashes, and paths sealed under a subkey of the root:
 * without the key file nobody reads a path out of it. A claim outlives a crash of the process; after a power cut the book may have
 * forgotten, and what stands in the output folder is compared as if nobody knew whose it is.
 */
export class ReleaseBook {
  readonly #path: string;
  readonly #keys: KeyRing;
  #opened: Opened | null = null;
  #subkeys: { readonly names: KeyObject; readonly paths: KeyObject } | null = null;

  constructor(path: string, keys: KeyRing) {
    this.#path = path;
    this.#keys = keys;
  }

  /**
   * Writes down that `sourceName` has released `cleanKey` in `run`, unless another source of the run has: then it answers whose it is. `publish`
   * is called in between, while nobody else publishes; if something else stands there it answers false, and nothing is written down. If the
   * book itself cannot be written, what was published is taken back, where that can be.
   */
  async claim(
    run: BookedPlace,
    cleanKey: string,
    sourceName: string,
    told: string,
    { publish, takeBack }: Publishing,
  ): Promise<Claimed & { readonly isPublished: boolean }> {
    const { names, paths } = await this.#keysOf();
    const row = rowOf(run, cleanKey, hashOf(names, sourceName), seal(paths, told));
    return this.#patiently(({ database, select, insert, begin, commit, earlier }) => {
      begin.run();
      try {
        const standing = select.get(row.clean) as Row | undefined;
        const source = standing === undefined ? null : open(paths, standing.told);
        const isOurs = !isAnothers(standing, row);
        // The instance of the other source may be the same: what is to be withdrawn is found by either.
        if (isOurs && standing !== undefined && Buffer.compare(standing.source, row.source) !== 0)
          earlier.isAlsoOf(row.clean, standing.source);
        if (isOurs) insert.run(row.clean, row.run, row.source, row.told);
        const isPublished = isOurs && publish();
        if (isPublished) commitOr(commit, takeBack);
        return { isOurs, isPublished, source };
      } finally {
        if (database.isTransaction) database.exec('ROLLBACK');
      }
    });
  }

  /** Notes a run before its work; answers its number. */
  async begin({ output, plans, engine, inputs }: BookedRun): Promise<number> {
    const { names } = await this.#keysOf();
    return this.#patiently(({ database }) =>
      inTransaction(database, () => {
        const { lastInsertRowid } = database
          .prepare('INSERT INTO run (output, plans, engine) VALUES (?, ?, ?)')
          .run(output, JSON.stringify(plans), engine);
        const insert = database.prepare('INSERT OR IGNORE INTO input (run, path, above) VALUES (?, ?, ?)');
        for (const input of inputs)
          for (const [depth, path] of withParents(input).entries())
            insert.run(lastInsertRowid, hashOf(names, path), depth === 0 ? 0 : 1);
        return Number(lastInsertRowid);
      }),
    );
  }

  /** Writes down that `sourceName` has the same instance under the clean key as the source that is written down there. */
  async isAlsoOf({ output }: BookedPlace, cleanKey: string, sourceName: string): Promise<void> {
    const { names } = await this.#keysOf();
    await this.#patiently(({ earlier }) =>
      earlier.isAlsoOf(cleanHash(output, cleanKey), hashOf(names, sourceName)),
    );
  }

  /** Notes what stands in the output folder before a run that is to replace it. */
  async lookOver({ number, output }: BookedPlace, cleanKeys: Iterable<string>): Promise<void> {
    await this.#patiently(({ database, select, earlier }) =>
      inTransaction(database, () => {
        for (const key of cleanKeys) {
          const clean = cleanHash(output, key);
          const row = select.get(clean) as Row | undefined;
          earlier.note(number, { key, clean }, row?.source ?? null);
        }
      }),
    );
  }

  /**
   * Lets `remove` remove what earlier runs released of a source and `run` did not, but `released`, and what stands under `place` if the run did not release
   * that. `remove` answers whether something was there; while it works nobody publishes. Answers the clean keys.
   */
  async withdraw(
    { number, output }: BookedPlace,
    sourceName: string,
    { released, place }: { readonly released: string | null; readonly place: string | null },
    remove: (cleanKey: string) => boolean,
  ): Promise<readonly string[]> {
    const source = hashOf((await this.#keysOf()).names, sourceName);
    // The book may have failed to take what was released just now: the store knows better.
    const standing = (earlier: EarlierReleases) =>
      earlier.of(number, source).filter(({ key }) => key !== released);
    return this.#patiently(({ database, earlier }) => {
      // Nearly always nothing stands: nobody is kept waiting for a look.
      if (place === null && standing(earlier).length === 0) return [];
      return inTransaction(database, () => {
        const gone: string[] = [];
        for (const { key, clean } of standing(earlier)) {
          // It stood there when the run began: gone it is in any case, if by a process that ended before it could say so.
          remove(key);
          earlier.strike(clean);
          gone.push(key);
        }
        if (place === null || gone.includes(place)) return gone;
        const clean = cleanHash(output, place);
        if (earlier.isThisRuns(number, clean) || !remove(place)) return gone;
        earlier.strike(clean);
        return [...gone, place];
      });
    });
  }

  /** Clean keys that earlier runs released of a source and `run` did not. */
  async standing({ number }: BookedPlace, sourceName: string): Promise<readonly string[]> {
    const { names } = await this.#keysOf();
    return this.#patiently(({ earlier }) =>
      earlier.of(number, hashOf(names, sourceName)).map(({ key }) => key),
    );
  }

  /** Ends a run that was to replace what stood in the output folder: answers the clean keys that it has not released. */
  async left({ number }: BookedPlace): Promise<readonly string[]> {
    return this.#patiently(({ database, earlier }) =>
      inTransaction(database, () => {
        const left = earlier.left(number);
        earlier.forget(number);
        return left;
      }),
    );
  }

  /** Whether something of what stands in an output was released under another key. `cleanKeys`: of what stands there; asked where some run had another key. */
  async hasOtherKeys(output: string, cleanKeys: () => Iterable<string>): Promise<boolean> {
    const { paths } = await this.#keysOf();
    return this.#patiently(({ database, select }) => {
      // A run has one key, so one row tells; one pass over all that was released, as below.
      const others = database
        .prepare(
          'SELECT run, told FROM released WHERE run IN (SELECT id FROM run WHERE output = ?) GROUP BY run',
        )
        .all(output)
        .flatMap((row) => (open(paths, row.told as Uint8Array) === null ? [row.run] : []));
      if (others.length === 0) return false;
      const runs = new Set(others);
      for (const key of cleanKeys()) {
        const row = select.get(cleanHash(output, key)) as Row | undefined;
        if (row !== undefined && runs.has(row.run)) return true;
      }
      return false;
    });
  }

  /** The first run that released into the same output, from inputs that overlap with these, what these plans or this engine would make otherwise. */
  async atOdds({ output, plans, engine, inputs }: BookedRun): Promise<BookedRun['plans'][number] | null> {
    const { names } = await this.#keysOf();
    return this.#patiently(({ database }) => {
      const runs = database
        .prepare(
          // One pass over all that was released: an index would cost each instance more than this costs a run.
          'SELECT id, plans, engine FROM run WHERE output = ? AND id IN (SELECT DISTINCT run FROM released)',
        )
        .all(output) as unknown as readonly { id: number; plans: string; engine: string }[];
      const has = database.prepare('SELECT 1 FROM input WHERE run = ? AND path = ? AND above <= ?');
      for (const { id, plans: text, engine: by } of runs) {
        const before = JSON.parse(text) as BookedRun['plans'];
        const other = before.find(({ prefix, digest }) =>
          plans.some((plan) => plan.prefix === prefix && (plan.digest !== digest || by !== engine)),
        );
        if (other === undefined) continue;
        const overlaps = inputs.some((input) =>
          withParents(input).some(
            (path, depth) => has.get(id, hashOf(names, path), depth === 0 ? 1 : 0) !== undefined,
          ),
        );
        if (overlaps) return by === engine ? other : { ...other, name: `${other.name}, Lethe ${by}` };
      }
      return null;
    });
  }

  /** Forgets what was released into an output that is empty now. */
  async forget(output: string): Promise<void> {
    await this.#patiently(({ database }) =>
      inTransaction(database, () => {
        const of = 'SELECT id FROM run WHERE output = ?';
        database
          .prepare(`DELETE FROM again WHERE clean IN (SELECT clean FROM released WHERE run IN (${of}))`)
          .run(output);
        for (const table of ['released', 'input', 'standing'])
          database.prepare(`DELETE FROM ${table} WHERE run IN (${of})`).run(output);
        database.prepare('DELETE FROM run WHERE output = ?').run(output);
      }),
    );
  }

  async close(): Promise<void> {
    this.#opened?.database.close();
    this.#opened = null;
  }

  async #keysOf() {
    if (this.#subkeys === null) {
      const labels = [purposeLabel('object-name'), purposeLabel('source-path')] as const;
      const subkeys = await this.#keys.subkeys(labels);
      const [names, paths] = labels.map((label) => subkeys.get(label) as KeyObject) as [KeyObject, KeyObject];
      this.#subkeys = { names, paths };
    }
    return this.#subkeys;
  }

  async #patiently<T>(work: (opened: Opened) => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#opened ??= prepared(openBookFile(this.#path));
        return work(this.#opened);
      } catch (error) {
        if (!isCollision(error) || attempt === MAX_ATTEMPTS) throw bookFault(error);
        await sleep(Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt));
      }
    }
  }
}

/** How an instance gets its place. */
export interface Publishing {
  /** False: something stands there. Throws where it cannot be done. */
  readonly publish: () => boolean;
  /** Undoes it. Null: it cannot be undone, and holds whatever becomes of the book. */
  readonly takeBack: (() => void) | null;
}

function rowOf({ number, output }: BookedPlace, cleanKey: string, source: Buffer, told: Buffer) {
  return { clean: cleanHash(output, cleanKey), run: number, source, told };
}

function cleanHash(output: string, cleanKey: string): Buffer {
  return createHash('sha256').update(`${output}\x1f${cleanKey}`).digest().subarray(0, HASH_BYTES);
}

/** A full disk shows here at the latest. */
function commitOr(commit: StatementSync, takeBack: Publishing['takeBack']): void {
  try {
    commit.run();
  } catch (error) {
    if (takeBack === null) return;
    takeBack();
    throw error;
  }
}

/** The run that a store works in, and the output folder as the book names it. */
export interface BookedPlace {
  readonly number: number;
  readonly output: string;
}

function prepared(database: DatabaseSync): Opened {
  return {
    database,
    earlier: new EarlierReleases(database),
    begin: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    select: database.prepare('SELECT run, source, told FROM released WHERE clean = ?'),
    insert: database.prepare(
      'INSERT OR REPLACE INTO released (clean, run, source, told) VALUES (?, ?, ?, ?)',
    ),
  };
}

function isAnothers(standing: Row | undefined, row: { readonly run: number; readonly source: Uint8Array }) {
  return (
    standing !== undefined && standing.run === row.run && Buffer.compare(standing.source, row.source) !== 0
  );
}

/** An absolute path, and the folders it is in. */
function withParents(path: string): readonly string[] {
  const parts = path.split(/[\\/]/);
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('/'));
}

function hashOf(key: KeyObject, text: string): Buffer {
  return mac(key, text).subarray(0, HASH_BYTES);
}

function seal(key: KeyObject, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Null for what another key sealed. */
function open(key: KeyObject, sealed: Uint8Array): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const text = decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function bookFault(error: unknown): unknown {
  const code = (error as { readonly errcode?: unknown } | null)?.errcode;
  if (typeof code !== 'number') return error;
  // SQLITE_FULL (13), sqlite.org/rescode.html.
  const errno = (code & 0xff) === 13 ? 'ENOSPC' : `SQLITE${code & 0xff}`;
  return storeFault(Object.assign(new Error('the book of releases'), { code: errno }));
}
