import { type AtomicText, spanOf, type TextSpan } from './atoms.ts';
import type { Identifiers } from './identifierDraft.ts';
import { madeOnce } from './madeOnce.ts';
import { MEDICAL_WORDS_ELSEWHERE } from './words/otherLanguages.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** Letters from which a word with one wrong, or a part of one, can mean nothing else. */
const LEAST_LETTERS = 6;
/** A word that is longer is a run of something. */
const MOST_LETTERS = 64;

/** Words of a text that are such: for cleaning alone, as what a rule keeps is not refused for a likeness. */
export function nearNamesIn(text: AtomicText, { words }: Identifiers): TextSpan[] {
  const spans: TextSpan[] = [];
  if (words.size === 0) return spans;
  text.atoms.forEach(({ kind, text: word }, index) => {
    if (kind === 'letters' && isNearWord(word, words)) spans.push(spanOf(text, index, index + 1));
  });
  return spans;
}

/** Whether a folded word is one of an instance's with one letter wrong, cut short, or with something glued to it. */
function isNearWord(word: string, words: Identifiers['words']): boolean {
  if (word.length < LEAST_LETTERS || word.length > MOST_LETTERS) return false;
  if (isKnownWord(word) || MEDICAL_WORDS_ELSEWHERE.has(word)) return false;
  for (let length = LEAST_LETTERS; length < word.length; length++)
    if (words.has(word.slice(0, length)) || words.has(word.slice(-length))) return true;
  const byLength = lengthsOf(words);
  const near = [-1, 0, 1].flatMap((difference) => byLength.get(word.length + difference) ?? []);
  if (near.some((own) => isOneEdit(own, word))) return true;
  // A field cuts a name: what is left is most of it.
  return [2, 3].some((cut) =>
    byLength.get(word.length + cut)?.some((own) => own.startsWith(word) && word.length * 2 > own.length),
  );
}

const lengthsOf = madeOnce((words: Identifiers['words']) =>
  Map.groupBy(
    [...words].filter(({ length }) => length >= LEAST_LETTERS),
    ({ length }) => length,
  ),
);

/** One letter more, less, or other, or two that changed places. */
function isOneEdit(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let [oneEnd, otherEnd] = [one.length, other.length];
  while (oneEnd > start && otherEnd > start && one[oneEnd - 1] === other[otherEnd - 1]) {
    oneEnd -= 1;
    otherEnd -= 1;
  }
  const [left, right] = [one.slice(start, oneEnd), other.slice(start, otherEnd)];
  if (left.length < 2 && right.length < 2) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
