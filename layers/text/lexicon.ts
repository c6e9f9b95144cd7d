import type { AtomicText, TextSpan } from './atoms.ts';
import { judge } from './judged.ts';
import { uncuedIn, unknownIn } from './uncued.ts';
import { PACKED_SPELLING, PACKED_WORDS } from './words/generated/words.generated.ts';
import { unpackWords } from './words/packed.ts';

/** What lists of words and names tell of a text. */
export interface Lexicon {
  /** Names, places and institutions that nothing beside them gives away but their place. */
  uncuedIn(text: AtomicText): readonly TextSpan[];
  /** Words that are on no list, or may be a name, and that no rule could judge. */
  unknownIn(text: AtomicText): readonly TextSpan[];
  /** Whether an atom is a word of texts there, and nobody's name. */
  isWordAt(text: AtomicText, index: number): boolean;
}

/** The table of words with the rules that read it: one import, for whoever cleans text. */
export function unpackLexicon(): Lexicon {
  const flags = unpackWords(PACKED_WORDS, PACKED_SPELLING);
  return {
    uncuedIn: (text) => uncuedIn(text, flags),
    unknownIn: (text) => unknownIn(text, flags),
    isWordAt: (text, index) => judge(text, flags).kinds[index] === 'word',
  };
}
