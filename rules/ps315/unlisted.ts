import { lazy } from '../../layers/dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import type { Tag } from '../../layers/dicom/tag.ts';
import {
  CLEANED_DESCRIPTOR_ROWS,
  UID_OF_KIND_ROWS,
  UNLISTED_EDITION,
  UNLISTED_ROWS,
} from './generated/unlisted.generated.ts';
import { OPTION_COLUMNS, optionCodes, type ProfileRow, parseRow } from './table.ts';

/** An attribute of PS3.6 that Table E.1-1 does not list, in the form of a row of that table. */
export type UnlistedRow = ProfileRow & {
  /** What it is: `VR PN`, `the number of an order`. */
  readonly why: string;
};

/** A UI that stays: it names a kind of thing and no instance. */
export interface UidOfKind {
  readonly tag: Tag;
  readonly name: string;
  readonly why: string;
}

/** The edition of PS3.6 that the list was made from. */
export const PS36_EDITION: string = UNLISTED_EDITION;

const rows = /* @__PURE__ */ lazy<readonly UnlistedRow[]>(() => {
  const optionsOf = optionCodes(OPTION_COLUMNS);
  return rowsOf(UNLISTED_ROWS).map((row) =>
    Object.assign(parseRow(row, optionsOf), { why: row.slice(row.lastIndexOf(FIELD_SEPARATOR) + 1) }),
  );
});

/** What of PS3.6 is protected without a row in Table E.1-1, by tag: `unlistedAttributes.ts` says why each. */
export function unlistedRows(): readonly UnlistedRow[] {
  return rows();
}

const kinds = /* @__PURE__ */ lazy<readonly UidOfKind[]>(() =>
  rowsOf(UID_OF_KIND_ROWS).map((row) => {
    const [id, name, why] = row.split(FIELD_SEPARATOR) as [string, string, string];
    return { tag: Number.parseInt(id, 16) as Tag, name, why };
  }),
);

export function uidsOfKinds(): readonly UidOfKind[] {
  return kinds();
}

/** A text that Clean Descriptors cleans and the Basic Profile leaves. */
export interface CleanedDescriptor {
  readonly tag: Tag;
  readonly name: string;
}

const descriptors = /* @__PURE__ */ lazy<readonly CleanedDescriptor[]>(() =>
  rowsOf(CLEANED_DESCRIPTOR_ROWS).map((row) => {
    const [id, name] = row.split(FIELD_SEPARATOR) as [string, string];
    return { tag: Number.parseInt(id, 16) as Tag, name };
  }),
);

export function cleanedDescriptors(): readonly CleanedDescriptor[] {
  return descriptors();
}
