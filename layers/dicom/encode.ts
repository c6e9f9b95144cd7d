import type { NewDataSet, NewElement } from './edit.ts';
import type { Encoding } from './element.ts';
import { DicomError } from './errors.ts';
import { formatTag, ITEM } from './tag.ts';
import { type Vr, vrFacts } from './vr.ts';

/** The bytes of a new element: header and value (PS3.5 7.1.2, 7.1.3). Sequences and items get defined lengths. */
export function encodeElement(element: NewElement, encoding: Encoding): Uint8Array {
  const { tag, vr } = element;
  const value = element.value instanceof Uint8Array ? element.value : encodeItems(element.value, encoding);
  if (value.length % 2 !== 0) throw new RangeError(`odd length of a new value of ${formatTag(tag)}`);
  const { explicitVr, littleEndian } = encoding;
  const long = explicitVr && vrFacts(vr).longLength;
  if (explicitVr && !long && value.length > 0xffff)
    throw new DicomError(
      'VALUE_TOO_LONG',
      { path: formatTag(tag) },
      `A new value of VR ${vr} over 65535 bytes`,
      'Use a shorter value.',
    );
  const headerBytes = long ? 12 : 8;
  const bytes = new Uint8Array(headerBytes + value.length);
  put16(bytes, 0, tag >>> 16, littleEndian);
  put16(bytes, 2, tag & 0xffff, littleEndian);
  if (explicitVr) {
    bytes[4] = vr.charCodeAt(0);
    bytes[5] = vr.charCodeAt(1);
  }
  if (!explicitVr) put32(bytes, 4, value.length, littleEndian);
  else if (long) put32(bytes, 8, value.length, littleEndian);
  else put16(bytes, 6, value.length, littleEndian);
  bytes.set(value, headerBytes);
  return bytes;
}

/** By hand: a DataView for each header would cost more than the header. */
function put16(bytes: Uint8Array, at: number, value: number, littleEndian: boolean): void {
  bytes[at] = littleEndian ? value : value >>> 8;
  bytes[at + 1] = littleEndian ? value >>> 8 : value;
}

export function put32(bytes: Uint8Array, at: number, value: number, littleEndian: boolean): void {
  put16(bytes, at, littleEndian ? value : value >>> 16, littleEndian);
  put16(bytes, at + 2, littleEndian ? value >>> 16 : value, littleEndian);
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

/** The header of a fragment of so many bytes (PS3.5 A.4). */
export function fragmentHeader(length: number, encoding: Encoding): Uint8Array {
  if (length % 2 !== 0) throw new RangeError('odd length of a fragment');
  return itemHeader(length, encoding);
}

function itemHeader(length: number, { littleEndian }: Encoding): Uint8Array {
  const header = new Uint8Array(8);
  put16(header, 0, ITEM >>> 16, littleEndian);
  put16(header, 2, ITEM & 0xffff, littleEndian);
  put32(header, 4, length, littleEndian);
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
