import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FaultError } from '../../../layers/engine/faults.ts';
import { inTransaction } from '../../../layers/local/identityFile.ts';
import { openVersioned } from '../../../layers/local/versionedDatabase.ts';
import type { Kind, OutgoingInstance } from './outgoing.ts';

/** A task is one instance that one delivery has to deliver; it goes when that is done. An instance without tasks is settled. */
const TABLES = `
  CREATE TABLE instance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    sop_class TEXT NOT NULL,
    sop_instance TEXT NOT NULL,
    transfer_syntax TEXT NOT NULL,
    study TEXT NOT NULL,
    series TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    receipt TEXT NOT NULL,
    clean_prefix TEXT NOT NULL,
    added_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE task (
    delivery TEXT NOT NULL,
    instance INTEGER NOT NULL REFERENCES instance (id),
    series TEXT NOT NULL,
    is_held INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    message TEXT,
    PRIMARY KEY (delivery, instance)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sync (count INTEGER NOT NULL) STRICT;
  INSERT INTO sync VALUES (0);
  CREATE INDEX task_of_instance ON task (instance);
  CREATE INDEX task_of_series ON task (delivery, series, instance) WHERE is_held = 0;
  CREATE INDEX task_in_trouble ON task (delivery, instance) WHERE is_held = 1 OR attempts > 0;`;

/** A task, with as much of its instance as a queue needs. */
export interface Queued {
  readonly id: number;
  readonly series: string;
}

export interface Task extends Queued {
  readonly instance: OutgoingInstance;
  /** How often it was tried in vain. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly addedMs: number;
}

/** What waits for one delivery. */
export interface WaitingDelivery {
  readonly delivery: string;
  readonly waiting: number;
  readonly held: number;
  /** When the oldest that waits or is held was added, in milliseconds since the epoch. */
  readonly oldestMs: number;
}

/** An instance that was tried in vain, or is held. */
export interface TroubledInstance {
  readonly delivery: string;
  readonly receipt: string;
  /** Of the clean instance; empty for an original. */
  readonly sopInstanceUid: string;
  readonly isHeld: boolean;
  readonly attempts: number;
  readonly code: string;
  /** What happened and what to do, in one sentence or two. */
  readonly message: string;
  readonly addedMs: number;
}

/** The outbox's own state. Safe for a second process: `lethe listen retry` writes while the gateway runs. */
export class OutboxFile {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file or makes it, for its owner alone. Throws as SQLite does, or `FaultError`. */
  constructor(path: string) {
    this.#database = openVersioned(path, {
      pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON',
      tables: TABLES,
      later,
    });
  }

  /** Durable when it returns. What is there already, by its path, is left as it is: null. */
  add(instance: OutgoingInstance, deliveries: readonly string[], nowMs: number): number | null {
    return this.#durably(() => {
      const { changes, lastInsertRowid } = this.#run(
        'INSERT OR IGNORE INTO instance (path, sop_class, sop_instance, transfer_syntax, study, series, size_bytes, receipt, clean_prefix, added_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        instance.path,
        instance.sopClassUid,
        instance.sopInstanceUid,
        instance.transferSyntaxUid,
        instance.studyInstanceUid,
        instance.seriesInstanceUid,
        instance.sizeBytes,
        instance.receipt,
        instance.cleanPrefix ?? '',
        nowMs,
      );
      if (changes === 0) return null;
      for (const delivery of deliveries)
        this.#run(
          'INSERT INTO task (delivery, instance, series) VALUES (?, ?, ?)',
          delivery,
          lastInsertRowid,
          instance.seriesInstanceUid,
        );
      return Number(lastInsertRowid);
    });
  }

  has(path: string): boolean {
    return this.#all('SELECT 1 FROM instance WHERE path = ?', path).length > 0;
  }

  /** The tasks of a delivery behind one, in their order, without those that are held. */
  after(delivery: string, id: number, most: number): readonly Queued[] {
    return this.#all(
      'SELECT instance AS id, series FROM task WHERE delivery = ? AND instance > ? AND is_held = 0 ORDER BY instance LIMIT ?',
      delivery,
      id,
      most,
    ) as unknown as readonly Queued[];
  }

  /** The first task of a series that waits. */
  firstOf(delivery: string, series: string): number | null {
    const [row] = this.#all(
      'SELECT instance AS id FROM task WHERE delivery = ? AND series = ? AND is_held = 0 ORDER BY instance LIMIT 1',
      delivery,
      series,
    );
    return (row?.id as number | undefined) ?? null;
  }

  /** Null: it does not wait any more. */
  task(delivery: string, id: number): Task | null {
    const [row] = this.#all(
      `SELECT task.attempts, added_ms, ${INSTANCE} FROM task JOIN instance ON instance.id = task.instance WHERE delivery = ? AND instance = ? AND is_held = 0`,
      delivery,
      id,
    );
    if (row === undefined) return null;
    const instance = instanceOf(row);
    const [attempts, addedMs] = [row.attempts as number, row.added_ms as number];
    return { id, series: instance.seriesInstanceUid, instance, attempts, addedMs };
  }

  /** Up to `most` kinds of instances that wait for a delivery, of the first thousand. */
  kinds(delivery: string, most: number): readonly Kind[] {
    return this.#all(
      'SELECT DISTINCT sop_class AS sopClassUid, transfer_syntax AS transferSyntaxUid FROM (SELECT instance FROM task WHERE delivery = ? AND is_held = 0 ORDER BY instance LIMIT 1000) JOIN instance ON instance.id = instance LIMIT ?',
      delivery,
      most,
    ) as unknown as readonly Kind[];
  }

  /** A task is done. Answers whether its instance is settled: it has no other. Not yet durable: a power cut may bring the task back, and the instance is sent again. */
  done(delivery: string, id: number): boolean {
    return inTransaction(this.#database, () => {
      this.#run('DELETE FROM task WHERE delivery = ? AND instance = ?', delivery, id);
      return this.#all('SELECT 1 FROM task WHERE instance = ? LIMIT 1', id).length === 0;
    });
  }

  /** Makes durable what was done so far, as `add` does. */
  sync(): void {
    this.#durably(() => this.#run('UPDATE sync SET count = count + 1'));
  }

  failed(delivery: string, id: number, isHeld: boolean, code: string, message: string): void {
    const sql =
      'UPDATE task SET is_held = ?, attempts = attempts + 1, code = ?, message = ? WHERE delivery = ? AND instance = ?';
    this.#run(sql, isHeld ? 1 : 0, code, message, delivery, id);
  }

  /** Settled instances that nobody has forgotten yet: a crash came in between. */
  settled(): readonly (OutgoingInstance & { readonly id: number })[] {
    const sql = `SELECT id, ${INSTANCE} FROM instance WHERE NOT EXISTS (SELECT 1 FROM task WHERE task.instance = instance.id)`;
    return this.#all(sql).map((row) => ({ id: row.id as number, ...instanceOf(row) }));
  }

  forget(id: number): void {
    this.#run('DELETE FROM instance WHERE id = ?', id);
  }

  waiting(): readonly WaitingDelivery[] {
    return this.#all(
      'SELECT delivery, SUM(1 - is_held) AS waiting, SUM(is_held) AS held, MIN(added_ms) AS oldestMs FROM task JOIN instance ON instance.id = task.instance GROUP BY delivery ORDER BY delivery',
    ) as unknown as readonly WaitingDelivery[];
  }

  /** The first of those that were tried in vain or are held. */
  troubled(most: number): readonly TroubledInstance[] {
    return this.#all(
      'SELECT delivery, receipt, sop_instance AS sopInstanceUid, is_held, attempts, code, message, added_ms AS addedMs FROM task JOIN instance ON instance.id = task.instance WHERE is_held = 1 OR attempts > 0 ORDER BY delivery, instance LIMIT ?',
      most,
    ).map(({ is_held, ...row }) => ({
      ...(row as unknown as TroubledInstance),
      isHeld: is_held === 1,
    }));
  }

  /** What is held waits again: all of it, or that of one delivery. Answers how many. */
  retry(delivery: string | null): number {
    const sql =
      'UPDATE task SET is_held = 0, attempts = 0, code = NULL, message = NULL WHERE is_held = 1 AND (? IS NULL OR delivery = ?)';
    return Number(this.#run(sql, delivery, delivery).changes);
  }

  /** Changes when another process has written to the file. */
  version(): number {
    return this.#all('PRAGMA data_version')[0]?.data_version as number;
  }

  close(): void {
    this.#database.close();
  }

  #durably<T>(work: () => T): T {
    this.#database.exec('PRAGMA synchronous = FULL');
    try {
      return inTransaction(this.#database, work);
    } finally {
      this.#database.exec('PRAGMA synchronous = NORMAL');
    }
  }

  #run(sql: string, ...values: readonly Value[]) {
    return this.#prepared(sql).run(...values);
  }

  #all(sql: string, ...values: readonly Value[]): readonly Readonly<Record<string, unknown>>[] {
    return this.#prepared(sql).all(...values);
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

type Value = string | number | bigint | null;

const INSTANCE =
  'path, sop_class, sop_instance, transfer_syntax, study, instance.series, size_bytes, receipt, clean_prefix';

function instanceOf(row: Readonly<Record<string, unknown>>): OutgoingInstance {
  return {
    path: row.path as string,
    sopClassUid: row.sop_class as string,
    sopInstanceUid: row.sop_instance as string,
    transferSyntaxUid: row.transfer_syntax as string,
    studyInstanceUid: row.study as string,
    seriesInstanceUid: row.series as string,
    sizeBytes: row.size_bytes as number,
    receipt: row.receipt as string,
    ...(row.clean_prefix === '' ? {} : { cleanPrefix: row.clean_prefix as string }),
  };
}

function later(): FaultError {
  return new FaultError(
    'STORE_UNAVAILABLE',
    false,
    'The outbox was made by a later version of Lethe',
    'Use the version that made it, or let that version deliver what waits',
  );
}
