import { announcementOf } from './announced.ts';
import { type Atom, type AtomicText, isGlued, spanOf, type TextSpan } from './atoms.ts';
import { isBehind } from './behind.ts';
import { isBeforeCertainHead } from './eponyms.ts';
import { firmsIn, institutionsIn } from './institutions.ts';
import { isCodePart, isCommonName, type Judged, judge } from './judged.ts';
import type { WordKind } from './kinds.ts';
import { isEmphasised, mayStandForName } from './placesOfNames.ts';
import { isCounted, isInTellingPlace, isInUsualPlace } from './usualPlaces.ts';
import { ABBREVIATIONS } from './words/counted.ts';
import {
  CLINICAL,
  COMMON_NAME,
  COMMON_WORD,
  GIVEN_NAME,
  NAME,
  PLACE,
  WORD,
  type WordFlags,
} from './words/flags.ts';
import { HOSPITALS, HOSPITALS_IN_CAPITALS, PATRONS } from './words/hospitals.ts';
import { USUAL_NEIGHBOURS } from './words/namesInReports.ts';
import { MEDICAL_WORDS_ELSEWHERE } from './words/otherLanguages.ts';
import { isShortForm } from './words/shortForms.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** Names, places and institutions that nothing beside them gives away but their place, and words that are on no list. */
export function uncuedIn(text: AtomicText, words: WordFlags): TextSpan[] {
  const judged = judge(text, words);
  const marked = judged.atoms.map((_atom, index) => RULES.some((rule) => rule(judged, index)));
  // `Grace Brown`, `Brown, Grace`: what may be a name is one beside one.
  const spread = (index: number, from: number, gap: string | undefined) => {
    if (marked[from] !== true || marked[index] === true || !/^(?: |, |,|-|\^|_)$/.test(gap ?? '')) return;
    const [atom, beside] = [judged.atoms[index] as Atom, judged.atoms[from] as Atom];
    const mayBe = judged.kinds[index] === 'both' ? isNameLike(judged, index) : isUnknownName(judged, index);
    if (mayBe && atom.shape === beside.shape) marked[index] = true;
  };
  for (let index = 1; index < marked.length; index++) spread(index, index - 1, judged.gaps[index]);
  for (let index = marked.length - 2; index >= 0; index--) spread(index, index + 1, judged.gaps[index + 1]);
  return [
    ...marked.flatMap((isMarked, index) =>
      isMarked
        ? [spanOf(text, firstOf(judged, index), isUserWithNumber(judged, index) ? index + 2 : index + 1)]
        : [],
    ),
    ...institutionsIn(judged),
    ...firmsIn(judged),
  ];
}

/** The initials before a name, `K. Wiśniewska`, and the postal code before a place, `8001 Zürich`, `1012 AB Amsterdam`. */
function firstOf({ atoms, gaps, words }: Judged, index: number): number {
  let first = index;
  const isInitial = (at: number) => atoms[at]?.text.length === 1 && atoms[at].shape === 'upper';
  while (
    first > 0 &&
    index - first < MOST_INITIALS &&
    isInitial(first - 1) &&
    /^\. ?$/.test(gaps[first] as string)
  )
    first -= 1;
  if (first < index || (words.flagsOf((atoms[index] as Atom).text) & PLACE) === 0) return first;
  const isOfLetters = /^[A-Z]{2}$/i.test(atoms[index - 1]?.text ?? '') && atoms[index - 1]?.shape === 'upper';
  const at = isOfLetters ? index - 2 : index - 1;
  const code = atoms[at];
  const isNear = [at + 1, index].every((gap) => /^ ?$/.test(gaps[gap] as string));
  const isCode =
    code?.kind === 'digits' && /^\d{4,5}$/.test(code.text) && !/^(?:19|20)\d\d$|0[05]$/.test(code.text);
  return isCode && isNear && (gaps[at] === '' || /[ ,\n-]$/.test(gaps[at] as string)) ? at : index;
}

const MOST_INITIALS = 3;

/** Words that are on no list, or may be a name, and that no rule could judge, and writing of scripts that no list is of. */
export function unknownIn(text: AtomicText, words: WordFlags): TextSpan[] {
  const judged = judge(text, words);
  return judged.kinds.flatMap((kind, index) =>
    isUnknown(judged, kind, index) ? [spanOf(text, index, index + 1)] : [],
  );
}

function isUnknown(text: Judged, kind: WordKind | null, index: number): boolean {
  const { kind: script, text: word } = text.atoms[index] as Atom;
  if (script === 'ideographs') return true;
  if (text.areElsewhere[index] === true) return false;
  if (mayStandForName(text, index)) return true;
  // No list is of these scripts.
  if (script === 'letters' && word.length === 2 && !/\p{Script=Latin}|µ|μ|α|β|γ|σ|π/u.test(word)) return true;
  if (kind === null || kind === 'word' || word.length < 3) return false;
  return kind === 'both' ? isDoubtful(text, index) : !isCodePart(text, index);
}

type Rule = (text: Judged, index: number) => boolean;

/** A name or a place that texts do not use as a word goes, however it is written; in two letters, or three in small letters, it is anything. */
const isNameAlone: Rule = (judged, index) => {
  const { kinds, atoms, words } = judged;
  const { text, shape } = atoms[index] as Atom;
  const isOnList = kinds[index] === 'name' || kinds[index] === 'place';
  // In four capitals it is a technique's as often: a doubt.
  if (shape === 'upper' && text.length === 4 && words.flagsOf(text) === NAME) return false;
  // `Pha_Images`: of three letters that hardly anybody is called by, a machine's.
  if (text.length === 3 && isCodePart(judged, index) && !isCommonName(judged, index)) return false;
  return isOnList && text.length > (shape === 'capital' ? 2 : 3);
};

/** A rare word that people are called by, written as their names are: `Amandine Rousseau`. */
const isRareWord: Rule = (judged, index) => {
  const { atoms, kinds, words, areElsewhere } = judged;
  const { text, shape } = atoms[index] as Atom;
  const flags = words.flagsOf(text);
  if (kinds[index] !== 'both' || shape === 'lower' || isKnownWord(text)) return false;
  if (areElsewhere[index] === true || isInUsualPlace(judged, index)) return false;
  const isOfMany = (flags & (GIVEN_NAME | COMMON_NAME)) !== 0;
  if (text.length < (isOfMany ? (shape === 'upper' ? 4 : 3) : 5)) return false;
  if (MEDICAL_WORDS_ELSEWHERE.has(text) || (flags & COMMON_WORD) !== 0) return false;
  // Terms have names in them: such a one is a name by itself.
  if ((flags & CLINICAL) !== 0 && (flags & WORD) !== 0) return false;
  if ((flags & (GIVEN_NAME | COMMON_NAME | PLACE)) !== 0) return true;
  return (flags & CLINICAL) === 0 && index > 0 && shape === 'capital';
};

/**
 * A word on no list that can be said: with a capital where no sentence begins, or spelt as names are. What is spelt as words are is a term, or has
 * a letter wrong.
 */
const isLikeName: Rule = (text, index) => {
  const { shape, text: word } = text.atoms[index] as Atom;
  if (text.kinds[index] !== 'unknown' || word.length < 4 || !isPronounceable(word)) return false;
  const isSpelt = text.words.isSpeltAsName(word);
  if (isBeforeCertainHead(text, index)) return false;
  if (shape === 'capital') return isSpelt || (isWithinSentence(text, index) && !text.hasCapitalNouns);
  if (word.length < 5 || !isSpelt) return false;
  return shape === 'upper'
    ? word.length > 6 || isEmphasised(text, index)
    : shape === 'lower' && !isCodePart(text, index);
};

/** Whether a word's capital is its own: a word in small letters stands before it, and no end of a sentence. */
function isWithinSentence({ atoms, gaps }: Judged, index: number): boolean {
  const before = atoms[index - 1];
  return before?.kind === 'letters' && before.shape === 'lower' && /^[ ,]{1,2}$/.test(gaps[index] as string);
}

/** `jsmith`; behind `by` any word on no list, and `@radjane`: a user's name. */
const isUserName: Rule = ({ atoms, gaps, kinds, words }, index) => {
  const { shape, text } = atoms[index] as Atom;
  if (text.length < 4) return false;
  const isSaid = isKnownWord(text) || (words.flagsOf(text) & (WORD | COMMON_WORD | CLINICAL)) !== 0;
  if (kinds[index] != null && !isSaid && /(?:^| )@ ?$/.test(gaps[index] as string)) return true;
  if (kinds[index] !== 'unknown' || shape !== 'lower') return false;
  const before = atoms[index - 1];
  if (before !== undefined && gaps[index] === ' ' && USES.has(before.text)) return true;
  const family = text.slice(1);
  return family.length > 4 && (words.flagsOf(family) & COMMON_NAME) !== 0 && !isKnownWord(family);
};

/** `jdoe1`, `smithj2`: a surname that many have with an initial, and a number behind it. */
const isUserWithNumber: Rule = (text, index) => {
  const { atoms, gaps, words } = text;
  const { shape, text: user, kind } = atoms[index] as Atom;
  const number = atoms[index + 1];
  const isAlone = !isGlued(text, index) && (index + 2 >= atoms.length || gaps[index + 2] !== '');
  if (kind !== 'letters' || shape === 'other' || user.length < 4 || !isAlone || isCodePart(text, index))
    return false;
  if (number?.kind !== 'digits' || gaps[index + 1] !== '' || number.text.length > 4) return false;
  if (isKnownWord(user) || isShortForm(user) || (words.flagsOf(user) & (WORD | COMMON_WORD | CLINICAL)) !== 0)
    return false;
  return [user, user.slice(1), user.slice(0, -1)].some(
    (name) => name.length > 2 && (words.flagsOf(name) & COMMON_NAME) !== 0 && !isKnownWord(name),
  );
};
const USES: ReadonlySet<string> = new Set('by user operator tech login per'.split(' '));

/** `LONG^ROSE`: a caret is between the parts of a name, unless they are a machine's. */
const isCaretName: Rule = ({ atoms, gaps, kinds, words }, index) => {
  const isOf = (at: number) => kinds[at] != null && (atoms[at] as Atom).text.length > 1;
  const isFree = (at: number) => !isKnownWord((atoms[at] as Atom).text);
  const isCommon = (at: number) =>
    (words.flagsOf((atoms[at] as Atom).text) & (COMMON_NAME | GIVEN_NAME)) !== 0;
  const isGiven = (at: number) => (words.flagsOf((atoms[at] as Atom).text) & GIVEN_NAME) !== 0;
  const isShort = (at: number) =>
    atoms[at]?.text.length === 2 &&
    (words.flagsOf(atoms[at].text) & (NAME | COMMON_NAME)) !== 0 &&
    !ABBREVIATIONS.has(atoms[at].text);
  const isPair = (first: number) => {
    const both = [first, first + 1];
    if (gaps[first + 1] === '^' && both.every(isShort)) return true;
    if (gaps[first + 1] !== '^' || !both.every(isOf)) return false;
    return both.every(isFree)
      ? both.some((at) => kinds[at] !== 'word')
      : both.every(isCommon) && both.some(isGiven);
  };
  return isPair(index) || isPair(index - 1);
};

/** `Mark Young`, `Young, Mark`, `MARK YOUNG`: a given name beside a surname, both written alike. */
const isGivenBeside: Rule = (text, index) => {
  const isGiven = (at: number) => (text.words.flagsOf((text.atoms[at] as Atom).text) & GIVEN_NAME) !== 0;
  const isPair = (first: number) => {
    const [one, other] = [text.atoms[first], text.atoms[first + 1]];
    if (one === undefined || other === undefined || one.shape !== other.shape || one.shape === 'lower')
      return false;
    if (text.kinds[first] !== 'both' || text.kinds[first + 1] !== 'both') return false;
    const gap = text.gaps[first + 1] as string;
    if (USUAL_NEIGHBOURS.get(one.text)?.has(other.text) || USUAL_NEIGHBOURS.get(other.text)?.has(one.text))
      return false;
    if (!isCommonName(text, first) || !isCommonName(text, first + 1)) return false;
    // In capitals reports are written too: there both say it.
    const isWhole =
      text.atoms.length === 2 || !isKnownWord(other.text) || isAmongSmallLetters(text, first, first + 2);
    if (one.shape === 'upper' && gap === ' ' && !(isGiven(first) && isWhole)) return false;
    if (MEDICAL_WORDS_ELSEWHERE.has(one.text) || MEDICAL_WORDS_ELSEWHERE.has(other.text)) return false;
    return gap === ' ' ? isGiven(first) || isGiven(first + 1) : /^, ?$/.test(gap) && isGiven(first + 1);
  };
  return isPair(index) || isPair(index - 1);
};

/** `Abdomen FRANK CROSS portal venous`: atoms [from, to) between words that are not in capitals. */
function isAmongSmallLetters({ atoms }: Judged, from: number, to: number): boolean {
  return [from - 1, to].some((at) => {
    const atom = atoms[at];
    return atom !== undefined && atom.text.length > 3 && (atom.shape === 'lower' || atom.shape === 'capital');
  });
}

/** `Radiologist: Bone`, `read by Long`: whatever it means elsewhere, there it is a name. */
const isAnnounced: Rule = (text, index) => {
  const { shape } = text.atoms[index] as Atom;
  return (
    shape === 'capital' &&
    text.kinds[index] === 'both' &&
    announcementOf(text, index) !== null &&
    isCommonName(text, index)
  );
};

/** `van der Meer`, `de la Torre`: behind two particles in small letters, nouns of their languages have none. */
const isBehindParticles: Rule = ({ atoms, gaps }, index) => {
  const { shape, text } = atoms[index] as Atom;
  const [first, second] = [atoms[index - 2], atoms[index - 1]];
  if (shape !== 'capital' || first?.shape !== 'lower' || second?.shape !== 'lower') return false;
  const isNear = gaps[index] === ' ' && gaps[index - 1] === ' ';
  return isNear && PARTICLES.has(`${first.text} ${second.text}`) && !MEDICAL_WORDS_ELSEWHERE.has(text);
};
const PARTICLES: ReadonlySet<string> = new Set(['van der', 'van den', 'van de', 'de la', 'de los', 'de las']);

/** `van Wijngaarden`: Dutch writes no noun with a capital, whatever list has it, and one behind its particles is a name. */
const isBehindDutch: Rule = ({ atoms, gaps, kinds, words, hasSmallWords }, index) => {
  const { shape, text } = atoms[index] as Atom;
  const before = atoms[index - 1];
  if (kinds[index] !== 'word' || shape !== 'capital' || before?.shape !== 'lower' || gaps[index] !== ' ')
    return false;
  if (!DUTCH_PARTICLES.has(before.text) || text.length < 4 || isKnownWord(text)) return false;
  if (MEDICAL_WORDS_ELSEWHERE.has(text) || (words.flagsOf(text) & (CLINICAL | COMMON_WORD)) !== 0)
    return false;
  return hasSmallWords;
};
const DUTCH_PARTICLES: ReadonlySet<string> = new Set(['van', 'ter', 'ten']);

/** `山田太郎`, `김철수`: a surname and a given name of lists, three characters and more, and nothing else. */
const isInIdeographs: Rule = ({ atoms, words }, index) => {
  const { kind, text } = atoms[index] as Atom;
  if (kind !== 'ideographs' || text.length < 3 || text.length > 6) return false;
  for (let at = 1; at < text.length; at++)
    if (
      (words.flagsOf(text.slice(0, at)) & COMMON_NAME) !== 0 &&
      (words.flagsOf(text.slice(at)) & GIVEN_NAME) !== 0
    )
      return true;
  return false;
};

/** `MSKCC`, `Vivantes`; `Marienhospital`: called after somebody. */
const isHospital: Rule = ({ atoms }, index) => {
  const { shape, text, kind } = atoms[index] as Atom;
  if (kind !== 'letters' || shape === 'lower') return false;
  if (shape === 'upper' && HOSPITALS_IN_CAPITALS.has(text)) return true;
  if (HOSPITALS.has(text)) return true;
  return PATRONS.has(HOSPITAL_ENDS.exec(text)?.[1] ?? '');
};
const HOSPITAL_ENDS = /^(\p{L}+?)(?:hospital|krankenhaus|klinikum|kliniken|klinik|spital|ziekenhuis)$/u;

const RULES: readonly Rule[] = [
  isAnnounced,
  isNameAlone,
  isRareWord,
  isLikeName,
  isUserName,
  isUserWithNumber,
  isBehind,
  isCaretName,
  isGivenBeside,
  isBehindParticles,
  isBehindDutch,
  isHospital,
  isInIdeographs,
];

function isNameLike(text: Judged, index: number): boolean {
  const { shape, text: word } = text.atoms[index] as Atom;
  const isRare = !isKnownWord(word) && (text.words.flagsOf(word) & (COMMON_WORD | CLINICAL)) === 0;
  return shape !== 'lower' && (isRare || isCommonName(text, index)) && !isStrong(text, index);
}

/** `Corvantes` of `Corvantes Ildegarra`. */
function isUnknownName({ atoms, kinds }: Judged, index: number): boolean {
  const { shape, text: word } = atoms[index] as Atom;
  return kinds[index] === 'unknown' && shape !== 'lower' && word.length > 3 && isPronounceable(word);
}

/** What reports say more often than anybody is called so. */
function isStrong({ atoms, words }: Judged, index: number): boolean {
  const { text } = atoms[index] as Atom;
  return isKnownWord(text) && (words.flagsOf(text) & GIVEN_NAME) === 0 && text.length < 4;
}

/** A word that people are called by as well, all of a text, or inside a sentence with a capital that nothing asks for. */
function isDoubtful(text: Judged, index: number): boolean {
  const { shape, text: word } = text.atoms[index] as Atom;
  if (MEDICAL_WORDS_ELSEWHERE.has(word) || USUAL_NEIGHBOURS.get(word) === null) return false;
  // `FLAIR`, `Knee`: terms that few are called by. `Bone` is many people's name.
  if (text.atoms.length === 1) return !isKnownWord(word) || isCommonName(text, index);
  // `Long_head`, `Abdomen MARK YOUNG`.
  if (shape !== 'lower' && index === 0 && isCodePart(text, index) && isCommonName(text, index)) return true;
  const next = text.kinds[index + 1] === 'both' && (text.atoms[index + 1] as Atom).shape === shape;
  const isGiven = (text.words.flagsOf((text.atoms[index] as Atom).text) & GIVEN_NAME) !== 0;
  if (shape === 'upper' && isGiven && next && isCommonName(text, index + 1)) return true;
  return (
    index > 0 &&
    shape === 'capital' &&
    isCommonName(text, index) &&
    !/[.:\n]/.test(text.gaps[index] as string) &&
    !isCounted(text, index) &&
    // `Renal Stone Protocol`
    !((text.hasCapitalNouns || text.isInTitleCase) && isInTellingPlace(text, index))
  );
}

function isPronounceable(word: string): boolean {
  return (word.match(/[aeiouyа-яα-ω]/g)?.length ?? 0) * 5 >= word.length && !/[^aeiouy]{6}/.test(word);
}
