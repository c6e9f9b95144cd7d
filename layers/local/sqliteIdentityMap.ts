import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '../engine/faults.ts';
import type { IdentityClaim, IdentityMap } from '../engine/ports.ts';
import { errnoOf } from './systemErrors.ts';

/** `LETH`: tells our file from another program's (SQLite file format, section 1.3.17). */
const APPLICATION_ID = 0x4c455448;
const SCHEMA_VERSION = 1;
/** How long SQLite itself waits for another process's transaction; ours last well under a millisecond. */
const BUSY_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 12;
const MAX_PAUSE_MS = 200;

/** SQLite result codes (sqlite.org/rescode.html); the low byte of an extended code. */
const SQLITE_PERM = 3;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

interface Opened {
  readonly database: DatabaseSync;
  readonly insert: StatementSync;
  readonly select: StatementSync;
}

/**
 * Identities in one SQLite file, shared by threads and processes: each opens it for itself, and SQLite's locks do the rest.
 * A transaction begins and ends without awaiting, so one connection never meets itself. Commits outlive a crash of the process, not a
 * power cut (synchronous = NORMAL): forcing each to the disk would cost more than the instance. The file is opened
 * by the first claim: a run that claims nothing leaves none.
 */
export class SqliteIdentityMap implements IdentityMap {
  readonly #path: string;
  #opened: Opened | null = null;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  async claim(claims: readonly IdentityClaim[]): Promise<readonly string[]> {
    if (claims.length === 0) return [];
    return this.#patiently(() => {
      this.#opened ??= openDatabase(this.#path);
      return known(this.#opened, claims) ?? settle(this.#opened, claims);
    });
  }

  async close(): Promise<void> {
    this.#opened?.database.close();
    this.#opened = null;
  }

  /** SQLite answers some collisions at once, without its busy timeout: when the journal changes to WAL, and while a crashed writer's log is recovered. */
  async #patiently<T>(work: () => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return work();
      } catch (error) {
        const code = resultCode(error);
        if ((code !== SQLITE_BUSY && code !== SQLITE_LOCKED) || attempt === MAX_ATTEMPTS)
          throw identityFault(error);
        await sleep(Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt));
      }
    }
  }
}

/** The stored values if every claim has one: no write lock is taken for what is settled. */
function known({ select }: Opened, claims: readonly IdentityClaim[]): readonly string[] | null {
  const values: string[] = [];
  for (const claim of claims) {
    const value = read(select, claim);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

/** IMMEDIATE takes the write lock first: a read lock that is raised later can fail at once, and two of them would wait for each other. */
function settle({ database, insert, select }: Opened, claims: readonly IdentityClaim[]): readonly string[] {
  database.exec('BEGIN IMMEDIATE');
  try {
    const values = claims.map((claim) => {
      insert.run(claim.scope, claim.key, claim.candidate);
      const value = read(select, claim);
      if (value === null) throw new Error('a row that was just written is not there');
      return value;
    });
    database.exec('COMMIT');
    return values;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function read(select: StatementSync, { scope, key }: IdentityClaim): string | null {
  const row = select.get(scope, key) as { readonly value: string } | undefined;
  return row === undefined ? null : row.value;
}

function openDatabase(path: string): Opened {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    prepareSchema(database);
    return {
      database,
      insert: database.prepare(
        'INSERT INTO identity (scope, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      ),
      select: database.prepare('SELECT value FROM identity WHERE scope = ? AND key = ?'),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepareSchema(database: DatabaseSync): void {
  if (pragma(database, 'application_id') === APPLICATION_ID) {
    if (pragma(database, 'user_version') === SCHEMA_VERSION) return;
    throw new FaultError(
      'IDENTITY_UNAVAILABLE',
      false,
      'The identity file was made by another version of Lethe',
      'Use the version that made it, or name another file',
    );
  }
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been here between our look and our lock.
    if (pragma(database, 'application_id') !== APPLICATION_ID) {
      if (database.prepare('SELECT name FROM sqlite_schema LIMIT 1').get() !== undefined) throw foreign();
      database.exec(`
        CREATE TABLE identity (
          scope TEXT NOT NULL,
          key TEXT NOT NULL,
          value TEXT NOT NULL,
          PRIMARY KEY (scope, key)
        ) STRICT, WITHOUT ROWID;
        PRAGMA user_version = ${SCHEMA_VERSION};
        PRAGMA application_id = ${APPLICATION_ID};`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  const row = database.prepare(`PRAGMA ${name}`).get() as Readonly<Record<string, number>> | undefined;
  return row?.[name] ?? 0;
}

function foreign(): FaultError {
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'The identity file is not one of Lethe',
    'Name another file; this one was left as it is',
  );
}

/** The primary result code, or null for an error that is not SQLite's. */
function resultCode(error: unknown): number | null {
  const code = (error as { readonly errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : null;
}

function identityFault(error: unknown): unknown {
  if (error instanceof FaultError) return error;
  const code = resultCode(error);
  if (code === SQLITE_NOTADB) return foreign();
  if (code === null && errnoOf(error) === 'UNKNOWN') return error;
  const lasting = code === SQLITE_PERM || code === SQLITE_READONLY || code === SQLITE_CORRUPT;
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    !lasting && code !== SQLITE_CANTOPEN,
    `The identity file could not be used (${code === null ? errnoOf(error) : `SQLite ${code}`})`,
    code === SQLITE_CORRUPT
      ? 'Restore it from its backup'
      : 'Check that the file and its folder may be written, and that the disk has room',
  );
}
