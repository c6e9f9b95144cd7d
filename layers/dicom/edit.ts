import type { MadeBytes, Span } from './byteSource.ts';
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
  /** Some bytes of a value give way to as many others; patches in ascending order that do not overlap. */
  | { readonly kind: 'patch-value'; readonly patches: readonly (Patch | MadePatch)[] }
  /** Some fragments of an encapsulated value give way to others, of even length; the rest are its own, as they came. Behind this offset table (PS3.5 A.4). */
  | {
      readonly kind: 'replace-frames';
      readonly offsetTable: Uint8Array;
      readonly fragments: readonly (Uint8Array | MadeBytes | Span)[];
    }
  /** Some items of a sequence go; the others are edited one by one. */
  | { readonly kind: 'remove-items'; readonly items: ReadonlySet<Item> }
  /** Items after the last one of a sequence, some of which may go. */
  | {
      readonly kind: 'append-items';
      readonly items: readonly NewDataSet[];
      readonly removed?: ReadonlySet<Item>;
    };

export interface Patch {
  /** In bytes from the start of the value. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A patch whose bytes are made when they are stored; not in a deflated object. */
export interface MadePatch extends MadeBytes {
  readonly at: number;
}

/** Edits by the offset that their element starts at, which is no other's: two lists of one length, in the order of the file. */
export interface ElementEdits {
  readonly starts: readonly number[];
  readonly edits: readonly Edit[];
}

/** Everything that is to change in an instance. An element that is not named leaves as it came. */
export interface Edits {
  readonly elements: ElementEdits;
  /** New elements of a data set; each goes to its place in tag order. */
  readonly inserts: ReadonlyMap<DataSet, readonly NewElement[]>;
  readonly zeroPreamble: boolean;
  readonly dropPadding: boolean;
}

export const NO_EDITS: Edits = {
  elements: { starts: [], edits: [] },
  inserts: new Map(),
  zeroPreamble: false,
  dropPadding: false,
};

/** Edits by offset, in whatever order they were made. */
export function elementEdits(byStart: ReadonlyMap<number, Edit>): ElementEdits {
  const entries = [...byStart].sort(([one], [other]) => one - other);
  return { starts: entries.map(([start]) => start), edits: entries.map(([, edit]) => edit) };
}

export function editAt({ starts, edits }: ElementEdits, start: number): Edit | undefined {
  const place = placeFrom(starts, start);
  return starts[place] === start ? edits[place] : undefined;
}

/** `base` with the edits of `over`, which go before those of the same element. */
export function withEdits(base: ElementEdits, over: ReadonlyMap<number, Edit>): ElementEdits {
  if (over.size === 0) return base;
  const late = elementEdits(over);
  const starts: number[] = [];
  const edits: Edit[] = [];
  let place = 0;
  const take = (from: ElementEdits, at: number): void => {
    starts.push(from.starts[at] as number);
    edits.push(from.edits[at] as Edit);
  };
  late.starts.forEach((start, at) => {
    for (; (base.starts[place] ?? Number.POSITIVE_INFINITY) < start; place++) take(base, place);
    if (base.starts[place] === start) place += 1;
    take(late, at);
  });
  for (; place < base.starts.length; place++) take(base, place);
  return { starts, edits };
}

/** Where the first of ascending offsets stands that is not before `offset`; their number: none is. */
function placeFrom(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
