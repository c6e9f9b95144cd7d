import type { DataSet, Item } from './element.ts';
import type { Tag } from './tag.ts';
import type { Vr } from './vr.ts';

/** An element that was not in the source. Its value is bytes as they will stand, padded and in the data set's byte order. */
export interface NewElement {
  readonly tag: Tag;
  readonly vr: Vr;
  readonly value: Uint8Array | readonly NewDataSet[];
}
/** The elements of a new item, in tag order. */
export type NewDataSet = readonly NewElement[];

/** What becomes of one element. */
export type Edit =
  | { readonly kind: 'remove' }
  | { readonly kind: 'replace'; readonly by: NewElement }
  /** Other fragments of an encapsulated value, each of even length, behind an empty offset table: the old one would be wrong (PS3.5 A.4). */
  | { readonly kind: 'replace-fragments'; readonly fragments: readonly Uint8Array[] }
  /** Some items of a sequence go; the others are edited one by one. */
  | { readonly kind: 'remove-items'; readonly items: ReadonlySet<Item> }
  /** Items after the last one of a sequence. */
  | { readonly kind: 'append-items'; readonly items: readonly NewDataSet[] };

/** Everything that is to change in an instance. An element that is not named leaves as it came. */
export interface Edits {
  /** By the offset that the element starts at, which is no other's. */
  readonly elements: ReadonlyMap<number, Edit>;
  /** New elements of a data set; each goes to its place in tag order. */
  readonly inserts: ReadonlyMap<DataSet, readonly NewElement[]>;
  readonly zeroPreamble: boolean;
  readonly dropPadding: boolean;
}

export const NO_EDITS: Edits = {
  elements: new Map(),
  inserts: new Map(),
  zeroPreamble: false,
  dropPadding: false,
};
