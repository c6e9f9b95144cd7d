import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { LoggedRecord } from '../engine/audit/audit.ts';
import { type SourceLine, type Standing, sourceLine, standingOf } from '../engine/audit/superseded.ts';

const LEDGER = `
  CREATE TABLE line (
    source TEXT NOT NULL,
    timeMs REAL NOT NULL,
    beganMs REAL NOT NULL,
    outcome TEXT NOT NULL,
    cleanKey TEXT,
    made INTEGER NOT NULL,
    versionId TEXT,
    sizeBytes INTEGER
  ) STRICT;`;

const COLUMNS = 'timeMs, beganMs, outcome, cleanKey, made, versionId, sizeBytes';

type SourceRow = { readonly source: string };
type Row = Omit<SourceLine, 'made'> & { readonly made: number };

/** A clean key, and what the audit says of it. */
export interface LedgerEntry {
  readonly cleanKey: string;
  readonly source: string;
  readonly standing: Standing;
  /** Every source that was ever released under it. */
  readonly sources: ReadonlySet<string>;
}

/**
 * An audit, sorted by source, in a file that SQLite makes for itself and that is gone with the process: a large deployment has tens of millions of lines. It holds what
 * the audit holds, so no identifier.
 */
export class AuditLedger {
  readonly #database = new DatabaseSync('');
  readonly #add: StatementSync;
  readonly #ways: string[] = [];
  readonly #wayOf = new Map<string, number>();
  readonly #prepared = new Map<string, StatementSync>();
  #isSorted = false;

  constructor() {
    this.#database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ${LEDGER} BEGIN`);
    this.#add = this.#database.prepare(
      `INSERT INTO line (source, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** To be called before the first question. */
  take(record: LoggedRecord): void {
    const line = sourceLine(record);
    if (line === null) return;
    const { timeMs, beganMs, outcome, cleanKey, versionId, sizeBytes } = line;
    this.#add.run(
      ...([record.source.key, timeMs, beganMs, outcome, cleanKey] as const),
      ...([this.#numberOf(line.made), versionId, sizeBytes] as const),
    );
  }

  /** Every clean key that its source has not now; what another source has there is not among them. */
  *notStanding(): Iterable<LedgerEntry> {
    // A source whose lines were all made in one way has what it was released under.
    const changed = this.#sources('SELECT source FROM line GROUP BY source HAVING COUNT(DISTINCT made) > 1');
    for (const source of changed)
      for (const entry of this.#entriesOf(source, ({ verdict }) => verdict !== 'stands'))
        if (!this.#isAnothers(entry, (other) => !isGone(other))) yield entry;
  }

  /** What was last released under rules whose digest begins so; what another source has there under others is not among it. */
  *releasedUnder(digest: string): Iterable<LedgerEntry> {
    const ways = new Set(this.#ways.filter((made) => made.startsWith(digest)));
    const isUnderOthers = (other: Standing) => !isGone(other) && !ways.has(other.release.made);
    for (const way of ways)
      for (const source of this.#sources(
        'SELECT DISTINCT source FROM line WHERE made = ?',
        this.#numberOf(way),
      ))
        for (const entry of this.#entriesOf(source, ({ release }) => release.made === way))
          if (!this.#isAnothers(entry, isUnderOthers)) yield entry;
  }

  /** What was ever released under a clean key, of each source. */
  *releasedAs(cleanKey: string): Iterable<LedgerEntry> {
    for (const source of this.#sourcesAt(cleanKey))
      for (const entry of this.#entriesOf(source, (_standing, key) => key === cleanKey)) yield entry;
  }

  close(): void {
    this.#database.close();
  }

  *#entriesOf(
    source: string,
    isAsked: (standing: Standing, cleanKey: string) => boolean,
  ): Iterable<LedgerEntry> {
    for (const [cleanKey, standing] of standingOf(this.#linesOf(source)))
      if (isAsked(standing, cleanKey))
        yield { cleanKey, source, standing, sources: this.#sourcesAt(cleanKey) };
  }

  /** Whether another source has an instance under the clean key, and it is one of these. */
  #isAnothers({ cleanKey, source, sources }: LedgerEntry, isOne: (other: Standing) => boolean): boolean {
    return [...sources].some((name) => {
      const other = name === source ? undefined : standingOf(this.#linesOf(name)).get(cleanKey);
      return other !== undefined && isOne(other);
    });
  }

  #sourcesAt(cleanKey: string): ReadonlySet<string> {
    const asked = "SELECT DISTINCT source FROM line WHERE cleanKey = ? AND outcome <> 'withdrawn'";
    const rows = this.#statement(asked).all(cleanKey) as unknown as readonly SourceRow[];
    return new Set(rows.map(({ source }) => source));
  }

  /** One after the other, since they may be millions. */
  *#sources(asked: string, ...values: readonly (string | number)[]): Iterable<string> {
    const rows = this.#statement(asked).iterate(...values) as Iterable<unknown>;
    for (const { source } of rows as Iterable<SourceRow>) yield source;
  }

  #statement(asked: string): StatementSync {
    this.#sort();
    const prepared = this.#prepared.get(asked) ?? this.#database.prepare(asked);
    this.#prepared.set(asked, prepared);
    return prepared;
  }

  #linesOf(source: string): readonly SourceLine[] {
    const rows = this.#statement(`SELECT ${COLUMNS} FROM line WHERE source = ? ORDER BY timeMs, rowid`).all(
      source,
    ) as unknown as readonly Row[];
    return rows.map((row) => ({ ...row, made: this.#ways[row.made] ?? '' }));
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#isSorted = true;
    this.#database.exec(
      'COMMIT; CREATE INDEX bySource ON line (source, made); CREATE INDEX byKey ON line (cleanKey)',
    );
  }

  /** Plans and engines are few and their names long. */
  #numberOf(made: string): number {
    const known = this.#wayOf.get(made);
    if (known !== undefined) return known;
    this.#wayOf.set(made, this.#ways.length);
    return this.#ways.push(made) - 1;
  }
}

function isGone({ verdict }: Standing): boolean {
  return verdict === 'superseded' || verdict === 'withdrawn';
}
