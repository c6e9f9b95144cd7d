import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FaultError } from '../engine/faults.ts';
import { DISK_PRAGMAS } from './durable.ts';
import { PRIVATE_FOLDER_MODE, privateFile } from './keptPlaces.ts';
import { errnoOf } from './systemErrors.ts';

/** `LETH`: tells our file from another program's (SQLite file format, section 1.3.17). */
const APPLICATION_ID = 0x4c455448;

/** What each version of the file adds to the one before. The file's version is how many of them it has. */
const VERSIONS: readonly string[] = [
  `CREATE TABLE identity (
     scope TEXT NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (scope, key)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE counter (
     scope TEXT NOT NULL PRIMARY KEY,
     next INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`,
];

/** SQLite result codes (sqlite.org/rescode.html); the low byte of an extended code. */
const SQLITE_PERM = 3;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_READONLY = 8;
const SQLITE_CORRUPT = 11;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;
/** Those, and system errors, that the same call will meet again. */
const LASTING: ReadonlySet<number | string> = new Set([
  SQLITE_PERM,
  SQLITE_READONLY,
  SQLITE_CORRUPT,
  SQLITE_CANTOPEN,
  'EACCES',
  'EEXIST',
  'ENAMETOOLONG',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/** Opens the file of identities; makes it, or adds what later versions have. SQLite waits so many milliseconds for another process's transaction. Throws as SQLite does, or `FaultError`. */
export function openIdentityFile(path: string, busyMs: number): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
  privateFile(path);
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    // What is overwritten is zeroed: an erased key must not lie about in free pages.
    database.exec(
      `${DISK_PRAGMAS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON`,
    );
    prepareSchema(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** IMMEDIATE takes the write lock first: a read lock that is raised later can fail at once, and two of them would wait for each other. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Moves the log into the file and empties it: until then it holds what was overwritten. Throws `FaultError` while others read. */
export function emptyLog(database: DatabaseSync): void {
  const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { readonly busy: number };
  if (busy === 0) return;
  throw new FaultError(
    'IDENTITY_UNAVAILABLE',
    true,
    'The identity file is in use, so its log still contains the erased data',
    'Run it again when no other run uses the file',
  );
}

/** SQLite answers some collisions at once, without its busy timeout: when the journal changes to WAL, and while a crashed writer's log is recovered. */
export function isCollision(error: unknown): boolean {
  const code = resultCode(error);
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
}

/** What an error of SQLite or of the file system is to the engine; an error of our own comes back as it is. */
export function identityFileFault(error: unknown): unknown {
  return databaseFault(error, 'IDENTITY_UNAVAILABLE', 'The identity file', foreign);
}

/** As `identityFileFault`, for any file of SQLite. `foreign`: what is said of one that SQLite does not know. */
export function databaseFault(
  error: unknown,
  code: 'IDENTITY_UNAVAILABLE' | 'DECISIONS_UNAVAILABLE',
  subject: string,
  foreign: () => FaultError,
): unknown {
  if (error instanceof FaultError) return error;
  const result = resultCode(error);
  if (result === SQLITE_NOTADB) return foreign();
  if (result === null && errnoOf(error) === 'UNKNOWN') return error;
  const cause = result ?? errnoOf(error);
  return new FaultError(
    code,
    !LASTING.has(cause),
    `${subject} could not be used (${result === null ? cause : `SQLite ${result}`})`,
    result === SQLITE_CORRUPT
      ? 'Restore it from its backup'
      : 'Check that the file and its folder may be written, and that the disk has room',
  );
}

function prepareSchema(database: DatabaseSync): void {
  if (
    pragma(database, 'application_id') === APPLICATION_ID &&
    pragma(database, 'user_version') === VERSIONS.length
  )
    return;
  // Only under the lock do several looks see one state: a file that another process makes meanwhile would seem a stranger's.
  inTransaction(database, () => {
    const version = versionOf(database);
    for (const addition of VERSIONS.slice(version)) database.exec(addition);
    database.exec(`PRAGMA user_version = ${VERSIONS.length}; PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

/** 0 for a file without tables. To be asked in a transaction. Throws `FaultError` for another program's file and for one of a later Lethe. */
function versionOf(database: DatabaseSync): number {
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    if (database.prepare('SELECT name FROM sqlite_schema LIMIT 1').get() !== undefined) throw foreign();
    return 0;
  }
  const version = pragma(database, 'user_version');
  if (version <= VERSIONS.length) return version;
  throw new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'The identity file was made by a later version of Lethe',
    'Use the version that made it, or name another file',
  );
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
