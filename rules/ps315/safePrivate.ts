import { lazy } from '../../layers/dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { SAFE_PRIVATE_ROWS, SAFE_PRIVATE_SOURCE } from './generated/safePrivate.generated.ts';

/** The edition of PS3.15 that the table is of. */
export const SAFE_PRIVATE_EDITION: string = SAFE_PRIVATE_SOURCE.edition;
/** SHA-256 of the table it was generated from, in hexadecimal. */
export const SAFE_PRIVATE_DIGEST: string = SAFE_PRIVATE_SOURCE.sha256;

/** A row of PS3.15 Table E.3.10-1: a private attribute that is known to identify no one. */
export interface SafePrivateAttribute {
  readonly creator: string;
  readonly group: number;
  /** The byte ee of (gggg,bbee); the block bb is wherever the creator's element reserves it (PS3.5 7.8.1). */
  readonly element: number;
  /** Empty where the table gives none (five rows); two where it gives a choice. */
  readonly vrs: readonly Vr[];
  readonly vm: string;
  /** Empty in two rows. */
  readonly meaning: string;
}

const rows = /* @__PURE__ */ lazy<readonly SafePrivateAttribute[]>(() =>
  rowsOf(SAFE_PRIVATE_ROWS).map(parseRow),
);

/** All of PS3.15 Table E.3.10-1, in its order. */
export function safePrivateAttributes(): readonly SafePrivateAttribute[] {
  return rows();
}

function parseRow(text: string): SafePrivateAttribute {
  const [place, creator, vr, vm, meaning = ''] = text.split(FIELD_SEPARATOR) as [
    string,
    string,
    string,
    string,
    string?,
  ];
  return {
    creator,
    group: Number.parseInt(place.slice(0, 4), 16),
    element: Number.parseInt(place.slice(4), 16),
    vrs: vr === '' ? [] : (vr.split('/') as Vr[]),
    vm,
    meaning,
  };
}

const byPlace = /* @__PURE__ */ lazy<ReadonlyMap<string, SafePrivateAttribute>>(
  () => new Map(rows().map((row) => [placeKey(row.creator, row.group, row.element), row])),
);

/** The row of a private attribute; undefined: not known to be safe. `creator` without its padding, and in the letters it has. */
export function lookupSafePrivate(
  creator: string,
  group: number,
  element: number,
): SafePrivateAttribute | undefined {
  return byPlace().get(placeKey(creator, group, element));
}

function placeKey(creator: string, group: number, element: number): string {
  return `${(group << 8) | element}|${creator}`;
}
