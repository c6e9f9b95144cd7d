import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DISK_PRAGMAS } from './durable.ts';
import { inTransaction } from './identityFile.ts';
import { PRIVATE_FOLDER_MODE, privateFile } from './keptPlaces.ts';

/** How long SQLite waits for another process's transaction; ours last some 50 microseconds. */
const BUSY_TIMEOUT_MS = 5_000;
const VERSION = 1;

export interface VersionedDatabase {
  /** What is set for each connection, `PRAGMA` by `PRAGMA`. */
  readonly pragmas: string;
  /** What a file that is made has. */
  readonly tables: string;
  /** What is said of a file that a later version of Lethe made. */
  readonly later: () => Error;
  /** How long SQLite waits for another process, in milliseconds; absent: longer than our transactions last. */
  readonly busyMs?: number;
}

/** Opens an SQLite file of its owner's alone, or makes it. Throws as SQLite does, or what `later` makes. */
export function openVersioned(
  path: string,
  { pragmas, tables, later, busyMs = BUSY_TIMEOUT_MS }: VersionedDatabase,
): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
  privateFile(path);
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    database.exec(`${DISK_PRAGMAS}; ${pragmas}`);
    if (versionOf(database) !== VERSION)
      inTransaction(database, () => {
        const version = versionOf(database);
        if (version > VERSION) throw later();
        if (version < VERSION) database.exec(`${tables}; PRAGMA user_version = ${VERSION}`);
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
