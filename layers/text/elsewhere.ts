import type { Atom, AtomicText } from './atoms.ts';
import { WORD, type WordFlags } from './words/flags.ts';

/**
 * Before a word in the table of German, French, Spanish, Italian, Portuguese or Dutch that English has not: with WORD one of reports, which stays in such
 * a text; else one that tells only what language a text is in.
 */
export const ELSEWHERE_MARK = '=';

/** Of each text, how many of its words are such. */
const COUNTED = new WeakMap<AtomicText, number>();

/**
 * Whether a word that people are called by is one of a text in another language: `Trombo nella vena cava`. It is written as words are there, and beside it
 * stands another of those that English has not.
 */
export function isWordElsewhere(
  text: AtomicText,
  index: number,
  words: WordFlags,
  hasCapitalNouns: boolean,
): boolean {
  const { text: word, shape } = text.atoms[index] as Atom;
  const isPlain = shape === 'lower' || (shape === 'capital' && (index === 0 || hasCapitalNouns));
  const isOfReports = (words.flagsOf(ELSEWHERE_MARK + word) & WORD) !== 0;
  return isOfReports && isPlain && wordsElsewhereIn(text, words) > 1;
}

function wordsElsewhereIn(text: AtomicText, words: WordFlags): number {
  const known = COUNTED.get(text);
  if (known !== undefined) return known;
  const count = text.atoms.filter(
    ({ kind, text: word }) => kind === 'letters' && words.flagsOf(ELSEWHERE_MARK + word) !== 0,
  ).length;
  COUNTED.set(text, count);
  return count;
}
