import { DICTIONARY_ROWS } from '../../dicom/standard/generated/dictionary.generated.ts';
import { nameFromKeyword } from '../../dicom/standard/keywordName.ts';
import { lazy } from '../../dicom/standard/lazy.ts';
import { FIELD_SEPARATOR, rowsOf } from '../../dicom/standard/rows.ts';
import { ABBREVIATIONS_OF_CLINICS } from './abbreviations.ts';
import { ANATOMY_WORDS } from './anatomy.ts';
import { GENERAL_WORDS } from './general.ts';
import { IMAGING_WORDS } from './imaging.ts';
import { WORDS_OF_PRACTICE } from './practice.ts';

/** In the names of attributes for what was invented there. */
const PLACES: ReadonlySet<string> = new Set(['Heidelberg']);

/** The lists, and the words that PS3.6 names its attributes with. */
export const KNOWN_WORDS = lazy<ReadonlySet<string>>(() => {
  const known = new Set(
    [ANATOMY_WORDS, IMAGING_WORDS, GENERAL_WORDS, ABBREVIATIONS_OF_CLINICS, WORDS_OF_PRACTICE]
      .join(' ')
      .trim()
      .split(/\s+/),
  );
  for (const row of rowsOf(DICTIONARY_ROWS))
    for (const word of nameFromKeyword(row.split(FIELD_SEPARATOR, 3)[2] ?? '').split(' '))
      if (word.length > 2 && !PLACES.has(word)) known.add(word.toLowerCase());
  return known;
});

const anatomy = lazy<ReadonlySet<string>>(() => new Set(ANATOMY_WORDS.trim().split(/\s+/)));

/** Whether a folded word is one of the body. */
export function isOfBody(word: string): boolean {
  return anatomy().has(word);
}

/**
 * Whether a folded word is one that clinical texts are written with, in the singular or the plural. Such a word may still be somebody's name:
 * then what stands beside it decides.
 */
export function isKnownWord(word: string): boolean {
  const known = KNOWN_WORDS();
  return (
    known.has(word) ||
    (word.length > 4 && word.endsWith('s') && known.has(word.slice(0, -1))) ||
    (word.length > 5 && word.endsWith('es') && known.has(word.slice(0, -2))) ||
    (word.length > 6 && word.endsWith('ally') && known.has(word.slice(0, -2))) ||
    (word.length > 5 && word.endsWith('ly') && known.has(word.slice(0, -2)))
  );
}
