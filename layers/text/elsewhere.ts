import type { Atom, AtomicText } from './atoms.ts';
import type { WordFlags } from './words/flags.ts';

/** Before a word in the table that reports in German, French, Spanish, Italian, Portuguese or Dutch use, and English has not. */
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
  return isPlain && isOfElsewhere(word, words) && wordsElsewhereIn(text, words) > 1;
}

function wordsElsewhereIn(text: AtomicText, words: WordFlags): number {
  const known = COUNTED.get(text);
  if (known !== undefined) return known;
  const count = text.atoms.filter(
    ({ kind, text: word }) => kind === 'letters' && isOfElsewhere(word, words),
  ).length;
  COUNTED.set(text, count);
  return count;
}

function isOfElsewhere(word: string, { flagsOf }: WordFlags): boolean {
  return flagsOf(ELSEWHERE_MARK + word) !== 0;
}
