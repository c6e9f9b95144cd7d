/**
 * The dictionary's VRs are an open hash table that the generator lays out and `vrOfTag` probes, so that nothing is built at a
 * cold start and a look-up touches one or two slots.
 */

/** A power of two, about two thirds filled. */
export const SLOT_COUNT = 8192;

/** No tag: group FFFF is not used (PS3.5 7.1). */
export const EMPTY_SLOT = 0xffffffff;

/** Where the probe for a tag begins; it goes on to the next slot, round the end, until it meets the tag or an empty slot. */
export function firstSlot(tag: number): number {
  return Math.imul(tag, 0x9e3779b1) >>> (32 - 13); // Fibonacci hashing; 13 bits: 8192 slots
}
