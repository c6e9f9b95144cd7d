import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A corpus: a folder of DICOM files with INDEX.tsv and EXPECT.jsonl.gz beside them, named by LETHE_CORPUS. */
export interface Corpus {
  readonly folder: string;
  /** Every regular file, by its path with `/` between the parts. */
  readonly files: readonly string[];
  readonly index: ReadonlyMap<string, IndexRow>;
  readonly expected: ReadonlyMap<string, readonly ExpectedElement[]>;
}

/** A row of INDEX.tsv. */
export interface IndexRow {
  /** What other readers make of the file. */
  readonly valid: string;
  readonly category: string;
}

/** An element that matches a row of PS3.15 Table E.1-1, as an independent reader decodes it. */
export interface ExpectedElement {
  /** `00321064/0/00100010`: Patient's Name in item 0 of (0032,1064). */
  readonly path: string;
  readonly vr: string;
  /** The Basic Profile's action code. */
  readonly basic: string;
  /** Cut at 200 characters; absent for sequences, binary values and private elements. */
  readonly value?: string;
}

/** The corpus that LETHE_CORPUS names; null if it names none. */
export function corpusFolder(): string | null {
  const folder = process.env.LETHE_CORPUS ?? '';
  return folder === '' ? null : folder;
}

export function readCorpus(folder: string): Corpus {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  return {
    folder,
    files,
    index: readIndex(join(folder, 'INDEX.tsv')),
    expected: readExpected(join(folder, 'EXPECT.jsonl.gz')),
  };
}

function readIndex(path: string): Map<string, IndexRow> {
  if (!existsSync(path)) return new Map();
  const [head = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  return new Map(
    lines.map((line) => {
      const cells = line.split('\t');
      const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
      return [cell('path'), { valid: cell('valid'), category: cell('category') }];
    }),
  );
}

function readExpected(path: string): Map<string, readonly ExpectedElement[]> {
  if (!existsSync(path)) return new Map();
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
  return new Map(
    lines.map((line) => {
      const { file, elements } = JSON.parse(line) as {
        file: string;
        elements: readonly (ExpectedElement | { readonly error: string })[];
      };
      // Where the independent reader gave up it says so in place of an element.
      return [file, elements.filter((element): element is ExpectedElement => !('error' in element))];
    }),
  );
}
