import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const BLOCK_BYTES = 16;

/** AES-128, -192 or -256 by the key's 16, 24 or 32 bytes, in CBC mode with PKCS #7 padding (NIST SP 800-38A, RFC 5652 6.3): IV, then ciphertext. */
export function encryptBytes(plain: Uint8Array, key: KeyObject, iv: Uint8Array): Buffer {
  const cipher = createCipheriv(nameOf(key), key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final()]);
}

/**
 * What `encryptBytes` was given, for whoever holds the key. Throws a RangeError for what is too short to be of it, or was not made with
 * this key; CBC has no seal, so other bytes may come out as other bytes.
 */
export function decryptBytes(sealed: Uint8Array, key: KeyObject): Buffer {
  if (sealed.length < 2 * BLOCK_BYTES || sealed.length % BLOCK_BYTES !== 0)
    throw new RangeError('not an initialisation vector and whole blocks');
  const decipher = createDecipheriv(nameOf(key), key, sealed.subarray(0, BLOCK_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(BLOCK_BYTES)), decipher.final()]);
  } catch {
    // The cause says nothing more, and an error that is passed on may be printed with what it was about.
    throw new RangeError('not encrypted with this key');
  }
}

/** Whether AES has keys of so many bytes (FIPS 197 5). */
export function isAesKeyLength(bytes: number): boolean {
  return bytes === 16 || bytes === 24 || bytes === 32;
}

function nameOf(key: KeyObject): string {
  const bytes = key.symmetricKeySize ?? 0;
  if (!isAesKeyLength(bytes)) throw new RangeError(`an AES key of ${bytes} bytes`);
  return `aes-${bytes * 8}-cbc`;
}
