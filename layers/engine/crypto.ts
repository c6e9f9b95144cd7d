import { createHmac, type KeyObject } from 'node:crypto';

/** HMAC-SHA256 (RFC 2104, FIPS 180-4) over the UTF-8 text. */
export function mac(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/**
 * A UID from 16 bytes: made a UUID of version 8 (RFC 9562 5.8) and written as one decimal under 2.25 (PS3.5 B.2). 122 of its bits are
 * the key's: finding two originals with one replacement takes about 2^61 of them.
 */
export function uidOfBytes(bytes: Uint8Array): string {
  const uuid = Buffer.from(bytes.subarray(0, 16));
  uuid[6] = ((uuid[6] as number) & 0x0f) | 0x80;
  uuid[8] = ((uuid[8] as number) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${uuid.toString('hex')}`)}`;
}

/** Letters and digits that are not mistaken for each other (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 16 characters of 5 bits each: fits the shortest text VR (SH); two of a million originals meet with a chance of 4e-13. */
export function pseudonymOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 16; i++) text += ALPHABET[(bytes[i] as number) & 0x1f];
  return text;
}
