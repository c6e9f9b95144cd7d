import { atomize, type TextSpan } from './atoms.ts';
import { type CleanedText, cleanText, cleanToVocabulary, cutToFit } from './clean.ts';
import { doubtfulIn } from './doubts.ts';
import type { Identifiers } from './identifierDraft.ts';
import { loadWords } from './words/wordTable.ts';

/** What cleans texts, with the words that it knows. */
export interface TextCleaner {
  /** A text without what names or identifies. */
  clean(text: string, own: Identifiers): CleanedText;
  /** And of what is left only what is known to name nobody. */
  cleanToVocabulary(text: string, own: Identifiers): CleanedText;
  /** A text cut to so many characters, between words where it can be and never within a replacement. */
  cutToFit(text: string, mostCharacters: number): string;
  /** Where names and numbers that are in doubt stand in a cleaned text. */
  doubtfulIn(text: string, own: Identifiers): readonly TextSpan[];
  /** Where words stand that are on no list. */
  unknownIn(text: string): readonly TextSpan[];
}

/** All of it in one import, for `lazyCleaner.ts`. */
export function cleanerWithWords(): TextCleaner {
  const words = loadWords();
  return {
    clean: (text, own) => cleanText(text, own, words),
    cleanToVocabulary: (text, own) => cleanToVocabulary(text, own, words),
    cutToFit,
    doubtfulIn: (text, own) => doubtfulIn(atomize(text), own, words),
    unknownIn: (text) => words.unknownIn(atomize(text)),
  };
}
