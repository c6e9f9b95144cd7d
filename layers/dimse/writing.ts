/** Bytes of PDUs: numbers are big endian, an item is its type, a reserved byte, its length and its value (PS3.8 9.3.1). */

export function u8(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function u16(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(2 * values.length);
  values.forEach((value, index) => {
    bytes.writeUInt16BE(value, 2 * index);
  });
  return bytes;
}

export function u32(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function item(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const value = Buffer.concat(parts);
  return Buffer.concat([u8(type, 0), u16(value.length), value]);
}

/** A value behind its length in 16 bits, as sub-items of PS3.7 Annex D have them. */
export function lengthFirst(value: Uint8Array): Uint8Array {
  return Buffer.concat([u16(value.length), value]);
}
