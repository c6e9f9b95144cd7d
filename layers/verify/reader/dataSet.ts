import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { asTag } from '../../dicom/tag.ts';
import type { ByteFile } from './byteFile.ts';
import { type CharacterSet, characterSetOf, decodeText } from './characterSets.ts';
import {
  HELD_BYTES,
  isCreatorTag,
  isPrivateTag,
  type ReadDataSet,
  type ReadElement,
  ReadError,
  type Stretch,
} from './model.ts';

interface Encoding {
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
}

interface Read {
  readonly elements: readonly ReadElement[];
  /** Behind the last element. */
  readonly end: number;
}

export interface DataSetReader {
  /** Elements from `start` on, as long as `goesOn` says so of the next tag. */
  readWhile(
    start: number,
    end: number,
    inherited: CharacterSet,
    goesOn: (tag: number) => boolean,
    depth?: number,
  ): Read;
}

/** VRs whose length has four bytes behind two that are reserved (PS3.5 7.1.2). */
const LONG_FORM = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
const UNDEFINED = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const PIXEL_DATA = 0x7fe00010;
/** Nobody means to write a file with deeper nesting. */
const MOST_DEPTH = 128;

export function dataSetReader(file: ByteFile, encoding: Encoding): DataSetReader {
  const { explicitVr, littleEndian } = encoding;
  const isImplicit = !explicitVr && littleEndian;

  const u16 = (at: number): number => {
    const [a, b] = file.read(at, at + 2) as unknown as [number, number];
    return littleEndian ? a | (b << 8) : b | (a << 8);
  };
  const u32 = (at: number): number =>
    littleEndian ? (u16(at) | (u16(at + 2) << 16)) >>> 0 : ((u16(at) << 16) | u16(at + 2)) >>> 0;
  const tagAt = (at: number): number => ((u16(at) << 16) | u16(at + 2)) >>> 0;

  function headerAt(at: number, end: number): { vr: string; length: number; start: number } {
    const tag = tagAt(at);
    if (!explicitVr || tag >>> 16 === 0xfffe)
      return { vr: dictionaryVr(tag), length: u32(at + 4), start: at + 8 };
    const vr = Buffer.from(file.read(at + 4, at + 6)).toString('latin1');
    if (!/^[A-Z]{2}$/.test(vr)) {
      // An element in the other form amid a data set: its length is where implicit VR has it.
      const length = u32(at + 4);
      if (at + 8 + length > end) throw new ReadError('VERIFY_NOT_READ', at, 'An element has no VR');
      return { vr: dictionaryVr(tag), length, start: at + 8 };
    }
    if (!LONG_FORM.has(vr)) return { vr, length: u16(at + 6), start: at + 8 };
    if (at + 12 > end) throw new ReadError('VERIFY_NOT_READ', at, 'The file ends within a header');
    return { vr, length: u32(at + 8), start: at + 12 };
  }

  function readWhile(
    start: number,
    end: number,
    inherited: CharacterSet,
    goesOn: (tag: number) => boolean,
    depth = 0,
  ): Read {
    if (depth > MOST_DEPTH) throw new ReadError('VERIFY_NOT_READ', start, 'Sequences are nested too deep');
    const elements: ReadElement[] = [];
    const creators = new Map<number, string>();
    let characterSet = inherited;
    let at = start;
    while (at + 8 <= end) {
      const tag = tagAt(at);
      if (!goesOn(tag) || (tag === 0 && isZero(at, end))) break;
      const header = headerAt(at, end);
      const creator = isPrivateTag(tag)
        ? (creators.get((tag & 0xffff0000) | ((tag >>> 8) & 0xff)) ?? null)
        : null;
      const element = readElement(tag, header, end, characterSet, creator, depth);
      elements.push(element);
      if (tag === 0x00080005) characterSet = characterSetOf(elements, inherited);
      if (isCreatorTag(tag) && element.value !== null)
        creators.set(tag | 0, decodeText(element.value, characterSet).trim());
      at = element.end + trailer(element);
    }
    return { elements, end: at };
  }

  /** Delimiters that stand behind a value of undefined length belong to it. */
  const delimited = new WeakMap<ReadElement, number>();
  const trailer = (element: ReadElement): number => delimited.get(element) ?? 0;

  function readElement(
    tag: number,
    { vr, length, start }: { vr: string; length: number; start: number },
    end: number,
    characterSet: CharacterSet,
    creator: string | null,
    depth: number,
  ): ReadElement {
    const base = { tag, vr, creator, start };
    if (length === UNDEFINED) {
      if (isFragments(tag, vr, start, end)) {
        const { fragments, valueEnd } = readFragments(start, end);
        const element = { ...base, end: valueEnd, value: null, items: null, fragments };
        delimited.set(element, 8);
        return element;
      }
      // UN of undefined length is a sequence in implicit VR little endian (PS3.5 6.2.2).
      const reader =
        vr === 'UN' && explicitVr ? dataSetReaderOfItems(IMPLICIT) : dataSetReaderOfItems(encoding);
      const { items, valueEnd, behind } = reader(start, end, true, characterSet, depth + 1);
      const element = { ...base, vr: 'SQ', end: valueEnd, value: null, items, fragments: null };
      delimited.set(element, behind);
      return element;
    }
    const valueEnd = start + length;
    if (valueEnd > end) throw new ReadError('VERIFY_NOT_READ', start, 'A value is longer than what is left');
    const items = itemsOf(tag, vr, start, valueEnd, characterSet, depth);
    if (items !== null) return { ...base, vr: 'SQ', end: valueEnd, value: null, items, fragments: null };
    const value = length <= HELD_BYTES ? new Uint8Array(file.read(start, valueEnd)) : null;
    // What a program did not know when it wrote UN, the dictionary knows (PS3.5 6.2.2).
    const known = vr === 'UN' ? dictionaryVr(tag) : vr;
    return { ...base, vr: known === 'SQ' ? vr : known, end: valueEnd, value, items: null, fragments: null };
  }

  /** The items of a value of defined length; null: it is not a sequence. What says UN is one where it begins and ends like one. */
  function itemsOf(
    tag: number,
    vr: string,
    start: number,
    end: number,
    characterSet: CharacterSet,
    depth: number,
  ): readonly ReadDataSet[] | null {
    if (vr === 'SQ') return dataSetReaderOfItems(encoding)(start, end, false, characterSet, depth + 1).items;
    if (vr !== 'UN' || end - start < 8) return null;
    const isSequence = dictionaryVr(tag) === 'SQ';
    const looksLike = (little: boolean) => {
      const head = file.read(start, start + 4);
      const [a, b, c, d] = head as unknown as [number, number, number, number];
      return little
        ? (a | (b << 8)) === 0xfffe && (c | (d << 8)) === 0xe000
        : ((a << 8) | b) === 0xfffe && ((c << 8) | d) === 0xe000;
    };
    // One try where both are the same: tries within tries would double at each depth.
    for (const form of isImplicit ? [IMPLICIT] : [IMPLICIT, encoding]) {
      if (!isSequence && !looksLike(form.littleEndian)) continue;
      try {
        return dataSetReaderOfItems(form)(start, end, false, characterSet, depth + 1).items;
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
      }
    }
    return null;
  }

  function dataSetReaderOfItems(form: Encoding) {
    const reader =
      form.explicitVr === explicitVr && form.littleEndian === littleEndian
        ? { readWhile }
        : dataSetReader(file, form);
    const little = form.littleEndian;
    const itemTag = (at: number): number => {
      const [a, b, c, d] = file.read(at, at + 4) as unknown as [number, number, number, number];
      return (little ? (b << 24) | (a << 16) | (d << 8) | c : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    };
    const itemLength = (at: number): number => {
      const [a, b, c, d] = file.read(at + 4, at + 8) as unknown as [number, number, number, number];
      return (little ? (d << 24) | (c << 16) | (b << 8) | a : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    };
    return (start: number, end: number, isOpen: boolean, characterSet: CharacterSet, depth: number) => {
      const items: ReadDataSet[] = [];
      let at = start;
      while (at + 8 <= end) {
        const tag = itemTag(at);
        if (tag === SEQUENCE_END && (isOpen || at + 8 === end)) {
          return { items, valueEnd: isOpen ? at : end, behind: isOpen ? 8 : 0 };
        }
        if (tag !== ITEM)
          throw new ReadError('VERIFY_NOT_READ', at, 'A sequence has something that is not an item');
        const length = itemLength(at);
        const itemEnd = length === UNDEFINED ? end : at + 8 + length;
        if (itemEnd > end) throw new ReadError('VERIFY_NOT_READ', at, 'An item is longer than its sequence');
        const read = reader.readWhile(at + 8, itemEnd, characterSet, (next) => next !== ITEM_END, depth);
        const own = characterSetOf(read.elements, characterSet);
        items.push({ elements: read.elements, characterSet: own, littleEndian: little });
        if (length !== UNDEFINED && read.end !== itemEnd && !isZeroIn(read.end, itemEnd))
          throw new ReadError('VERIFY_NOT_READ', read.end, 'An item has bytes that are not an element');
        if (length === UNDEFINED && (read.end + 8 > end || itemTag(read.end) !== ITEM_END))
          throw new ReadError('VERIFY_NOT_READ', read.end, 'An item has no end');
        at = length === UNDEFINED ? read.end + 8 : itemEnd;
      }
      if (isOpen || at !== end) throw new ReadError('VERIFY_NOT_READ', at, 'A sequence has no end');
      return { items, valueEnd: end, behind: 0 };
    };
  }

  function isFragments(tag: number, vr: string, start: number, end: number): boolean {
    if (vr === 'SQ' || vr === 'UN') return false;
    if (vr === 'OB' || vr === 'OW') return true;
    return tag === PIXEL_DATA && start + 8 <= end && tagAt(start) === ITEM;
  }

  function readFragments(start: number, end: number): { fragments: Stretch[]; valueEnd: number } {
    const fragments: Stretch[] = [];
    let at = start;
    while (at + 8 <= end) {
      const tag = tagAt(at);
      const length = u32(at + 4);
      if (tag === SEQUENCE_END) return { fragments, valueEnd: at };
      if (tag !== ITEM || at + 8 + length > end)
        throw new ReadError('VERIFY_NOT_READ', at, 'Pixel Data has something that is not a fragment');
      fragments.push({ start: at + 8, end: at + 8 + length });
      at += 8 + length;
    }
    throw new ReadError('VERIFY_NOT_READ', at, 'Pixel Data has no end');
  }

  const isZeroIn = (start: number, end: number): boolean => file.read(start, end).every((byte) => byte === 0);
  /** Padding of zeros behind the last element, which some writers leave. */
  const isZero = (at: number, end: number): boolean => isZeroIn(at, Math.min(end, at + 64));

  return { readWhile };
}

const IMPLICIT: Encoding = { explicitVr: false, littleEndian: true };

function dictionaryVr(tag: number): string {
  return vrOfTag(asTag(tag)) ?? 'UN';
}
