import { lazy } from '../../layers/dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import { parseTagPattern } from '../../layers/dicom/standard/tagPattern.ts';
import type { Tag } from '../../layers/dicom/tag.ts';
import { PROFILE_ROWS, PROFILE_SOURCE } from './generated/profile.generated.ts';

/** The edition of PS3.15 that the table is of. */
export const PROFILE_EDITION: string = PROFILE_SOURCE.edition;
/** SHA-256 of the table it was generated from, in hexadecimal. */
export const PROFILE_DIGEST: string = PROFILE_SOURCE.sha256;

/** The action codes of PS3.15 Table E.1-1a that the Basic Profile column uses. */
export const BASIC_CODES = ['X', 'Z', 'D', 'U', 'X/Z', 'X/D', 'Z/D', 'X/Z/D', 'X/Z/U*'] as const;
export type BasicCode = (typeof BASIC_CODES)[number];

/** The option columns of PS3.15 Table E.1-1, in its order. */
export const OPTION_COLUMNS = [
  'retainSafePrivate',
  'retainUids',
  'retainDeviceIdentity',
  'retainInstitutionIdentity',
  'retainPatientCharacteristics',
  'retainLongitudinalFullDates',
  'retainLongitudinalModifiedDates',
  'cleanDescriptors',
  'cleanStructuredContent',
  'cleanGraphics',
] as const;
export type OptionColumn = (typeof OPTION_COLUMNS)[number];

/** K: keep; C: clean. */
export type OptionCode = 'K' | 'C';

interface ProfileFacts {
  readonly name: string;
  /** Eight hexadecimal digits, `x` for any in its range; `oddgroup` for Private Attributes. */
  readonly id: string;
  readonly retired: boolean;
  readonly inStandardIod: boolean;
  readonly basic: BasicCode;
  readonly options: Readonly<Partial<Record<OptionColumn, OptionCode>>>;
}

/** A row of PS3.15 Table E.1-1. */
export type ProfileRow = ProfileFacts &
  (
    | { readonly kind: 'tag'; readonly tag: Tag }
    /** The repeating groups' even groups: `(tag & mask) === value`. */
    | { readonly kind: 'mask'; readonly mask: number; readonly value: number }
    /** Private Attributes: every odd group. */
    | { readonly kind: 'oddgroup' }
  );

const rows = /* @__PURE__ */ lazy<readonly ProfileRow[]>(() => {
  const optionsOf = optionCodes(OPTION_COLUMNS);
  return rowsOf(PROFILE_ROWS).map((row) => parseRow(row, optionsOf));
});

/** All of PS3.15 Table E.1-1, in its order. */
export function profileRows(): readonly ProfileRow[] {
  return rows();
}

/** `id|code|flags|options|name`, as the generated tables of rows have it. */
export function parseRow(text: string, optionsOf: (letters: string) => ProfileFacts['options']): ProfileRow {
  const fields = text.split(FIELD_SEPARATOR);
  const id = fields[0] as string;
  const flags = fields[2] as string;
  const facts: ProfileFacts = {
    name: fields[4] as string,
    id,
    retired: flags.includes('R'),
    inStandardIod: flags.includes('I'),
    basic: fields[1] as BasicCode,
    options: optionsOf(fields[3] as string),
  };
  if (id === 'oddgroup') return Object.assign(facts, { kind: 'oddgroup' } as const);
  if (id.includes('x')) return Object.assign(facts, { kind: 'mask' } as const, parseTagPattern(id));
  return Object.assign(facts, { kind: 'tag', tag: Number.parseInt(id, 16) as Tag } as const);
}

/** One letter for each column; `-`: the option does not change the Basic Profile. Rows with the same letters share an object. */
export function optionCodes<Column extends string>(
  columns: readonly Column[],
): (letters: string) => Readonly<Partial<Record<Column, OptionCode>>> {
  const known = new Map<string, Readonly<Partial<Record<Column, OptionCode>>>>();
  return (letters) => {
    const found = known.get(letters);
    if (found !== undefined) return found;
    const codes: Partial<Record<Column, OptionCode>> = {};
    for (const [position, column] of columns.entries()) {
      const letter = letters[position] as OptionCode | '-';
      if (letter !== '-') codes[column] = letter;
    }
    known.set(letters, codes);
    return codes;
  };
}
