import { type Lexicon, unpackLexicon } from '../lexicon.ts';

export type WordTable = Lexicon;

let unpacked: WordTable | undefined;

/** The table and the rules that read it, unpacked once. They are large: what is read at a cold start does not import this, but `lazyCleaner.ts`. */
export function loadWords(): WordTable {
  unpacked ??= unpackLexicon();
  return unpacked;
}
