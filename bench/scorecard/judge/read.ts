import { inflateRawSync } from 'node:zlib';
import { data } from 'dcmjs';

/**
 * A reader of Part 10 files for judging, by PS3.5 and PS3.10 alone: it shares no code with the engine, so that both cannot be wrong in the same way. It is strict:
 * what cannot be read to its last byte is not readable.
 */
export interface ReadFile {
  readonly transferSyntax: string;
  /** Where the data set begins. */
  readonly bodyStart: number;
  /** By path: `00100010`, `00321064/0/00400007`. Sequences are in it without bytes. */
  readonly elements: ReadonlyMap<string, ReadElement>;
  /** Specific Character Set (0008,0005) of the root. */
  readonly characterSet: readonly string[];
}

export interface ReadElement {
  readonly vr: string;
  readonly littleEndian: boolean;
  /** Of an encapsulated value: one part a fragment, the offset table first. */
  readonly parts: readonly Uint8Array[];
}

export class Unreadable extends Error {}

/** The file, or null where it cannot be read. */
export function readOrNull(bytes: Uint8Array): ReadFile | null {
  try {
    return readPart10(bytes);
  } catch (error) {
    if (error instanceof Unreadable || error instanceof RangeError) return null;
    throw error;
  }
}

const UNDEFINED = 0xffffffff;
/** PS3.5 7.1.2: a 32-bit length behind two reserved bytes. */
const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;

/** An element of the root with its bytes, header and items included. */
export interface RootElement {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/** The elements of the root data set one behind another, of a file that is not deflated. Throws `Unreadable`. */
export function rootElements(bytes: Uint8Array): readonly RootElement[] {
  const { transferSyntax, bodyStart } = readPart10(bytes);
  const littleEndian = transferSyntax !== '1.2.840.10008.1.2.2';
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const walk = new Walk(file, transferSyntax !== '1.2.840.10008.1.2', littleEndian, new Map());
  const found: RootElement[] = [];
  for (let at = bodyStart; at < file.length; ) {
    const end = walk.element(at, '', file.length);
    const [group, element] = littleEndian
      ? [file.readUInt16LE(at), file.readUInt16LE(at + 2)]
      : [file.readUInt16BE(at), file.readUInt16BE(at + 2)];
    found.push({ tag: group * 0x10000 + element, bytes: file.subarray(at, end) });
    at = end;
  }
  return found;
}

/** Throws `Unreadable`. */
export function readPart10(bytes: Uint8Array): ReadFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.toString('latin1', 128, 132) !== 'DICM') throw new Unreadable('no DICM behind the preamble');
  const elements = new Map<string, ReadElement>();
  let at = 132;
  while (at + 8 <= file.length && file.readUInt16LE(at) === 0x0002)
    at = new Walk(file, true, true, elements).element(at, '', file.length);
  const meta = elements.get('00020010')?.parts[0] ?? new Uint8Array();
  const transferSyntax = Buffer.from(meta)
    .toString('latin1')
    .replace(/[\0 ]+$/, '');
  const bodyStart = at;
  const body = transferSyntax === '1.2.840.10008.1.2.1.99' ? inflated(file.subarray(at)) : file.subarray(at);
  const walk = new Walk(
    body,
    transferSyntax !== '1.2.840.10008.1.2',
    transferSyntax !== '1.2.840.10008.1.2.2',
    elements,
  );
  for (let next = 0; next < body.length; ) next = walk.element(next, '', body.length);
  const characterSet = textOf(elements.get('00080005'), []).split('\\');
  return { transferSyntax, bodyStart, elements, characterSet };
}

function inflated(bytes: Uint8Array): Buffer {
  try {
    return inflateRawSync(bytes);
  } catch {
    throw new Unreadable('the deflated data set does not inflate');
  }
}

/** Goes over the elements of one data set after another. */
class Walk {
  readonly #bytes: Buffer;
  readonly #isExplicit: boolean;
  readonly #littleEndian: boolean;
  readonly #found: Map<string, ReadElement>;

  constructor(bytes: Buffer, isExplicit: boolean, littleEndian: boolean, found: Map<string, ReadElement>) {
    this.#bytes = bytes;
    this.#isExplicit = isExplicit;
    this.#littleEndian = littleEndian;
    this.#found = found;
  }

  /** Reads the element at an offset; gives the offset behind it. */
  element(at: number, prefix: string, end: number): number {
    const tag = this.#tag(at, end);
    const path = prefix + tag.toString(16).toUpperCase().padStart(8, '0');
    const [vr, length, start] = this.#header(at, tag, end);
    if (vr === 'SQ') return this.#sequence(start, length, path, end);
    if (length === UNDEFINED) {
      if (vr === 'UN') {
        // PS3.5 6.2.2: a sequence in implicit VR little endian.
        return new Walk(this.#bytes, false, true, this.#found).#sequence(start, length, path, end);
      }
      return this.#fragments(start, path, vr, end);
    }
    this.#within(start + length, end);
    this.#found.set(path, {
      vr,
      littleEndian: this.#littleEndian,
      parts: [this.#bytes.subarray(start, start + length)],
    });
    return start + length;
  }

  #header(at: number, tag: number, end: number): readonly [vr: string, length: number, start: number] {
    if (!this.#isExplicit) {
      this.#within(at + 8, end);
      const length = this.#u32(at + 4);
      return [this.#implicitVr(tag, length, at + 8), length, at + 8];
    }
    const vr = this.#bytes.toString('latin1', at + 4, at + 6);
    if (!/^[A-Z]{2}$/.test(vr)) throw new Unreadable('no VR where one must be');
    if (!LONG.has(vr)) return [vr, this.#u16(at + 6), at + 8];
    this.#within(at + 12, end);
    return [vr, this.#u32(at + 8), at + 12];
  }

  #implicitVr(tag: number, length: number, start: number): string {
    const known = VRS.get(tag);
    if (known !== undefined) return known;
    const isItem = length >= 8 && start + 8 <= this.#bytes.length && this.#tag(start, start + 8) === ITEM;
    return length === UNDEFINED || isItem ? 'SQ' : 'UN';
  }

  #sequence(start: number, length: number, path: string, end: number): number {
    this.#found.set(path, { vr: 'SQ', littleEndian: this.#littleEndian, parts: [] });
    const limit = length === UNDEFINED ? end : start + length;
    this.#within(limit, end);
    let at = start;
    for (let item = 0; at < limit; item++) {
      this.#within(at + 8, limit);
      const tag = this.#tag(at, limit);
      const size = this.#u32(at + 4);
      at += 8;
      if (tag === SEQUENCE_END && length === UNDEFINED) return at;
      if (tag !== ITEM) throw new Unreadable('something else than an item in a sequence');
      const itemEnd = size === UNDEFINED ? limit : at + size;
      this.#within(itemEnd, limit);
      while (at < itemEnd) {
        if (size === UNDEFINED && this.#tag(at, limit) === ITEM_END) break;
        at = this.element(at, `${path}/${item}/`, itemEnd);
      }
      if (size === UNDEFINED) at += 8;
    }
    if (length === UNDEFINED) throw new Unreadable('a sequence does not end');
    return at;
  }

  #fragments(start: number, path: string, vr: string, end: number): number {
    const parts: Uint8Array[] = [];
    for (let at = start; ; ) {
      this.#within(at + 8, end);
      const tag = this.#tag(at, end);
      const size = this.#u32(at + 4);
      at += 8;
      if (tag === SEQUENCE_END) {
        this.#found.set(path, { vr, littleEndian: this.#littleEndian, parts });
        return at;
      }
      if (tag !== ITEM) throw new Unreadable('something else than a fragment in a value');
      this.#within(at + size, end);
      parts.push(this.#bytes.subarray(at, at + size));
      at += size;
    }
  }

  #within(at: number, end: number): void {
    if (at > end) throw new Unreadable('a length goes beyond its end');
  }

  #tag(at: number, end: number): number {
    this.#within(at + 4, end);
    return this.#u16(at) * 0x10000 + this.#u16(at + 2);
  }

  #u16(at: number): number {
    return this.#littleEndian ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  #u32(at: number): number {
    return this.#littleEndian ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }
}

/** dcmjs's dictionary, for implicit VR. */
const VRS: ReadonlyMap<number, string> = new Map(
  Object.values(data.DicomMetaDictionary.nameMap).flatMap(({ tag, vr }) =>
    /^\([0-9A-F]{4},[0-9A-F]{4}\)$/i.test(tag) && /^[A-Z]{2}$/.test(vr)
      ? [[Number.parseInt(tag.replace(/[(),]/g, ''), 16), vr] as const]
      : [],
  ),
);

const NUMBERS: Readonly<
  Record<string, readonly [bytes: number, read: (view: DataView, at: number, le: boolean) => number]>
> = {
  US: [2, (view, at, le) => view.getUint16(at, le)],
  SS: [2, (view, at, le) => view.getInt16(at, le)],
  UL: [4, (view, at, le) => view.getUint32(at, le)],
  SL: [4, (view, at, le) => view.getInt32(at, le)],
  FL: [4, (view, at, le) => view.getFloat32(at, le)],
  FD: [8, (view, at, le) => view.getFloat64(at, le)],
};

/** A value as text: numbers of binary VRs with backslashes, others by their character set, without padding. Absent: empty. */
export function textOf(element: ReadElement | undefined, characterSet: readonly string[]): string {
  if (element === undefined) return '';
  const bytes = Buffer.concat(element.parts);
  const number = NUMBERS[element.vr];
  if (number !== undefined) {
    const [width, read] = number;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: Math.floor(bytes.length / width) }, (_, at) =>
      read(view, at * width, element.littleEndian),
    ).join('\\');
  }
  const isUtf8 = characterSet.some((term) => term === 'ISO_IR 192');
  return bytes.toString(isUtf8 ? 'utf8' : 'latin1').replace(/[\0 ]+$/, '');
}
