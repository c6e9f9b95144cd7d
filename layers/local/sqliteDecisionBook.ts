import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { FaultError } from '../engine/faults.ts';
import { pause } from '../engine/pause.ts';
import type {
  Approval,
  BookAnswer,
  DecisionBook,
  Earlier,
  EarlierReviews,
  ReleasedAs,
} from '../engine/review/book.ts';
import { revisionOf } from '../engine/review/decisions.ts';
import type { Place, ReviewDecision } from '../engine/review/types.ts';
import { databaseFault, inTransaction, isCollision } from './identityFile.ts';
import { openVersioned } from './versionedDatabase.ts';

const MAX_ATTEMPTS = 12;
const MAX_PAUSE_MS = 200;

const TABLES = `
  CREATE TABLE decision (
    instance TEXT NOT NULL,
    place TEXT NOT NULL,
    revision TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (instance, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE approval (
    instance TEXT NOT NULL,
    digest TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (instance, digest, person)
  ) STRICT, WITHOUT ROWID;`;

/** A table of its own, which an earlier Lethe does not miss. `decisions`: all that the instance left with, as JSON. */
const RELEASED_TABLE = `
  CREATE TABLE IF NOT EXISTS released (
    instance TEXT NOT NULL,
    source TEXT NOT NULL,
    told TEXT NOT NULL,
    decisions TEXT NOT NULL,
    PRIMARY KEY (instance, source)
  ) STRICT, WITHOUT ROWID;`;

interface Row {
  readonly revision: string;
  readonly text: string;
}

/**
 * Decisions at a desk, in one SQLite file of its owner's alone: an edit may hold anything. Each write is forced to the disk, since what a person was told that
 * they decided must be there in the morning. The file is opened by the first use, and overwritten rows are zeroed.
 */
export class SqliteDecisionBook implements DecisionBook {
  readonly #path: string;
  #database: DatabaseSync | null = null;

  constructor(path: string) {
    this.#path = resolve(path);
  }

  async of(instance: string): Promise<readonly ReviewDecision[]> {
    return this.#patiently((database) => decisionsOf(database, instance));
  }

  async put(decision: ReviewDecision, over: string | null): Promise<BookAnswer> {
    const { instance, place } = decision;
    const revision = revisionOf(decision);
    return this.#patiently((database) =>
      inTransaction(database, () => {
        const standing = rowAt(database, instance, place);
        // Our own write, whose answer was lost.
        const isOurs = standing?.revision === revision;
        const isDone = isOurs || (standing?.revision ?? null) === over;
        if (!isDone) return { isDone, standing: standing === undefined ? null : decisionIn(standing) };
        if (!isOurs)
          database
            .prepare('INSERT OR REPLACE INTO decision (instance, place, revision, text) VALUES (?, ?, ?, ?)')
            .run(instance, place, revision, JSON.stringify(decision));
        return { isDone, standing: decision };
      }),
    );
  }

  async take(instance: string, place: Place, over: string): Promise<BookAnswer> {
    return this.#patiently((database) =>
      inTransaction(database, () => {
        const standing = rowAt(database, instance, place);
        if (standing !== undefined && standing.revision !== over)
          return { isDone: false, standing: decisionIn(standing) };
        database.prepare('DELETE FROM decision WHERE instance = ? AND place = ?').run(instance, place);
        return { isDone: true, standing: null };
      }),
    );
  }

  async approve({ instance, digest, by, at }: Approval): Promise<void> {
    await this.#patiently((database) =>
      database
        .prepare('INSERT OR IGNORE INTO approval (instance, digest, person, at) VALUES (?, ?, ?, ?)')
        .run(instance, digest, by, at),
    );
  }

  async approvals(instance: string, digest: string): Promise<readonly Approval[]> {
    return this.#patiently((database) =>
      database
        .prepare('SELECT person, at FROM approval WHERE instance = ? AND digest = ? ORDER BY person')
        .all(instance, digest)
        .map((row) => {
          const { person, at } = row as { readonly person: string; readonly at: string };
          return { instance, digest, by: person, at };
        }),
    );
  }

  async places(): Promise<ReadonlyMap<string, readonly Place[]>> {
    return this.#patiently((database) => {
      const places = new Map<string, Place[]>();
      for (const row of database
        .prepare('SELECT instance, place FROM decision ORDER BY instance, place')
        .all()) {
        const { instance, place } = row as { readonly instance: string; readonly place: Place };
        const known = places.get(instance);
        if (known === undefined) places.set(instance, [place]);
        else known.push(place);
      }
      return places;
    });
  }

  async settle(instance: string, released: ReleasedAs): Promise<void> {
    await this.#patiently((database) =>
      inTransaction(database, () => {
        const decisions = decisionsOf(database, instance);
        // It came before: what was settled stays.
        if (decisions.length > 0)
          database
            .prepare(
              'INSERT OR REPLACE INTO released (instance, source, told, decisions) VALUES (?, ?, ?, ?)',
            )
            .run(instance, released.source, JSON.stringify(released), JSON.stringify(decisions));
        for (const table of ['decision', 'approval'])
          database.prepare(`DELETE FROM ${table} WHERE instance = ?`).run(instance);
      }),
    );
  }

  async earlier(instance: string): Promise<readonly Earlier[]> {
    // What stands is read first: what is settled in between is there twice, which changes nothing.
    return this.#patiently((database) => {
      const standing = new Map<string, ReviewDecision[]>();
      for (const decision of decisionsUnder(database, instance))
        standing.set(decision.instance, [...(standing.get(decision.instance) ?? []), decision]);
      const settled = database
        .prepare(`SELECT told, decisions FROM released WHERE ${UNDER} ORDER BY instance, source`)
        .all(instance) as unknown as readonly { readonly told: string; readonly decisions: string }[];
      return [
        ...[...standing.values()].map((decisions) => ({ decisions, released: null })),
        ...settled.map(({ told, decisions }) => ({
          decisions: JSON.parse(decisions) as readonly ReviewDecision[],
          released: JSON.parse(told) as ReleasedAs,
        })),
      ];
    });
  }

  async reopen(instance: string, source: string): Promise<void> {
    await this.#patiently((database) =>
      inTransaction(database, () => {
        const settled = database
          .prepare('SELECT decisions FROM released WHERE instance = ? AND source = ?')
          .get(instance, source) as { readonly decisions: string } | undefined;
        const insert = database.prepare(
          'INSERT OR IGNORE INTO decision (instance, place, revision, text) VALUES (?, ?, ?, ?)',
        );
        for (const decision of JSON.parse(settled?.decisions ?? '[]') as readonly ReviewDecision[])
          insert.run(instance, decision.place, revisionOf(decision), JSON.stringify(decision));
        database.prepare('DELETE FROM released WHERE instance = ? AND source = ?').run(instance, source);
      }),
    );
  }

  async close(): Promise<void> {
    this.#database?.close();
    this.#database = null;
  }

  async #patiently<T>(work: (database: DatabaseSync) => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#database ??= open(this.#path);
        return work(this.#database);
      } catch (error) {
        if (!isCollision(error) || attempt === MAX_ATTEMPTS)
          throw databaseFault(error, 'DECISIONS_UNAVAILABLE', 'The file of decisions', foreign);
        await pause(Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt));
      }
    }
  }
}

/** What people decided at a desk, for runs: where nobody ever reviewed, there is no file, and none is made. */
export class EarlierAtDesk implements EarlierReviews {
  readonly #path: string;
  readonly #book: SqliteDecisionBook;

  constructor(path: string) {
    this.#path = path;
    this.#book = new SqliteDecisionBook(path);
  }

  async of(instance: string): Promise<readonly Earlier[]> {
    return existsSync(this.#path) ? this.#book.earlier(instance) : [];
  }
}

/** A path can have another file tomorrow, and what was kept of the first stays: `name`, `name-2`, ... (`KeptAreas`). The point comes behind the hyphen. */
const UNDER = "(instance = ?1 OR (instance > ?1 || '-' AND instance < ?1 || '.'))";

/** By place. */
function decisionsOf(database: DatabaseSync, instance: string): readonly ReviewDecision[] {
  return decisionsWhere(database, 'instance = ?1', instance);
}

function decisionsUnder(database: DatabaseSync, instance: string): readonly ReviewDecision[] {
  return decisionsWhere(database, UNDER, instance);
}

function decisionsWhere(database: DatabaseSync, where: string, instance: string): readonly ReviewDecision[] {
  const rows = database
    .prepare(`SELECT revision, text FROM decision WHERE ${where} ORDER BY instance, place`)
    .all(instance) as unknown as readonly Row[];
  return rows.map(decisionIn);
}

function rowAt(database: DatabaseSync, instance: string, place: Place): Row | undefined {
  return database
    .prepare('SELECT revision, text FROM decision WHERE instance = ? AND place = ?')
    .get(instance, place) as Row | undefined;
}

function decisionIn({ text }: Row): ReviewDecision {
  return JSON.parse(text) as ReviewDecision;
}

function open(path: string): DatabaseSync {
  const database = openVersioned(path, {
    pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
    tables: TABLES,
    later,
  });
  try {
    database.exec(RELEASED_TABLE);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function later(): FaultError {
  return new FaultError(
    'DECISIONS_UNAVAILABLE',
    false,
    'The file of decisions was made by a later version of Lethe',
    'Use the version that made it',
  );
}

function foreign(): FaultError {
  return new FaultError(
    'DECISIONS_UNAVAILABLE',
    false,
    'The file of decisions is not one of Lethe',
    'Move it away; it was left as it is',
  );
}
