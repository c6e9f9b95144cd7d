import { type Atom, type AtomicText, atomize, atomTexts } from '../../text/atoms.ts';
import {
  emptyDraft,
  type IdentifierDraft,
  type Identifiers,
  MOST_PHRASE_ATOMS,
} from '../../text/identifierDraft.ts';
import { addName, HONORIFICS, partsOf } from '../../text/nameForms.ts';
import { recurrences } from '../../text/recurrences.ts';
import { EPONYMS, NAMES_OF_THINGS, RUNS_OF_NOBODY } from '../../text/words/things.ts';
import { SHORT_TITLES, TITLES } from '../../text/words/titles.ts';
import { isKnownWord } from '../../text/words/vocabulary.ts';
import type { GramFilter } from './gramFilter.ts';
import { isFiller } from './identifierCodes.ts';
import type { Place } from './place.ts';

/** A shorter word counts only beside another part of its name, or behind a title. */
const SHORTEST_WORD = 4;
/** The same, where vowels are not written. */
const SHORTEST_CONSONANTS = 3;
const WITHOUT_VOWELS = /^[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/** A shorter word of a place (a town, a saint) is somebody's name or something else's. */
const SHORTEST_PLACE_WORD = 5;
/** A longer value is not a name: so much of it is looked for. */
const MOST_CHARACTERS = 1024;

/**
 * Names of persons and places that were removed. What a filter needs is made at once; the forms that a text may have them in are made for the first
 * text that the filter does not rule out, so that hardly any instance pays for them.
 */
export class RemovedNames {
  readonly #names: string[] = [];
  readonly #places: string[] = [];
  readonly #forms = new Map<Place, NameForms>();

  /** Takes a value of VR PN: groups by `=`, components by `^` (PS3.5 6.2.1). */
  addName(value: string, filter: GramFilter): void {
    this.#names.push(value);
    for (const group of value.slice(0, MOST_CHARACTERS).split('=')) {
      const [family = [], given = [], middle = []] = group.split('^', 3).map(wordsOf);
      for (const word of [...family, ...given, ...middle])
        for (const form of word.forms) {
          filter.add(form);
          if (form.length === 2) for (const end of ENDS_OF_TITLES) filter.add(end + form);
          if (isRun(form)) for (const run of runsOf(form)) filter.addRun(run);
        }
      const first = (words: readonly Word[]) => words.map(({ forms }) => forms[0]).join('');
      const [surname, name, rest] = [first(family), first(given), first(middle)];
      const orders = [surname + name + rest, name + rest + surname, name + surname];
      for (const order of orders) {
        filter.add(order);
        if (isRun(order)) filter.addRun(order);
      }
      const initials = [...given, ...middle].map(({ initial }) => initial);
      for (const each of [...initials, initials.join('')]) filter.add(each + surname);
      filter.add(surname + initials.join(''));
    }
  }

  /** Takes the name of an institution, an address, what a station is called. */
  addPlace(value: string, filter: GramFilter): void {
    this.#places.push(value);
    for (const segment of segmentsOf(value)) {
      const words = atomTexts(segment);
      filter.add(words.join(''));
      for (const word of words) {
        if (word.length >= SHORTEST_WORD) filter.add(word);
        if (isRun(word)) filter.addRun(word);
      }
    }
  }

  /** Whether a text has any of them, where a name may mean something else. Linear in the text. */
  isIn(text: AtomicText, place: Place): boolean {
    if (place === 'maker' || (this.#names.length === 0 && this.#places.length === 0)) return false;
    const forms = this.#formsFor(place);
    return recurrences(text, forms.identifiers).length > 0 || isGluedIn(text, forms) || isRunIn(text, forms);
  }

  #formsFor(place: Place): NameForms {
    const known = this.#forms.get(place);
    if (known !== undefined) return known;
    const forms = formsFor(place, this.#names, this.#places);
    this.#forms.set(place, forms);
    return forms;
  }
}

/** What stands before a name of two letters that means somebody. */
const ENDS_OF_TITLES: ReadonlySet<string> = new Set(
  [...TITLES, ...SHORT_TITLES].filter((title) => title.length > 1).map((title) => title.slice(-2)),
);

/** A word of a name as a filter needs it. */
interface Word {
  readonly forms: readonly [string, ...string[]];
  readonly initial: string;
}

/** Spellings that a text may have in another way: the text layer has them all. */
const VARIED = /[^\x00-\x7f]|[aou]e|mac|mc/i;

function wordsOf(component: string): readonly Word[] {
  if (VARIED.test(component)) return partsOf(component);
  return atomTexts(component)
    .filter((text) => !HONORIFICS.has(text))
    .map((text) => ({ forms: [text], initial: text[0] as string }));
}

/** Two characters and more of a script without spaces. */
function isRun(text: string): boolean {
  return text.length > 1 && text.charCodeAt(0) > 0x1100 && RUN.test(text);
}

const RUN = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Hangul}]{2}/u;

interface NameForms {
  /** For the search of the text layer: no codes, and no runs, which are looked for here. */
  readonly identifiers: Identifiers;
  /** Names in scripts without spaces, by length. */
  readonly runs: ReadonlyMap<number, ReadonlySet<string>>;
  /** Lengths of words that count within a longer one. */
  readonly lengths: readonly number[];
}

function formsFor(place: Place, names: readonly string[], places: readonly string[]): NameForms {
  const people = emptyDraft();
  for (const name of names) addName(name, people);
  const phrases = new Set([...people.phrases].filter((phrase) => isNamed(phrase, place)));
  const words = new Set<string>();
  const parts = new Set(people.parts);
  for (const word of people.words)
    if (isFiller(word)) parts.delete(word);
    else if (isShort(word) || isTermIn(place, word)) parts.add(word);
    else words.add(word);
  const runs = new Set([...people.runs.values()].flatMap((same) => [...same]).flatMap(runsOf));
  if (place !== 'code' && place !== 'station')
    for (const each of places) addPlaceForms(each, { words, phrases, runs });
  const byLength = new Map<number, Set<string>>();
  for (const run of runs)
    if (!RUNS_OF_NOBODY.has(run))
      byLength.set(run.length, (byLength.get(run.length) ?? new Set<string>()).add(run));
  // Where terms stand, two of them beside each other are a term, too.
  for (const part of parts) if (isTermIn(place, part)) parts.delete(part);
  const identifiers: IdentifierDraft = { ...emptyDraft(), words, parts, phrases };
  const lengths = [...new Set(Array.from(words, (word) => word.length))].filter((length) => length > 4);
  return { identifiers, runs: byLength, lengths };
}

function isShort(word: string): boolean {
  return word.length < (WITHOUT_VOWELS.test(word) ? SHORTEST_CONSONANTS : SHORTEST_WORD);
}

/** A name made of words that texts use is a description that somebody typed as one, where terms stand. */
function isNamed(phrase: string, place: Place): boolean {
  if (place === 'text' || place === 'own code') return true;
  return phrase.split(' ').some((word) => /^\d{3,}$/.test(word) || (!/^\d+$/.test(word) && !isThing(word)));
}

/** Whether a word alone is a term where it stands. */
function isTermIn(place: Place, word: string): boolean {
  if (place === 'code') return isThing(word) || EPONYMS.has(word);
  return place === 'term' && isThing(word);
}

function isThing(word: string): boolean {
  return isKnownWord(word) || NAMES_OF_THINGS.has(word);
}

/** Lines and what commas part: a text rarely repeats a whole address. */
function segmentsOf(value: string): readonly string[] {
  const lines = value.slice(0, MOST_CHARACTERS).split(/[\r\n;\\^]+/);
  return [...lines, ...lines.filter((line) => line.includes(',')).flatMap((line) => line.split(','))];
}

function addPlaceForms(
  value: string,
  { words, phrases, runs }: { words: Set<string>; phrases: Set<string>; runs: Set<string> },
): void {
  for (const segment of segmentsOf(value)) {
    const { atoms } = atomize(segment);
    const first = atoms.slice(0, MOST_PHRASE_ATOMS).map(({ text }) => text);
    const isNamedByWords = first.some((word) => /\p{L}/u.test(word) && !isThing(word) && !isFiller(word));
    // Three words that texts use are a place where they stand in its order.
    if (first.length > 1 && (isNamedByWords || first.length > 2)) phrases.add(first.join(' '));
    for (const { kind, text } of atoms) {
      if (kind === 'ideographs' && text.length > 1) runs.add(text);
      if (kind === 'letters' && text.length >= SHORTEST_PLACE_WORD && isOwn(text)) words.add(text);
    }
    if (first.length === 1 && atoms[0]?.kind === 'letters' && isOwn(first[0] as string))
      words.add(first[0] as string);
  }
}

/** A single word that all of a place is called by may be short. */
function isOwn(word: string): boolean {
  return word.length >= SHORTEST_WORD && !isThing(word) && !isFiller(word);
}

/**
 * A name in a script without spaces, and where it is not parted, its likely parts: of three characters the family name has one, of four two.
 */
function runsOf(run: string): readonly string[] {
  if (KANA.test(run)) return [run];
  if (run.length === 3) return [run, run.slice(1)];
  return run.length === 4 ? [run, run.slice(0, 2), run.slice(2)] : [run];
}

const KANA = /[\p{Script=Katakana}\p{Script=Hiragana}\u30fc]/u;

/** Behind a name in kana: Mr, Mrs, child, and particles. Anything else in kana makes it a part of another word. Folded, so katakana. */
const BEHIND_KANA = /^(?:サン|サマ|クン|チャン|センセイ|ドノ|ノ|ニ|ハ|ガ|ヲ|ト)/;

/** Names in scripts without spaces, anywhere in a longer run. */
function isRunIn({ atoms }: AtomicText, { runs }: NameForms): boolean {
  if (runs.size === 0) return false;
  for (const { kind, text } of atoms) {
    if (kind !== 'ideographs') continue;
    for (const [length, names] of runs)
      for (let at = 0; at + length <= text.length; at++)
        if (names.has(text.slice(at, at + length)) && isWholeKana(text, at, at + length)) return true;
  }
  return false;
}

/** Two syllables are within too many words. */
function isWholeKana(text: string, from: number, to: number): boolean {
  const name = text.slice(from, to);
  if (name.length > 2 || !KANA.test(name)) return true;
  const isOpen = from > 0 && KANA.test(text[from - 1] as string);
  const after = text.slice(to, to + 5);
  return !isOpen && (!KANA.test(after.slice(0, 1)) || BEHIND_KANA.test(after));
}

/** A word so long is not a part of another one by chance. */
const LONG_WORD = 8;

/** Names that are written together with something else in the same case: `kneezwieback`. */
function isGluedIn({ atoms }: AtomicText, { identifiers: { words }, lengths }: NameForms): boolean {
  if (words.size === 0) return false;
  return atoms.some((atom) => atom.kind === 'letters' && isGluedWord(atom, words, lengths));
}

function isGluedWord({ text }: Atom, words: ReadonlySet<string>, lengths: readonly number[]): boolean {
  let isWord: boolean | null = null;
  for (const length of lengths)
    for (let at = 0; length < text.length && at + length <= text.length; at++) {
      if (!words.has(text.slice(at, at + length))) continue;
      isWord ??= isKnownWord(text);
      if (isWord) return false;
      const [before, after] = [text.slice(0, at), text.slice(at + length)];
      if (length >= LONG_WORD || (isRest(before) && isRest(after))) return true;
    }
  return false;
}

function isRest(part: string): boolean {
  return part === '' || (part.length > 2 && isKnownWord(part));
}
