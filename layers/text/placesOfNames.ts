import type { Atom } from './atoms.ts';
import { isCodePart, isCommonName, type Judged } from './judged.ts';
import { isInUsualPlace } from './usualPlaces.ts';
import { CLINICAL, COMMON_WORD, PLACE, WORD } from './words/flags.ts';
import { IMAGED_THINGS, USUAL_NEIGHBOURS } from './words/namesInReports.ts';
import { MEDICAL_WORDS_ELSEWHERE } from './words/otherLanguages.ts';
import { isKnownWord, isOfBody } from './words/vocabulary.ts';

/**
 * Whether a word that is one of reports and a name stands where a name does, and not as it stands in reports: at either end of a field, in capitals
 * among words that have none, behind `by`, beside another such word or beside what was removed. Then somebody has to look.
 */
export function mayStandForName(text: Judged, index: number): boolean {
  const { text: word, shape } = text.atoms[index] as Atom;
  if (isShortSurname(text, index)) return true;
  if (word.length < 3) return false;
  if (isBehindParticle(text, index)) return true;
  if (MEDICAL_WORDS_ELSEWHERE.has(word)) return false;
  if (isLeftOfName(text, index) || isSecondPart(text, index)) return true;
  if (text.kinds[index] !== 'both') return false;
  if (shape !== 'lower' && isOnlyPlace(text, index)) return true;
  if (!isCommonName(text, index)) return false;
  if (isCodePart(text, index) || isInUsualPlace(text, index) || isBehindAdjective(text, index)) return false;
  if (isKnownWord(word) && !USUAL_NEIGHBOURS.has(word)) return isEmphasised(text, index);
  return (
    isAtEnd(text, index) ||
    isEmphasised(text, index) ||
    (shape !== 'capital' && BEFORE_NAMES.has(text.atoms[index - 1]?.text ?? '')) ||
    isBesideOne(text, index)
  );
}

/** `Heidelberg`: known as a word of the standard's names alone; but `LOC` says something else wherever it stands. */
function isOnlyPlace({ atoms, words }: Judged, index: number): boolean {
  const { text: word } = atoms[index] as Atom;
  const flags = words.flagsOf(word);
  if (USUAL_NEIGHBOURS.get(word) === null) return false;
  return (flags & PLACE) !== 0 && (flags & (CLINICAL | COMMON_WORD | WORD)) === 0;
}

/** Behind these a name stands, in whatever letters. */
const BEFORE_NAMES: ReadonlySet<string> = new Set(
  'by per wife husband daughter son mother father brother sister nurse tech call called told informed von par por from with see for o'.split(
    ' ',
  ),
);

const PARTICLES: ReadonlySet<string> = new Set(['de', 'den', 'van', 'ter', 'ten']);

/** `met de Groot`: what people or places are called with a capital behind a particle of Dutch, among words in small letters. */
function isBehindParticle(text: Judged, index: number): boolean {
  const { atoms, gaps, kinds } = text;
  const before = atoms[index - 1];
  if ((atoms[index] as Atom).shape !== 'capital' || before?.shape !== 'lower' || gaps[index] !== ' ')
    return false;
  if (!PARTICLES.has(before.text) || kinds[index] !== 'both') return false;
  return atoms.some(({ shape, text: word }, at) => at !== index - 1 && shape === 'lower' && word.length > 3);
}

/** Surnames of two letters that many have, and that are little words elsewhere, or nothing. */
const SHORT_SURNAMES: ReadonlySet<string> = new Set(
  'gu ho ko le li lo lu ly ma ng qu vo wu xu ye yu'.split(' '),
);

/** `Ng`, `Le knee`: all of a text, or with a capital before an English word. `Le genou` is an article, and `Lu-177` a nuclide. */
function isShortSurname({ atoms, gaps, words }: Judged, index: number): boolean {
  const { text: word, shape } = atoms[index] as Atom;
  const next = atoms[index + 1];
  if (shape === 'capital' && atoms.length === 1 && SHORT_SURNAMES.has(word)) return true;
  if (shape !== 'capital' || !SHORT_SURNAMES.has(word) || gaps[index + 1] !== ' ' || next?.shape !== 'lower')
    return false;
  return !MEDICAL_WORDS_ELSEWHERE.has(next.text) && (words.flagsOf(next.text) & COMMON_WORD) !== 0;
}

const SIDES: ReadonlySet<string> = new Set(['left', 'right', 'l', 'r', 'lt', 'rt']);

/** `knee left hand`: behind a part and its side, the last word. */
function isSecondPart({ atoms, gaps }: Judged, index: number): boolean {
  const isLast = index > 1 && index === atoms.length - 1;
  if (!isLast || gaps[index] !== ' ' || gaps[index - 1] !== ' ') return false;
  const [part, side] = [atoms[index - 2] as Atom, atoms[index - 1] as Atom];
  return SIDES.has(side.text) && isOfBody(part.text) && IMAGED_THINGS.has((atoms[index] as Atom).text);
}

/** The first or the last word of a field of several; in small letters not of a sentence. */
function isAtEnd({ text, atoms }: Judged, index: number): boolean {
  const isEnd = atoms.length > 1 && (index === 0 || index === atoms.length - 1);
  const isSentence = atoms.length > MOST_WORDS_OF_FIELD || /[.!?]\s*$/.test(text.slice(-4));
  return isEnd && !(isSentence && (atoms[index] as Atom).shape === 'lower');
}

/** `inferolateral wall`, `upper pole`: in small letters, right behind what says where or of what it is; a noun has to follow. */
function isBehindAdjective({ atoms, gaps, kinds }: Judged, index: number): boolean {
  const before = atoms[index - 1];
  if (before?.shape !== 'lower' || (atoms[index] as Atom).shape !== 'lower' || gaps[index] !== ' ')
    return false;
  return kinds[index - 1] === 'word' && ADJECTIVE.test(before.text);
}
const ADJECTIVE = /^(?:upper|lower|inner|outer|deep|\p{L}{3,}(?:al|ic|ar|ior|ous|oid))$/u;

/** Of a description; a text of more is a sentence. */
const MOST_WORDS_OF_FIELD = 8;

/** `CT abdomen HAND`: in capitals, where a longer word is written without. */
export function isEmphasised({ atoms }: Judged, index: number): boolean {
  const { shape, text } = atoms[index] as Atom;
  if (shape !== 'upper' || text.length < 4) return false;
  return [index - 2, index - 1, index + 1, index + 2].some((at) => {
    const other = atoms[at];
    return (
      other !== undefined && other.text !== 'removed' && other.text.length > 3 && other.shape !== 'upper'
    );
  });
}

function isBesideOne(text: Judged, index: number): boolean {
  const { shape } = text.atoms[index] as Atom;
  return [index - 1, index + 1].some((at) => {
    const other = text.atoms[at];
    if (other === undefined) return false;
    if (other.text === 'removed') return shape !== 'lower' && isTouching(text, index, at);
    return (
      text.kinds[at] === 'both' &&
      other.shape === shape &&
      isCommonName(text, at) &&
      !isInUsualPlace(text, at) &&
      isTouching(text, index, at)
    );
  });
}

/** A rare word with a capital beside what was removed: the rest of a name. */
function isLeftOfName(text: Judged, index: number): boolean {
  const { shape, text: word } = text.atoms[index] as Atom;
  if (text.kinds[index] !== 'word' || (shape !== 'capital' && shape !== 'upper')) return false;
  if (word.length < 4 || isKnownWord(word) || text.words.flagsOf(word) !== WORD) return false;
  return [index - 1, index + 1].some(
    (at) => text.atoms[at]?.text === 'removed' && isTouching(text, index, at),
  );
}

function isTouching({ gaps }: Judged, index: number, at: number): boolean {
  return /^[\][ ,^_-]{1,3}$/.test(gaps[Math.max(index, at)] ?? '');
}
