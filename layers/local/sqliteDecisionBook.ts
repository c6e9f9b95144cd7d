import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { FaultError } from '../engine/faults.ts';
import { pause } from '../engine/pause.ts';
import type { Approval, BookAnswer, DecisionBook } from '../engine/review/book.ts';
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
    return this.#patiently((database) =>
      (
        database
          .prepare('SELECT revision, text FROM decision WHERE instance = ? ORDER BY place')
          .all(instance) as unknown as readonly Row[]
      ).map(decisionIn),
    );
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

  async forget(instance: string): Promise<void> {
    await this.#patiently((database) =>
      inTransaction(database, () => {
        for (const table of ['decision', 'approval'])
          database.prepare(`DELETE FROM ${table} WHERE instance = ?`).run(instance);
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

function rowAt(database: DatabaseSync, instance: string, place: Place): Row | undefined {
  return database
    .prepare('SELECT revision, text FROM decision WHERE instance = ? AND place = ?')
    .get(instance, place) as Row | undefined;
}

function decisionIn({ text }: Row): ReviewDecision {
  return JSON.parse(text) as ReviewDecision;
}

function open(path: string): DatabaseSync {
  return openVersioned(path, {
    pragmas: 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
    tables: TABLES,
    later,
  });
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
