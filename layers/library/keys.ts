import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { IdentityMap, KeyRing } from '../engine/ports.ts';
import { KeyFile } from '../local/keyFile.ts';

/** As long as the hash of HMAC-SHA256 (RFC 2104 section 3). */
const ROOT_BYTES = 32;
const KEY_ID_LABEL = 'lethe/v1/key-id';

/**
 * Keys out of 32 secret bytes: the same bytes give the same pseudonyms and UIDs everywhere, also those of a key file with
 * the same 64 digits. Whoever has them can tell which pseudonym is whose.
 *
 * @param secret 32 bytes that nobody can guess, such as those of `randomBytes(32)`
 * @returns a ring that keeps them in memory alone
 * @throws `RangeError` for any other length
 *
 * @example
 * ```js
 * import { randomBytes } from 'node:crypto';
 * import { keysOf } from 'lethe';
 *
 * const keys = keysOf(randomBytes(32));
 * console.log(keys.keyId.startsWith('file:')); // true
 * ```
 */
export function keysOf(secret: Uint8Array): KeyRing {
  if (secret.length !== ROOT_BYTES) throw new RangeError(`a key has ${ROOT_BYTES} bytes`);
  const root = createSecretKey(secret);
  const derive = (label: string): Buffer => createHmac('sha256', root).update(label, 'utf8').digest();
  const subkeys = new Map<string, KeyObject>();
  const subkey = (label: string): KeyObject => {
    const known = subkeys.get(label) ?? createSecretKey(derive(label));
    subkeys.set(label, known);
    return known;
  };
  return {
    // As a key file with these bytes: tables that were hashed with it name it so.
    keyId: `file:${createHash('sha256').update(derive(KEY_ID_LABEL)).digest('hex').slice(0, 16)}`,
    subkeys: async (labels) => new Map(labels.map((label) => [label, subkey(label)])),
  };
}

/**
 * The keys of the file that `lethe deid --key` names. If it is missing, the first use makes it, for its owner alone.
 *
 * @param path of the file
 * @returns a ring whose use rejects with `FaultError`: `KEY_UNAVAILABLE`, or `KEY_FORBIDDEN` where others may read the file
 *
 * @example
 * ```js
 * import { readFileSync } from 'node:fs';
 * import { basicProfile, deidentify, openKeyFile } from 'lethe';
 *
 * const keys = openKeyFile('lethe.key');
 * const { outcome } = await deidentify(readFileSync('slice.dcm'), basicProfile(), keys);
 * console.log(outcome); // released
 * ```
 */
export function openKeyFile(path: string): KeyRing {
  return new KeyFile(path);
}

/**
 * Identities in an SQLite file, as `lethe deid --identities` has it: numbers and random UIDs that must be the same next time. Several processes may use
 * one at once. Whoever opens it closes it.
 *
 * @param path of the file; the first use makes it if it is missing
 * @returns identities whose use rejects with `FaultError` `IDENTITY_UNAVAILABLE`
 *
 * @example
 * ```js
 * import { readFileSync } from 'node:fs';
 * import { compile, deidentify, openIdentities, openKeyFile } from 'lethe';
 *
 * const rules = compile('{ "identities": { "patientId": { "action": "allocate", "template": "Site-{####}" } } }');
 * const identities = await openIdentities('identities.sqlite');
 * const result = await deidentify(readFileSync('slice.dcm'), rules, openKeyFile('lethe.key'), { identities });
 * await identities.close();
 * console.log(result.outcome); // released
 * console.log(Buffer.from(result.outcome === 'released' ? result.bytes : []).includes('Site-0000')); // true
 * ```
 */
export async function openIdentities(path: string): Promise<IdentityMap> {
  const { SqliteIdentityMap } = await import('../local/sqliteIdentityMap.ts');
  return new SqliteIdentityMap(path);
}
