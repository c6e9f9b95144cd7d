import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FaultError } from '../engine/faults.ts';
import { inTransaction } from './identityFile.ts';
import { PRIVATE_FOLDER_MODE, privateFile } from './keptPlaces.ts';

/** How long SQLite waits for another process's transaction; ours last some 50 microseconds. */
const BUSY_TIMEOUT_MS = 5_000;
const VERSION = 1;

/** `above`: 1 for the folders that an input lies in. */
const TABLES = `
  CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    output TEXT NOT NULL,
    plans TEXT NOT NULL,
    engine TEXT NOT NULL
  ) STRICT;
  CREATE TABLE input (
    run INTEGER NOT NULL,
    path BLOB NOT NULL,
    above INTEGER NOT NULL,
    PRIMARY KEY (run, path)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE released (
    clean BLOB NOT NULL PRIMARY KEY,
    run INTEGER NOT NULL,
    source BLOB NOT NULL,
    told BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;`;

/** Opens the book of releases, or makes it. Throws as SQLite does, or `FaultError`. */
export function openBookFile(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
  privateFile(path);
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Never forced to the disk: what the book forgets is compared again, and to wait for the disk would cost more than the instance.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    if (versionOf(database) !== VERSION)
      inTransaction(database, () => {
        const version = versionOf(database);
        if (version > VERSION) throw later();
        if (version < VERSION) database.exec(`${TABLES}; PRAGMA user_version = ${VERSION}`);
      });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get() as Readonly<Record<string, number>> | undefined;
  return row?.user_version ?? 0;
}

function later(): FaultError {
  return new FaultError(
    'STORE_UNAVAILABLE',
    false,
    'The book of releases was made by a later version of Lethe',
    'Use the version that made it, or another output folder',
  );
}
