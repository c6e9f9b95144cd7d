import type { ByteFile } from './byteFile.ts';
import type { CharacterSet } from './characterSets.ts';

/** A data element as it stands in a file (PS3.5 7.1). */
export interface ReadElement {
  /** 0xGGGGEEEE. */
  readonly tag: number;
  /** As the file says, or where it does not as the dictionary does; `UN`: nobody knows. */
  readonly vr: string;
  /** Who reserves the block of a private element, in its own item (PS3.5 7.8.1); null: public, or nobody. */
  readonly creator: string | null;
  /** Where the value is in the body, without its header. */
  readonly start: number;
  readonly end: number;
  /** Null: items, fragments, or longer than what is held (`HELD_BYTES`). */
  readonly value: Uint8Array | null;
  readonly items: readonly ReadDataSet[] | null;
  /** The first is the basic offset table (PS3.5 A.4). */
  readonly fragments: readonly Stretch[] | null;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface ReadDataSet {
  readonly elements: readonly ReadElement[];
  readonly characterSet: CharacterSet;
  readonly littleEndian: boolean;
}

/** A DICOM file (PS3.10 7) as this reader understood it. */
export interface ReadInstance {
  readonly file: ByteFile;
  /** What the elements of the data set lie in: the file, or its inflated body. */
  readonly body: ByteFile;
  readonly isDeflated: boolean;
  readonly transferSyntax: string;
  readonly meta: ReadDataSet;
  readonly dataSet: ReadDataSet;
  /** What is behind the last element, or behind the end of a deflated data set; null: nothing. */
  readonly rest: (Stretch & { readonly in: ByteFile }) | null;
}

/** Text values longer than this are searched where they lie, and not held. */
export const HELD_BYTES = 1024 * 1024;

export class ReadError extends Error {
  readonly code: 'VERIFY_NOT_DICOM' | 'VERIFY_NOT_READ';
  readonly offset: number;

  constructor(code: ReadError['code'], offset: number, message: string) {
    super(`${message} at byte ${offset}`);
    this.name = 'ReadError';
    this.code = code;
    this.offset = offset;
  }
}

export function groupOf(tag: number): number {
  return tag >>> 16;
}

export function isPrivateTag(tag: number): boolean {
  return (tag & 0x10000) !== 0;
}

export function isCreatorTag(tag: number): boolean {
  const element = tag & 0xffff;
  return isPrivateTag(tag) && element >= 0x10 && element <= 0xff;
}

export function isGroupLengthTag(tag: number): boolean {
  return (tag & 0xffff) === 0;
}

/** `(0010,0010)`. */
export function tagText(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

export function elementOf(dataSet: ReadDataSet, tag: number): ReadElement | undefined {
  return dataSet.elements.find((element) => element.tag === tag);
}

/** Where an element is: `(0040,A730)[2]/(0040,A160)`. Items count from 1. */
export interface Placed {
  readonly path: string;
  /** The same without the numbers of items, for findings that are alike. */
  readonly kind: string;
  /** The enclosing sequences from the root. */
  readonly sequences: readonly number[];
  readonly element: ReadElement;
  readonly dataSet: ReadDataSet;
  readonly isMeta: boolean;
}

/** Every element at every depth, file meta information first; a sequence before what is in it. */
export function* placedElements(instance: ReadInstance): Generator<Placed> {
  yield* placedIn(instance.meta, '', '', [], true);
  yield* placedIn(instance.dataSet, '', '', [], false);
}

export function* placedIn(
  dataSet: ReadDataSet,
  prefix = '',
  kindPrefix = '',
  sequences: readonly number[] = [],
  isMeta = false,
): Generator<Placed> {
  for (const element of dataSet.elements) {
    const name = tagText(element.tag);
    const path = prefix + name;
    const kind = kindPrefix + name;
    yield { path, kind, sequences, element, dataSet, isMeta };
    if (element.items === null) continue;
    const below = [...sequences, element.tag];
    for (const [at, item] of element.items.entries())
      yield* placedIn(item, `${path}[${at + 1}]/`, `${kind}/`, below, isMeta);
  }
}
