import type { Span } from './byteSource.ts';
import type { DataSet, Element, Encoding } from './element.ts';
import { formatPath } from './element.ts';
import { DicomError } from './errors.ts';
import { type FragmentLimits, isFragmented, walkFragments } from './fragments.ts';
import {
  closeFrame,
  type Frame,
  malformed,
  type OpenDataSet,
  type OpenElement,
  openItem,
  openSequence,
  overrun,
  pathIn,
  unreadableSequence,
} from './frame.ts';
import { isBulk, LONGEST_READ_BYTES } from './longValues.ts';
import { vrOfTag } from './standard/vrOfTag.ts';
import { ITEM, ITEM_DELIMITATION, SEQUENCE_DELIMITATION, type Tag, tagOf } from './tag.ts';
import { isLetter, isLongHeader, type Vr, vrOfBytes } from './vr.ts';
import { type ByteWindow, load } from './window.ts';

/** A bound on what one instance may cost. */
export interface WalkLimits extends FragmentLimits {
  /** Sequences within sequences. */
  readonly maxDepth: number;
  readonly maxElements: number;
  /** Binary values longer than this are bulk: walked over, not read. */
  readonly bulkThresholdBytes: number;
}

/** Where a data set ended, and the zero bytes after it up to the end of the object. */
export interface WalkResult {
  readonly dataSet: DataSet;
  readonly padding: Span;
}

const UNDEFINED_LENGTH = 0xffffffff;
export const IMPLICIT_LITTLE_ENDIAN: Encoding = { explicitVr: false, littleEndian: true };

/**
 * Walks one data set by its element headers (PS3.5 7.1 to 7.5, A.4), yielding each read it needs and taking the bytes.
 * It either reaches the end exactly or throws a `DicomError`; it never skips what it does not understand.
 * `isEnd` stops it at a tag, for the file meta information.
 */
export function* walkDataSet(
  window: ByteWindow,
  start: number,
  end: number,
  encoding: Encoding,
  limits: WalkLimits,
  isEnd: ((tag: Tag) => boolean) | null = null,
): Generator<Span, WalkResult, Uint8Array> {
  const walk = new Walk(window, limits);
  const root: OpenDataSet = { encoding, elements: [], item: null, start, end, characterSet: null };
  const at = yield* walk.run(
    { dataSet: root, sequence: null, encoding, limit: end, definedLength: true },
    start,
    isEnd,
  );
  root.end = at;
  return { dataSet: root, padding: { start: at, end: isEnd === null ? end : at } };
}

class Walk {
  readonly #window: ByteWindow;
  readonly #limits: WalkLimits;
  #elements = 0;
  #depth = 0;
  /** An offset whose byte is not zero: what was looked for once is not looked for at every element before it. */
  #notZeroAt = -1;
  /** Values that were tried as sequences and are not, by where they are and how they were read. */
  readonly #noSequences = new Set<string>();

  constructor(window: ByteWindow, limits: WalkLimits) {
    this.#window = window;
    this.#limits = limits;
  }

  /** Runs from `start` until the frame `base` is closed; answers the offset after it. */
  *run(
    base: Frame,
    start: number,
    isEnd: ((tag: Tag) => boolean) | null,
  ): Generator<Span, number, Uint8Array> {
    const window = this.#window;
    const stack: Frame[] = [base];
    const depthBefore = this.#depth;
    let position = start;
    let frame = base;
    let atStart = true;
    for (;;) {
      const { limit } = frame;
      if (position === limit && frame.definedLength) {
        if (frame === base) break;
        this.#close(frame, position, position);
        stack.pop();
        frame = stack[stack.length - 1] as Frame;
        atStart = false;
        continue;
      }
      if (position + 8 > limit) {
        if (
          frame === base &&
          base.dataSet?.item === null &&
          isEnd === null &&
          (yield* this.#isZero(position, limit))
        )
          break;
        throw this.#overrun(frame, position, null);
      }
      if (position < window.start || position + 8 > window.end) yield* this.#need(position, position + 8);
      let offset = position - window.start;
      let words = window.words;
      const little = frame.encoding.littleEndian;
      const tag = tagOf(words.getUint16(offset, little), words.getUint16(offset + 2, little));

      if (frame.sequence !== null) {
        const length = words.getUint32(offset + 4, little);
        if (tag === SEQUENCE_DELIMITATION && !frame.definedLength) {
          this.#close(frame, position, position + 8);
          position += 8;
          if (frame === base) break;
          stack.pop();
          frame = stack[stack.length - 1] as Frame;
          atStart = false;
          continue;
        }
        if (tag !== ITEM)
          throw malformed('ITEM_EXPECTED', frame, position, 'Something else than an item in a sequence');
        const item = openItem(frame, position, length);
        if (item.limit > frame.limit) throw this.#overrun(frame, position, ITEM);
        frame = item;
        stack.push(frame);
        position += 8;
        atStart = true;
        continue;
      }

      const dataSet = frame.dataSet as OpenDataSet;
      if (tag >>> 16 === 0xfffe) {
        if (tag === ITEM_DELIMITATION && !frame.definedLength && frame !== base) {
          this.#close(frame, position, position + 8);
          position += 8;
          stack.pop();
          frame = stack[stack.length - 1] as Frame;
          continue;
        }
        throw malformed(
          'UNEXPECTED_DELIMITER',
          frame,
          position,
          'An item or a delimitation item where an element was expected',
        );
      }
      if (isEnd?.(tag) === true && frame === base) break;
      if (tag === 0 && frame === base && dataSet.item === null && (yield* this.#isZero(position, limit)))
        break;
      if (atStart) {
        atStart = false;
        const actual = this.#actualEncoding(frame, position);
        if (actual !== frame.encoding) {
          dataSet.encoding = actual;
          frame = { ...frame, encoding: actual };
          stack[stack.length - 1] = frame;
          if (stack.length === 1) base = frame;
        }
      }

      if (++this.#elements > this.#limits.maxElements)
        throw malformed(
          'TOO_MANY_ELEMENTS',
          frame,
          position,
          `More than ${this.#limits.maxElements} elements`,
        );
      let vrAsRead: Vr | null = null;
      let vr: Vr;
      let length: number;
      let valueStart = position + 8;
      if (frame.encoding.explicitVr) {
        const first = words.getUint8(offset + 4);
        const second = words.getUint8(offset + 5);
        vrAsRead = vrOfBytes(first, second) ?? null;
        if (vrAsRead === null && !(isLetter(first) && isLetter(second)))
          throw malformed('VR_UNKNOWN', frame, position, 'A VR that is not two capital letters', tag);
        if (isLongHeader(first, second)) {
          valueStart = position + 12;
          if (valueStart > limit) throw this.#overrun(frame, position, tag);
          if (valueStart > window.end) {
            yield* this.#need(position, valueStart);
            offset = position - window.start;
            words = window.words;
          }
          length = words.getUint32(offset + 8, little);
        } else {
          length = words.getUint16(offset + 6, little);
        }
        vr = vrAsRead === null || vrAsRead === 'UN' ? (vrOfTag(tag) ?? 'UN') : vrAsRead;
      } else {
        length = words.getUint32(offset + 4, little);
        vr = vrOfTag(tag) ?? 'UN';
      }

      const undefinedLength = length === UNDEFINED_LENGTH;
      const valueEnd = undefinedLength ? limit : valueStart + length;
      if (valueEnd > limit) throw this.#overrun(frame, position, tag);
      const element: OpenElement = {
        tag,
        vrAsRead,
        vr,
        start: position,
        valueStart,
        valueEnd,
        end: valueEnd,
        undefinedLength,
        items: null,
        fragments: null,
        fragmentsSkipped: false,
        dataSet,
        text: null,
      };
      dataSet.elements.push(element);

      if (undefinedLength && isFragmented(vrAsRead ?? vr, frame.encoding, tag)) {
        position = yield* walkFragments(this.#window, element, little, limit, this.#limits);
        continue;
      }
      const certain = certainEncoding(element, frame);
      // Generators are dear, and hardly any element needs one.
      const sequenceEncoding = certain === 'unsure' ? yield* this.#triedEncoding(element, frame) : certain;
      if (sequenceEncoding === 'walked') {
        position = element.end;
        continue;
      }
      if (sequenceEncoding !== null) {
        element.vr = 'SQ';
        frame = this.#openSequence(element, sequenceEncoding, limit);
        stack.push(frame);
        position = valueStart;
        continue;
      }
      if (undefinedLength)
        throw malformed(
          'UNDEFINED_LENGTH_NOT_ALLOWED',
          frame,
          position,
          `Undefined length with VR ${vr}`,
          tag,
        );
      const isLeft =
        length > LONGEST_READ_BYTES || (length > this.#limits.bulkThresholdBytes && isBulk(vr, tag));
      if (length > 0 && !isLeft)
        if (valueEnd > window.end || valueStart < window.start) yield* this.#need(valueStart, valueEnd);
      position = valueEnd;
    }
    this.#depth = depthBefore;
    return position;
  }

  #need(start: number, end: number): Generator<Span, void, Uint8Array> {
    return load(this.#window, start, end);
  }

  /** In which encoding the items of a value follow whose VR does not say so; null: it is not a sequence; `walked`: it was tried and is one. */
  *#triedEncoding(
    element: OpenElement,
    frame: Frame,
  ): Generator<Span, Encoding | 'walked' | null, Uint8Array> {
    const asRead = element.vrAsRead;
    const known = element.vr === 'SQ';
    if (!(yield* this.#startsWithItem(element, frame))) {
      if (known) throw unreadableSequence(frame, element);
      return null;
    }
    const candidates = asRead === null ? [frame.encoding] : [IMPLICIT_LITTLE_ENDIAN, frame.encoding];
    for (const encoding of candidates) {
      // Without this memory a value would be tried anew by each try of what contains it: 2^64 times at most.
      const attempt = `${element.valueStart}-${element.valueEnd}-${encoding.explicitVr}-${encoding.littleEndian}`;
      if (this.#noSequences.has(attempt)) continue;
      if (yield* this.#tryWalk(element, encoding, frame.limit)) return 'walked';
      this.#noSequences.add(attempt);
    }
    if (known) throw unreadableSequence(frame, element);
    element.vr = 'UN';
    return null;
  }

  *#tryWalk(element: OpenElement, encoding: Encoding, limit: number): Generator<Span, boolean, Uint8Array> {
    const depth = this.#depth;
    const vr = element.vr;
    try {
      element.vr = 'SQ';
      yield* this.run(this.#openSequence(element, encoding, limit), element.valueStart, null);
      this.#depth = depth;
      return true;
    } catch (error) {
      const fatal =
        error instanceof DicomError && (error.code === 'TOO_DEEP' || error.code === 'TOO_MANY_ELEMENTS');
      if (fatal || !(error instanceof DicomError)) throw error;
      this.#depth = depth;
      element.items = null;
      element.vr = vr;
      return false;
    }
  }

  *#startsWithItem(element: OpenElement, frame: Frame): Generator<Span, boolean, Uint8Array> {
    if (element.valueEnd - element.valueStart < 8) return false;
    yield* this.#need(element.valueStart, element.valueStart + 8);
    const { words, start } = this.#window;
    const at = element.valueStart - start;
    const tag = (little: boolean) => tagOf(words.getUint16(at, little), words.getUint16(at + 2, little));
    return tag(true) === ITEM || tag(frame.encoding.littleEndian) === ITEM;
  }

  #openSequence(element: OpenElement, encoding: Encoding, limit: number): Frame {
    if (++this.#depth > this.#limits.maxDepth)
      throw new DicomError(
        'TOO_DEEP',
        { offset: element.start, path: formatPath(element as Element) },
        `Sequences nested deeper than ${this.#limits.maxDepth}`,
        'No IOD nests so deep; the object is damaged or made to do harm.',
      );
    return openSequence(element, encoding, limit);
  }

  /** Closes an item or a sequence whose content ends at `contentEnd` and which itself ends at `end`. */
  #close(frame: Frame, contentEnd: number, end: number): void {
    closeFrame(frame, contentEnd, end);
    if (frame.sequence !== null) this.#depth -= 1;
  }

  /**
   * How this data set is really written. Some writers put implicit VR into explicit objects, and the other way round; the first
   * element tells, and the walk to the end proves it.
   */
  #actualEncoding(frame: Frame, position: number): Encoding {
    const { words, start } = this.#window;
    const offset = position - start;
    const { explicitVr, littleEndian } = frame.encoding;
    if (!littleEndian) return frame.encoding;
    const first = words.getUint8(offset + 4);
    const second = words.getUint8(offset + 5);
    if (explicitVr) return isLetter(first) && isLetter(second) ? frame.encoding : IMPLICIT_LITTLE_ENDIAN;
    const length = words.getUint32(offset + 4, true);
    const overruns = length !== UNDEFINED_LENGTH && position + 8 + length > frame.limit;
    return overruns && vrOfBytes(first, second) !== undefined
      ? { explicitVr: true, littleEndian }
      : frame.encoding;
  }

  *#isZero(start: number, end: number): Generator<Span, boolean, Uint8Array> {
    if (start <= this.#notZeroAt && this.#notZeroAt < end) return false;
    const stepBytes = 1 << 16;
    for (let from = start; from < end; from += stepBytes) {
      const to = Math.min(end, from + stepBytes);
      yield* this.#need(from, to);
      const found = this.#window.view(from, to).findIndex((byte) => byte !== 0);
      if (found >= 0) {
        this.#notZeroAt = from + found;
        return false;
      }
    }
    return true;
  }

  #overrun(frame: Frame, position: number, tag: Tag | null): DicomError {
    return overrun(frame.limit >= this.#window.size, position, pathIn(frame, tag));
  }
}

/**
 * In which encoding the items of a sequence follow; null: not a sequence; `unsure`: only a try can tell. Values of VR UN hold implicit VR
 * little endian (PS3.5 6.2.2, CP-246); some writers left them in the file's own.
 */
function certainEncoding(element: OpenElement, frame: Frame): Encoding | 'unsure' | null {
  const { vrAsRead, vr } = element;
  if (vrAsRead === 'SQ') return frame.encoding;
  if (element.undefinedLength) {
    if (vrAsRead === 'UN') return IMPLICIT_LITTLE_ENDIAN;
    return vrAsRead === null && (vr === 'SQ' || vr === 'UN') ? frame.encoding : null;
  }
  if (vrAsRead === null && vr === 'SQ') return frame.encoding;
  if (vrAsRead !== null && vrAsRead !== 'UN') return null;
  // Private, or of an edition that the dictionary does not know.
  if (vr !== 'SQ' && vr !== 'UN') return null;
  if (element.valueEnd === element.valueStart) return vr === 'SQ' ? frame.encoding : null;
  return 'unsure';
}
