import {
  createPrivateKey,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { UsageError } from '../exit.ts';
import { MOST_PEM_BYTES, readText, writing } from '../readText.ts';

/**
 * A report that is signed is two lines of JSON, as a manifest of the audit is: the report, and its signature. ECDSA with SHA-256 over the first line without its
 * end, DER in base64 (RFC 3279 2.2.3).
 */
export interface ReportSignature {
  readonly algorithm: 'ECDSA_SHA_256';
  /** SPKI in PEM. Whoever verifies must know it from elsewhere. */
  readonly publicKey: string;
  readonly signature: string;
}

/** P-256 in PKCS #8 (PEM); made on first use, for its owner alone. Throws `UsageError`. */
export function signingKey(file: string): KeyObject {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writing('the key to sign with', () => writeFileSync(file, pem, { mode: 0o600, flag: 'wx' }));
    return privateKey;
  }
  const hint = 'Give a private EC key in PEM (P-256), or a name that does not exist yet.';
  const text = readText(file, MOST_PEM_BYTES, 'the key to sign with', hint);
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ec') return key;
  } catch {
    // Said below: the message of the library may quote the file.
  }
  throw new UsageError(`--sign-key is not a key that can sign. ${hint}`);
}

export function signedLine(text: string, key: KeyObject): string {
  const signature: ReportSignature = {
    algorithm: 'ECDSA_SHA_256',
    publicKey: String(createPublicKey(key).export({ type: 'spki', format: 'pem' })),
    signature: createSign('sha256').update(text, 'utf8').sign(key, 'base64'),
  };
  return JSON.stringify(signature);
}
