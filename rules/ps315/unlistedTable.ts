import {
  dataDeclaration,
  readTable,
  rowOf,
  rowsDeclaration,
  type SourceFile,
  sourceOf,
  type TableHead,
  writeGenerated,
} from '../../layers/dicom/standard/generatedFile.ts';
import { OPTION_COLUMNS } from './table.ts';
import {
  CLEANED_DESCRIPTORS,
  UIDS_OF_KINDS,
  UNLISTED_BY_MEANING,
  UNLISTED_BY_VR,
  UNLISTED_CHANGED,
  type UnlistedGroup,
} from './unlistedAttributes.ts';

interface DictionaryRow {
  readonly tag: string;
  readonly keyword: string;
  readonly name: string;
  readonly vr: readonly string[];
  readonly retired: boolean;
}
interface ProfileTable {
  readonly rows: readonly { readonly id: string | null }[];
}
interface TopLevelTypes {
  /** SOP class, IOD, tag: types first. */
  readonly sopClasses: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, readonly (readonly string[])[]>>>>>
  >;
}
type Facts = Omit<UnlistedGroup, 'attributes'>;

/** Writes `generated/unlisted.generated.ts`: what of PS3.6 has no row in Table E.1-1 and is protected all the same. */
export function generateUnlisted(generator: string, from: string): void {
  const dictionary = readTable<TableHead & { readonly rows: readonly DictionaryRow[] }>(
    from,
    'PS3.6_dictionary_2026d.json',
  );
  const profile = readTable<TableHead & ProfileTable>(from, 'E.1-1_2026d.json');
  const types = strictestTypes(readTable<TopLevelTypes>(from, 'iod/types_top_level_by_sop_class.json.gz'));
  const listed = new Set(profile.content.rows.map(({ id }) => id));
  // File meta information is Lethe's own in any case.
  const unlisted = dictionary.content.rows.filter(({ tag }) => !listed.has(tag) && !tag.startsWith('0002'));
  const meant = byMeaning();
  const kinds = new Set(Object.keys(UIDS_OF_KINDS));
  const changed = new Set(Object.keys(UNLISTED_CHANGED));
  const described = new Set(CLEANED_DESCRIPTORS);

  const rows: string[] = [];
  const kept: string[] = [];
  const cleaned: string[] = [];
  for (const row of unlisted) {
    if (kinds.delete(row.keyword)) {
      kept.push(rowOf(row.tag, row.name, UIDS_OF_KINDS[row.keyword] as string));
      continue;
    }
    if (described.delete(row.keyword)) {
      cleaned.push(rowOf(row.tag, row.name));
      continue;
    }
    const facts = meant.get(row.keyword) ?? byVr(row, changed);
    meant.delete(row.keyword);
    if (facts === null) continue;
    checkCode(row, facts, types.get(row.tag));
    const letters = OPTION_COLUMNS.map((column) => facts.options[column] ?? '-').join('');
    rows.push(rowOf(row.tag, facts.basic, row.retired ? 'R' : '', letters, row.name, facts.why));
  }
  const unknown = [...kinds, ...meant.keys(), ...changed, ...described];
  if (unknown.length > 0) throw new Error(`not in PS3.6, or listed by now: ${unknown.join(', ')}`);

  writeGenerated(
    generator,
    'unlisted',
    [sourceOf(dictionary), sourceOf(profile)],
    [
      dataDeclaration('UNLISTED_EDITION', 'string', dictionary.content.edition.split(' ')[0]),
      `/** id|as Basic Profile|R: retired|a letter for each option column|name|why. */\n${rowsDeclaration('UNLISTED_ROWS', rows)}`,
      `/** UIDs that stay: id|name|of what kind of thing. */\n${rowsDeclaration('UID_OF_KIND_ROWS', kept)}`,
      `/** Texts that Clean Descriptors cleans and the Basic Profile leaves: id|name. */\n${rowsDeclaration('CLEANED_DESCRIPTOR_ROWS', cleaned)}`,
    ],
  );
}

function byMeaning(): Map<string, Facts> {
  const meant = new Map<string, Facts>();
  for (const { attributes, ...group } of UNLISTED_BY_MEANING)
    for (const attribute of attributes) {
      const [keyword, basic] = typeof attribute === 'string' ? [attribute, group.basic] : attribute;
      if (meant.has(keyword)) throw new Error(`there twice: ${keyword}`);
      meant.set(keyword, { ...group, basic });
    }
  return meant;
}

function byVr({ keyword, vr }: DictionaryRow, changed: Set<string>): Facts | null {
  const facts = Object.entries(UNLISTED_BY_VR).find(([known]) => vr.includes(known))?.[1];
  if (facts === undefined) return null;
  const own = UNLISTED_CHANGED[keyword];
  changed.delete(keyword);
  return own === undefined ? facts : { ...facts, ...own, options: { ...facts.options, ...own.options } };
}

/** The strictest type that any IOD of dicom3tools gives an attribute in its root. */
function strictestTypes({ content }: SourceFile<TopLevelTypes>): ReadonlyMap<string, number> {
  const strictest = new Map<string, number>();
  for (const iods of Object.values(content.sopClasses))
    for (const attributes of Object.values(iods))
      for (const [tag, places] of Object.entries(attributes))
        for (const [type = '3'] of places)
          strictest.set(tag, Math.min(Number(type[0]), strictest.get(tag) ?? 3));
  return strictest;
}

/** Type 1C, on the condition that another attribute is there that goes as well (PS3.3 C.7.1.1). */
const GOES_WITH_ITS_CONDITION: ReadonlySet<string> = new Set(['PatientAlternativeCalendar']);

/** What a code leaves must be what the attribute's type wants (PS3.5 7.4). */
function checkCode({ keyword }: DictionaryRow, { basic }: Facts, type = 3): void {
  const leaves = { X: 3, Z: 2, D: 1, U: 1 }[basic as string];
  if (leaves === undefined || (leaves > type && !GOES_WITH_ITS_CONDITION.has(keyword)))
    throw new Error(`${keyword} is of type ${type} somewhere, and ${basic} would break that`);
}
