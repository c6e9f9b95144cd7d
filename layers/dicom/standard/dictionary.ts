import { isGroupLength, isPrivate, isPrivateCreator, type Tag } from '../tag.ts';
import type { Vr } from '../vr.ts';
import { DICTIONARY_ROWS, PATTERN_ROWS } from './generated/dictionary.generated.ts';
import { SLOT_CODES, SLOT_TAGS, VR_LISTS } from './generated/vrs.generated.ts';
import { nameFromKeyword } from './keywordName.ts';
import { lazy } from './lazy.ts';
import { parseTagPattern, type TagPattern } from './tagPattern.ts';
import { EMPTY_SLOT, firstSlot, SLOT_COUNT } from './tagSlots.ts';

/** A row of the data dictionary (PS3.6 Chapters 6 to 9; group 0000: PS3.7 Annex E). */
export interface DictionaryEntry {
  readonly tag: Tag;
  /** Empty for the six rows whose name PS3.6 withdrew. */
  readonly keyword: string;
  readonly name: string;
  /** Empty for items, delimiters and four of the rows whose name PS3.6 withdrew. */
  readonly vrs: readonly Vr[];
  /** As PS3.6 writes it, e.g. `1`, `1-n`; empty where it gives none. */
  readonly vm: string;
  readonly retired: boolean;
}

/** The VR of each code of the hash table, when a reader has nothing else to go by. */
const DEFAULT_VRS: readonly (Vr | undefined)[] = VR_LISTS.map(defaultVr);

/**
 * Where the dictionary gives a choice: OW if that is among them, since implicit VR little endian says so for Pixel Data, Overlay
 * Data and Waveform Data (PS3.5 A.1), 16-bit words in any case; else the first, so US for `US or SS`: the sign is Pixel
 * Representation's to tell, and the bytes are the same.
 */
function defaultVr(list: string): Vr | undefined {
  const vrs = vrsOf(list);
  return vrs.includes('OW') ? 'OW' : vrs[0];
}

function vrsOf(list: string): readonly Vr[] {
  return list === '' ? [] : (list.split(' ') as Vr[]);
}

const slots = lazy(() => {
  const words = Buffer.from(SLOT_TAGS, 'base64');
  return {
    tags: new Uint32Array(words.buffer.slice(words.byteOffset, words.byteOffset + 4 * SLOT_COUNT)),
    codes: new Uint8Array(Buffer.from(SLOT_CODES, 'base64')),
  };
});

/**
 * The VR of an attribute for a reader that was not told it (implicit VR, or UN). Where the dictionary gives several, OW if it is one
 * of them, else the first (US for `US or SS`). Undefined: items, private attributes, and tags that the dictionary has not.
 */
export function vrOfTag(tag: Tag): Vr | undefined {
  if (isPrivate(tag)) return isPrivateCreator(tag) ? 'LO' : isGroupLength(tag) ? 'UL' : undefined;
  const { tags, codes } = slots();
  for (let slot = firstSlot(tag); ; slot = (slot + 1) & (SLOT_COUNT - 1)) {
    const found = tags[slot];
    if (found === tag) return DEFAULT_VRS[codes[slot] as number];
    if (found === EMPTY_SLOT) break;
  }
  if (isGroupLength(tag)) return 'UL';
  return patternOf(tag)?.defaultVr;
}

interface PatternRow extends TagPattern {
  readonly row: string;
  readonly keyword: string;
  readonly defaultVr: Vr | undefined;
}

const patternRows = lazy<readonly PatternRow[]>(() =>
  PATTERN_ROWS.split('\n').map((row) => {
    const [pattern, list, keyword] = row.split('|') as [string, string, string];
    return { ...parseTagPattern(pattern), row, keyword, defaultVr: defaultVr(list) };
  }),
);

/** The repeating groups and the retired families of tags, all below group 8000. */
function patternOf(tag: Tag): PatternRow | undefined {
  return patternRows().find(({ mask, value }) => (tag & mask) === value);
}

/** Sorted by tag, of which each row begins with eight digits. */
const exactRows = lazy<readonly string[]>(() => DICTIONARY_ROWS.split('\n'));

/**
 * The dictionary's entry of an attribute, with the tag that was asked for: for an overlay's (6002,3000) it has that tag and the
 * keyword OverlayData. Group lengths and private creators, which PS3.5 7.2 and 7.8.1 define and PS3.6 does not list, have one
 * too; other private attributes do not.
 */
export function lookupTag(tag: Tag): DictionaryEntry | undefined {
  if (isPrivateCreator(tag)) return generalEntry(tag, 'PrivateCreator', 'LO', false);
  const row = exactRow(tag) ?? (isGroupLength(tag) ? undefined : patternOf(tag)?.row);
  if (row !== undefined) return entryOf(tag, row);
  return isGroupLength(tag) ? generalEntry(tag, 'GenericGroupLength', 'UL', true) : undefined;
}

function exactRow(tag: Tag): string | undefined {
  const rows = exactRows();
  const wanted = tag.toString(16).toUpperCase().padStart(8, '0');
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle] as string;
    const found = row.slice(0, 8);
    if (found === wanted) return row;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

function entryOf(tag: Tag, row: string): DictionaryEntry {
  const [, list = '', keyword = '', vm = '', retired = '', name = ''] = row.split('|');
  return {
    tag,
    keyword,
    name: name === '' ? nameFromKeyword(keyword) : name,
    vrs: vrsOf(list),
    vm: vm === '' ? '1' : vm === '-' ? '' : vm,
    retired: retired === 'R',
  };
}

function generalEntry(tag: Tag, keyword: string, vr: Vr, retired: boolean): DictionaryEntry {
  return { tag, keyword, name: nameFromKeyword(keyword), vrs: [vr], vm: '1', retired };
}

const tagsByKeyword = lazy<ReadonlyMap<string, Tag>>(() => {
  const tags = new Map<string, Tag>();
  for (const row of exactRows()) {
    const [digits, , keyword] = row.split('|', 3) as [string, string, string];
    if (keyword !== '') tags.set(keyword, Number.parseInt(digits, 16) as Tag);
  }
  return tags;
});

/** The tag of a keyword, written exactly as PS3.6 has it. Keywords of repeating groups have no one tag: see `patternOfKeyword`. */
export function tagOfKeyword(keyword: string): Tag | undefined {
  return tagsByKeyword().get(keyword);
}

/** The tags of a keyword that PS3.6 gives to many, e.g. OverlayData: (60xx,3000). */
export function patternOfKeyword(keyword: string): TagPattern | undefined {
  const found = patternRows().find((row) => row.keyword === keyword);
  return found === undefined ? undefined : { mask: found.mask, value: found.value };
}

/**
 * For an error's hint: the keyword that was meant by a text that is none, e.g. by `patient name`, `Patient's Name` or
 * `PatientNmae`. Undefined where nothing is near: more than a quarter of its characters would have to change.
 */
export function nearestKeyword(text: string): string | undefined {
  const wanted = plain(text);
  let nearest: string | undefined;
  let least = Math.floor(wanted.length / 4) + 1;
  for (const keyword of [...tagsByKeyword().keys(), ...patternRows().map((row) => row.keyword)]) {
    if (Math.abs(keyword.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, plain(keyword), least);
    if (distance < least) {
      nearest = keyword;
      least = distance;
    }
  }
  return nearest;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Levenshtein's distance, or `limit` once it cannot be less. */
function editDistance(from: string, to: string, limit: number): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] as number) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const changed = 1 + Math.min(previous[column] as number, current[column - 1] as number);
      current.push(Math.min(replaced, changed));
    }
    if (Math.min(...current) >= limit) return limit;
    previous = current;
  }
  return previous[to.length] as number;
}
