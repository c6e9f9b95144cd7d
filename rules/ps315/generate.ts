/**
 * Writes `generated/*` of this folder from the folder of the standard's tables:
 * `npx node rules/ps315/generate.ts FOLDER`. What it writes is committed; the product never reads FOLDER.
 */
import {
  dataDeclaration,
  readTable,
  rowOf,
  rowsDeclaration,
  sourceOf,
  type TableHead,
  writeGenerated,
} from '../../layers/dicom/standard/generatedFile.ts';
import { type PublishedRow, publishedRow } from './publishedTable.ts';
import { generateUnlisted } from './unlistedTable.ts';

const GENERATOR = 'rules/ps315/generate.ts';
const IMPORT_SOURCE = "import type { TableSource } from '../../../layers/dicom/standard/tableSource.ts';";

interface ProfileSource extends TableHead {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly PublishedRow[];
}
interface SafePrivateSource extends TableHead {
  readonly rows: readonly {
    readonly tag: string;
    readonly private_creator: string;
    readonly vr: string;
    readonly vm: string;
    readonly meaning: string;
  }[];
}
interface StructuredContentSource extends TableHead {
  readonly rows: readonly (readonly string[])[];
}
interface MethodCodesSource extends TableHead {
  readonly rows: readonly {
    readonly scheme_designator: string;
    readonly code_value: string;
    readonly code_meaning: string;
  }[];
}

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write(`usage: npx node ${GENERATOR} FOLDER\n`);
  process.exit(2);
}
generateProfile(folder);
generateSafePrivate(folder);
generateStructuredContent(folder);
generateMethodCodes(folder);
generateUnlisted(GENERATOR, folder);

function generateProfile(from: string): void {
  const profile = readTable<ProfileSource>(from, 'E.1-1_2026d.json');
  const columns = Object.keys(profile.content.columns);
  const rows = profile.content.rows.map((row) => publishedRow(row, columns));
  writeGenerated(
    GENERATOR,
    'profile',
    [sourceOf(profile)],
    [
      IMPORT_SOURCE,
      dataDeclaration('PROFILE_SOURCE', 'TableSource', sourceOf(profile)),
      `/** id|Basic Profile|R: retired, I: in a standard composite IOD|a letter for each option column|name. */\n${rowsDeclaration('PROFILE_ROWS', rows)}`,
    ],
  );
}

function generateSafePrivate(from: string): void {
  const table = readTable<SafePrivateSource>(from, 'E.3.10-1_safe_private_2026d.json');
  const rows = table.content.rows.map((row) => {
    const place = /^\(([0-9A-F]{4}),XX([0-9A-F]{2})\)$/.exec(row.tag.toUpperCase());
    if (place === null) throw new Error(`not a private tag: ${row.tag}`);
    return rowOf(`${place[1]}${place[2]}`, row.private_creator, row.vr, row.vm, row.meaning);
  });
  writeGenerated(
    GENERATOR,
    'safePrivate',
    [sourceOf(table)],
    [
      IMPORT_SOURCE,
      dataDeclaration('SAFE_PRIVATE_SOURCE', 'TableSource', sourceOf(table)),
      `/** Group and element byte|private creator|VR, as published|VM|meaning. */\n${rowsDeclaration('SAFE_PRIVATE_ROWS', rows)}`,
    ],
  );
}

function generateStructuredContent(from: string): void {
  const table = readTable<StructuredContentSource>(from, 'E.3.4-1_structured_content_2026c.json');
  const [, ...published] = table.content.rows;
  const rows = published.map(
    ([meaning, value, scheme, valueType, retired, inTemplate, basic, ...options], position) => {
      if (options.length !== 7) throw new Error(`row ${position} has ${options.length} options`);
      const flags = `${retired === 'Y' ? 'R' : ''}${inTemplate === 'Y' ? 'T' : ''}`;
      const letters = options.map((option) => (option === '' ? '-' : option)).join('');
      return rowOf(...([scheme, value, valueType, basic, flags, letters, meaning] as string[]));
    },
  );
  writeGenerated(
    GENERATOR,
    'structuredContent',
    [sourceOf(table)],
    [
      IMPORT_SOURCE,
      dataDeclaration('STRUCTURED_CONTENT_SOURCE', 'TableSource', sourceOf(table)),
      `/** Scheme|code value|value type|Basic Profile|R: retired, T: in a standard template|a letter for each option column|meaning. */\n${rowsDeclaration('STRUCTURED_CONTENT_ROWS', rows)}`,
    ],
  );
}

function generateMethodCodes(from: string): void {
  const table = readTable<MethodCodesSource>(from, 'CID_7050_2026d.json');
  const rows = table.content.rows.map((row) =>
    rowOf(row.scheme_designator, row.code_value, row.code_meaning),
  );
  writeGenerated(
    GENERATOR,
    'methodCodes',
    [sourceOf(table)],
    [
      IMPORT_SOURCE,
      dataDeclaration('METHOD_CODES_SOURCE', 'TableSource', sourceOf(table)),
      `/** Scheme|code value|meaning. */\n${rowsDeclaration('METHOD_CODE_ROWS', rows)}`,
    ],
  );
}
