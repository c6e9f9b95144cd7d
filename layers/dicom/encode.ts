import type { NewDataSet, NewElement } from './edit.ts';
import type { Encoding } from './element.ts';
import { DicomError } from './errors.ts';
import { formatTag, ITEM, type Tag } from './tag.ts';
import { type Vr, vrFacts } from './vr.ts';

/** The bytes of a new element: header and value (PS3.5 7.1.2, 7.1.3). Sequences and items get defined lengths. */
export function encodeElement(element: NewElement, encoding: Encoding): Uint8Array {
  const value = element.value instanceof Uint8Array ? element.value : encodeItems(element.value, encoding);
  if (value.length % 2 !== 0) throw new RangeError(`odd length of a new value of ${formatTag(element.tag)}`);
  const header = elementHeader(element.tag, element.vr, value.length, encoding);
  return concat([header, value]);
}

/** The items of a new sequence, one after the other (PS3.5 7.5.1). */
export function encodeItems(items: readonly NewDataSet[], encoding: Encoding): Uint8Array {
  return concat(
    items.flatMap((item) => {
      const content = concat(item.map((element) => encodeElement(element, encoding)));
      return [itemHeader(content.length, encoding), content];
    }),
  );
}

/** An item of defined length round elements that are written already (PS3.5 7.5.1). */
export function encodeItem(content: Uint8Array, encoding: Encoding): Uint8Array {
  return concat([itemHeader(content.length, encoding), content]);
}

/** An empty Basic Offset Table and the fragments of an encapsulated value (PS3.5 A.4). */
export function encodeFragments(fragments: readonly Uint8Array[], encoding: Encoding): Uint8Array {
  return concat([NO_BYTES, ...fragments].flatMap((bytes) => [itemHeader(bytes.length, encoding), bytes]));
}

const NO_BYTES = new Uint8Array(0);

function elementHeader(tag: Tag, vr: Vr, length: number, encoding: Encoding): Uint8Array {
  const { explicitVr, littleEndian } = encoding;
  const long = explicitVr && vrFacts(vr).longLength;
  if (explicitVr && !long && length > 0xffff)
    throw new DicomError(
      'VALUE_TOO_LONG',
      { path: formatTag(tag) },
      `A new value of VR ${vr} over 65535 bytes`,
      'Use a shorter value.',
    );
  const header = new Uint8Array(long ? 12 : 8);
  const words = new DataView(header.buffer);
  words.setUint16(0, tag >>> 16, littleEndian);
  words.setUint16(2, tag & 0xffff, littleEndian);
  if (explicitVr) {
    header[4] = vr.charCodeAt(0);
    header[5] = vr.charCodeAt(1);
  }
  if (!explicitVr) words.setUint32(4, length, littleEndian);
  else if (long) words.setUint32(8, length, littleEndian);
  else words.setUint16(6, length, littleEndian);
  return header;
}

function itemHeader(length: number, encoding: Encoding): Uint8Array {
  const header = new Uint8Array(8);
  const words = new DataView(header.buffer);
  words.setUint16(0, ITEM >>> 16, encoding.littleEndian);
  words.setUint16(2, ITEM & 0xffff, encoding.littleEndian);
  words.setUint32(4, length, encoding.littleEndian);
  return header;
}

/** Bytes padded to even length with the VR's padding byte (PS3.5 6.2). */
export function padded(bytes: Uint8Array, vr: Vr): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1);
  even.set(bytes);
  even[bytes.length] = vrFacts(vr).padding;
  return even;
}

/** Text of the default repertoire as a padded value. */
export function asciiValue(text: string, vr: Vr): Uint8Array {
  return padded(Buffer.from(text, 'latin1'), vr);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
