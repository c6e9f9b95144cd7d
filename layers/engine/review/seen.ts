import { createHmac, type KeyObject } from 'node:crypto';
import type { Element } from '../../dicom/element.ts';
import type { Looked } from '../look/looked.ts';
import { isFilled } from '../look/marks.ts';
import { type KeyRing, purposeLabel } from '../ports.ts';
import type { ValueReader } from '../resolve/valueReader.ts';
import type { Place, Seen } from './types.ts';

/** 128 bits: two values meet with a chance of 3e-39, and a short text says nothing of a value to whoever has no key. */
const HASH_BYTES = 16;

/** The key that values are told apart by, which no other purpose has. */
export async function reviewKey(keys: KeyRing, keyScope: string): Promise<KeyObject> {
  const label = purposeLabel('review', keyScope);
  return (await keys.subkeys([label])).get(label) as KeyObject;
}

/** What a value is told by; the same value elsewhere has another hash, so that hashes of a book say nothing of equal values. */
export async function hashOfValue(
  key: KeyObject,
  instance: string,
  place: Place,
  element: Element,
  values: ValueReader,
): Promise<string> {
  const hmac = createHmac('sha256', key).update(`value\x1f${instance}\x1f${place}\x1f${element.vr}\x1f`);
  for await (const piece of values.pieces({ start: element.valueStart, end: element.valueEnd }))
    hmac.update(piece);
  return hmac.digest('hex').slice(0, 2 * HASH_BYTES);
}

/** What the pixels of an output are told by, where those of its source are known: what is blanked in them, and with what. */
export function hashOfBlanking(
  key: KeyObject,
  instance: string,
  { marks, stripsHidden }: Looked,
  fill: unknown,
): string {
  const filled = marks
    .filter(isFilled)
    .map(({ frame, box }) => `${frame ?? '*'}:${box.left},${box.top},${box.right},${box.bottom}`)
    .sort();
  const text = JSON.stringify([filled, stripsHidden, fill ?? null]);
  return createHmac('sha256', key)
    .update(`blanked\x1f${instance}\x1f${text}`)
    .digest('hex')
    .slice(0, 2 * HASH_BYTES);
}

/** `after`: null where the output has no such value. */
export function seenOf(before: string, after: string | null): Seen {
  return after === null ? before : `${before}.${after}`;
}

export function isSeen(text: string): boolean {
  return /^[0-9a-f]{32}(\.[0-9a-f]{32})?$/.test(text);
}

/** Whether what was looked at is what came. */
export function sawBefore(seen: Seen, before: string): boolean {
  return seen.split('.')[0] === before;
}
