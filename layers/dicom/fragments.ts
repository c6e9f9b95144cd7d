import type { Span } from './byteSource.ts';
import { type Element, type Encoding, formatPath } from './element.ts';
import { DicomError } from './errors.ts';
import { type OpenElement, overrun } from './frame.ts';
import { asTag, ITEM, SEQUENCE_DELIMITATION, type Tag, tagOf } from './tag.ts';
import type { Vr } from './vr.ts';
import { type ByteWindow, load } from './window.ts';

const UNDEFINED_LENGTH = 0xffffffff;
const PIXEL_DATA = asTag(0x7fe00010);

/** Encapsulated values: Pixel Data and its kin with undefined length, in items of bytes (PS3.5 A.4). */
export function isFragmented(vr: Vr, encoding: Encoding, tag: Tag): boolean {
  if (vr === 'OB' || vr === 'OW' || vr === 'OF' || vr === 'OD' || vr === 'OL' || vr === 'OV') return true;
  // Some writers give encapsulated Pixel Data the VR UN.
  return encoding.explicitVr && vr === 'UN' && tag === PIXEL_DATA;
}

export interface FragmentLimits {
  /** The first read after a jump over a value that is not read. */
  readonly jumpReadBytes: number;
  /** What could be read in the time that a read takes however short it is. */
  readonly readCostBytes: number;
  /** Believe an offset table about where the last frame begins, if what stands there bears it out. */
  readonly skipsFragments: boolean;
}

/**
 * Walks the fragments of an encapsulated value up to its delimiter (PS3.5 A.4); answers the offset after it. Of their bytes no more is kept
 * than the headers.
 */
export function* walkFragments(
  window: ByteWindow,
  element: OpenElement,
  little: boolean,
  limit: number,
  limits: FragmentLimits,
): Generator<Span, number, Uint8Array> {
  const value: Value = { window, element, little, limit, limits };
  const start = limits.skipsFragments ? yield* lastFrameStart(value) : null;
  if (start !== null) {
    const table = element.fragments ?? [];
    try {
      const end = yield* walkItems(value, start);
      const lastFrame = element.fragments ?? [];
      if (lastFrame.length > 0) {
        element.fragments = [...table, ...lastFrame];
        element.fragmentsSkipped = true;
        return end;
      }
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
    }
  }
  return yield* walkItems(value, element.valueStart);
}

/** An encapsulated value that is walked. */
interface Value {
  readonly window: ByteWindow;
  readonly element: OpenElement;
  readonly little: boolean;
  /** The value ends before. */
  readonly limit: number;
  readonly limits: FragmentLimits;
}

/** From the header of one fragment on. */
function* walkItems(value: Value, start: number): Generator<Span, number, Uint8Array> {
  const { window, element, little, limit } = value;
  const fragments: Span[] = [];
  element.fragments = fragments;
  const headers = new Headers(value);
  let position = start;
  for (;;) {
    if (position + 8 > limit) throw tooFar(value, position);
    if (position < window.start || position + 8 > window.end)
      yield* headers.load(position, fragments[fragments.length - 1]);
    const offset = position - window.start;
    const tag = tagOf(window.words.getUint16(offset, little), window.words.getUint16(offset + 2, little));
    const length = window.words.getUint32(offset + 4, little);
    if (tag === SEQUENCE_DELIMITATION) {
      element.valueEnd = position;
      element.end = position + 8;
      headers.keepFrom(element.end);
      return element.end;
    }
    if (tag !== ITEM || length === UNDEFINED_LENGTH)
      throw new DicomError(
        'ITEM_EXPECTED',
        { offset: position, path: formatPath(element as Element) },
        'Something else than a fragment in an encapsulated value',
        'The pixel data are damaged; export the object again.',
      );
    const valueStart = position + 8;
    if (valueStart + length > limit) throw tooFar(value, position);
    fragments.push({ start: valueStart, end: valueStart + length });
    position = valueStart + length;
  }
}

function tooFar({ window, element, limit }: Value, at: number): DicomError {
  return overrun(limit >= window.size, at, formatPath(element as Element));
}

/** How many fragments of the least size that is read over one read takes. */
const READ_COSTS_A_BLOCK = 4;

/**
 * Reads the headers of fragments. Where fragments are so short that to read over one costs less than another read, many are read at
 * once; the bytes between the headers are let go.
 */
class Headers {
  readonly #value: Value;
  #start = 0;
  #block: Uint8Array = new Uint8Array(0);

  constructor(value: Value) {
    this.#value = value;
  }

  /** Makes the header at `position` the current chunk's of the window. */
  *load(position: number, before: Span | undefined): Generator<Span, void, Uint8Array> {
    const { window, limit, limits } = this.#value;
    const end = position + 8;
    const jumped = before === undefined ? 0 : before.end - before.start;
    // Headers that all but touch are read and kept with what is between them: one chunk, not one a header that each is joined to.
    if (jumped < limits.jumpReadBytes) {
      this.keepFrom(position);
      yield* load(window, position, end);
      return;
    }
    const blockBytes =
      jumped < limits.readCostBytes ? READ_COSTS_A_BLOCK * limits.readCostBytes : limits.jumpReadBytes;
    for (let span = window.wanted(position, end); span !== null; span = window.wanted(position, end)) {
      const { start } = span;
      if (start < this.#start || start >= this.#start + this.#block.length) {
        this.#start = start;
        this.#block = yield { start, end: Math.min(limit, start + blockBytes) };
      }
      this.#keep(start, Math.min(span.end, end, this.#start + this.#block.length));
    }
  }

  /** What was read already is not read again for what stands behind. */
  keepFrom(position: number): void {
    const { window } = this.#value;
    const blockEnd = this.#start + this.#block.length;
    for (let at = position; at >= this.#start && at < blockEnd; ) {
      const span = window.wanted(at, at + 1);
      if (span !== null) this.#keep(at, Math.min(span.end, blockEnd));
      at = window.end;
    }
  }

  /** A copy: a view would keep the block. */
  #keep(start: number, end: number): void {
    const bytes = this.#block.subarray(start - this.#start, end - this.#start);
    this.#value.window.add(start, new Uint8Array(bytes));
  }
}

const EXTENDED_OFFSET_TABLE = asTag(0x7fe00001);
/** Of an offset table that is looked at: half a million frames. */
const MAX_TABLE_BYTES = 4 * 1024 * 1024;

/**
 * Where the last frame begins by the Basic Offset Table (PS3.5 A.4) or the Extended Offset Table (PS3.3 C.7.6.3.1.8), if it has one of them,
 * which is a rising list, and to go there saves a read. What a table says is not proven: a sender who wants to can hide bytes between
 * the frames, as they can inside of them, where nobody looks either.
 */
function* lastFrameStart(value: Value): Generator<Span, number | null, Uint8Array> {
  const { window, element, little, limit, limits } = value;
  const at = element.valueStart;
  if (at + 8 > limit) return null;
  yield* load(window, at, at + 8);
  const header = viewOf(window.view(at, at + 8));
  const tableStart = at + 8;
  const frames = tableStart + header.getUint32(4, little);
  if (tagOf(header.getUint16(0, little), header.getUint16(2, little)) !== ITEM || frames > limit) return null;
  element.fragments = [{ start: tableStart, end: frames }];
  const extended = element.dataSet.elements.find(({ tag }) => tag === EXTENDED_OFFSET_TABLE);
  const isExtended = frames === tableStart && extended !== undefined && element.tag === PIXEL_DATA;
  const [start, end, width] = isExtended
    ? [extended.valueStart, extended.valueEnd, 8]
    : [tableStart, frames, 4];
  if (end === start || (end - start) % width !== 0 || end - start > MAX_TABLE_BYTES) return null;
  yield* load(window, start, end);
  const table = viewOf(window.view(start, end));
  let last = -1;
  for (let entry = 0; entry < table.byteLength; entry += width) {
    const offset = width === 4 ? table.getUint32(entry, little) : Number(table.getBigUint64(entry, little));
    if (offset <= last || (last === -1 && offset !== 0)) return null;
    last = offset;
  }
  return last > limits.readCostBytes && frames + last + 8 <= limit ? frames + last : null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
