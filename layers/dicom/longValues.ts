import type { Element } from './element.ts';

const MIB = 1024 * 1024;

/**
 * A longer value is never at hand as a whole, whatever its VR: as text it takes many times its bytes. It stays or goes where it is, and is
 * searched in pieces; a rule that must read it refuses the instance (`VALUE_NOT_READ`).
 */
export const LONGEST_READ_BYTES = 16 * MIB;

/** Whether a value is too long to be read as a whole. Not of sequences, whose items are elements of their own. */
export function isTooLongToRead({ items, valueStart, valueEnd }: Element): boolean {
  return items === null && valueEnd - valueStart > LONGEST_READ_BYTES;
}
