import type { Element } from './element.ts';
import { vrOfTag } from './standard/vrOfTag.ts';
import type { Tag } from './tag.ts';
import { type Vr, vrFacts } from './vr.ts';

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

/** Binary by its VR, and by the dictionary where that has it: a UID that says OB is read, for a rule will want it. So is a palette: without it nobody knows what its image shows. */
export function isBulk(vr: Vr, tag: Tag): boolean {
  if (vrFacts(vr).content !== 'binary' || isPalette(tag)) return false;
  const known = vrOfTag(tag);
  return known === undefined || known === vr || !['text', 'ascii'].includes(vrFacts(known).content);
}

/** Palette Color Lookup Table Data of red, green and blue, and their segmented forms: 128 KiB each where they are whole. */
function isPalette(tag: Tag): boolean {
  return (tag >= 0x00281201 && tag <= 0x00281203) || (tag >= 0x00281221 && tag <= 0x00281223);
}
