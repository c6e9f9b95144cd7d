import { chmodSync, closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { CountedValue } from '../../layers/verify/cohort/decisions.ts';
import type { CohortRow } from '../../layers/verify/cohort/row.ts';
import type { StudyWindow } from '../../layers/verify/report/model.ts';
import type { RiskRow } from '../../layers/verify/risk/risk.ts';
import { UsageError } from '../exit.ts';

/**
 * What a run remembers of the outputs, so that values and risk can be looked at again without reading an instance. It holds values of the outputs and nothing
 * of the source; only its owner can read it.
 */
export interface CohortIndex {
  add(row: CohortRow, at: number): void;
  /** What was added is in the file. */
  flush(): void;
  readonly instances: number;
  riskRows(): Iterable<RiskRow>;
  /** Rarest first. */
  values(most: number): readonly CountedValue[];
  readonly distinctValues: number;
  readonly window: StudyWindow;
  /** Series whose instance numbers have gaps: their pseudonymous UIDs, how many numbers are missing. */
  gaps(most: number): readonly { readonly series: string; readonly missing: number }[];
  close(): void;
}

const SCHEMA = `
CREATE TABLE instance (at INTEGER PRIMARY KEY, patient TEXT, series TEXT, number INTEGER, sex TEXT, age TEXT, ethnic TEXT, size TEXT, weight TEXT, day TEXT, device TEXT, body TEXT);
CREATE TABLE value (path TEXT, value TEXT, instances INTEGER, patients TEXT, PRIMARY KEY (path, value)) WITHOUT ROWID;
`;
/** `lv01`, in the header of the file: an index of this form. Later forms have later numbers. */
const APPLICATION_ID = 0x6c763031;
const ANY_FORM = /^lv\d\d$/;
const MAGIC = 'SQLite format 3\0';

/** Distinct values that are counted in memory before they are written. */
const MOST_HELD = 50_000;
/** Patients that are remembered of a value. */
const MOST_PATIENTS = 3;

/** A new index; null: in memory, and gone with the run. A file of that name is replaced if it is an index, and refused if it is not. */
export function newIndex(file: string | null): CohortIndex {
  if (file !== null && existsSync(file)) {
    if (!isIndexFile(file))
      throw new UsageError('--index names a file that is not an index. Name another file.', 'FILE_EXISTS');
    rmSync(file);
  }
  const database = new DatabaseSync(file ?? ':memory:');
  if (file !== null) chmodSync(file, 0o600);
  // A run that ends early leaves nothing that anybody would use.
  database.exec(
    `PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA application_id=${APPLICATION_ID}; ${SCHEMA} BEGIN`,
  );
  return indexOn(database);
}

/** The index of an earlier run. */
export function openIndex(file: string): CohortIndex {
  const database = new DatabaseSync(file, { readOnly: true });
  return indexOn(database);
}

/** Throws `UsageError` for an index of a later Lethe. */
export function isIndexFile(file: string): boolean {
  const form = formOf(file);
  if (form === null || form === APPLICATION_ID) return form !== null;
  throw new UsageError(
    'a later version of Lethe made the index. Use that version, or run lethe verify on the instances again.',
    'INDEX_LATER',
  );
}

/** The number of its form; null: the file is not an index. */
function formOf(file: string): number | null {
  const head = Buffer.alloc(72);
  try {
    const descriptor = openSync(file, 'r');
    const got = readSync(descriptor, head, 0, 72, 0);
    closeSync(descriptor);
    if (got < 72 || head.toString('latin1', 0, 16) !== MAGIC) return null;
  } catch {
    return null;
  }
  return ANY_FORM.test(head.toString('latin1', 68, 72)) ? head.readUInt32BE(68) : null;
}

interface Held {
  instances: number;
  readonly patients: Set<string>;
}

function indexOn(database: DatabaseSync): CohortIndex {
  const held = new Map<string, Held>();
  const statement = (sql: string) => database.prepare(sql);
  const one = (sql: string) => statement(sql).get() as Record<string, string | number | null>;
  const lazily = <T>(make: () => T): (() => T) => {
    let made: T | undefined;
    return () => {
      made ??= make();
      return made;
    };
  };
  const insert = lazily(() => statement('INSERT INTO instance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'));
  const known = lazily(() => statement('SELECT instances, patients FROM value WHERE path = ? AND value = ?'));
  const write = lazily(() => statement('INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?)'));

  function spill(): void {
    for (const [key, { instances, patients }] of held) {
      const [path = '', value = ''] = key.split('\n', 2);
      const before = known().get(path, value) as { instances: number; patients: string } | undefined;
      const all = new Set([...(before === undefined ? [] : before.patients.split('\n')), ...patients]);
      write().run(
        path,
        value,
        instances + (before?.instances ?? 0),
        [...all].slice(0, MOST_PATIENTS).join('\n'),
      );
    }
    held.clear();
  }

  return {
    add: ({ patient, series, instanceNumber, facts, texts }, at) => {
      const { sex, age, ethnicGroup, size, weight, studyDay, device, bodyPart } = facts;
      insert().run(
        at,
        patient,
        series,
        instanceNumber,
        sex,
        age,
        ethnicGroup,
        size,
        weight,
        studyDay,
        device,
        bodyPart,
      );
      for (const [path, value] of texts) {
        const key = `${path}\n${value.replace(/\s+/g, ' ')}`;
        const counted = held.get(key) ?? { instances: 0, patients: new Set<string>() };
        counted.instances++;
        if (counted.patients.size < MOST_PATIENTS) counted.patients.add(patient);
        held.set(key, counted);
      }
      if (held.size > MOST_HELD) spill();
    },
    flush: () => {
      spill();
      database.exec('COMMIT; BEGIN');
    },
    get instances() {
      return Number(one('SELECT count(*) AS n FROM instance').n);
    },
    riskRows: function* () {
      const rows = statement(
        'SELECT DISTINCT patient, sex, age, ethnic, size, weight, day, device, body FROM instance',
      ).iterate();
      for (const row of rows) {
        const { patient, sex, age, ethnic, size, weight, day, device, body } = row as Record<string, string>;
        yield {
          patient: patient ?? '',
          facts: {
            sex: sex ?? '',
            age: age ?? '',
            ethnicGroup: ethnic ?? '',
            size: size ?? '',
            weight: weight ?? '',
            studyDay: day ?? '',
            device: device ?? '',
            bodyPart: body ?? '',
          },
        };
      }
    },
    values: (most) =>
      statement(
        "SELECT path, value, instances, patients FROM value ORDER BY length(patients) - length(replace(patients, char(10), '')), instances, path, value LIMIT ?",
      )
        .all(most)
        .map((row) => {
          const { path, value, instances, patients } = row as {
            path: string;
            value: string;
            instances: number;
            patients: string;
          };
          return { path, value, instances, patients: patients.split('\n').length };
        }),
    get distinctValues() {
      return Number(one('SELECT count(*) AS n FROM value').n);
    },
    get window() {
      const row = one(
        "SELECT coalesce(min(day), '') AS first, coalesce(max(day), '') AS last, count(DISTINCT patient) AS patients FROM instance WHERE day != ''",
      );
      let longestDays = 0;
      const spans =
        'SELECT min(day) AS first, max(day) AS last FROM instance WHERE length(day) = 8 GROUP BY patient';
      for (const { first, last } of statement(spans).iterate() as Iterable<Record<'first' | 'last', string>>)
        longestDays = Math.max(longestDays, dayOf(last) - dayOf(first));
      return {
        first: String(row.first),
        last: String(row.last),
        patientsWithDates: Number(row.patients),
        longestDays,
      };
    },
    gaps: (most) =>
      statement(
        `SELECT series, max(number) - min(number) + 1 - count(DISTINCT number) AS missing FROM instance
         WHERE number IS NOT NULL AND series != '' GROUP BY series HAVING missing > 0 AND missing < count(DISTINCT number) ORDER BY missing DESC, series LIMIT ?`,
      )
        .all(most)
        .map((row) => ({ series: String(row.series), missing: Number(row.missing) })),
    close: () => database.close(),
  };
}

function dayOf(day: string): number {
  const ms = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
  return Math.round(ms / 86_400_000);
}
