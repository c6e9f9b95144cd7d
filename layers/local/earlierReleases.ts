import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * What stood in the output folder when a run began that is to replace it. `standing`: of each clean instance every source that it was released
 * of; an empty source: the book knows none. `again`: sources whose instance another source's row stands for, since both have one clean key.
 */
export const EARLIER_TABLES = `
  CREATE TABLE IF NOT EXISTS standing (
    run INTEGER NOT NULL,
    source BLOB NOT NULL,
    clean BLOB NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (run, source, clean)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS again (
    clean BLOB NOT NULL,
    source BLOB NOT NULL,
    PRIMARY KEY (clean, source)
  ) STRICT, WITHOUT ROWID;`;

const OF_NOBODY = new Uint8Array(0);

/** A clean key, and its hash in the book. */
export interface StandingKey {
  readonly key: string;
  readonly clean: Uint8Array;
}

/** The statements over these tables; each is to be used in a transaction of the book. */
export class EarlierReleases {
  readonly #alsoOf: StatementSync;
  readonly #sources: StatementSync;
  readonly #note: StatementSync;
  readonly #of: StatementSync;
  readonly #isThisRuns: StatementSync;
  readonly #strike: StatementSync;
  readonly #left: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#alsoOf = database.prepare('INSERT OR IGNORE INTO again (clean, source) VALUES (?, ?)');
    this.#sources = database.prepare('SELECT source FROM again WHERE clean = ?');
    this.#note = database.prepare(
      'INSERT OR IGNORE INTO standing (run, source, clean, key) VALUES (?, ?, ?, ?)',
    );
    this.#of = database.prepare('SELECT key, clean FROM standing WHERE run = ? AND source = ?');
    // A run that began later has the last word.
    this.#isThisRuns = database.prepare('SELECT 1 FROM released WHERE clean = ? AND run >= ?');
    this.#strike = database.prepare('DELETE FROM released WHERE clean = ?');
    this.#left = database.prepare(
      'SELECT DISTINCT key FROM standing WHERE run = ?1 AND NOT EXISTS (SELECT 1 FROM released WHERE released.clean = standing.clean AND released.run >= ?1)',
    );
    this.#forget = database.prepare('DELETE FROM standing WHERE run = ?');
  }

  /** `source`, too, has an instance under the clean key. */
  isAlsoOf(clean: Uint8Array, source: Uint8Array): void {
    this.#alsoOf.run(clean, source);
  }

  /** Notes what stands, before the first instance of a run. `source`: as the book has it; null: it has none. */
  note(run: number, { key, clean }: StandingKey, source: Uint8Array | null): void {
    this.#note.run(run, source ?? OF_NOBODY, clean, key);
    for (const other of this.#sources.all(clean) as unknown as readonly { readonly source: Uint8Array }[])
      this.#note.run(run, other.source, clean, key);
  }

  /** What earlier runs released of a source and this one did not release. */
  of(run: number, source: Uint8Array): readonly StandingKey[] {
    return (this.#of.all(run, source) as unknown as readonly StandingKey[]).filter(
      ({ clean }) => !this.isThisRuns(run, clean),
    );
  }

  isThisRuns(run: number, clean: Uint8Array): boolean {
    return this.#isThisRuns.get(clean, run) !== undefined;
  }

  /** Nothing stands there any more. */
  strike(clean: Uint8Array): void {
    this.#strike.run(clean);
  }

  /** Clean keys that stood there, and that the run has not released. */
  left(run: number): readonly string[] {
    return (this.#left.all(run) as unknown as readonly { readonly key: string }[]).map(({ key }) => key);
  }

  forget(run: number): void {
    this.#forget.run(run);
  }
}
