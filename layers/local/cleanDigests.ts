import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '../engine/faults.ts';
import { inTransaction, isCollision } from './identityFile.ts';
import { storeFault } from './systemErrors.ts';
import { openVersioned } from './versionedDatabase.ts';

const MAX_ATTEMPTS = 12;
const MAX_PAUSE_MS = 200;
/** Of two digests: two of a million clean keys meet with a chance of 1e-27. */
const HASH_BYTES = 16;

interface Opened {
  readonly database: DatabaseSync;
  readonly select: StatementSync;
  readonly write: StatementSync;
}

/**
 * Of every clean instance that was handed on, the digest of its bytes. What is handed on is removed once it is delivered, so the bytes themselves are not there
 * to be compared with when the same instance comes again. Several processes may share the file; it holds digests of new UIDs and clean bytes, and nothing else.
 */
export class CleanDigests {
  readonly #path: string;
  #opened: Opened | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Writes down the digest of what goes out under a clean key. False: other bytes went out under it before, and nothing is written, unless they
   * are to be replaced. Outlives a power cut. Rejects with `FaultError`.
   */
  async claim(cleanKey: string, digest: Uint8Array, replaces: boolean): Promise<boolean> {
    const name = createHash('sha256').update(cleanKey).digest().subarray(0, HASH_BYTES);
    const bytes = digest.subarray(0, HASH_BYTES);
    return this.#patiently(({ database, select, write }) =>
      inTransaction(database, () => {
        const row = select.get(name) as { readonly digest: Uint8Array } | undefined;
        if (row !== undefined && Buffer.compare(row.digest, bytes) === 0) return true;
        if (row !== undefined && !replaces) return false;
        write.run(name, bytes);
        return true;
      }),
    );
  }

  close(): void {
    this.#opened?.database.close();
    this.#opened = null;
  }

  async #patiently<T>(work: (opened: Opened) => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#opened ??= opened(this.#path);
        return work(this.#opened);
      } catch (error) {
        if (!isCollision(error) || attempt === MAX_ATTEMPTS) throw digestsFault(error);
        await sleep(Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt));
      }
    }
  }
}

function opened(path: string): Opened {
  const database = openVersioned(path, {
    pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL',
    tables: `CREATE TABLE handed (
      name BLOB NOT NULL PRIMARY KEY,
      digest BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;`,
    later,
  });
  return {
    database,
    select: database.prepare('SELECT digest FROM handed WHERE name = ?'),
    write: database.prepare('INSERT OR REPLACE INTO handed (name, digest) VALUES (?, ?)'),
  };
}

function digestsFault(error: unknown): unknown {
  const code = (error as { readonly errcode?: unknown } | null)?.errcode;
  if (typeof code !== 'number') return error;
  // SQLITE_FULL (13), sqlite.org/rescode.html.
  const errno = (code & 0xff) === 13 ? 'ENOSPC' : `SQLITE${code & 0xff}`;
  return storeFault(Object.assign(new Error('the digests of what was handed on'), { code: errno }));
}

function later(): FaultError {
  return new FaultError(
    'STORE_UNAVAILABLE',
    false,
    'The digests of what was handed on were made by a later version of Lethe',
    'Use the version that made them, or another spool folder',
  );
}
