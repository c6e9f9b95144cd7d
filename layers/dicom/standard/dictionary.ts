import { asTag, hexTag, isGroupLength, isPrivateCreator, type Tag } from '../tag.ts';
import type { Vr } from '../vr.ts';
import { DICTIONARY_ROWS, PATTERN_ROWS } from './generated/dictionary.generated.ts';
import { nameFromKeyword } from './keywordName.ts';
import { lazy } from './lazy.ts';
import { nearestOf, nearWords } from './nearest.ts';
import { FIELD_SEPARATOR, findSortedRow, rowsOf } from './rows.ts';
import { parseTagPattern, type TagPattern } from './tagPattern.ts';

export { vrOfTag } from './vrOfTag.ts';

/** A row of the data dictionary (PS3.6 Chapters 6 to 9; group 0000: PS3.7 Annex E). */
export interface DictionaryEntry {
  readonly tag: Tag;
  /** Empty for the seven rows whose name PS3.6 withdrew. */
  readonly keyword: string;
  readonly name: string;
  /** Empty for items, delimiters and four of the rows whose name PS3.6 withdrew. */
  readonly vrs: readonly Vr[];
  /** As PS3.6 writes it, e.g. `1`, `1-n`; empty where it gives none. */
  readonly vm: string;
  readonly retired: boolean;
}

interface PatternRow extends TagPattern {
  readonly row: string;
  readonly keyword: string;
}

const patternRows = /* @__PURE__ */ lazy<readonly PatternRow[]>(() =>
  rowsOf(PATTERN_ROWS).map((row) => ({ ...parseTagPattern(row.slice(0, 8)), row, keyword: keywordIn(row) })),
);

/** The repeating groups and the retired families of tags, all below group 8000. */
function patternOf(tag: Tag): PatternRow | undefined {
  return patternRows().find(({ mask, value }) => (tag & mask) === value);
}

/**
 * The dictionary's entry of an attribute, with the tag that was asked for: for an overlay's (6002,3000) it has that tag and the
 * keyword OverlayData. Group lengths and private creators, which PS3.5 7.2 and 7.8.1 define and PS3.6 does not list, have one
 * too; other private attributes do not.
 */
export function lookupTag(tag: Tag): DictionaryEntry | undefined {
  if (isPrivateCreator(tag)) return generalEntry(tag, 'PrivateCreator', 'LO', false);
  const row =
    findSortedRow(DICTIONARY_ROWS, hexTag(tag)) ?? (isGroupLength(tag) ? undefined : patternOf(tag)?.row);
  if (row !== undefined) return entryOf(tag, row);
  return isGroupLength(tag) ? generalEntry(tag, 'GenericGroupLength', 'UL', true) : undefined;
}

function entryOf(tag: Tag, row: string): DictionaryEntry {
  const [, list = '', keyword = '', vm = '', retired = '', name = ''] = row.split(FIELD_SEPARATOR);
  return {
    tag,
    keyword,
    name: name === '' ? nameFromKeyword(keyword) : name,
    vrs: list === '' ? [] : (list.split(' ') as Vr[]),
    vm: vm === '' ? '1' : vm === '-' ? '' : vm,
    retired: retired === 'R',
  };
}

/** The third field. Every row is read for it when the first keyword is looked up, so it is not split. */
function keywordIn(row: string): string {
  const start = row.indexOf(FIELD_SEPARATOR, 9) + 1;
  const end = row.indexOf(FIELD_SEPARATOR, start);
  return end < 0 ? row.slice(start) : row.slice(start, end);
}

function generalEntry(tag: Tag, keyword: string, vr: Vr, retired: boolean): DictionaryEntry {
  return { tag, keyword, name: nameFromKeyword(keyword), vrs: [vr], vm: '1', retired };
}

/** Where each keyword's row is. Positions, since making 5,000 short strings of digits would take as long again. */
const keywords = /* @__PURE__ */ lazy(() => {
  const rows = rowsOf(DICTIONARY_ROWS);
  const positions = new Map<string, number>();
  for (let position = 0; position < rows.length; position += 1)
    positions.set(keywordIn(rows[position] as string), position);
  positions.delete('');
  return { rows, positions };
});

/** The tag of a keyword, written exactly as PS3.6 has it. Keywords of repeating groups have no one tag: see `patternOfKeyword`. */
export function tagOfKeyword(keyword: string): Tag | undefined {
  const { rows, positions } = keywords();
  const position = positions.get(keyword);
  return position === undefined
    ? undefined
    : asTag(Number.parseInt((rows[position] as string).slice(0, 8), 16));
}

/** The tags of a keyword that PS3.6 gives to many, e.g. OverlayData: (60xx,3000). */
export function patternOfKeyword(keyword: string): TagPattern | undefined {
  const found = patternRows().find((row) => row.keyword === keyword);
  return found === undefined ? undefined : { mask: found.mask, value: found.value };
}

/**
 * For an error's hint: the keyword that was probably meant by an unknown one, e.g. by `patient name`, `Patient's Name` or
 * `PatientNmae`. Undefined where nothing is near: more than a quarter of its characters, or more than six, would have to change.
 */
export function nearestKeyword(text: string): string | undefined {
  const wanted = plain(text);
  if (nearest.has(wanted)) return nearest.get(wanted);
  if (nearest.size >= MOST_REMEMBERED) nearest.clear();
  const found = nearestOf(wanted, plainKeywords(), Math.min(MOST_EDITS, Math.floor(wanted.length / 4)));
  nearest.set(wanted, found);
  return found;
}

/** What was found, by what was wanted: who writes a keyword wrong writes it so in many rules, and to look takes milliseconds. */
const nearest = new Map<string, string | undefined>();
const MOST_REMEMBERED = 1000;

/** Of a long keyword: what needs more is another one. */
const MOST_EDITS = 6;

/** Every keyword as `nearestKeyword` compares it. */
const plainKeywords = /* @__PURE__ */ lazy(() =>
  nearWords([...keywords().positions.keys(), ...patternRows().map((row) => row.keyword)], plain),
);

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
