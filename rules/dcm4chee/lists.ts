import { lazy } from '../../layers/dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import { asTag, type Tag } from '../../layers/dicom/tag.ts';
import { LIST_ROWS, LISTS_SOURCE } from './generated/lists.generated.ts';

/** The revision of dcm4che that the lists are of. */
export const LISTS_REVISION: string = LISTS_SOURCE.edition;

/** What dcm4che does with a tag: X removes, Z empties, D puts a dummy, U another UID. */
export type ListCode = 'X' | 'Z' | 'D' | 'U';
/** Which option retains a tag; null: none does, but of U, which Retain UIDs retains as a whole. */
export type ListPart = 'DATES' | 'DEVICE' | 'INSTITUTION' | 'UID' | null;

export interface ListedTag {
  readonly code: ListCode;
  readonly part: ListPart;
  readonly tag: Tag;
  readonly keyword: string;
}

const rows = /* @__PURE__ */ lazy<readonly ListedTag[]>(() =>
  rowsOf(LIST_ROWS).map((row) => {
    const [list, tag, keyword] = row.split(FIELD_SEPARATOR) as [string, string, string];
    const [code, part = null] = list.split('_') as [ListCode, ListPart?];
    return { code, part, tag: asTag(Number.parseInt(tag, 16)), keyword };
  }),
);

/** Every tag that dcm4che's DeIdentifier knows, in the order of its lists. */
export function listedTags(): readonly ListedTag[] {
  return rows();
}
