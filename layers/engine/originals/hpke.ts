import { createPublicKey, type KeyObject } from 'node:crypto';
// The one kept library of RFC 9180 that has nothing but WebCrypto under it. node:crypto has the KEM since 24.7, but not the key schedule.
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

/** The length of an encapsulated key (RFC 9180 7.1). */
const ENC_BYTES = 32;

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180 7). */
export function hpkeSuite(): CipherSuite {
  return new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
}

/** One message in base mode (RFC 9180 6.1), its key encapsulated before it. It opens under the same `info` alone. */
export async function hpkeSeal(recipient: KeyObject, bytes: Uint8Array, info: Uint8Array): Promise<Buffer> {
  const suite = hpkeSuite();
  const recipientPublicKey = publicHalf(recipient);
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, bytes);
  return Buffer.concat([Buffer.from(enc), Buffer.from(ct)]);
}

/** Rejects if the message was sealed for another key or `info`, or was changed. */
export async function hpkeOpen(privateKey: KeyObject, sealed: Uint8Array, info: Uint8Array): Promise<Buffer> {
  const suite = hpkeSuite();
  // Both halves: from the private one alone the library would make it exportable.
  const recipientKey = {
    privateKey: privateKey.toCryptoKey('X25519', false, ['deriveBits']),
    publicKey: publicHalf(createPublicKey(privateKey)),
  };
  const enc = sealed.subarray(0, ENC_BYTES);
  return Buffer.from(await suite.open({ recipientKey, enc, info }, sealed.subarray(ENC_BYTES)));
}

function publicHalf(key: KeyObject): ReturnType<KeyObject['toCryptoKey']> {
  return key.toCryptoKey('X25519', true, []);
}
