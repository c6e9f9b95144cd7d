import { rowOf } from '../../layers/dicom/standard/generatedFile.ts';
import { ACTION_OF_CODE } from './codeActions.ts';
import { OPTION_COLUMNS, type OptionColumn, optionCodes, type ProfileRow, parseRow } from './table.ts';

/** A row of Table E.1-1 in the form of the JSON that the compiler's table is generated from. */
export interface PublishedRow {
  readonly name: string;
  readonly tagKind: string;
  readonly id: string | null;
  readonly retired: boolean;
  readonly inStandardCompositeIOD: boolean;
  readonly basicProfile: string;
  /** Column, in small letters with underscores, to K or C. */
  readonly options: Readonly<Record<string, string>>;
}

/** The row as the generated tables have it. Throws for an option that is not among the columns. */
export function publishedRow(row: PublishedRow, columns: readonly string[]): string {
  for (const column of Object.keys(row.options))
    if (!columns.includes(column)) throw new Error(`an option that is not a column: ${column}`);
  const flags = `${row.retired ? 'R' : ''}${row.inStandardCompositeIOD ? 'I' : ''}`;
  const options = columns.map((column) => row.options[column] ?? '-').join('');
  return rowOf(row.id ?? row.tagKind, row.basicProfile, flags, options, row.name);
}

/** An edition of Table E.1-1. */
export interface PublishedTable {
  readonly edition: string;
  readonly rows: readonly ProfileRow[];
  /** Columns that the compiler does not know: what they ask for is left out. */
  readonly unknownColumns: readonly string[];
}

/** Why a text is not an edition of the table: the number of a row, from 1, or null for the whole; and what is wrong. No content of the file. */
export interface PublishedFault {
  readonly row: number | null;
  readonly wrong: string;
}

/** Reads another edition of the table. */
export function readPublished(text: string): PublishedTable | PublishedFault {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { row: null, wrong: 'it is not valid JSON' };
  }
  if (!isObject(content)) return { row: null, wrong: 'it is not an object' };
  const { edition, columns, rows } = content;
  if (typeof edition !== 'string' || edition === '') return { row: null, wrong: '"edition" is missing' };
  if (!isObject(columns)) return { row: null, wrong: '"columns" is missing' };
  if (!Array.isArray(rows) || rows.length === 0) return { row: null, wrong: '"rows" is missing' };
  const names = Object.keys(columns);
  const known = names.flatMap((name) => OPTION_COLUMNS.find((column) => column === keywordOf(name)) ?? []);
  const optionsOf = optionCodes<OptionColumn>(known);
  const read: ProfileRow[] = [];
  for (const [index, row] of rows.entries()) {
    const wrong = wrongIn(row, names);
    if (wrong !== null) return { row: index + 1, wrong };
    const options = Object.fromEntries(
      Object.entries((row as PublishedRow).options).filter(([column]) =>
        known.some((one) => one === keywordOf(column)),
      ),
    );
    const ofKnown = names.filter((name) => known.some((one) => one === keywordOf(name)));
    read.push(parseRow(publishedRow({ ...(row as PublishedRow), options }, ofKnown), optionsOf));
  }
  return {
    edition,
    rows: read,
    unknownColumns: names.filter((name) => !known.some((one) => one === keywordOf(name))),
  };
}

/** `retain_uids`: `retainUids`. */
function keywordOf(column: string): string {
  return column.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function wrongIn(row: unknown, columns: readonly string[]): string | null {
  if (!isObject(row)) return 'it is not an object';
  const { name, tagKind, id, basicProfile, options } = row;
  if (typeof name !== 'string' || !/^[^|~\r\n]+$/.test(name)) return '"name" is missing';
  const isPlace =
    id === null ? tagKind === 'oddgroup' : typeof id === 'string' && /^[0-9A-Fa-fx]{8}$/.test(id);
  if (!isPlace) return '"id" is not eight hexadecimal digits, or x';
  if (typeof basicProfile !== 'string' || !Object.hasOwn(ACTION_OF_CODE, basicProfile))
    return '"basicProfile" is not a code that Lethe knows';
  if (!isObject(options)) return '"options" is missing';
  for (const [column, code] of Object.entries(options)) {
    if (!columns.includes(column)) return '"options" has a column that "columns" has not';
    if (code !== 'K' && code !== 'C') return 'an option has a code other than K and C';
  }
  return null;
}
