import { deflateRawSync } from 'node:zlib';
import type { Vr } from '../../layers/dicom/vr.ts';
import {
  ascii,
  concat,
  dataSet,
  type ElementOptions,
  type EncodeText,
  type Encoding,
  encodingOf,
  even,
  type FragmentOptions,
  type Item,
  isNodes,
  type Node,
  type SequenceOptions,
  tagOfNode,
  type Value,
} from './encode.ts';

export {
  ascii,
  concat,
  dataSet,
  type EncodeText,
  type Encoding,
  encodingOf,
  type Item,
  type Node,
  type Value,
};

/**
 * Writes DICOM bytes for tests, straight from PS3.5 and PS3.10 and apart from the engine's own writer, so that the two
 * can be held against each other. It writes what it is told, also what the standard forbids: elements leave in the order given.
 */

/** PS3.5 Annex A, PS3.6 Table A-1. */
export const TRANSFER_SYNTAX = {
  implicitLittleEndian: '1.2.840.10008.1.2',
  explicitLittleEndian: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  explicitBigEndian: '1.2.840.10008.1.2.2',
  jpegBaseline: '1.2.840.10008.1.2.4.50',
  jpegLossless: '1.2.840.10008.1.2.4.70',
  jpeg2000Lossless: '1.2.840.10008.1.2.4.90',
  rleLossless: '1.2.840.10008.1.2.5',
} as const;

export function el(tag: number, vr: Vr, value: Value = '', options: ElementOptions = {}): Node {
  return { kind: 'element', tag, vr, value, ...options };
}

export function sq(tag: number, items: readonly Item[], options: SequenceOptions = {}): Node {
  return { kind: 'sequence', tag, items, ...options };
}

/** Bytes that stand in the data set as they are: broken headers, odd VRs, anything. */
export function raw(bytes: Uint8Array): Node {
  return { kind: 'raw', bytes };
}

/** Native Pixel Data (7FE0,0010). */
export function pixels(value: Value, vr: 'OB' | 'OW' = 'OW'): Node {
  return el(0x7fe00010, vr, value);
}

/** Encapsulated Pixel Data: frames of fragments (PS3.5 A.4). */
export function fragments(frames: readonly (readonly Uint8Array[])[], options: FragmentOptions = {}): Node {
  return { kind: 'fragments', frames, ...options };
}

/** A private block: the creator in (group,00block) and its elements, each by its byte ee (PS3.5 7.8.1). */
export function privateBlock(
  group: number,
  block: number,
  creator: Value,
  elements: readonly (readonly [
    element: number,
    vr: Vr,
    value: Value | readonly Item[],
    options?: ElementOptions & SequenceOptions,
  ])[],
): Node[] {
  const base = group * 0x10000;
  return [
    el(base + block, 'LO', creator),
    ...elements.map(([element, vr, value, options]) =>
      vr === 'SQ'
        ? sq(base + block * 0x100 + element, value as readonly Item[], options)
        : el(base + block * 0x100 + element, vr, value as Value, options),
    ),
  ];
}

/** Elements in the order of their tags, at every depth, as PS3.5 7.1 wants them; raw bytes stay behind what they follow. */
export function inTagOrder(nodes: readonly Node[]): Node[] {
  const keyed = nodes.map((node, at) => ({
    node,
    key: tagOfNode(node) ?? tagOfNode(nodes[at - 1] ?? node) ?? 0,
  }));
  return keyed
    .sort((a, b) => a.key - b.key)
    .map(({ node }) =>
      node.kind !== 'sequence'
        ? node
        : {
            ...node,
            items: node.items.map((item) =>
              isNodes(item) ? inTagOrder(item) : { ...item, nodes: inTagOrder(item.nodes) },
            ),
          },
    );
}

export interface InstanceOptions {
  /** Explicit VR little endian unless said otherwise. */
  readonly transferSyntax?: string;
  /** The 128 bytes before DICM, zeros unless given; `none`: neither they nor DICM. */
  readonly preamble?: Uint8Array | 'none';
  /** Group 0002 elements in place of or beside the usual ones; `none`: no file meta information at all. */
  readonly meta?: readonly Node[] | 'none';
  /** Usual group 0002 elements to leave out. */
  readonly metaWithout?: readonly number[];
  /** (0002,0000): counted unless given. */
  readonly metaGroupLength?: number;
  readonly elements: readonly Node[];
  /** Put (gggg,0000) before each group of the root (retired, PS3.5 7.2). */
  readonly groupLengths?: boolean;
  /** ASCII alone unless given. */
  readonly text?: EncodeText;
  /** Bytes behind everything, outside of the deflated body. */
  readonly trailing?: Uint8Array;
}

/** A whole PS3.10 file. */
export function instance(options: InstanceOptions): Uint8Array {
  const transferSyntax = options.transferSyntax ?? TRANSFER_SYNTAX.explicitLittleEndian;
  const encoding = encodingOf(transferSyntax, options.text ?? ascii);
  const body = dataSet(
    options.groupLengths === true ? withGroupLengths(options.elements, encoding) : options.elements,
    encoding,
  );
  return concat([
    options.preamble === 'none'
      ? new Uint8Array()
      : concat([options.preamble ?? new Uint8Array(128), ascii('DICM')]),
    fileMeta(options, transferSyntax),
    transferSyntax === TRANSFER_SYNTAX.deflated ? even(deflateRawSync(body), 0) : body,
    options.trailing ?? new Uint8Array(),
  ]);
}

/** PS3.10 Table 7.1-1; always explicit VR little endian. */
function fileMeta(options: InstanceOptions, transferSyntax: string): Uint8Array {
  if (options.meta === 'none') return new Uint8Array();
  const given = options.meta ?? [];
  const taken = new Set([...given.map(tagOfNode), ...(options.metaWithout ?? [])]);
  const usual = [
    el(0x00020001, 'OB', Uint8Array.of(0, 1)),
    el(0x00020002, 'UI', rootText(options.elements, 0x00080016)),
    el(0x00020003, 'UI', rootText(options.elements, 0x00080018)),
    el(0x00020010, 'UI', transferSyntax),
    el(0x00020012, 'UI', '2.25.80957712325341071208811302731461'),
    el(0x00020013, 'SH', 'FIXTURE_1'),
  ].filter((node) => !taken.has(tagOfNode(node)));
  const encoding = encodingOf(TRANSFER_SYNTAX.explicitLittleEndian, options.text);
  const elements = dataSet(inTagOrder([...usual, ...given]), encoding);
  if (taken.has(0x00020000)) return elements;
  return concat([
    dataSet([el(0x00020000, 'UL', [options.metaGroupLength ?? elements.length])], encoding),
    elements,
  ]);
}

function rootText(nodes: readonly Node[], tag: number): string {
  const found = nodes.find((node) => tagOfNode(node) === tag);
  if (found?.kind !== 'element') return '';
  if (found.value instanceof Uint8Array) return Buffer.from(found.value).toString('latin1');
  return typeof found.value === 'string' ? found.value : '';
}

function withGroupLengths(nodes: readonly Node[], encoding: Encoding): Node[] {
  const groups = Map.groupBy(nodes, (node) => (tagOfNode(node) ?? 0) >>> 16);
  return [...groups].flatMap(([group, members]) => [
    el(group * 0x10000, 'UL', [dataSet(members, encoding).length]),
    ...members,
  ]);
}
