import type { Lexicon } from '../lexicon.ts';

export type WordTable = Lexicon;

let loading: Promise<WordTable> | undefined;
let loaded: WordTable | undefined;

/** The table and the rules that read it, once: whoever cleans text waits for them before the first instance. */
export function loadWords(): Promise<WordTable> {
  loading ??= import('../lexicon.ts').then(({ unpackLexicon }) => {
    loaded = unpackLexicon();
    return loaded;
  });
  return loading;
}

/** The table once it is loaded. Text must not be cleaned without it: that would find less and say nothing. */
export function loadedWords(): WordTable {
  if (loaded === undefined) throw new Error('The words are not loaded: call loadWords first.');
  return loaded;
}
