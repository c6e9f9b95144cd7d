import type { CleanedText } from './clean.ts';
import type { Identifiers } from './identifierDraft.ts';
import { loadWords } from './words/wordTable.ts';

/** What cleans texts, with the words that it knows. Most instances have none to clean, so it is loaded for the first that has. */
export interface TextCleaner {
  /** A text without what names or identifies. */
  clean(text: string, own: Identifiers): CleanedText;
  /** And of what is left only what is known to name nobody. */
  cleanToVocabulary(text: string, own: Identifiers): CleanedText;
  /** A text cut to so many characters, between words where it can be and never within a replacement. */
  cutToFit(text: string, mostCharacters: number): string;
}

let loading: Promise<TextCleaner> | undefined;
let loaded: TextCleaner | undefined;

/** The cleaner, loaded once: whoever cleans text waits for it before the first instance. */
export function loadCleaner(): Promise<TextCleaner> {
  loading ??= Promise.all([import('./clean.ts'), loadWords()]).then(
    ([{ cleanText, cleanToVocabulary, cutToFit }, words]) => {
      loaded = {
        clean: (text, own) => cleanText(text, own, words),
        cleanToVocabulary: (text, own) => cleanToVocabulary(text, own, words),
        cutToFit,
      };
      return loaded;
    },
  );
  return loading;
}

/** The cleaner once it is loaded. */
export function loadedCleaner(): TextCleaner {
  if (loaded === undefined) throw new Error('The cleaner of texts is not loaded: call loadCleaner first.');
  return loaded;
}
