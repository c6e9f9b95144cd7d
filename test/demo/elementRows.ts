import { memorySource } from '../../layers/dicom/byteSource.ts';
import type { DataSet, Element } from '../../layers/dicom/element.ts';
import { type ParsedInstance, parseInstance } from '../../layers/dicom/parse.ts';
import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag, formatTag, type Tag } from '../../layers/dicom/tag.ts';
import { bytesOf, isLoaded, textOf } from '../../layers/dicom/values.ts';
import { vrFacts } from '../../layers/dicom/vr.ts';

/** An element before and after, side by side. */
export interface ElementRow {
  /** Items deep. */
  readonly depth: number;
  /** `(0010,0010) PatientName`, or `item 1`. */
  readonly name: string;
  /** The values as a reader shows them; empty for an item. */
  readonly before: string;
  readonly after: string;
  /** `inside`: of an item, or in a sequence that is gone or new, whose own row says so. */
  readonly change: 'same' | 'changed' | 'emptied' | 'removed' | 'added' | 'inside';
}

/** A data set, and what its spans count in. */
interface Side {
  readonly instance: ParsedInstance;
  /** The object, its body inflated. */
  readonly bytes: Uint8Array;
  readonly dataSet: DataSet;
}

/** Every element of two versions of an instance, at every depth, file meta information first. */
export async function elementRows(before: Uint8Array, after: Uint8Array): Promise<ElementRow[]> {
  const [one, other] = await Promise.all([before, after].map((bytes) => parseInstance(memorySource(bytes))));
  if (one === undefined || other === undefined) return [];
  return [
    ...dataSetRows(
      { instance: one, bytes: before, dataSet: one.fileMeta },
      { instance: other, bytes: after, dataSet: other.fileMeta },
      0,
    ),
    ...dataSetRows(
      { instance: one, bytes: inflated(one, before), dataSet: one.dataSet },
      { instance: other, bytes: inflated(other, after), dataSet: other.dataSet },
      0,
    ),
  ];
}

function inflated({ inflated: body, bodyStart }: ParsedInstance, bytes: Uint8Array): Uint8Array {
  return body === null ? bytes : Buffer.concat([bytes.subarray(0, bodyStart), body]);
}

function dataSetRows(before: Side | null, after: Side | null, depth: number): ElementRow[] {
  const [ones, others] = [elementsOf(before), elementsOf(after)];
  const tags = [...new Set([...ones.keys(), ...others.keys()])].toSorted((a, b) => a - b);
  return tags.flatMap((tag) => {
    const [one, other] = [ones.get(tag), others.get(tag)];
    const change = before === null || after === null ? 'inside' : changeOf(before, one, after, other);
    const row: ElementRow = {
      depth,
      name: nameOf(tag),
      before: describe(before, one),
      after: describe(after, other),
      change,
    };
    const items = Math.max(one?.items?.length ?? 0, other?.items?.length ?? 0);
    return [
      row,
      ...Array.from({ length: items }, (_, at) => itemRows(before, one, after, other, at, depth)).flat(),
    ];
  });
}

function itemRows(
  before: Side | null,
  one: Element | undefined,
  after: Side | null,
  other: Element | undefined,
  at: number,
  depth: number,
): ElementRow[] {
  return [
    { depth: depth + 1, name: `item ${at + 1}`, before: '', after: '', change: 'inside' },
    ...dataSetRows(itemOf(before, one, at), itemOf(after, other, at), depth + 2),
  ];
}

function itemOf(side: Side | null, sequence: Element | undefined, at: number): Side | null {
  const dataSet = sequence?.items?.[at];
  return side === null || dataSet === undefined ? null : { ...side, dataSet };
}

function elementsOf(side: Side | null): ReadonlyMap<Tag, Element> {
  return new Map(side?.dataSet.elements.map((element) => [element.tag, element]));
}

/** A sequence is the same if it has as many items: they have rows of their own. Anything else goes by its bytes. */
function changeOf(
  before: Side,
  one: Element | undefined,
  after: Side,
  other: Element | undefined,
): ElementRow['change'] {
  if (one === undefined) return 'added';
  if (other === undefined) return 'removed';
  const isSame =
    one.items !== null && other.items !== null
      ? one.items.length === other.items.length
      : valueBytes(before, one).equals(valueBytes(after, other));
  return isSame ? 'same' : other.valueStart === other.valueEnd ? 'emptied' : 'changed';
}

function valueBytes({ bytes }: Side, { valueStart, valueEnd }: Element): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + valueStart, valueEnd - valueStart);
}

function nameOf(tag: Tag): string {
  return `${formatTag(tag)} ${lookupTag(tag)?.keyword ?? ''}`.trim();
}

function describe(side: Side | null, element: Element | undefined): string {
  if (side === null || element === undefined) return '';
  const { items, vr, valueStart, valueEnd } = element;
  if (items !== null) return `${items.length} item${items.length === 1 ? '' : 's'}`;
  const { content, wordBytes, longLength } = vrFacts(vr);
  if (content === 'binary' && (longLength || !isLoaded(side.instance, element)))
    return `${vr}, ${valueEnd - valueStart} bytes`;
  if (content === 'binary') return numbersOf(side, element, wordBytes);
  // A value may hold any byte: none of them steers the terminal.
  return textOf(side.instance, element).replace(/[\x00-\x1f\x7f-\x9f]/g, '.');
}

/** PS3.5 6.2: the numbers of the VRs with a 16-bit length. */
function numbersOf({ instance, dataSet }: Side, element: Element, wordBytes: number): string {
  const bytes = bytesOf(instance, element);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { littleEndian } = dataSet.encoding;
  const read = (at: number): string => {
    switch (element.vr) {
      case 'AT':
        return formatTag(
          asTag(view.getUint16(at, littleEndian) * 0x10000 + view.getUint16(at + 2, littleEndian)),
        );
      case 'FL':
        return String(view.getFloat32(at, littleEndian));
      case 'FD':
        return String(view.getFloat64(at, littleEndian));
      case 'SS':
        return String(view.getInt16(at, littleEndian));
      case 'SL':
        return String(view.getInt32(at, littleEndian));
      case 'UL':
        return String(view.getUint32(at, littleEndian));
      default:
        return String(view.getUint16(at, littleEndian));
    }
  };
  const valueBytes = element.vr === 'AT' ? 4 : wordBytes;
  return Array.from({ length: Math.floor(bytes.length / valueBytes) }, (_, at) => read(at * valueBytes)).join(
    '\\',
  );
}
