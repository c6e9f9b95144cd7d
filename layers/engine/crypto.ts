import { createHash, createHmac, type KeyObject } from 'node:crypto';

/** HMAC-SHA256 (RFC 2104, FIPS 180-4) over the UTF-8 text. */
export function mac(key: KeyObject, text: string): Buffer {
  // By way of a string (`binary` is Latin-1): a Buffer of its own for each digest takes a third longer.
  return Buffer.from(createHmac('sha256', key).update(text, 'utf8').digest('binary'), 'binary');
}

/** Answers that are remembered for one key. A series repeats its study, its patient and its frames of reference in every instance. */
const MOST_ANSWERS = 1_000;
const ANSWERS = new WeakMap<KeyObject, Map<string, string>>();

/** What `write` makes of the MAC of a text, the same function for all texts of a key; the latest answers are remembered in memory. */
export function rememberedMac(key: KeyObject, text: string, write: (mac: Buffer) => string): string {
  let answers = ANSWERS.get(key);
  if (answers === undefined) {
    answers = new Map();
    ANSWERS.set(key, answers);
  }
  const known = answers.get(text);
  if (known !== undefined) return known;
  const answer = write(mac(key, text));
  if (answers.size >= MOST_ANSWERS) answers.clear();
  answers.set(text, answer);
  return answer;
}

/** For parity with systems that hash without a key: whoever guesses the text can compute it. */
export function md5(text: string): Buffer {
  return createHash('md5').update(text, 'utf8').digest();
}

/** The first 16 bytes as a UUID (RFC 9562 5): 3 names an MD5, 4 random bytes, 8 what an application makes of them. */
export function uuidOfBytes(bytes: Uint8Array, version: 3 | 4 | 8): Buffer {
  const uuid = Buffer.from(bytes.subarray(0, 16));
  uuid[6] = ((uuid[6] as number) & 0x0f) | (version << 4);
  uuid[8] = ((uuid[8] as number) & 0x3f) | 0x80;
  return uuid;
}

/**
 * A UID from 16 bytes: a UUID written as one decimal under 2.25 (PS3.5 B.2). 122 of its bits are
 * the key's: finding two originals with one replacement takes about 2^61 of them.
 */
export function uidOfBytes(bytes: Uint8Array, version: 3 | 4 | 8 = 8): string {
  return `2.25.${BigInt(`0x${uuidOfBytes(bytes, version).toString('hex')}`)}`;
}

/** Letters and digits that are not mistaken for each other (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 16 characters of 5 bits each: fits the shortest text VR (SH); two of a million originals meet with a chance of 4e-13. */
export function pseudonymOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 16; i++) text += ALPHABET[(bytes[i] as number) & 0x1f];
  return text;
}
