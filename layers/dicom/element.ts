import type { Span } from './byteSource.ts';
import type { CharacterSet } from './characterSet.ts';
import type { Tag } from './tag.ts';
import { formatTag } from './tag.ts';
import type { Vr } from './vr.ts';

/** How the elements of one data set are written (PS3.5 7.1). */
export interface Encoding {
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
}

/**
 * One data element as spans of its object, never as copies. Offsets count from the start of the object; in a deflated one, as if its
 * body stood there inflated. So no two elements of an instance start at the same one.
 */
export interface Element {
  readonly tag: Tag;
  /** As the header has it; null where the header has none (implicit VR) or two letters that PS3.5 does not know. */
  readonly vrAsRead: Vr | null;
  /** What rules go by: the VR as read, or the dictionary's where the header gives no VR or says UN. */
  readonly vr: Vr;
  /** First byte of the header. */
  readonly start: number;
  readonly valueStart: number;
  /** End of the value, before a sequence delimitation item. */
  readonly valueEnd: number;
  /** End of the element, after a sequence delimitation item. */
  readonly end: number;
  readonly undefinedLength: boolean;
  /** The items of a sequence, however its VR was written; null for anything else. */
  readonly items: readonly Item[] | null;
  /** The fragments of an encapsulated value, the offset table first (PS3.5 A.4); null for anything else. */
  readonly fragments: readonly Span[] | null;
  /** Of the fragments only the offset table and those of the last frame were looked at, and no other is in the list. */
  readonly fragmentsSkipped: boolean;
  readonly dataSet: DataSet;
  /** What `textOf` remembers: the value as text, once somebody asked for it. */
  text: string | null;
}

/** The same element, read by another VR. */
export function withVr(element: Element, vr: Vr): Element {
  return { ...element, vr, text: null };
}

/** A data set: the root, the file meta information, or the content of an item. */
export interface DataSet {
  readonly encoding: Encoding;
  readonly elements: readonly Element[];
  /** Null for the root and the file meta information. */
  readonly item: Item | null;
  readonly start: number;
  readonly end: number;
  /** What `characterSetIn` remembers. */
  characterSet: CharacterSet | null;
}

/** An item of a sequence (PS3.5 7.5). */
export interface Item extends DataSet {
  readonly sequence: Element;
  readonly index: number;
  /** First byte of the item's own header. */
  readonly headerStart: number;
  /** End of the item, after an item delimitation item. */
  readonly itemEnd: number;
  readonly undefinedLength: boolean;
}

/**
 * How to name an element at any depth: `(0032,1064)[0](0010,0010)`, items counted from 0.
 * It names tags and positions only, so it may be logged.
 */
export function formatPath(element: Pick<Element, 'tag' | 'dataSet'>): string {
  let text = formatTag(element.tag);
  for (let item = element.dataSet.item; item !== null; item = item.sequence.dataSet.item)
    text = `${formatTag(item.sequence.tag)}[${item.index}]${text}`;
  return text;
}

/** The tags from the root to the element: its enclosing sequences, then itself. */
export function tagPath(element: Pick<Element, 'tag' | 'dataSet'>): Tag[] {
  const tags: Tag[] = [element.tag];
  for (let item = element.dataSet.item; item !== null; item = item.sequence.dataSet.item)
    tags.unshift(item.sequence.tag);
  return tags;
}

/** Data sets longer than this are looked up by an index, so that a look-up for each of their elements stays linear. */
const INDEXED_ABOVE = 512;
const FIRST_BY_TAG = new WeakMap<DataSet, ReadonlyMap<Tag, Element>>();

/**
 * The first element of a data set with this tag. Elements are in file order, which real files do not always sort. For data sets that have
 * been walked to their end.
 */
export function elementWith(dataSet: DataSet, tag: Tag): Element | undefined {
  const { elements } = dataSet;
  if (elements.length > INDEXED_ABOVE) return firstByTag(dataSet).get(tag);
  for (const element of elements) if (element.tag === tag) return element;
  return undefined;
}

function firstByTag(dataSet: DataSet): ReadonlyMap<Tag, Element> {
  let known = FIRST_BY_TAG.get(dataSet);
  if (known === undefined) {
    const index = new Map<Tag, Element>();
    for (const element of dataSet.elements) if (!index.has(element.tag)) index.set(element.tag, element);
    FIRST_BY_TAG.set(dataSet, index);
    known = index;
  }
  return known;
}
