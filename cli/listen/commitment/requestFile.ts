import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FaultError } from '../../../layers/engine/faults.ts';
import { openVersioned } from '../../../layers/local/versionedDatabase.ts';
import type { CommitmentRequest, ReferencedInstance } from './dataSets.ts';

/** A request whose answer its sender has not taken. UIDs are originals, so the file lies in the spool. */
export interface OpenRequest extends CommitmentRequest {
  readonly id: number;
  /** The name of the peer in the configuration. */
  readonly peer: string;
  /** Who asked, and by what name: the report goes the other way. */
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** In milliseconds since the epoch. */
  readonly receivedMs: number;
  /** How often the report was sent in vain. */
  readonly attempts: number;
}

const TABLES = `
  CREATE TABLE request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    peer TEXT NOT NULL,
    transaction_uid TEXT NOT NULL,
    calling TEXT NOT NULL,
    called TEXT NOT NULL,
    instances TEXT NOT NULL,
    received_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_ms INTEGER NOT NULL,
    UNIQUE (peer, transaction_uid)
  ) STRICT;
  CREATE INDEX request_due ON request (due_ms);`;

/** Requests for storage commitment that are open, as they outlive a power cut. Throws as SQLite does. */
export class CommitmentRequestFile {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #due: StatementSync;
  readonly #later: StatementSync;
  readonly #remove: StatementSync;
  readonly #count: StatementSync;
  readonly #next: StatementSync;
  readonly #hurry: StatementSync;

  constructor(path: string) {
    this.#database = openVersioned(path, {
      pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
      tables: TABLES,
      later: () =>
        new FaultError(
          'STORE_UNAVAILABLE',
          false,
          'The requests for storage commitment were written by a later version of Lethe',
          'Use the version that wrote them, or another spool folder',
        ),
    });
    const prepare = (sql: string) => this.#database.prepare(sql);
    // A transaction that is asked for again is one, and begins anew.
    this.#insert = prepare(
      `INSERT INTO request (peer, transaction_uid, calling, called, instances, received_ms, due_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (peer, transaction_uid) DO UPDATE SET calling = excluded.calling, called = excluded.called,
       instances = excluded.instances, received_ms = excluded.received_ms, due_ms = excluded.due_ms, attempts = 0`,
    );
    this.#due = prepare('SELECT * FROM request WHERE due_ms <= ? ORDER BY due_ms, id LIMIT ?');
    this.#later = prepare('UPDATE request SET due_ms = ?, attempts = ? WHERE id = ? AND received_ms = ?');
    this.#remove = prepare('DELETE FROM request WHERE id = ? AND received_ms = ?');
    this.#next = prepare('SELECT MIN(due_ms) AS due FROM request');
    this.#hurry = prepare('UPDATE request SET due_ms = ? WHERE peer = ? AND due_ms > ?');
    this.#count = prepare('SELECT COUNT(*) AS count FROM request');
  }

  get count(): number {
    return (this.#count.get() as { readonly count: number }).count;
  }

  /** Outlives a power cut when it returns. */
  add(request: Omit<OpenRequest, 'id' | 'attempts'>): void {
    const { peer, transactionUid, callingAeTitle, calledAeTitle, instances, receivedMs } = request;
    const list = JSON.stringify(instances.map((each) => [each.sopClassUid, each.sopInstanceUid]));
    this.#insert.run(peer, transactionUid, callingAeTitle, calledAeTitle, list, receivedMs, receivedMs);
  }

  /** Those that are to be looked at now, so many at most, and no more once they name so many instances: one request may name 30,000. */
  due(nowMs: number, most: number, mostInstances: number): readonly OpenRequest[] {
    const requests: OpenRequest[] = [];
    let instances = 0;
    for (const row of this.#due.iterate(nowMs, most) as unknown as Iterable<Row>) {
      const request = requestOf(row);
      requests.push(request);
      instances += request.instances.length;
      if (instances >= mostInstances) break;
    }
    return requests;
  }

  /** When the next one is due; null: none is open. */
  get nextDueMs(): number | null {
    return (this.#next.get() as { readonly due: number | null }).due;
  }

  /** Those of a peer are due now. */
  hurry(peer: string, nowMs: number): void {
    this.#hurry.run(nowMs, peer, nowMs);
  }

  /** Unless it was asked for again since. */
  later({ id, receivedMs }: OpenRequest, dueMs: number, attempts: number): void {
    this.#later.run(dueMs, attempts, id, receivedMs);
  }

  /** Unless it was asked for again since. */
  remove({ id, receivedMs }: OpenRequest): void {
    this.#remove.run(id, receivedMs);
  }

  close(): void {
    this.#database.close();
  }
}

interface Row {
  readonly id: number;
  readonly peer: string;
  readonly transaction_uid: string;
  readonly calling: string;
  readonly called: string;
  readonly instances: string;
  readonly received_ms: number;
  readonly attempts: number;
}

function requestOf(row: Row): OpenRequest {
  const pairs = JSON.parse(row.instances) as readonly (readonly [string, string])[];
  return {
    id: row.id,
    peer: row.peer,
    transactionUid: row.transaction_uid,
    callingAeTitle: row.calling,
    calledAeTitle: row.called,
    instances: pairs.map(
      ([sopClassUid, sopInstanceUid]): ReferencedInstance => ({ sopClassUid, sopInstanceUid }),
    ),
    receivedMs: row.received_ms,
    attempts: row.attempts,
  };
}
