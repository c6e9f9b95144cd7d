import type { Atom } from './atoms.ts';
import { isCommonName, type Judged } from './judged.ts';
import { isInTellingPlace } from './usualPlaces.ts';
import { COUNTED } from './words/counted.ts';
import { COMMON_NAME, GIVEN_NAME, PLACE } from './words/flags.ts';
import { IMAGED_THINGS } from './words/namesInReports.ts';
import { MEDICAL_WORDS_ELSEWHERE } from './words/otherLanguages.ts';
import { isKnownWord } from './words/vocabulary.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** `by Long`, `wife Grace`: behind such a word a name stands. */
const BEFORE_PEOPLE = setOf(
  'by per wife husband daughter son mother father brother sister aunt uncle partner spouse nurse tech call called told informed von par por da door',
);
/** `discussed with Stone`, `consent from Hand`: what is done with people, and the word behind it. */
const DONE_WITH_PEOPLE = setOf(
  'accompanied agreed answer appointment called cc communicated consent consented copied copy discuss discussed discussion faxed informed letter mailed message notified paged phoned referred referral report reported reports request requested result results send sent signed speak spoke spoken talked transferred visit visited',
);
const WITH_PEOPLE = setOf('with to from by via');
/** Behind these, something else stands as often: what many are called by and no report says, or what no noun is. */
const BEFORE_ANYBODY = setOf('for from with see seen in at to pour para per of fur');
const BEFORE_PLACES = setOf('from in at to');
const BEFORE_SOMEBODY = setOf('for from with to');
/** `pour Stone`: behind a word of another language an English one is a name. */
const ELSEWHERE = setOf(
  'avec bei chez con da de del della di door du fur mit para par por pour van von voor',
);

/** Whether the word before one with a capital says that it is a name, whatever it means elsewhere. */
export function isBehind(text: Judged, index: number): boolean {
  const { atoms, gaps, kinds } = text;
  const { shape, text: word } = atoms[index] as Atom;
  const before = atoms[index - 1]?.text ?? '';
  if (kinds[index] !== 'both' || shape !== 'capital' || gaps[index] !== ' ') return false;
  if (before === 'o' && atoms[index - 2]?.text === 'c') return true;
  if (before === 'per' && COUNTED.has(word)) return false;
  if (BEFORE_PEOPLE.has(before)) return true;
  if (isInTellingPlace(text, index)) return false;
  if (BEFORE_ANYBODY.has(before) && isFreeName(text, index, before)) return true;
  if (!isCommonName(text, index)) return false;
  if (before === 'see' || isDoneWith(text, index)) return true;
  if (MEDICAL_WORDS_ELSEWHERE.has(word)) return false;
  if (ELSEWHERE.has(before)) return true;
  return BEFORE_SOMEBODY.has(before) && !IMAGED_THINGS.has(word) && isInSentence(text, index);
}

/** A name of many, or a place, that reports do not use; of a place that they do, behind what places stand behind. */
function isFreeName({ atoms, words }: Judged, index: number, before: string): boolean {
  const { text } = atoms[index] as Atom;
  const flags = words.flagsOf(text);
  if (isKnownWord(text)) return (flags & PLACE) !== 0 && BEFORE_PLACES.has(before);
  return (flags & (COMMON_NAME | GIVEN_NAME | PLACE)) !== 0;
}

function isDoneWith({ atoms, gaps }: Judged, index: number): boolean {
  if (!WITH_PEOPLE.has(atoms[index - 1]?.text ?? '') || gaps[index - 1] !== ' ') return false;
  return DONE_WITH_PEOPLE.has(atoms[index - 2]?.text ?? '');
}

/** Whether a text writes its words in small letters, so that a capital is a name's: a word of five letters before or behind has none. */
function isInSentence({ atoms }: Judged, index: number): boolean {
  return [index - 2, index + 1, index + 2].some((at) => {
    const atom = atoms[at];
    return atom?.kind === 'letters' && atom.shape === 'lower' && atom.text.length > 4;
  });
}
