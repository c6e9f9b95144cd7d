import { inflateRawSync } from 'node:zlib';
import type { WordFlags } from './flags.ts';
import { isSpeltAsName } from './spelling.ts';

/** What `generate.ts` packed. */
export function unpackWords(packedWords: string, packedSpelling: string): WordFlags {
  const spelling = unpack(packedSpelling);
  return {
    flagsOf: flagsIn(unpack(packedWords).toString('utf8')),
    isSpeltAsName: (word) => isSpeltAsName(spelling, word),
  };
}

function unpack(packed: string): Buffer {
  return inflateRawSync(Buffer.from(packed, 'base64'));
}

/** Characters that a word shares with the one before it at most: one digit of base 36 says how many. */
const MOST_SHARED = 36;
const LINE_END = 0x0a;

/**
 * A word is found by 64 bits of hashing, not by itself: half a million strings in a map take four times the memory and five times as long to make. One
 * in 10^13 words on no list is taken for one on it.
 */
function flagsIn(lines: string): WordFlags['flagsOf'] {
  let words = 1;
  for (let at = 0; at < lines.length; at++) if (lines.charCodeAt(at) === LINE_END) words += 1;
  const slots = 2 ** Math.ceil(Math.log2(1.4 * words));
  const [ones, others, flags] = [new Int32Array(slots), new Int32Array(slots), new Uint8Array(slots)];
  const slotOf = (one: number, other: number): number => {
    let slot = one & (slots - 1);
    while (flags[slot] !== 0 && (ones[slot] !== one || others[slot] !== other))
      slot = (slot + 1) & (slots - 1);
    return slot;
  };
  // Hashes of the word so far, at each of its characters that the next may share.
  const [oneAt, otherAt] = [new Int32Array(MOST_SHARED + 1), new Int32Array(MOST_SHARED + 1)];
  [oneAt[0], otherAt[0]] = [ONE_START, OTHER_START];
  for (let at = 0; at < lines.length; at++) {
    let length = digitOf(lines.charCodeAt(at));
    let one = oneAt[length] as number;
    let other = otherAt[length] as number;
    let next = lines.charCodeAt(++at);
    // The last character of a line is the flags.
    for (let after = lines.charCodeAt(at + 1); after > LINE_END; after = lines.charCodeAt(at + 1)) {
      one = oneWith(one, next);
      other = otherWith(other, next);
      length += 1;
      if (length <= MOST_SHARED) {
        oneAt[length] = one;
        otherAt[length] = other;
      }
      next = after;
      at += 1;
    }
    const slot = slotOf(one, other);
    ones[slot] = one;
    others[slot] = other;
    flags[slot] = next - 0x20;
    at += 1;
  }
  return (word) => {
    let one = ONE_START;
    let other = OTHER_START;
    for (let at = 0; at < word.length; at++) {
      one = oneWith(one, word.charCodeAt(at));
      other = otherWith(other, word.charCodeAt(at));
    }
    return flags[slotOf(one, other)] as number;
  };
}

/** `0` to `9`, `a` to `z`. */
function digitOf(character: number): number {
  return character < 0x3a ? character - 0x30 : character - 0x57;
}

/** FNV-1a, and the multiplier of Knuth (The Art of Computer Programming 6.4), with the bits above mixed in. */
const ONE_START = 0x811c9dc5 | 0;
const OTHER_START = 0x1b873593;

function oneWith(hash: number, character: number): number {
  return Math.imul(hash ^ character, 0x01000193);
}

function otherWith(hash: number, character: number): number {
  const mixed = Math.imul(hash ^ character, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
