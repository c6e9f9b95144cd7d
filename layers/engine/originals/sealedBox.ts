import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** Lengths in bytes: X25519 (RFC 7748 5), AES-256-GCM (NIST SP 800-38D 5.2.1.2). */
const POINT_BYTES = 32;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Each key encrypts one message, so its nonce need not differ. */
const NONCE = new Uint8Array(12);

/** A key pair that boxes are sealed for. */
export function newBoxKeys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('x25519');
}

/**
 * Seals bytes for the holder of a private key, and for nobody else, not even who sealed them: X25519 with a key pair made for this one
 * message, HKDF-SHA256 over the secret that both share, AES-256-GCM (the parts of RFC 9180's base mode). `context` says what the box is;
 * it opens under the same alone. The box: the message's public key, the tag, the ciphertext.
 */
export function sealBox(recipient: KeyObject, bytes: Uint8Array, context: string): Buffer {
  const message = newBoxKeys();
  const secret = diffieHellman({ privateKey: message.privateKey, publicKey: recipient });
  const point = rawPublicKey(message.publicKey);
  const key = messageKey(secret, point, rawPublicKey(recipient), context);
  const cipher = createCipheriv('aes-256-gcm', key, NONCE, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([point, cipher.getAuthTag(), sealed]);
}

/** Throws if the box was made for another key or context, or was changed. */
export function openBox(privateKey: KeyObject, box: Uint8Array, context: string): Buffer {
  const point = box.subarray(0, POINT_BYTES);
  const tag = box.subarray(POINT_BYTES, POINT_BYTES + TAG_BYTES);
  const secret = diffieHellman({ privateKey, publicKey: publicKeyOfRaw(point) });
  const key = messageKey(secret, point, rawPublicKey(createPublicKey(privateKey)), context);
  const decipher = createDecipheriv('aes-256-gcm', key, NONCE, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(box.subarray(POINT_BYTES + TAG_BYTES)), decipher.final()]);
}

/** The 32 bytes of an X25519 public key. */
export function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url');
}

export function publicKeyOfRaw(bytes: Uint8Array): KeyObject {
  const x = Buffer.from(bytes).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
}

function messageKey(secret: Uint8Array, point: Uint8Array, recipient: Uint8Array, context: string): Buffer {
  const info = Buffer.concat([Buffer.from('lethe/v1/box\x00'), point, recipient, Buffer.from(context)]);
  return Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), info, KEY_BYTES));
}
