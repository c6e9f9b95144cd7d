import type { DatabaseSync } from 'node:sqlite';
import { FaultError } from '../engine/faults.ts';
import { EARLIER_TABLES } from './earlierReleases.ts';
import { openVersioned } from './versionedDatabase.ts';

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
  const database = openVersioned(path, {
    // Never forced to the disk: what the book forgets is compared again, and to wait for the disk would cost more than the instance.
    pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF',
    tables: TABLES,
    later,
  });
  try {
    // Tables of their own, which an earlier Lethe does not miss: the book stays one that it can open.
    database.exec(EARLIER_TABLES);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function later(): FaultError {
  return new FaultError(
    'STORE_UNAVAILABLE',
    false,
    'The book of releases was made by a later version of Lethe',
    'Use the version that made it, or another output folder',
  );
}
