import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FaultError } from '../../layers/engine/faults.ts';
import { errnoOf } from '../../layers/local/systemErrors.ts';
import { openVersioned } from '../../layers/local/versionedDatabase.ts';
import { UsageError } from '../exit.ts';

const TABLES = `
  CREATE TABLE sent (
    destination BLOB NOT NULL,
    item BLOB NOT NULL,
    PRIMARY KEY (destination, item)
  ) STRICT, WITHOUT ROWID;`;

/** What was sent where: digests alone, for a run that goes on where another one ended. It outlives a crash of the process; after a power cut some may be sent again. */
export class SendState {
  readonly #database: DatabaseSync;
  readonly #destination: Buffer;
  readonly #has: StatementSync;
  readonly #insert: StatementSync;

  /** Opens the file or makes it. Throws `UsageError`. */
  constructor(path: string, destination: string) {
    try {
      this.#database = openVersioned(path, {
        pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF',
        tables: TABLES,
        later,
      });
    } catch (error) {
      if (error instanceof FaultError) throw error;
      throw new UsageError(
        `the state ${JSON.stringify(path)} cannot be used (${errnoOf(error)}). Name another file with --state.`,
        'FILE_UNWRITABLE',
      );
    }
    this.#destination = createHash('sha256').update(destination).digest().subarray(0, 16);
    this.#has = this.#database.prepare('SELECT 1 FROM sent WHERE destination = ? AND item = ?');
    this.#insert = this.#database.prepare('INSERT OR IGNORE INTO sent (destination, item) VALUES (?, ?)');
  }

  has(item: Buffer): boolean {
    return this.#has.get(this.#destination, item) !== undefined;
  }

  add(item: Buffer): void {
    this.#insert.run(this.#destination, item);
  }

  close(): void {
    this.#database.close();
  }
}

function later(): FaultError {
  return new FaultError(
    'STORE_UNAVAILABLE',
    false,
    'The state was made by a later version of Lethe',
    'Use the version that made it, or name another file with --state',
  );
}
