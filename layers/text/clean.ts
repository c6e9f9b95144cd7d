import { addressesIn } from './addresses.ts';
import { type AtomicText, atomize, isNear, type TextSpan } from './atoms.ts';
import { datesIn } from './dates.ts';
import { doubtfulIn, doubtsOf, type TextDoubt } from './doubts.ts';
import { asTyped, withoutInvisible } from './fold.ts';
import type { Identifiers } from './identifierDraft.ts';
import { labelledNumbersIn } from './labels.ts';
import { machinesIn } from './machines.ts';
import { nationalNumbersIn } from './nationalNumbers.ts';
import { numbersIn } from './numbers.ts';
import { peopleIn } from './people.ts';
import { postcodesIn } from './postcodes.ts';
import { recurrences } from './recurrences.ts';
import { REMOVED } from './removed.ts';
import { nearNamesIn } from './typos.ts';
import type { WordTable } from './words/wordTable.ts';

/** A longer text is not worth its risk: it goes whole. Most LT and nearly all UT are shorter (PS3.5 Table 6.2-1). */
export const LONGEST_CLEANED_CHARACTERS = 256 * 1024;

export interface CleanedText {
  /** The text as it came where nothing had to go. */
  readonly text: string;
  readonly doubts: readonly TextDoubt[];
}

type Clean = (text: string, own: Identifiers, words: WordTable | null) => CleanedText;

/**
 * Remembers what texts became, as long as the identifiers that they were cleaned of: each is asked for when it is written, certified and told of. What
 * came out is known to come out again.
 */
function remembering(clean: Clean): Clean {
  const known = new WeakMap<Identifiers, Map<WordTable | null, Map<string, CleanedText>>>();
  return (text, own, words) => {
    const ofOwn = known.get(own) ?? new Map<WordTable | null, Map<string, CleanedText>>();
    known.set(own, ofOwn);
    const texts = ofOwn.get(words) ?? new Map<string, CleanedText>();
    ofOwn.set(words, texts);
    const cleaned = texts.get(text) ?? clean(text, own, words);
    texts.set(text, cleaned);
    texts.set(cleaned.text, cleaned);
    return cleaned;
  };
}

const cleanedOnce = remembering(toFixedPoint);
const knownOnce = remembering((text, own, words) => toVocabulary(text, own, words as WordTable));

/**
 * A free text without the identifying values of its instance and without what looks like one. With a table of words also without names, places and
 * institutions that nothing beside them gives away. Cleaning what came out changes nothing. Takes time linear in the text.
 */
export function cleanText(text: string, own: Identifiers, words: WordTable | null = null): CleanedText {
  return cleanedOnce(text, own, words);
}

/**
 * As `cleanText`, and of what is left only known words, measures and codes: whatever is doubtful goes as well. Of a long text the doubt that it is long
 * stays.
 */
export function cleanToVocabulary(text: string, own: Identifiers, words: WordTable): CleanedText {
  return knownOnce(text, own, words);
}

/** Rounds of cleaning: what goes can make something else look like an identifier, e.g. a word after a title. */
const MOST_ROUNDS = 5;

function toFixedPoint(text: string, own: Identifiers, words: WordTable | null): CleanedText {
  if (text.length > LONGEST_CLEANED_CHARACTERS) return { text: REMOVED, doubts: [] };
  const seen = withoutInvisible(text);
  let before = seen;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const atoms = atomize(before);
    const after = withoutSpans(before, findIdentifying(atoms, own, words));
    if (after === before)
      // What is not seen stays with a text that stays.
      return { text: after === seen ? text : after, doubts: remainingDoubts(atoms, own, words) };
    before = after;
  }
  return { text: REMOVED, doubts: [] };
}

function remainingDoubts(text: AtomicText, own: Identifiers, words: WordTable | null): readonly TextDoubt[] {
  const doubts = doubtsOf(text, own, words);
  return words !== null && words.unknownIn(text).length > 0 ? [...doubts, 'TEXT_UNKNOWN_WORD'] : doubts;
}

function findIdentifying(text: AtomicText, own: Identifiers, words: WordTable | null): TextSpan[] {
  return [
    ...recurrences(text, own),
    ...nearNamesIn(text, own),
    ...datesIn(text, own),
    ...numbersIn(text),
    ...labelledNumbersIn(text),
    ...peopleIn(text),
    ...addressesIn(text),
    ...machinesIn(text.text),
    ...nationalNumbersIn(text.text),
    ...postcodesIn(text.text),
    ...(words === null ? [] : words.uncuedIn(text)),
  ];
}

function toVocabulary(text: string, own: Identifiers, words: WordTable): CleanedText {
  let cleaned = cleanText(text, own, words);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const seen = withoutInvisible(cleaned.text);
    const atoms = atomize(seen);
    const spans = [...words.unknownIn(atoms), ...doubtfulIn(atoms, own, words)];
    if (spans.length === 0) return cleaned;
    cleaned = cleanText(withoutSpans(seen, spans), own, words);
  }
  return { text: REMOVED, doubts: [] };
}

/** The text with its spans replaced; spans that touch, or have little between them, become one. */
function withoutSpans(text: string, spans: readonly TextSpan[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of merged(asTyped(text), [...spans, ...replacementsIn(text)])) {
    parts.push(text.slice(at, start), REMOVED);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** What was replaced before: a word that is found in it, or next to it, becomes one with it. */
function replacementsIn(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let at = text.indexOf(REMOVED); at >= 0; at = text.indexOf(REMOVED, at + 1))
    spans.push({ start: at, end: at + REMOVED.length });
  return spans;
}

function merged(text: string, spans: readonly TextSpan[]): TextSpan[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = result.at(-1);
    if (last !== undefined && (start <= last.end || isNear(text.slice(last.end, start).slice(0, 4))))
      last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** The text cut to so many characters, between words where it can be and never within a replacement. */
export function cutToFit(text: string, mostCharacters: number): string {
  const characters = Array.from(text);
  if (characters.length <= mostCharacters) return text;
  const cut = characters.slice(0, mostCharacters).join('');
  const open = cut.lastIndexOf('[');
  if (open >= 0 && text.startsWith(REMOVED, open) && open + REMOVED.length > cut.length)
    return cut.slice(0, open).trimEnd();
  const space = /\s/.test(characters[mostCharacters] as string) ? cut.length : cut.lastIndexOf(' ');
  return (space > 0 ? cut.slice(0, space) : cut).trimEnd();
}
