import { type Cipheriv, createCipheriv, createHmac, type KeyObject } from 'node:crypto';

/**
 * What another system draws at random for a value, Lethe computes from a key of its own (purpose `noise`), so that the same event twice leaves
 * the same bytes: HMAC-SHA256 over what it is for, the SOP Instance UID, the element path and the value itself. Without the key it cannot
 * be told from random; two values share it only if they are the same value in the same place.
 */
export function drawn(
  key: KeyObject,
  use: 'perturb' | 'iv',
  place: { readonly sopInstanceUid: string; readonly path: string; readonly index: number },
  value: Uint8Array,
): Buffer {
  // The unit separator cannot occur in a UID, a path or a number: the parts have one way to be joined. The value is last.
  return createHmac('sha256', key)
    .update(`${use}\x1f${place.sopInstanceUid}\x1f${place.path}\x1f${place.index}\x1f`, 'utf8')
    .update(value)
    .digest();
}

/** Numbers at a time: 64 KiB of key stream. */
const BATCH = 8192;

/**
 * Numbers uniform in [-1/2, 1/2), with 53 bits each: the key stream of AES-256 in counter mode (NIST SP 800-38A 6.5) under a key that is
 * used for nothing else. An element may have as many values as pixels, so a hash for each would be too slow.
 */
export class NoiseStream {
  readonly #cipher: Cipheriv;
  #words = new DataView(new ArrayBuffer(0));
  #at = 0;

  /** `seed`: 32 bytes from `drawn`. */
  constructor(seed: Uint8Array) {
    this.#cipher = createCipheriv('aes-256-ctr', seed, new Uint8Array(16));
  }

  next(): number {
    if (this.#at === this.#words.byteLength) {
      const bytes = this.#cipher.update(new Uint8Array(BATCH * 8));
      this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#at = 0;
    }
    const high = this.#words.getUint32(this.#at);
    const low = this.#words.getUint32(this.#at + 4) >>> 11;
    this.#at += 8;
    return (high * 2 ** 21 + low) / 2 ** 53 - 0.5;
  }
}
