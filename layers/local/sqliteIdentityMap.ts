import { resolve } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { pause } from '../engine/pause.ts';
import type {
  IdentityClaim,
  IdentityEraser,
  IdentityKey,
  IdentityMap,
  NumberClaim,
} from '../engine/ports.ts';
import { emptyLog, identityFileFault, inTransaction, isCollision, openIdentityFile } from './identityFile.ts';

/** How long SQLite itself waits for another process's transaction; ours last well under a millisecond. */
const BUSY_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 12;
const MAX_PAUSE_MS = 200;

/** How it waits for others who write: SQLite within a call, and between two attempts. */
export interface Patience {
  readonly busyMs: number;
  readonly pause: (ms: number) => Promise<void>;
}

interface Opened {
  readonly database: DatabaseSync;
  readonly insert: StatementSync;
  readonly select: StatementSync;
  readonly overwrite: StatementSync;
  readonly next: StatementSync;
  readonly count: StatementSync;
}

/**
 * Identities in one SQLite file, shared by threads and processes: each opens it for itself, and SQLite's locks do the rest.
 * A transaction begins and ends without awaiting, so one connection never meets itself. Claims outlive a crash of the process, not a
 * power cut (synchronous = NORMAL): forcing each to the disk would cost more than the instance. Numbers outlive both, for one that
 * was lost would be given to somebody else. The file is opened by the first use: a run that uses nothing leaves none.
 */
export class SqliteIdentityMap implements IdentityMap, IdentityEraser {
  readonly #path: string;
  readonly #patience: Patience;
  #opened: Opened | null = null;

  constructor(path: string, patience: Patience = { busyMs: BUSY_TIMEOUT_MS, pause }) {
    this.#path = resolve(path);
    this.#patience = patience;
  }

  async claim(claims: readonly IdentityClaim[]): Promise<readonly string[]> {
    if (claims.length === 0) return [];
    return this.#patiently((opened) => {
      // No write lock is taken for what is settled.
      const stored = claims.map((claim) => read(opened, claim));
      return stored.every((value) => value !== null) ? stored : settle(opened, claims);
    });
  }

  async known(keys: readonly IdentityKey[]): Promise<readonly (string | null)[]> {
    if (keys.length === 0) return [];
    return this.#patiently((opened) => keys.map((key) => read(opened, key)));
  }

  async allocate(claim: NumberClaim): Promise<number | null> {
    return this.#patiently((opened) => {
      const stored = read(opened, claim);
      return stored === null ? number(opened, claim) : Number(stored);
    });
  }

  async erase(key: IdentityKey, mark: string): Promise<boolean> {
    const isKnown = await this.#patiently((opened) =>
      inTransaction(opened.database, () => {
        const stored = read(opened, key);
        opened.overwrite.run(key.scope, key.key, mark);
        return stored !== null && stored !== mark;
      }),
    );
    await this.#patiently(({ database }) => emptyLog(database));
    return isKnown;
  }

  async close(): Promise<void> {
    this.#opened?.database.close();
    this.#opened = null;
  }

  async #patiently<T>(work: (opened: Opened) => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#opened ??= open(this.#path, this.#patience.busyMs);
        return work(this.#opened);
      } catch (error) {
        if (!isCollision(error) || attempt === MAX_ATTEMPTS) throw identityFileFault(error);
        await this.#patience.pause(Math.random() * Math.min(MAX_PAUSE_MS, 5 * 2 ** attempt));
      }
    }
  }
}

function open(path: string, busyMs: number): Opened {
  const database = openIdentityFile(path, busyMs);
  return {
    database,
    insert: database.prepare(
      'INSERT INTO identity (scope, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    select: database.prepare('SELECT value FROM identity WHERE scope = ? AND key = ?'),
    overwrite: database.prepare('INSERT OR REPLACE INTO identity (scope, key, value) VALUES (?, ?, ?)'),
    next: database.prepare('SELECT next FROM counter WHERE scope = ?'),
    count: database.prepare('INSERT OR REPLACE INTO counter (scope, next) VALUES (?, ?)'),
  };
}

function settle(opened: Opened, claims: readonly IdentityClaim[]): readonly string[] {
  return inTransaction(opened.database, () =>
    claims.map((claim) => {
      opened.insert.run(claim.scope, claim.key, claim.candidate);
      const value = read(opened, claim);
      if (value === null) throw new Error('a row that was just written is not there');
      return value;
    }),
  );
}

/** Gives the key its number, with everything before it forced to the disk. */
function number(opened: Opened, { scope, key, capacity }: NumberClaim): number | null {
  const { database, insert, next, count } = opened;
  database.exec('PRAGMA synchronous = FULL');
  try {
    return inTransaction(database, () => {
      // Somebody else may have been first between our look and our lock.
      const stored = read(opened, { scope, key });
      if (stored !== null) return Number(stored);
      const free = ((next.get(scope) as { readonly next: number } | undefined)?.next ?? 0) as number;
      if (free >= capacity) return null;
      insert.run(scope, key, String(free));
      count.run(scope, free + 1);
      return free;
    });
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}

function read({ select }: Opened, { scope, key }: IdentityKey): string | null {
  const row = select.get(scope, key) as { readonly value: string } | undefined;
  return row === undefined ? null : row.value;
}
