import { VR_FACTS, type Vr } from '../../layers/dicom/vr.ts';

/** Data elements as tests describe them, and their bytes by PS3.5 clause 7. */

/** Text, numbers in the VR's own form, or bytes as they shall stand. Tags of an AT are numbers 0xGGGGEEEE. */
export type Value = string | Uint8Array | readonly (number | bigint)[];

/** Turns text of the VRs that (0008,0005) applies to into bytes. */
export type EncodeText = (text: string, vr: Vr) => Uint8Array;

export interface ElementOptions {
  /** The VR in the header is UN; the value is implicit VR little endian (PS3.5 6.2.2). */
  readonly as?: 'UN';
  /** No padding byte, so that an odd value has an odd length. */
  readonly odd?: boolean;
  /** The length field, whatever the value's own length. */
  readonly length?: number;
}

export interface SequenceOptions {
  readonly undefinedLength?: boolean;
  /** For the items that do not say for themselves. */
  readonly undefinedItems?: boolean;
  /** The VR in the header is UN; items are implicit VR little endian (PS3.5 6.2.2, CP-246). */
  readonly as?: 'UN';
}

export interface FragmentOptions {
  /** The Basic Offset Table: empty, or the offset of each frame (PS3.5 A.4). */
  readonly offsetTable?: 'empty' | 'frames';
  readonly tag?: number;
}

export type Node =
  | ({
      readonly kind: 'element';
      readonly tag: number;
      readonly vr: Vr;
      readonly value: Value;
    } & ElementOptions)
  | ({ readonly kind: 'sequence'; readonly tag: number; readonly items: readonly Item[] } & SequenceOptions)
  | ({ readonly kind: 'fragments'; readonly frames: readonly (readonly Uint8Array[])[] } & FragmentOptions)
  | { readonly kind: 'raw'; readonly bytes: Uint8Array };

export type Item = readonly Node[] | { readonly nodes: readonly Node[]; readonly undefinedLength: boolean };

export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  readonly text: EncodeText;
}

/** How the data set of a transfer syntax is written (PS3.5 Annex A): all that are not named are explicit VR little endian. */
export function encodingOf(transferSyntax: string, text: EncodeText = ascii): Encoding {
  return {
    explicit: transferSyntax !== '1.2.840.10008.1.2',
    littleEndian: transferSyntax !== '1.2.840.10008.1.2.2',
    text,
  };
}

/** The elements one after another, without anything around them. */
export function dataSet(nodes: readonly Node[], encoding: Encoding): Uint8Array {
  return concat(nodes.map((node) => nodeBytes(node, encoding)));
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Refuses what is not ASCII: text in another set needs its own encoder. */
export function ascii(text: string): Uint8Array {
  if (!/^[\0-\x7f]*$/.test(text)) throw new Error('this text is not ASCII: give an encoder or bytes');
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

export function tagOfNode(node: Node): number | undefined {
  if (node.kind === 'raw') return undefined;
  return node.kind === 'fragments' ? (node.tag ?? 0x7fe00010) : node.tag;
}

export function isNodes(item: Item): item is readonly Node[] {
  return Array.isArray(item);
}

function nodeBytes(node: Node, encoding: Encoding): Uint8Array {
  switch (node.kind) {
    case 'raw':
      return node.bytes;
    case 'fragments':
      return fragmentBytes(node, encoding);
    case 'sequence': {
      const inner: Encoding =
        node.as === 'UN' ? { ...encoding, explicit: false, littleEndian: true } : encoding;
      const value = concat([
        ...node.items.map((item) => itemBytes(item, node.undefinedItems ?? false, inner)),
        ...(node.undefinedLength ? [delimiter(0xfffee0dd, 0, inner)] : []),
      ]);
      const length = node.undefinedLength ? UNDEFINED : value.length;
      return concat([header(node.tag, node.as ?? 'SQ', length, encoding), value]);
    }
    case 'element': {
      const inner: Encoding = node.as === 'UN' ? { ...encoding, littleEndian: true } : encoding;
      const bare = valueBytes(node.vr, node.value, inner);
      const value = node.odd ? bare : even(bare, VR_FACTS[node.vr].padding);
      return concat([header(node.tag, node.as ?? node.vr, node.length ?? value.length, encoding), value]);
    }
  }
}

/** PS3.5 7.5. */
function itemBytes(item: Item, undefinedLength: boolean, encoding: Encoding): Uint8Array {
  const nodes = isNodes(item) ? item : item.nodes;
  const open = isNodes(item) ? undefinedLength : item.undefinedLength;
  const body = dataSet(nodes, encoding);
  return concat([
    delimiter(0xfffee000, open ? UNDEFINED : body.length, encoding),
    body,
    ...(open ? [delimiter(0xfffee00d, 0, encoding)] : []),
  ]);
}

/** PS3.5 A.4: offsets are counted from the first byte after the Basic Offset Table. */
function fragmentBytes(node: Extract<Node, { kind: 'fragments' }>, encoding: Encoding): Uint8Array {
  const frames = node.frames.map((frame) =>
    concat(
      frame.map((part) => concat([delimiter(0xfffee000, even(part, 0).length, encoding), even(part, 0)])),
    ),
  );
  let offset = 0;
  const offsets = frames.map((frame) => {
    offset += frame.length;
    return offset - frame.length;
  });
  const table = node.offsetTable === 'frames' ? valueBytes('UL', offsets, encoding) : new Uint8Array();
  return concat([
    header(node.tag ?? 0x7fe00010, 'OB', UNDEFINED, encoding),
    delimiter(0xfffee000, table.length, encoding),
    table,
    ...frames,
    delimiter(0xfffee0dd, 0, encoding),
  ]);
}

const UNDEFINED = 0xffffffff;

/** PS3.5 7.1.2 and 7.1.3. */
function header(tag: number, vr: Vr, length: number, encoding: Encoding): Uint8Array {
  if (!encoding.explicit) return concat([tagBytes(tag, encoding), word(length, 4, encoding)]);
  if (VR_FACTS[vr].longLength) {
    return concat([tagBytes(tag, encoding), ascii(vr), new Uint8Array(2), word(length, 4, encoding)]);
  }
  if (length > 0xffff)
    throw new Error('a VR with a 16-bit length cannot hold this value: give it as UN (PS3.5 6.2.2)');
  return concat([tagBytes(tag, encoding), ascii(vr), word(length, 2, encoding)]);
}

/** Item and delimitation tags have no VR in any syntax (PS3.5 7.5). */
function delimiter(tag: number, length: number, encoding: Encoding): Uint8Array {
  return concat([tagBytes(tag, encoding), word(length, 4, encoding)]);
}

function tagBytes(tag: number, encoding: Encoding): Uint8Array {
  return concat([word(tag >>> 16, 2, encoding), word(tag & 0xffff, 2, encoding)]);
}

function valueBytes(vr: Vr, value: Value, encoding: Encoding): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string')
    return VR_FACTS[vr].content === 'text' ? encoding.text(value, vr) : ascii(value);
  if (vr === 'AT') return concat(value.map((tag) => tagBytes(Number(tag), encoding)));
  if (VR_FACTS[vr].content !== 'binary') return ascii(value.join('\\'));
  const bytes = VR_FACTS[vr].wordBytes || 1;
  const isFloat = vr === 'FL' || vr === 'FD' || vr === 'OF' || vr === 'OD';
  return concat(
    value.map((number) => (isFloat ? float(Number(number), bytes, encoding) : word(number, bytes, encoding))),
  );
}

/** An integer in two's complement, in the byte order of the syntax (PS3.5 7.3). */
function word(value: number | bigint, bytes: number, { littleEndian }: Encoding): Uint8Array {
  const wide = new Uint8Array(8);
  new DataView(wide.buffer).setBigInt64(0, BigInt.asIntN(64, BigInt(value)));
  const big = wide.slice(8 - bytes);
  return littleEndian ? big.reverse() : big;
}

function float(value: number, bytes: number, { littleEndian }: Encoding): Uint8Array {
  const view = new DataView(new ArrayBuffer(bytes));
  if (bytes === 4) view.setFloat32(0, value, littleEndian);
  else view.setFloat64(0, value, littleEndian);
  return new Uint8Array(view.buffer);
}

export function even(bytes: Uint8Array, padding: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : concat([bytes, Uint8Array.of(padding)]);
}
