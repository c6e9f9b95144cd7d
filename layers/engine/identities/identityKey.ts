import type { KeyObject } from 'node:crypto';
import { mac } from '../crypto.ts';
import type { IdentityKey } from '../ports.ts';

/** What identities are kept of. Each has a name space of its own in the identity map, and in what is hashed. */
export type IdentityKind = 'uid' | 'patient' | 'original' | 'sealed' | 'step';

/**
 * Where the identity map keeps something: under a keyed hash of the original (HMAC-SHA256 under the subkey `identity-map`), apart for each kind and
 * project. The subkey is the project's own too, so that the same original has another hash in another project.
 */
export function identityKey(
  subkey: KeyObject,
  kind: IdentityKind,
  original: string,
  keyScope: string,
): IdentityKey {
  // The unit separator cannot occur in a value: a kind and an original have one way to be joined.
  return { scope: identityScope(kind, keyScope), key: mac(subkey, `${kind}\x1f${original}`).toString('hex') };
}

export function identityScope(kind: IdentityKind, keyScope: string): string {
  return keyScope === '' ? kind : `${kind}/${keyScope}`;
}
