/**
 * Writes `generated/*` of this folder from the folder of the standard's tables:
 * `npx node layers/dicom/standard/generate.ts FOLDER`. What it writes is committed; the product never reads FOLDER.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VR_FACTS } from '../vr.ts';
import {
  dataDeclaration,
  readTable,
  rowOf,
  rowsDeclaration,
  type SourceFile,
  sourceOf,
  type TableHead,
  textDeclaration,
  writeGenerated,
} from './generatedFile.ts';
import { nameFromKeyword } from './keywordName.ts';
import type { TableSource } from './tableSource.ts';
import { parseTagPattern } from './tagPattern.ts';
import { EMPTY_SLOT, familyOf, firstSlot, SLOT_COUNT } from './tagSlots.ts';

const GENERATOR = 'layers/dicom/standard/generate.ts';
const IMPORT_SOURCE = "import type { TableSource } from '../tableSource.ts';";

interface DictionaryRow {
  readonly tag: string;
  readonly keyword: string;
  readonly name: string;
  readonly vr: readonly string[] | string;
  readonly vm: string;
  readonly retired: boolean;
}
interface UidRow {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly retired: boolean;
}
/** Table A-3: the numbers behind 1.2.840.10008.6.1. */
interface ContextGroups {
  readonly source: string;
  readonly rows: readonly { readonly uid: string; readonly type: string }[];
}
interface IodTypes {
  readonly source: string;
  readonly licence: string;
  readonly sopClasses: Readonly<Record<string, readonly { readonly attributes: IodAttributes }[]>>;
}
type IodAttributes = Readonly<Record<string, readonly { readonly type: string }[]>>;

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write(`usage: npx node ${GENERATOR} FOLDER\n`);
  process.exit(2);
}
generateDictionary(folder);
generateUids(folder);
generateIodTypes(folder);

function generateDictionary(from: string): void {
  const dictionary = readTable<TableHead & { readonly rows: readonly DictionaryRow[] }>(
    from,
    'PS3.6_dictionary_2026d.json',
  );
  const commands = readTable<{
    readonly table: string;
    readonly source: string;
    readonly rows: readonly DictionaryRow[];
  }>(from, 'PS3.7_command_elements.json');
  const commandSource: TableSource = {
    table: commands.content.table,
    edition: 'not stated',
    acknowledgement: `${dictionary.content.acknowledgement}. Source: ${commands.content.source}`,
    file: commands.file,
    sha256: commands.sha256,
  };
  const sources = [sourceOf(dictionary), commandSource];
  const rows = [...commands.content.rows, ...dictionary.content.rows].toSorted((a, b) =>
    a.tag < b.tag ? -1 : 1,
  );
  const exact = rows.filter((row) => !row.tag.includes('x'));
  const patterns = rows.filter((row) => row.tag.includes('x'));
  for (const { tag } of patterns) parseTagPattern(tag);

  const lists = [...new Set(rows.map(vrList))].toSorted();
  for (const vr of lists.flatMap((list) => list.split(' ')))
    if (vr !== '' && !Object.hasOwn(VR_FACTS, vr))
      throw new Error(`a VR that PS3.5 Table 6.2-1 has not: ${vr}`);
  writeGenerated(GENERATOR, 'dictionary', sources, [
    IMPORT_SOURCE,
    dataDeclaration('DICTIONARY_SOURCES', 'readonly TableSource[]', sources),
    `/** tag|VRs|keyword|VM, if not 1|R, if retired|name, if the keyword does not give it; by tag. */\n${rowsDeclaration('DICTIONARY_ROWS', exact.map(dictionaryRow))}`,
    `/** The same for the tags that are written with x. */\n${rowsDeclaration('PATTERN_ROWS', patterns.map(dictionaryRow))}`,
  ]);

  const tags = new Uint32Array(SLOT_COUNT).fill(EMPTY_SLOT);
  const codes = new Uint8Array(SLOT_COUNT);
  for (const row of rows) {
    const tag = tableTag(row.tag);
    let slot = firstSlot(tag);
    while (tags[slot] !== EMPTY_SLOT) {
      if (tags[slot] === tag) throw new Error(`two rows for one slot: ${row.tag}`);
      slot = (slot + 1) % SLOT_COUNT;
    }
    tags[slot] = tag;
    codes[slot] = lists.indexOf(vrList(row));
  }
  writeGenerated(GENERATOR, 'vrs', sources, [
    `/** Every combination of VRs in the dictionary; a code is a position here. */\n${dataDeclaration('VR_LISTS', 'readonly string[]', lists)}`,
    `/** The tag in each slot of tagSlots.ts, as Base64 of little endian 32-bit words. */\n${textDeclaration('SLOT_TAGS', Buffer.from(tags.buffer).toString('base64'))}`,
    `/** The code in each slot, as Base64 of bytes. */\n${textDeclaration('SLOT_CODES', Buffer.from(codes.buffer).toString('base64'))}`,
  ]);
}

/** The tag that a row has in the hash table: its own, or its family's. */
function tableTag(written: string): number {
  if ((Number.parseInt(written.slice(0, 4).replaceAll('x', '0'), 16) & 1) !== 0)
    throw new Error(`an odd group: ${written}`);
  if (!written.includes('x')) return Number.parseInt(written, 16);
  const members = ['0', '4', 'E'].map((digit) =>
    Number.parseInt(written.replace(/^([56])0xx/, '$101x').replaceAll('x', digit), 16),
  );
  const families = new Set(members.map(familyOf));
  if (families.size !== 1) throw new Error(`a family that tagSlots.ts does not know: ${written}`);
  return [...families][0] as number;
}

function dictionaryRow(row: DictionaryRow): string {
  const vm = row.vm === '1' ? '' : row.vm === '' ? '-' : row.vm;
  const name = row.name === nameFromKeyword(row.keyword) ? '' : row.name;
  return rowOf(row.tag, vrList(row), row.keyword, vm, row.retired ? 'R' : '', name);
}

function vrList({ vr }: DictionaryRow): string {
  return typeof vr === 'string' ? vr : vr.join(' ');
}

function generateUids(from: string): void {
  const uids: SourceFile<TableHead & { readonly rows: readonly UidRow[] }> = readTable(
    from,
    'PS3.6_uids_2026c.json',
  );
  const groups = readTable<ContextGroups>(from, 'PS3.6_context_group_uids_fodicom_2024.json');
  const groupsSource: TableSource = {
    table: 'PS3.6 Annex A Table A-3 context group UIDs',
    edition: 'of 2024; the UIDs of later context groups are missing',
    acknowledgement: `${uids.content.acknowledgement}. Source: ${groups.content.source}`,
    file: groups.file,
    sha256: groups.sha256,
  };
  const sources = [sourceOf(uids), groupsSource];
  writeGenerated(GENERATOR, 'uids', sources, [
    IMPORT_SOURCE,
    dataDeclaration('UIDS_SOURCE', 'TableSource', sourceOf(uids)),
    dataDeclaration('CONTEXT_GROUPS_SOURCE', 'TableSource', groupsSource),
    `/** What follows 1.2.840.10008.|type|R, if retired|name. */\n${rowsDeclaration(
      'UID_ROWS',
      uids.content.rows.map((row) => {
        if (!row.uid.startsWith('1.2.840.10008.')) throw new Error(`not a UID of the standard: ${row.uid}`);
        return rowOf(row.uid.slice('1.2.840.10008.'.length), row.type, row.retired ? 'R' : '', row.name);
      }),
    )}`,
    `/** What follows 1.2.840.10008.6.1. of the context groups: runs of numbers. */\n${textDeclaration(
      'CONTEXT_GROUP_RUNS',
      runsOf(groups.content.rows.map(contextGroupNumber)),
    )}`,
  ]);
}

function contextGroupNumber({ uid, type }: ContextGroups['rows'][number]): number {
  const number = /^1\.2\.840\.10008\.6\.1\.([1-9][0-9]*)$/.exec(uid)?.[1];
  if (number === undefined || type !== 'ContextGroupName') throw new Error(`not a context group: ${uid}`);
  return Number(number);
}

/** `1-638 735`: each run of numbers from its first to its last. */
function runsOf(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(' ');
}

/**
 * Of 11 MB only this is needed: at which places (tag paths) the attributes with a compound action code stand in each SOP class,
 * and their strictest type there. Few paths occur, and many classes agree, so: a list of paths, one digit for each path
 * in each distinct set, and the set of each class.
 */
function generateIodTypes(from: string): void {
  const types = readTable<IodTypes>(from, 'iod/types_by_sop_class_E1-1_only.json.gz');
  const profile = readTable<
    TableHead & { readonly rows: readonly { id: string | null; basicProfile: string }[] }
  >(from, 'E.1-1_2026d.json');
  const compound = new Set(
    profile.content.rows.filter((row) => row.basicProfile.includes('/')).map((row) => row.id),
  );
  const strictest = new Map(
    Object.entries(types.content.sopClasses).map(([uid, iods]) => [
      uid,
      strictestTypes(
        iods.map((iod) => iod.attributes),
        compound,
      ),
    ]),
  );
  const paths = [...new Set([...strictest.values()].flatMap((places) => [...places.keys()]))].toSorted();
  const digitsOf = (places: ReadonlyMap<string, number>) =>
    paths.map((path) => places.get(path) ?? 0).join('');
  const sets = [...new Set([...strictest.values()].map(digitsOf))].toSorted();

  const source: TableSource = {
    table:
      'Types of the attributes with a compound action code in PS3.15 Table E.1-1, by SOP class and place (PS3.3)',
    edition: types.content.source,
    acknowledgement:
      'Facts from dicom3tools, Copyright (c) 1993-2024, David A. Clunie DBA PixelMed Publishing; see COPYRIGHT-dicom3tools.txt',
    file: types.file,
    sha256: types.sha256,
  };
  writeGenerated(
    GENERATOR,
    'iodTypes',
    [source, sourceOf(profile)],
    [
      IMPORT_SOURCE,
      dataDeclaration('IOD_TYPES_SOURCE', 'TableSource', source),
      `/** Sequences and the attribute itself, from the root. */\n${rowsDeclaration('PATHS', paths)}`,
      `/** A digit for each path: the type there, 0: not there. */\n${rowsDeclaration('TYPE_SETS', sets)}`,
      `/** SOP class|position of its set. */\n${rowsDeclaration(
        'SOP_CLASSES',
        [...strictest].map(([uid, places]) => rowOf(uid, String(sets.indexOf(digitsOf(places))))),
      )}`,
    ],
  );
  const notice = readFileSync(join(from, 'iod/COPYRIGHT-dicom3tools.txt'));
  writeFileSync(new URL('./generated/COPYRIGHT-dicom3tools.txt', import.meta.url), notice);
}

/** 1 and 1C count as 1, 2 and 2C as 2; where several IODs or modules speak of one place, the lowest number. */
function strictestTypes(
  iods: readonly IodAttributes[],
  wanted: ReadonlySet<string | null>,
): ReadonlyMap<string, number> {
  const strictest = new Map<string, number>();
  for (const [path, places] of iods.flatMap((attributes) => Object.entries(attributes))) {
    if (!wanted.has(path.slice(path.lastIndexOf('/') + 1))) continue;
    for (const { type } of places) {
      if (!/^[123]C?$/.test(type)) throw new Error(`a type that PS3.5 7.4 has not: ${type}`);
      strictest.set(path, Math.min(Number(type[0]), strictest.get(path) ?? 3));
    }
  }
  return strictest;
}
