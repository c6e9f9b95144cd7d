import { deflateRawSync } from 'node:zlib';
import { memoryFile } from '../../../../layers/verify/reader/byteFile.ts';
import type { ReadDataSet, ReadInstance } from '../../../../layers/verify/reader/model.ts';
import { readInstance } from '../../../../layers/verify/reader/read.ts';

/** An instance as something that can be spoiled: elements in lists, written again from them after PS3.5 7.1. */
export interface Spoilable {
  preamble: Uint8Array;
  meta: Element[];
  dataSet: Element[];
  transferSyntax: string;
  littleEndian: boolean;
  /** Stands behind the last element. */
  behind: Uint8Array;
}

export interface Element {
  tag: number;
  vr: string;
  value: Uint8Array;
  items: Element[][] | null;
  /** The first is the offset table. */
  fragments: Uint8Array[] | null;
}

const LONG_FORM = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
const IMPLICIT = '1.2.840.10008.1.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';

export function spoilable(bytes: Uint8Array): Spoilable {
  const instance = readInstance(memoryFile(bytes));
  return {
    preamble: bytes.slice(0, 128),
    meta: elementsOf(instance.meta, instance),
    dataSet: elementsOf(instance.dataSet, instance),
    transferSyntax: instance.transferSyntax,
    littleEndian: instance.dataSet.littleEndian,
    behind: new Uint8Array(),
  };
}

function elementsOf(dataSet: ReadDataSet, instance: ReadInstance): Element[] {
  const body = instance.body;
  return dataSet.elements.map(({ tag, vr, start, end, value, items, fragments }) => ({
    tag,
    vr,
    value: items !== null || fragments !== null ? new Uint8Array() : (value ?? body.read(start, end)).slice(),
    items: items === null ? null : items.map((item) => elementsOf(item, instance)),
    fragments: fragments === null ? null : fragments.map((each) => body.read(each.start, each.end).slice()),
  }));
}

export function written({
  preamble,
  meta,
  dataSet,
  transferSyntax,
  littleEndian,
  behind,
}: Spoilable): Uint8Array {
  const withSyntax = meta.map((element) =>
    element.tag === 0x00020010 ? { ...element, value: padded(ascii(transferSyntax), 0) } : element,
  );
  const group = Buffer.concat(
    withSyntax.filter(({ tag }) => tag !== 0x00020000).map((each) => element(each, true, true)),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  const lengthElement = element(one(0x00020000, 'UL', length), true, true);
  const explicit = transferSyntax !== IMPLICIT;
  const sorted = dataSet.toSorted((a, b) => a.tag - b.tag);
  const plain = Buffer.concat([...sorted.map((each) => element(each, explicit, littleEndian)), behind]);
  const body = transferSyntax === DEFLATED ? deflateRawSync(plain) : plain;
  const even = body.length % 2 === 0 ? [] : [Buffer.alloc(1)];
  return new Uint8Array(Buffer.concat([preamble, ascii('DICM'), lengthElement, group, body, ...even]));
}

function element({ tag, vr, value, items, fragments }: Element, explicit: boolean, little: boolean): Buffer {
  const content =
    fragments !== null
      ? fragmentBytes(fragments, little)
      : items === null
        ? padded(value, vr === 'UI' || !TEXT.has(vr) ? 0 : 32)
        : itemBytes(items, explicit, little);
  const isOpen = fragments !== null;
  const number = (bytes: number, at: number): Buffer => {
    const made = Buffer.alloc(bytes);
    if (bytes === 2) little ? made.writeUInt16LE(at) : made.writeUInt16BE(at);
    else little ? made.writeUInt32LE(at) : made.writeUInt32BE(at);
    return made;
  };
  const head = [number(2, tag >>> 16), number(2, tag & 0xffff)];
  const length = isOpen ? 0xffffffff : content.length;
  if (!explicit) head.push(number(4, length));
  else if (LONG_FORM.has(vr)) head.push(ascii(vr), Buffer.alloc(2), number(4, length));
  else head.push(ascii(vr), number(2, length));
  return Buffer.concat([...head, content]);
}

function itemBytes(items: readonly Element[][], explicit: boolean, little: boolean): Buffer {
  return Buffer.concat(
    items.flatMap((item) => {
      const content = Buffer.concat(
        item.toSorted((a, b) => a.tag - b.tag).map((each) => element(each, explicit, little)),
      );
      return [delimiter(0xe000, content.length, little), content];
    }),
  );
}

function fragmentBytes(fragments: readonly Uint8Array[], little: boolean): Buffer {
  return Buffer.concat([
    ...fragments.flatMap((fragment) => {
      const even = padded(fragment, 0);
      return [delimiter(0xe000, even.length, little), even];
    }),
    delimiter(0xe0dd, 0, little),
  ]);
}

function delimiter(number: number, length: number, little: boolean): Buffer {
  const made = Buffer.alloc(8);
  if (little) {
    made.writeUInt16LE(0xfffe, 0);
    made.writeUInt16LE(number, 2);
    made.writeUInt32LE(length, 4);
  } else {
    made.writeUInt16BE(0xfffe, 0);
    made.writeUInt16BE(number, 2);
    made.writeUInt32BE(length, 4);
  }
  return made;
}

const TEXT = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT'.split(' '));

export function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function padded(bytes: Uint8Array, padding: number): Buffer {
  return Buffer.concat([bytes, bytes.length % 2 === 0 ? Buffer.alloc(0) : Buffer.from([padding])]);
}

export function one(tag: number, vr: string, value: Uint8Array | string): Element {
  return { tag, vr, value: typeof value === 'string' ? ascii(value) : value, items: null, fragments: null };
}

export function sequence(tag: number, items: Element[][]): Element {
  return { tag, vr: 'SQ', value: new Uint8Array(), items, fragments: null };
}

export function find(elements: readonly Element[], tag: number): Element | undefined {
  return elements.find((each) => each.tag === tag);
}

/** The element with this tag is this one, in its place or new. */
export function put(elements: Element[], element: Element): void {
  const at = elements.findIndex(({ tag }) => tag === element.tag);
  if (at < 0) elements.push(element);
  else elements[at] = element;
}

export function textOf(element: Element | undefined): string {
  return element === undefined
    ? ''
    : Buffer.from(element.value)
        .toString('latin1')
        .replace(/[\0 ]+$/, '');
}

/** Every element at every depth. */
export function* everywhere(elements: readonly Element[]): Generator<Element> {
  for (const element of elements) {
    yield element;
    for (const item of element.items ?? []) yield* everywhere(item);
  }
}
