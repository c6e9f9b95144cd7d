import { type Atom, type AtomicText, isWithoutDigits } from './atoms.ts';
import { isCutWord, isProtocolWord } from './codes.ts';
import { isWordElsewhere } from './elsewhere.ts';
import { termAt } from './eponyms.ts';
import { kindOf, type WordKind } from './kinds.ts';
import { ABBREVIATIONS_IN_CAPITALS } from './words/abbreviations.ts';
import { ABBREVIATIONS } from './words/counted.ts';
import { COMMON_NAME, GIVEN_NAME, NAME, type WordFlags } from './words/flags.ts';
import { BETWEEN_TITLES, DEGREES, NAME_LABELS, SHORT_TITLES, TITLES } from './words/titles.ts';

/** A text with what lists know of each of its atoms. */
export interface Judged extends AtomicText {
  readonly kinds: readonly (WordKind | null)[];
  readonly words: WordFlags;
  /** Whether its language writes nouns with a capital, so that one tells nothing. */
  readonly hasCapitalNouns: boolean;
  /** Whether it has words of four letters and more in small letters; and whether every word has a capital, so that one tells nothing. */
  readonly hasSmallWords: boolean;
  readonly isInTitleCase: boolean;
  /** Which of those that are both are words of its language, that English has not. */
  readonly areElsewhere: readonly boolean[];
}

/** Little words of German. */
const GERMAN: ReadonlySet<string> = new Set(
  'und mit ohne bei beim im vom zum zur eine einer eines nach rechts links kein keine der auf fur ist wird'.split(
    ' ',
  ),
);

/** `VIII`, `IIa`: of segments, grades and stages. `II` to `XX`, but those that are words and names (`DIX`, `MIX`). */
const ROMAN_NUMERAL = /^(?:I{2,3}|I?V|V?I{1,3}|I?X|X(?:I{1,3}|IV|VI{0,3}|IX|X))[a-cA-C]?$/;

/** Of texts that are being cleaned: each is looked at for what goes, and for what is left. */
const JUDGED = new WeakMap<AtomicText, Judged>();

export function judge(text: AtomicText, words: WordFlags): Judged {
  const known = JUDGED.get(text);
  if (known?.words === words) return known;
  const judged = judgeAnew(text, words);
  JUDGED.set(text, judged);
  return judged;
}

function judgeAnew(text: AtomicText, words: WordFlags): Judged {
  const hasCapitalNouns = text.atoms.some(({ text: word }) => GERMAN.has(word));
  const inElsewhere = (index: number) => isWordElsewhere(text, index, words, hasCapitalNouns);
  const kinds = text.atoms.map((atom, index) => {
    if (atom.kind !== 'letters' || atom.text === 'removed' || atom.text.length < 2) return null;
    if (!isWithoutDigits(text, index)) return null;
    if (TITLES.has(atom.text) || SHORT_TITLES.has(atom.text) || NAME_LABELS.has(atom.text)) return 'word';
    if (BETWEEN_TITLES.has(atom.text) || DEGREES.has(atom.text)) return 'word';
    const isGiven = (words.flagsOf(atom.text) & GIVEN_NAME) !== 0;
    const isAbbreviation = ABBREVIATIONS.has(atom.text) || ABBREVIATIONS_IN_CAPITALS.has(atom.text);
    if (atom.shape === 'upper' && ((atom.text.length < 4 && !isGiven) || isAbbreviation)) return null;
    if (ROMAN_NUMERAL.test(text.text.slice(atom.start, atom.end))) return null;
    const own = kindOf(atom, words);
    const kind = (own === 'name' || own === 'place') && inElsewhere(index) ? 'both' : own;
    if (kind === 'unknown' && isProtocolWord(atom.text, text.text.slice(atom.start, atom.end))) return 'word';
    const isRareName = kind === 'name' && words.flagsOf(atom.text) === NAME;
    if (isRareName && isCodePart(text, index) && isCutWord(atom.text)) return 'word';
    const term = kind === 'word' ? null : termAt(text, index, words);
    if (term === 'sure') return 'word';
    return term === 'likely' && kind !== 'both' ? 'term' : kind;
  });
  const areElsewhere = kinds.map((kind, index) => kind === 'both' && inElsewhere(index));
  const small = text.atoms.filter(({ kind, shape }) => kind === 'letters' && shape === 'lower');
  const hasSmallWords = small.some(({ text: word }) => word.length > 3);
  const isInTitleCase = text.atoms.length > 1 && small.length === 0;
  return { ...text, kinds, words, hasCapitalNouns, hasSmallWords, isInTitleCase, areElsewhere };
}

export function isCommonName({ atoms, words }: Judged, index: number): boolean {
  return (words.flagsOf((atoms[index] as Atom).text) & (COMMON_NAME | GIVEN_NAME)) !== 0;
}

/** `t2_tse_sag`: what is joined by underscores or to digits is a machine's. */
export function isCodePart(text: AtomicText, index: number): boolean {
  return text.gaps[index]?.endsWith('_') === true || text.gaps[index + 1]?.startsWith('_') === true;
}
