import { deflateRawSync } from 'node:zlib';
import { type MadeBytes, type Segment, type Span, segmentLength, segmentsLength } from './byteSource.ts';
import type { Edit, Edits, ElementEdits, MadePatch, NewElement, Patch } from './edit.ts';
import type { DataSet, Element, Item } from './element.ts';
import { concat, encodeElement, encodeFragments, encodeItems, fragmentHeader, put32 } from './encode.ts';
import { type ParsedInstance, PREFIX_END } from './parse.ts';
import { asTag } from './tag.ts';
import { IMPLICIT_LITTLE_ENDIAN } from './walk.ts';
import type { LoadedBytes } from './window.ts';

/**
 * The object with its edits made, as new bytes and spans of the source. Defined lengths of the items and sequences round an edit
 * are mended, undefined ones stay undefined; no other byte differs. In a deflated object whose body changed, the body is
 * deflated anew (PS3.5 A.5) and is owned.
 */
export function splice(instance: ParsedInstance, edits: Edits): Segment[] {
  const cursor = new EditCursor(edits);
  const out = new SegmentList();
  if (!instance.hasPreamble) out.own(NEW_PREFIX);
  else if (edits.zeroPreamble) {
    out.own(new Uint8Array(128));
    out.span(128, PREFIX_END);
  } else out.span(0, PREFIX_END);
  spliceFileMeta(instance, cursor, out);

  const { dataSet, padding, inflated, bodyStart, sizeBytes } = instance;
  const dropsPadding = edits.dropPadding && padding.end > padding.start;
  if (inflated === null) {
    new Splicer(instance.bodyBytes, cursor, out).dataSet(dataSet);
    if (!dropsPadding) out.span(padding.start, padding.end);
  } else if (!cursor.isIn(dataSet) && !dropsPadding) out.span(bodyStart, sizeBytes);
  else {
    const body = new SegmentList();
    new Splicer(instance.bodyBytes, cursor, body).dataSet(dataSet);
    if (!dropsPadding) body.span(padding.start, padding.end);
    const bytes = body.segments.map((part) => {
      if (part.kind === 'made') throw new RangeError('bytes that are made later, in a deflated object');
      return part.kind === 'owned'
        ? part.bytes
        : inflated.subarray(part.start - bodyStart, part.end - bodyStart);
    });
    const deflated = deflateRawSync(concat(bytes));
    out.own(deflated);
    if (deflated.length % 2 !== 0) out.own(new Uint8Array(1));
  }
  return out.segments;
}

/** PS3.5 7.5. */
const FRAGMENT_HEADER_BYTES = 8;

/** For an object that had none (PS3.10 7.1). */
const NEW_PREFIX = Buffer.from('DICM'.padStart(PREFIX_END, '\0'), 'latin1');

const GROUP_LENGTH = asTag(0x00020000);

/** File meta information, its group length counted anew if anything in it changed (PS3.10 7.1). */
function spliceFileMeta(instance: ParsedInstance, cursor: EditCursor, out: SegmentList): void {
  const { fileMeta, metaBytes } = instance;
  if (!cursor.isIn(fileMeta)) {
    out.span(fileMeta.start, fileMeta.end);
    return;
  }
  const elements = fileMeta.elements.filter((element) => element.tag !== GROUP_LENGTH);
  const rest = new SegmentList();
  new Splicer(metaBytes, cursor, rest).elements(elements, fileMeta);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, rest.length, true);
  out.own(encodeElement({ tag: GROUP_LENGTH, vr: 'UL', value: length }, fileMeta.encoding));
  out.append(rest);
}

/** Goes over the edits as the splice goes over the elements, in the order of the file. */
class EditCursor {
  readonly #elements: ElementEdits;
  readonly #inserts: Edits['inserts'];
  /** Where the items and data sets begin that get new elements; ascending. */
  readonly #insertStarts: readonly number[];
  #edit = 0;
  #insert = 0;

  constructor({ elements, inserts }: Edits) {
    this.#elements = elements;
    this.#inserts = inserts;
    this.#insertStarts = Array.from(inserts.keys(), ({ item, start }) => item?.headerStart ?? start).sort(
      (a, b) => a - b,
    );
  }

  /** The edit of the next element. Those within what went before are passed over. */
  editOf({ start }: Element): Edit | undefined {
    return this.#nextEdit(start) === start ? this.#elements.edits[this.#edit] : undefined;
  }

  insertsIn(dataSet: DataSet): readonly NewElement[] {
    return this.#inserts.get(dataSet) ?? NO_INSERTS;
  }

  /** Whether the next data set, item or sequence holds an edit at any depth. */
  isIn(part: DataSet | Element): boolean {
    // An empty data set may get new elements, though nothing begins in it.
    if ('elements' in part && this.#inserts.has(part)) return true;
    return this.#nextEdit(part.start) < part.end || this.#nextInsert(part.start) < part.end;
  }

  #nextEdit(from: number): number {
    const { starts } = this.#elements;
    while ((starts[this.#edit] ?? Number.POSITIVE_INFINITY) < from) this.#edit += 1;
    return starts[this.#edit] ?? Number.POSITIVE_INFINITY;
  }

  #nextInsert(from: number): number {
    while ((this.#insertStarts[this.#insert] ?? Number.POSITIVE_INFINITY) < from) this.#insert += 1;
    return this.#insertStarts[this.#insert] ?? Number.POSITIVE_INFINITY;
  }
}

const NO_INSERTS: readonly NewElement[] = [];

class Splicer {
  readonly #bytes: LoadedBytes;
  readonly #cursor: EditCursor;
  readonly #out: SegmentList;

  constructor(bytes: LoadedBytes, cursor: EditCursor, out: SegmentList) {
    this.#bytes = bytes;
    this.#cursor = cursor;
    this.#out = out;
  }

  dataSet(dataSet: DataSet): void {
    if (!this.#cursor.isIn(dataSet)) this.#out.span(dataSet.start, dataSet.end);
    else this.elements(dataSet.elements, dataSet);
  }

  /** Those of a data set, or some of them, and its new ones. */
  elements(elements: readonly Element[], dataSet: DataSet): void {
    const waiting = this.#cursor.insertsIn(dataSet).toSorted((a, b) => a.tag - b.tag);
    for (const element of elements) {
      while (waiting[0] !== undefined && waiting[0].tag < element.tag)
        this.#out.own(encodeElement(waiting.shift() as NewElement, dataSet.encoding));
      const edit = this.#cursor.editOf(element);
      if (edit !== undefined) this.#edited(element, edit);
      else if (element.items !== null && this.#cursor.isIn(element)) this.#container(element, {});
      else this.#out.span(element.start, element.end);
    }
    for (const insert of waiting) this.#out.own(encodeElement(insert, dataSet.encoding));
  }

  #edited(element: Element, edit: Edit): void {
    if (edit.kind === 'replace') this.#out.own(encodeElement(edit.by, element.dataSet.encoding));
    else if (edit.kind === 'append-items') this.#container(element, { ...edit, appended: edit.items });
    else if (edit.kind === 'remove-items') this.#container(element, { removed: edit.items });
    else if (edit.kind === 'replace-fragments') this.#fragments(element, edit.fragments);
    else if (edit.kind === 'patch-value') this.#patched(element, edit.patches);
    else if (edit.kind === 'replace-frames') this.#frames(element, edit.offsetTable, edit.fragments);
  }

  #patched({ start, valueStart, end }: Element, patches: readonly (Patch | MadePatch)[]): void {
    let at = start;
    for (const patch of patches) {
      this.#out.span(at, valueStart + patch.at);
      at = valueStart + patch.at + this.#out.put('bytes' in patch ? patch.bytes : patch);
    }
    this.#out.span(at, end);
  }

  #frames(
    element: Element,
    offsetTable: Uint8Array,
    fragments: readonly (Uint8Array | MadeBytes | Span)[],
  ): void {
    const { encoding } = element.dataSet;
    this.#out.span(element.start, element.valueStart);
    for (const fragment of [offsetTable, ...fragments])
      if ('length' in fragment) {
        this.#out.own(fragmentHeader(fragment.length, encoding));
        this.#out.put(fragment);
      } else this.#out.span(fragment.start - FRAGMENT_HEADER_BYTES, fragment.end);
    this.#out.span(element.valueEnd, element.end);
  }

  /** Other fragments between the header and the delimiter of an encapsulated value. */
  #fragments(element: Element, fragments: readonly Uint8Array[]): void {
    this.#out.span(element.start, element.valueStart);
    this.#out.own(encodeFragments(fragments, element.dataSet.encoding));
    this.#out.span(element.valueEnd, element.end);
  }

  /** A sequence with an edit inside. */
  #container(
    element: Element,
    {
      appended = [],
      removed,
    }: {
      readonly appended?: readonly (readonly NewElement[])[];
      readonly removed?: ReadonlySet<Item>;
    },
  ): void {
    const out = this.#out;
    const { undefinedLength } = element;
    const header = this.#header(element.start, element.valueStart, undefinedLength);
    const start = out.length;
    for (const item of element.items ?? []) if (removed?.has(item) !== true) this.#item(item);
    const encoding =
      element.items?.[0]?.encoding ??
      // PS3.5 6.2.2: so are the items of a sequence that says UN.
      (element.vrAsRead === 'UN' ? IMPLICIT_LITTLE_ENDIAN : element.dataSet.encoding);
    if (appended.length > 0) out.own(encodeItems(appended, encoding));
    setLength(header, out.length - start, element.dataSet.encoding.littleEndian);
    out.span(element.valueEnd, element.end);
  }

  #item(item: Item): void {
    const out = this.#out;
    if (!this.#cursor.isIn(item)) {
      out.span(item.headerStart, item.itemEnd);
      return;
    }
    const header = this.#header(item.headerStart, item.start, item.undefinedLength);
    const start = out.length;
    this.dataSet(item);
    setLength(header, out.length - start, item.encoding.littleEndian);
    out.span(item.end, item.itemEnd);
  }

  /** The header of what has an edit inside: as it came, and null; or a copy whose length is to be set once the content is there. */
  #header(start: number, end: number, undefinedLength: boolean): Uint8Array | null {
    if (undefinedLength) {
      this.#out.span(start, end);
      return null;
    }
    // Not `slice`: of a Buffer that is the same memory.
    const bytes = new Uint8Array(this.#bytes.view(start, end));
    this.#out.own(bytes);
    return bytes;
  }
}

/** A defined length is the last four bytes of its header (PS3.5 7.1.2, 7.5.1). */
function setLength(header: Uint8Array | null, length: number, littleEndian: boolean): void {
  if (header !== null) put32(header, header.length - 4, length, littleEndian);
}

/** Segments in order; spans that touch become one. */
class SegmentList {
  readonly segments: Segment[] = [];
  /** Bytes of all of them. */
  length = 0;
  #open: { readonly kind: 'span'; readonly start: number; end: number } | null = null;

  own(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.segments.push({ kind: 'owned', bytes });
    this.length += bytes.length;
    this.#open = null;
  }

  made({ length, make }: MadeBytes): void {
    if (length === 0) return;
    this.segments.push({ kind: 'made', length, make });
    this.length += length;
    this.#open = null;
  }

  /** New bytes, at hand or not; gives their number. */
  put(bytes: Uint8Array | MadeBytes): number {
    if (bytes instanceof Uint8Array) this.own(bytes);
    else this.made(bytes);
    return bytes.length;
  }

  span(start: number, end: number): void {
    if (end <= start) return;
    this.length += end - start;
    if (this.#open?.end === start) this.#open.end = end;
    else {
      this.#open = { kind: 'span', start, end };
      this.segments.push(this.#open);
    }
  }

  append(list: SegmentList): void {
    for (const segment of list.segments) {
      if (segment.kind === 'owned') this.own(segment.bytes);
      else if (segment.kind === 'made') this.made(segment);
      else this.span(segment.start, segment.end);
    }
  }
}

/**
 * The same object with its small pieces joined: owned bytes, and spans of at most `maxSpanBytes` that were read, become one owned
 * segment, so that a store writes a header in one piece and reads none of it again.
 */
export function gather(
  segments: readonly Segment[],
  loaded: LoadedBytes,
  maxSpanBytes = 64 * 1024,
): Segment[] {
  const gathered: Segment[] = [];
  let run: AtHand[] = [];
  const flush = () => {
    if (run.length > 0) gathered.push({ kind: 'owned', bytes: joined(run, loaded) });
    run = [];
  };
  for (const segment of segments) {
    const isSmall =
      segment.kind === 'owned' ||
      (segment.kind === 'span' &&
        segmentLength(segment) <= maxSpanBytes &&
        loaded.has(segment.start, segment.end));
    if (isSmall) run.push(segment);
    else {
      flush();
      gathered.push(segment);
    }
  }
  flush();
  return gathered;
}

type AtHand = Exclude<Segment, { readonly kind: 'made' }>;

/** The bytes of segments that are at hand. A view of each lives until it is copied: an object may have a million. */
function joined(segments: readonly AtHand[], loaded: LoadedBytes): Uint8Array {
  const bytesOf = (segment: AtHand) =>
    segment.kind === 'owned' ? segment.bytes : loaded.view(segment.start, segment.end);
  const [only] = segments;
  if (segments.length === 1 && only !== undefined) return bytesOf(only);
  const whole = new Uint8Array(segmentsLength(segments));
  let at = 0;
  for (const segment of segments) {
    const bytes = bytesOf(segment);
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}
