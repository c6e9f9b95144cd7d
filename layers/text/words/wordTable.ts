import { inflateRawSync } from 'node:zlib';

/** A term of PS3.16. */
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

/** What lists know of folded words: flags, 0 of a word on none. */
export interface WordTable {
  flagsOf(word: string): number;
}

let loading: Promise<WordTable> | undefined;
let loaded: WordTable | undefined;

/** The table, read once: whoever cleans text waits for it before the first instance. */
export function loadWords(): Promise<WordTable> {
  loading ??= import('./generated/words.generated.ts').then(({ PACKED_WORDS }) => {
    loaded = unpacked(PACKED_WORDS);
    return loaded;
  });
  return loading;
}

/** The table once it is loaded. Text must not be cleaned without it: that would find less and say nothing. */
export function loadedWords(): WordTable {
  if (loaded === undefined) throw new Error('The words are not loaded: call loadWords first.');
  return loaded;
}

function unpacked(packed: string): WordTable {
  const flags = new Map<string, number>();
  let word = '';
  for (const line of inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8').split('\n')) {
    word = word.slice(0, Number.parseInt(line[0] as string, 36)) + line.slice(1, -1);
    flags.set(word, line.charCodeAt(line.length - 1) - 0x20);
  }
  return { flagsOf: (each) => flags.get(each) ?? 0 };
}
