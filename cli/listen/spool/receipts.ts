import type { KeyObject } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { mac } from '../../../layers/engine/crypto.ts';
import { type Clock, type KeyRing, purposeLabel } from '../../../layers/engine/ports.ts';
import { inTransaction } from '../../../layers/local/identityFile.ts';
import { openVersioned } from '../../../layers/local/versionedDatabase.ts';
import { SpoolFault } from './faults.ts';

/**
 * What became of an instance that was received. `received`: it is in the spool, and somebody still waits for it. `delivered`: every delivery of its
 * route has confirmed it. `held`, `quarantined`: it lies in the kept folder.
 */
export type ReceiptState = 'received' | 'delivered' | 'held' | 'quarantined';

export interface Receipt {
  readonly state: ReceiptState;
  /** When it came to that, ISO 8601. */
  readonly time: string;
  /** As its sender said it; empty where that is not known. */
  readonly sopClassUid: string;
}

/** In the order of their numbers in the file. */
const STATES: readonly ReceiptState[] = ['received', 'delivered', 'held', 'quarantined'];
/** Of a digest: two of a million UIDs meet with a chance of 1e-27. */
const NAME_BYTES = 16;
/** Numbers that are taken at once: so many may be passed over by a start, and so seldom the disk is waited for. */
const NUMBERS_AT_ONCE = 10_000;

const TABLES = `
  CREATE TABLE receipt (
    name BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    state INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sop_class TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE numbers (next INTEGER NOT NULL) STRICT;`;

/**
 * What storage commitment asks: of each SOP Instance UID that was received, by a keyed hash of it, what became of it last. And the numbers
 * of the spool, which never come twice: what was kept is named by them. The file is held by one process at a time, so that no two work on one spool.
 */
export class Receipts {
  readonly #database: DatabaseSync;
  readonly #key: KeyObject;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  #next: number;
  #taken: number;

  private constructor(database: DatabaseSync, key: KeyObject, clock: Pick<Clock, 'now'>, next: number) {
    this.#database = database;
    this.#key = key;
    this.#clock = clock;
    this.#next = next;
    this.#taken = next;
    this.#insert = database.prepare(
      `INSERT INTO receipt (name, number, state, at, sop_class) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET number = excluded.number, state = excluded.state, at = excluded.at,
       sop_class = iif(excluded.sop_class = '', sop_class, excluded.sop_class)
       WHERE excluded.number >= number`,
    );
    this.#select = database.prepare('SELECT state, at, sop_class FROM receipt WHERE name = ?');
  }

  /** `above`: a number that was found in use. Rejects with `SpoolFault`: SPOOL_IN_USE where another process has it. */
  static async open(path: string, keys: KeyRing, clock: Pick<Clock, 'now'>, above = 0): Promise<Receipts> {
    const label = purposeLabel('receipt');
    const key = (await keys.subkeys([label])).get(label) as KeyObject;
    try {
      const database = openVersioned(path, {
        pragmas: 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL',
        tables: TABLES,
        later,
        // The other process keeps it until it ends.
        busyMs: 0,
      });
      // Where the file is new, numbers count on from the time: one that was lost had lower ones, at less than a thousand instances a second.
      const row = database.prepare('SELECT next FROM numbers').get() as { readonly next: number } | undefined;
      return new Receipts(database, key, clock, Math.max(row?.next ?? clock.now(), above + 1));
    } catch (error) {
      throw receiptsFault(error);
    }
  }

  /** A number that no instance of this spool has had. Throws `SpoolFault`. */
  nextNumber(): number {
    if (this.#next >= this.#taken) this.#take(this.#next + NUMBERS_AT_ONCE);
    const number = this.#next;
    this.#next += 1;
    return number;
  }

  /** How receipts name an instance. */
  nameOf(sopInstanceUid: string): string {
    return mac(this.#key, sopInstanceUid).toString('hex', 0, NAME_BYTES);
  }

  /** Of what was received again since, nothing is written: the last one counts. `sopClassUid`: told at the receipt, and stays. Throws `SpoolFault`. */
  write(name: string, number: number, state: ReceiptState, sopClassUid = ''): void {
    try {
      this.#insert.run(
        Buffer.from(name, 'hex'),
        number,
        STATES.indexOf(state),
        this.#clock.now(),
        sopClassUid,
      );
    } catch (error) {
      throw receiptsFault(error);
    }
  }

  /** By the original UID; null: it was never received here. Throws `SpoolFault`. */
  stateOf(sopInstanceUid: string): Receipt | null {
    try {
      const row = this.#select.get(Buffer.from(this.nameOf(sopInstanceUid), 'hex')) as
        | { readonly state: number; readonly at: number; readonly sop_class: string }
        | undefined;
      const state = STATES[row?.state ?? -1];
      return row === undefined || state === undefined
        ? null
        : { state, time: new Date(row.at).toISOString(), sopClassUid: row.sop_class };
    } catch (error) {
      throw receiptsFault(error);
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Forced to the disk: after a power cut too the next number is a new one. */
  #take(upTo: number): void {
    try {
      inTransaction(this.#database, () => {
        this.#database.exec('DELETE FROM numbers');
        this.#database.prepare('INSERT INTO numbers (next) VALUES (?)').run(upTo);
      });
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      throw receiptsFault(error);
    }
    this.#taken = upTo;
  }
}

/** SQLITE_BUSY, sqlite.org/rescode.html. */
const BUSY = 5;

function receiptsFault(error: unknown): unknown {
  const code = (error as { readonly errcode?: unknown } | null)?.errcode;
  if (typeof code !== 'number') return error;
  if ((code & 0xff) === BUSY)
    return new SpoolFault(
      'SPOOL_IN_USE',
      'Another process works on this spool',
      'Stop it first, or name another folder with --spool',
    );
  return new SpoolFault(
    'SPOOL_UNAVAILABLE',
    `The state of the spool could not be read or written (SQLite ${code & 0xff})`,
    'Check the disk of the spool and the room on it',
  );
}

function later(): SpoolFault {
  return new SpoolFault(
    'SPOOL_UNAVAILABLE',
    'The state of the spool was made by a later version of Lethe',
    'Use the version that made it, or another spool folder',
  );
}
