import { memorySource, type Segment } from '../../dicom/byteSource.ts';
import { type Edits, elementEdits, NO_EDITS } from '../../dicom/edit.ts';
import type { Element } from '../../dicom/element.ts';
import { asciiValue, concat, encodeElement } from '../../dicom/encode.ts';
import { DEFAULT_LIMITS, type ParsedInstance, type ParseLimits, parseInstance } from '../../dicom/parse.ts';
import { splice } from '../../dicom/splice.ts';
import { asTag } from '../../dicom/tag.ts';

/** A data set as a message carries it: without file meta information, in the transfer syntax of its presentation context (PS3.7 6.3.1, PS3.8 9.3.2.2). */
export interface BareDataSet {
  readonly bytes: Uint8Array;
  readonly transferSyntaxUid: string;
}

const TRANSFER_SYNTAX_UID = asTag(0x00020010);
const EXPLICIT_LITTLE_ENDIAN = { explicitVr: true, littleEndian: true } as const;
/** Preamble and prefix (PS3.10 7.1). */
const PREFIX = Buffer.from('DICM'.padStart(132, '\0'), 'latin1');
const HEADS = new Map<string, Uint8Array>();

/** The data set as an object of PS3.10 in memory, which the engine reads as any other. What stands before the data set never leaves. */
export function asObject({ bytes, transferSyntaxUid }: BareDataSet): Uint8Array {
  let head = HEADS.get(transferSyntaxUid);
  if (head === undefined) {
    const value = asciiValue(transferSyntaxUid, 'UI');
    head = concat([
      PREFIX,
      encodeElement({ tag: TRANSFER_SYNTAX_UID, vr: 'UI', value }, EXPLICIT_LITTLE_ENDIAN),
    ]);
    HEADS.set(transferSyntaxUid, head);
  }
  return concat([head, bytes]);
}

/** The index of a data set as an object. Rejects with `DicomError`. */
export function indexOfObject(
  object: Uint8Array,
  limits: ParseLimits = DEFAULT_LIMITS,
): Promise<ParsedInstance> {
  return parseInstance(memorySource(object), limits);
}

/** The object that segments of another one make, both in memory. */
export function joined(segments: readonly Segment[], source: Uint8Array): Uint8Array {
  return concat(
    segments.map((segment) => {
      if (segment.kind === 'owned') return segment.bytes;
      if (segment.kind === 'span') return source.subarray(segment.start, segment.end);
      throw new RangeError('bytes that are made later, in a data set of a message');
    }),
  );
}

/** The object with its edits made. */
export function edited(object: Uint8Array, instance: ParsedInstance, edits: Partial<Edits>): Uint8Array {
  return joined(splice(instance, { ...NO_EDITS, ...edits }), object);
}

/** The object without some of its elements. */
export function without(
  object: Uint8Array,
  instance: ParsedInstance,
  elements: readonly Element[],
): Uint8Array {
  if (elements.length === 0) return object;
  const removals = new Map(elements.map(({ start }) => [start, { kind: 'remove' }] as const));
  return edited(object, instance, { elements: elementEdits(removals) });
}
