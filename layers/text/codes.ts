import { lazy } from '../dicom/standard/lazy.ts';
import { isShortForm } from './words/shortForms.ts';
import { isKnownWord, isOfBody, KNOWN_WORDS } from './words/vocabulary.ts';

/** Letters of a word that is cut short, from which it can be nothing else. */
const LEAST_OF_CUT = 5;
/** And of one that somebody is called by. */
const LEAST_OF_CUT_NAME = 7;
/** Letters of a part of a glued word. */
const LEAST_OF_PART = 3;
const MOST_LETTERS = 40;

const CUT_WORDS = lazy<ReadonlySet<string>>(() => {
  const cut = new Set<string>();
  for (const word of KNOWN_WORDS())
    for (let length = LEAST_OF_CUT; length < word.length; length++) cut.add(word.slice(0, length));
  return cut;
});

const isPart = (part: string): boolean =>
  isShortForm(part) || (part.length >= LEAST_OF_PART && isKnownWord(part)) || CUT_WORDS().has(part);

/** `man` and `son` are known words, and names are glued of them: a part of a word in capitals is a short form, or of the body. */
const isShortOrBody = (part: string): boolean =>
  isShortForm(part) || (part.length > LEAST_OF_PART && isOfBody(part));

/**
 * Whether a word on no list is one as protocols write them: cut short (`ADRENA`), glued of two in capitals (`THXABDO`), of several with a capital each
 * (`HeadNeckPETCT`), a short form (`Exer`), or one letter again and again. Such a word is nobody's name.
 */
export function isProtocolWord(folded: string, written: string): boolean {
  if (folded.length > MOST_LETTERS) return false;
  if (isShortForm(folded) || CUT_WORDS().has(folded)) return true;
  if (/^(.)\1{3,}$/u.test(folded)) return true;
  if (written === written.toUpperCase()) return isGlued(folded);
  const parts = written.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu) ?? [];
  const isWhole = parts.length > 1 && parts.join('') === written;
  return (
    isWhole &&
    parts.every(
      (part) =>
        (part.length === 1 && part === parts[0]) || isPart(part.toLowerCase()) || isGlued(part.toLowerCase()),
    )
  );
}

/** Whether it is the beginning of a long word: also one that few people are called by. */
export function isCutWord(folded: string): boolean {
  return folded.length >= LEAST_OF_CUT_NAME && CUT_WORDS().has(folded);
}

function isGlued(folded: string): boolean {
  for (let at = LEAST_OF_PART; at <= folded.length - LEAST_OF_PART; at++)
    if (isShortOrBody(folded.slice(0, at)) && isShortOrBody(folded.slice(at))) return true;
  return false;
}
