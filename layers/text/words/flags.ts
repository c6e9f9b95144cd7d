/** A term of PS3.16; with WORD as well, a word of reports in one of the languages (`words/languages`). */
export const CLINICAL = 1;
/** One of the most common English words. */
export const COMMON_WORD = 2;
/** A word of English or another language that reports are written in. */
export const WORD = 4;
/** A name that many have. */
export const COMMON_NAME = 8;
export const NAME = 16;
export const PLACE = 32;
export const GIVEN_NAME = 64;
/** Of a disease, a sign or a fracture in ICD-10-CM: `Crohn`. */
export const EPONYM = 128;

/** What lists know of folded words: flags, 0 of a word on none; and how names are spelt. */
export interface WordFlags {
  flagsOf(word: string): number;
  isSpeltAsName(word: string): boolean;
}
