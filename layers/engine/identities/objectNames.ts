import type { KeyObject } from 'node:crypto';
import { mac } from '../crypto.ts';
import { type KeyRing, type ObjectNames, type ObjectRef, purposeLabel } from '../ports.ts';

/**
 * The same for all projects of a deployment: whoever looks for an object need not know its route. Rejects with `FaultError` if the key ring
 * cannot answer.
 */
export async function namesOf(ref: ObjectRef, { keys }: { keys: KeyRing }): Promise<ObjectNames> {
  const key = await objectNameKey(keys, '');
  const source = ref.path?.reveal() ?? `${ref.container}\x1f${ref.key.reveal()}`;
  // Hashed when asked for: at a desk most objects come and go without either name.
  return {
    get source() {
      return hashedName(key, source);
    },
    get version() {
      return hashedName(key, `${source}\x1f${ref.versionId ?? ''}`);
    },
  };
}

export async function objectNameKey(keys: KeyRing, keyScope: string): Promise<KeyObject> {
  const label = purposeLabel('object-name', keyScope);
  return (await keys.subkeys([label])).get(label) as KeyObject;
}

export function hashedName(key: KeyObject, text: string): string {
  return mac(key, text).toString('hex', 0, 16);
}
