import { createDecipheriv, createPublicKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { publicKeyOfRaw, rawPublicKey } from './boxKeys.ts';

/** Lengths in bytes: X25519 (RFC 7748 5), AES-256-GCM (NIST SP 800-38D 5.2.1.2). */
const POINT_BYTES = 32;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Each key encrypted one message, so its nonce need not differ. */
const NONCE = new Uint8Array(12);

/**
 * Opens what was sealed before HPKE: the parts of its base mode (X25519, HKDF-SHA256, AES-256-GCM), put together otherwise. The box: the
 * message's public key, the tag, the ciphertext. Throws if it was made for another key or context, or was changed.
 */
export function openFormerBox(privateKey: KeyObject, box: Uint8Array, context: string): Buffer {
  const point = box.subarray(0, POINT_BYTES);
  const tag = box.subarray(POINT_BYTES, POINT_BYTES + TAG_BYTES);
  const secret = diffieHellman({ privateKey, publicKey: publicKeyOfRaw(point) });
  const recipient = rawPublicKey(createPublicKey(privateKey));
  const info = Buffer.concat([Buffer.from('lethe/v1/box\x00'), point, recipient, Buffer.from(context)]);
  const key = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), info, KEY_BYTES));
  const decipher = createDecipheriv('aes-256-gcm', key, NONCE, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(box.subarray(POINT_BYTES + TAG_BYTES)), decipher.final()]);
}
