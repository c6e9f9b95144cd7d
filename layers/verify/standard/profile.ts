import { PROFILE_ROWS, PROFILE_SOURCE } from '../../../rules/ps315/generated/profile.generated.ts';
import { SAFE_PRIVATE_ROWS } from '../../../rules/ps315/generated/safePrivate.generated.ts';
import { lazy } from '../../dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../dicom/standard/rows.ts';
import { parseTagPattern } from '../../dicom/standard/tagPattern.ts';

/** PS3.15 Table E.1-1 and Table E.3.10-1, read anew from the generated tables: how Lethe's rules read them plays no part. */

export const EDITION: string = PROFILE_SOURCE.edition;

/** The columns of options, in the order of the table, each with its code in PS3.16 CID 7050. */
const COLUMN_CODES = [
  '113111',
  '113110',
  '113109',
  '113112',
  '113108',
  '113106',
  '113107',
  '113105',
  '113104',
  '113103',
] as const;

export const BASIC_PROFILE = '113100';
export const CLEAN_PIXEL_DATA = '113101';
export const CLEAN_VISUAL_FEATURES = '113102';
export const FULL_DATES = '113106';
export const MODIFIED_DATES = '113107';
export const SAFE_PRIVATE = '113111';

export interface ProfileRow {
  /** A code of Table E.1-1a, e.g. `X/Z/D`. */
  readonly basic: string;
  /** A letter for each option column: K, C or -. */
  readonly options: string;
  readonly name: string;
}

interface Tables {
  readonly tags: ReadonlyMap<number, ProfileRow>;
  readonly masks: readonly { readonly mask: number; readonly value: number; readonly row: ProfileRow }[];
  readonly size: number;
}

const tables = /* @__PURE__ */ lazy<Tables>(() => {
  const tags = new Map<number, ProfileRow>();
  const masks: { mask: number; value: number; row: ProfileRow }[] = [];
  const rows = rowsOf(PROFILE_ROWS);
  for (const text of rows) {
    const [id = '', basic = '', , options = '', name = ''] = text.split(FIELD_SEPARATOR);
    const row: ProfileRow = { basic, options, name };
    if (id === 'oddgroup') continue;
    if (id.includes('x')) masks.push({ ...parseTagPattern(id), row });
    else tags.set(Number.parseInt(id, 16), row);
  }
  return { tags, masks, size: rows.length };
});

/** The row of a public attribute; undefined: the table does not list it. */
export function rowOf(tag: number): ProfileRow | undefined {
  const { tags, masks } = tables();
  return tags.get(tag) ?? masks.find(({ mask, value }) => (tag & mask) >>> 0 === value)?.row;
}

export function rowCount(): number {
  return tables().size;
}

/**
 * What a row asks for under the options that are claimed: K: it may stay, C: it may stay without what identifies, else the Basic Profile's code. C comes
 * before K, as a true date among shifted ones would give the shift away.
 */
export function askedOf(row: ProfileRow, claimed: ReadonlySet<string>): string {
  let asked = row.basic;
  for (const [column, letter] of [...row.options].entries()) {
    if (letter === '-' || !claimed.has(COLUMN_CODES[column] as string)) continue;
    if (letter === 'C') return 'C';
    asked = 'K';
  }
  return asked;
}

/** Whether some option lets an attribute stay as it came. */
export function canBeKept(row: ProfileRow): boolean {
  return row.options.includes('K');
}

const safe = /* @__PURE__ */ lazy<ReadonlySet<string>>(
  () =>
    new Set(
      rowsOf(SAFE_PRIVATE_ROWS).map((text) => {
        const [place = '', creator = ''] = text.split(FIELD_SEPARATOR);
        return `${place.slice(0, 4)}${place.slice(4)}|${creator}`;
      }),
    ),
);

/** Whether Table E.3.10-1 has a private attribute; `creator` without its padding. */
export function isSafePrivate(tag: number, creator: string): boolean {
  const group = (tag >>> 16).toString(16).toUpperCase().padStart(4, '0');
  const element = (tag & 0xff).toString(16).toUpperCase().padStart(2, '0');
  return safe().has(`${group}${element}|${creator.trim()}`);
}
