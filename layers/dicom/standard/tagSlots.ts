/**
 * The dictionary's VRs are an open hash table that the generator lays out and `vrOfTag` probes: nothing is built at a cold start, and
 * a look-up touches a slot or two.
 */

/** A power of two, about two thirds filled. */
export const SLOT_COUNT = 8192;

/** No tag: group FFFF is not used (PS3.5 7.1). */
export const EMPTY_SLOT = 0xffffffff;

/** Where the probe for a tag begins; it goes on to the next slot, round the end, until it meets the tag or an empty slot. */
export function firstSlot(tag: number): number {
  return Math.imul(tag, 0x9e3779b1) >>> (32 - 13); // Fibonacci hashing; 13 bits: 8192 slots
}

/**
 * The one tag under which the table has a whole family that PS3.6 writes with `x`: a repeating group's first group (PS3.5 7.6),
 * elsewhere F for each free digit. The tag itself where it belongs to no family.
 */
export function familyOf(tag: number): number {
  const group = tag >>> 16;
  if ((group & 0xff01) === 0x6000 || (group & 0xff01) === 0x5000) return tag & 0xff01ffff; // 60xx, 50xx
  if ((group & 0xff01) === 0x7f00) return tag & 0xff01ffff; // 7Fxx
  const page = tag & 0xffffff00;
  if (page === 0x00280400 || page === 0x00280800) return tag | 0xf0; // (0028,04xn), (0028,08xn)
  if (page === 0x00203100) return tag | 0xff; // (0020,31xx)
  if (group === 0x1000) return tag | 0xfff0; // (1000,xxxn)
  if (group === 0x1010) return tag | 0xffff; // (1010,xxxx)
  return tag;
}
