import { createHash, createHmac, type Hmac, type KeyObject } from 'node:crypto';
import type { Action } from '../../../rules/plan.ts';

export type HashAlgorithm = (Action & { kind: 'hash' })['algorithm'];

/** HMAC (RFC 2104) of a text's UTF-8 bytes as lower-case hexadecimal, or as many decimal digits as the text has UTF-16 units. */
export function hashText(
  text: string,
  key: KeyObject,
  algorithm: HashAlgorithm,
  matchLength: boolean,
): string {
  const digest = hasher(key, algorithm).update(text, 'utf8').digest();
  return matchLength ? digitsOf(digest, text.length) : digest.toString('hex');
}

/** The HMAC of bytes still to come. */
export function hasher(key: KeyObject, algorithm: HashAlgorithm): Hmac {
  return createHmac(algorithm, key);
}

/** Up to 18 digits Microsoft's tool counts with 64-bit integers. */
const MOST_INTEGER_DIGITS = 18;
/** Numbers of more digits than the longest text of few characters (LT) are nobody's identifiers. */
export const MOST_DIGITS = 10_240;

/**
 * A decimal number of so many digits, as Microsoft's `matchInputStringLength` makes it: up to 18 from the first four bytes of the digest
 * as a share of 2^32 in single precision, beyond that from the whole digest, lengthened by SHA-512. Throws a RangeError beyond 10,240.
 */
export function digitsOf(digest: Buffer, count: number): string {
  if (count === 0) return '';
  if (count > MOST_DIGITS) throw new RangeError(`a number of more than ${MOST_DIGITS} digits`);
  if (count <= MOST_INTEGER_DIGITS) {
    const least = count === 1 ? 0n : 10n ** BigInt(count - 1);
    const most = 10n ** BigInt(count) - 1n;
    const share = Math.fround(Math.fround(digest.readUInt32LE(0)) / 2 ** 32);
    const drawn = least + BigInt(Math.trunc(Math.fround(share * Math.fround(Number(most - least)))));
    // Single precision may round a share up to the whole.
    return String(drawn > most ? most : drawn);
  }
  const least = 10n ** BigInt(count - 1);
  const range = 9n * least;
  const drawn = BigInt(
    `0x${lengthened(digest, Math.ceil(range.toString(16).length / 2) * 2).toString('hex')}`,
  );
  return String(least + (drawn % range));
}

/** The digest, then its SHA-512, then that one's, to so many bytes; never fewer than the digest has. */
function lengthened(digest: Buffer, bytes: number): Buffer {
  const blocks = [digest];
  for (let length = digest.length; length < bytes; length += 64)
    blocks.push(
      createHash('sha512')
        .update(blocks.at(-1) as Buffer)
        .digest(),
    );
  return Buffer.concat(blocks).subarray(0, Math.max(digest.length, bytes));
}
