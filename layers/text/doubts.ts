import { announcementOf } from './announced.ts';
import { type Atom, type AtomicText, isNear, spanOf, type TextSpan } from './atoms.ts';
import type { Identifiers } from './identifierDraft.ts';
import { isUnit } from './units.ts';
import { isInUsualPlace } from './usualPlaces.ts';
import { NAME_PARTICLES } from './words/general.ts';
import { COMMON_NAMES, NAMES_AND_WORDS } from './words/names.ts';
import { NAME_LABELS, SHORT_TITLES } from './words/titles.ts';
import { isKnownWord } from './words/vocabulary.ts';
import type { WordTable } from './words/wordTable.ts';

/** Why a person should look at a cleaned text. */
export type TextDoubt =
  | 'TEXT_DOUBTFUL_NAME'
  | 'TEXT_DOUBTFUL_NUMBER'
  | 'TEXT_LONG'
  /** A word that is on no list, and in no place that says what it is. */
  | 'TEXT_UNKNOWN_WORD';

/** Characters from which a text says more than rules of spelling can judge. */
export const LONG_TEXT_CHARACTERS = 400;

/** What remains doubtful in a cleaned text. */
export function doubtsOf(text: AtomicText, own: Identifiers, words: WordTable | null): readonly TextDoubt[] {
  const doubts: TextDoubt[] = [];
  if (text.atoms.some((_atom, index) => isDoubtfulName(text, index, own, words)))
    doubts.push('TEXT_DOUBTFUL_NAME');
  if (text.atoms.some((_atom, index) => isDoubtfulNumber(text, index))) doubts.push('TEXT_DOUBTFUL_NUMBER');
  if (text.text.length > LONG_TEXT_CHARACTERS) doubts.push('TEXT_LONG');
  return doubts;
}

/** The words and numbers that are. */
export function doubtfulIn(text: AtomicText, own: Identifiers, words: WordTable | null): TextSpan[] {
  return text.atoms.flatMap((_atom, index) =>
    isDoubtfulName(text, index, own, words) || isDoubtfulNumber(text, index)
      ? [spanOf(text, index, index + 1)]
      : [],
  );
}

function isDoubtfulName(text: AtomicText, index: number, own: Identifiers, words: WordTable | null): boolean {
  const { atoms, gaps } = text;
  const atom = atoms[index] as Atom;
  if (atom.kind !== 'letters' || atom.text.length < 2) return false;
  // A word of a name of this instance that texts use as well.
  const isPart = own.parts.has(atom.text) && !NAME_PARTICLES.has(atom.text);
  if (isPart && atom.text.length > 2 && atom.shape !== 'lower') return true;
  if (isInUsualPlace(text, index)) return false;
  if (isWordForName(text, index)) return true;
  if (isKnownWord(atom.text)) return false;
  // Lists know of a word that nobody is called so, or not there: `Sturge-Weber syndrome`.
  const isWord = words?.isWordAt(text, index) === true;
  if (COMMON_NAMES.has(atom.text)) return !isWord;
  const before = atoms[index - 1];
  if (before?.kind !== 'letters' || !isNear(gaps[index])) return false;
  if (NAME_LABELS.has(before.text) && atom.shape === 'capital' && atom.text.length > 2) return true;
  // `MR arthrogram`: a technique, and no `Mr`.
  const isTechnique = isWord && atom.shape === 'lower';
  if (before.shape === 'upper' && SHORT_TITLES.has(before.text) && isPronounceable(atom) && !isTechnique)
    return true;
  return (
    !isKnownWord(before.text) &&
    looksLikeName(before) &&
    looksLikeName(atom) &&
    before.shape === atom.shape &&
    !(isWord && words?.isWordAt(text, index - 1))
  );
}

/** A word of reports that stands where a name does: `Dr Young`, `seen by Long`, `Mark Long`, `LONG^MARK`. */
function isWordForName(text: AtomicText, index: number): boolean {
  const { atoms, gaps } = text;
  const { text: word, shape } = atoms[index] as Atom;
  if (word === 'removed' || word.length < 3) return false;
  if (shape === 'capital' && ['title', 'by'].includes(announcementOf(text, index) ?? '')) return true;
  if (!NAMES_AND_WORDS.has(word)) return false;
  const isBeside = (at: number, gap: string | undefined) =>
    atoms[at]?.kind === 'letters' &&
    (gap === '^' || (shape === 'capital' && atoms[at].shape === shape && /^(?: |, )$/.test(gap ?? '')));
  return isBeside(index - 1, gaps[index]) || isBeside(index + 1, gaps[index + 1]);
}

/** `Doe`, or `DOE` where it can be said: acronyms of techniques have no vowels, or few letters. */
function looksLikeName(atom: Atom): boolean {
  if (atom.text === 'removed' || atom.text.length < 3) return false;
  return (
    atom.shape === 'capital' || (atom.shape === 'upper' && atom.text.length > 3 && isPronounceable(atom))
  );
}

function isPronounceable({ text }: Atom): boolean {
  return text.length > 2 && (text.match(/[aeiouy]/g)?.length ?? 0) * 4 >= text.length;
}

/** Five digits without a unit: a postal code, or a short identifier. */
function isDoubtfulNumber(text: AtomicText, index: number): boolean {
  const { atoms, gaps } = text;
  const { kind, text: number } = atoms[index] as Atom;
  if (kind !== 'digits' || number.length !== 5 || Number(number) % 50 === 0) return false;
  const isFraction = /^[.,]$/.test(gaps[index] as string) && atoms[index - 1]?.kind === 'digits';
  return !isFraction && !isUnit(text, index + 1);
}
