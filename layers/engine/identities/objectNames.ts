import type { KeyObject } from 'node:crypto';
import { mac } from '../crypto.ts';
import { type KeyRing, type ObjectNames, type ObjectRef, purposeLabel } from '../ports.ts';

/**
 * The same for all projects of a deployment: whoever looks for an object need not know its route. Rejects with `FaultError` if the key ring
 * cannot answer.
 */
export async function namesOf(
  ref: ObjectRef,
  { keys, nameKeys }: { readonly keys: KeyRing; readonly nameKeys?: KeyRing },
): Promise<ObjectNames> {
  if (ref.names !== undefined) return ref.names;
  if (nameKeys === undefined) return namesUnder(await objectNameKey(keys, ''), ref);
  const [key, formerKey] = await Promise.all([objectNameKey(nameKeys, ''), objectNameKey(keys, '')]);
  return namesUnder(key, ref, namesUnder(formerKey, ref));
}

function namesUnder(key: KeyObject, ref: ObjectRef, former?: ObjectNames): ObjectNames {
  const source = ref.path?.reveal() ?? `${ref.container}\x1f${ref.key.reveal()}`;
  // Hashed when asked for: at a desk most objects come and go without either name.
  return {
    get source() {
      return hashedName(key, source);
    },
    get version() {
      return hashedName(key, `${source}\x1f${ref.versionId ?? ''}`);
    },
    ...(former === undefined ? {} : { former }),
  };
}

export async function objectNameKey(keys: KeyRing, keyScope: string): Promise<KeyObject> {
  const label = purposeLabel('object-name', keyScope);
  return (await keys.subkeys([label])).get(label) as KeyObject;
}

export function hashedName(key: KeyObject, text: string): string {
  return mac(key, text).toString('hex', 0, 16);
}

/** Whether a text is one that `hashedName` makes. */
export function isHashedName(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
