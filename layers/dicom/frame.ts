import type { DataSet, Element, Encoding, Item } from './element.ts';
import { formatPath } from './element.ts';
import { DicomError } from './errors.ts';
import type { Tag } from './tag.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** Elements, items and data sets while the walk is still inside of them. */
export type OpenElement = Mutable<Omit<Element, 'items'>> & { items: OpenItem[] | null };
export type OpenItem = Mutable<Omit<Item, 'elements'>> & { elements: Element[] };
export type OpenDataSet = Mutable<Omit<DataSet, 'elements'>> & { elements: Element[] };

/** What the walk is inside of: a data set whose elements follow, or a sequence whose items follow. */
export interface Frame {
  readonly dataSet: OpenDataSet | null;
  readonly sequence: OpenElement | null;
  /** How the data sets below are written. */
  readonly encoding: Encoding;
  /** No byte of the content lies beyond. */
  readonly limit: number;
  /** Ends at `limit`, not at a delimitation item. */
  readonly definedLength: boolean;
}

const UNDEFINED_LENGTH = 0xffffffff;

/** `limit`: where what contains the sequence ends. */
export function openSequence(element: OpenElement, encoding: Encoding, limit: number): Frame {
  element.items = [];
  const definedLength = !element.undefinedLength;
  return {
    dataSet: null,
    sequence: element,
    encoding,
    limit: definedLength ? element.valueEnd : limit,
    definedLength,
  };
}

/** The item whose header is at `position`, added to the sequence of the frame. Its limit may lie beyond the frame's: for the caller to see. */
export function openItem(frame: Frame, position: number, length: number): Frame {
  const sequence = frame.sequence as OpenElement;
  const items = sequence.items as OpenItem[];
  const definedLength = length !== UNDEFINED_LENGTH;
  const start = position + 8;
  const limit = definedLength ? start + length : frame.limit;
  const item: OpenItem = {
    encoding: frame.encoding,
    elements: [],
    item: null,
    start,
    end: limit,
    characterSet: null,
    sequence: sequence as Element,
    index: items.length,
    headerStart: position,
    itemEnd: limit,
    undefinedLength: !definedLength,
  };
  // An item is the data set that its own elements belong to.
  item.item = item as Item;
  items.push(item);
  return { dataSet: item, sequence: null, encoding: frame.encoding, limit, definedLength };
}

/** Sets the ends of an item or a sequence: of its content, and its own after a delimitation item. */
export function closeFrame(frame: Frame, contentEnd: number, end: number): void {
  if (frame.sequence !== null) {
    frame.sequence.valueEnd = contentEnd;
    frame.sequence.end = end;
    frame.sequence.items = (frame.sequence.items as OpenItem[]).slice();
  } else if (frame.dataSet !== null) {
    frame.dataSet.end = contentEnd;
    // A list that grew has room for more: of a hundred thousand small items that is most of what they take.
    frame.dataSet.elements = frame.dataSet.elements.slice();
    if (frame.dataSet.item !== null) (frame.dataSet as OpenItem).itemEnd = end;
  }
}

/** Something reaches beyond the object, or beyond what contains it. */
export function overrun(isEndOfObject: boolean, position: number, path: string): DicomError {
  return new DicomError(
    isEndOfObject ? 'TRUNCATED' : 'LENGTH_OVERRUN',
    { offset: position, path },
    isEndOfObject ? 'The object ends within an element' : 'An element reaches beyond what contains it',
    'The object is damaged or was cut off; export it again.',
  );
}

export function unreadableSequence(frame: Frame, element: OpenElement): DicomError {
  return malformed(
    'UN_SEQUENCE_UNREADABLE',
    frame,
    element.start,
    'A sequence with VR UN that is not a sequence',
    element.tag,
  );
}

/** Something that no data set has at this place. */
export function malformed(
  code: DicomError['code'],
  frame: Frame,
  position: number,
  what: string,
  tag: Tag | null = null,
): DicomError {
  return new DicomError(
    code,
    { offset: position, path: pathIn(frame, tag) },
    what,
    'The object is damaged or not written as its transfer syntax says; export it again.',
  );
}

/** The path of an element of the frame's data set, or of the sequence that the frame is in. */
export function pathIn(frame: Frame, tag: Tag | null): string {
  if (frame.sequence !== null) return formatPath(frame.sequence as Element);
  const dataSet = frame.dataSet as DataSet;
  if (tag !== null) return formatPath({ tag, dataSet });
  return dataSet.item === null ? '' : formatPath(dataSet.item.sequence);
}
