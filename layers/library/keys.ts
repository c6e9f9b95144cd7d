import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { IdentityMap, KeyRing } from '../engine/ports.ts';
import { KeyFile } from '../local/keyFile.ts';

/** As long as the hash of HMAC-SHA256 (RFC 2104 section 3). */
const ROOT_BYTES = 32;
const KEY_ID_LABEL = 'lethe/v1/key-id';

/**
 * Keys out of 32 secret bytes: the same bytes give the same pseudonyms and UIDs everywhere, also those of a key file with
 * the same 64 digits. Whoever has them can tell which pseudonym is whose. Throws a RangeError for any other length.
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

/** The keys of a key file, as `lethe deid --key` has it; it is made with the first use where there is none. Its use rejects with `FaultError`. */
export function openKeyFile(path: string): KeyRing {
  return new KeyFile(path);
}

/** Identities in an SQLite file, as `lethe deid --identities` has it; several processes may use it at once. Whoever opens it closes it. Its use rejects with `FaultError`. */
export async function openIdentities(path: string): Promise<IdentityMap> {
  const { SqliteIdentityMap } = await import('../local/sqliteIdentityMap.ts');
  return new SqliteIdentityMap(path);
}
