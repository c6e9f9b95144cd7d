import { isOfStandard, namesKind } from '../../dicom/standard/uidKinds.ts';
import { asTag } from '../../dicom/tag.ts';
import { fold } from '../../text/fold.ts';
import { CODES, PLACES } from '../../text/identifyingAttributes.ts';
import { isKnownWord } from '../../text/words/vocabulary.ts';
import type { ReadDataSet, ReadElement, ReadInstance } from '../reader/model.ts';
import { placedElements } from '../reader/model.ts';
import { valuesOf } from '../reader/values.ts';
import { askedOf, rowOf } from '../standard/profile.ts';
import { isPlaceholderDate } from './placeholders.ts';

/** What a token is of: it tells where it can stand by chance. */
export type TokenKind = 'name' | 'code' | 'place' | 'date' | 'uid';

/** An identifier of the source, in the form that it is looked for. It is an original: it goes to no report. */
export interface Token {
  readonly kind: TokenKind;
  /** Folded; of a code without what separates its parts. */
  readonly text: string;
  /** As the source has it, for the search in bytes. */
  readonly written: string;
  readonly bytes: Uint8Array | null;
  /** Where it was: `(0010,0010)`. */
  readonly tag: number;
}

/** What identifies in one instance of the source. */
export interface Tokens {
  readonly words: ReadonlyMap<string, Token>;
  /** Words in their order, a space between. */
  readonly phrases: ReadonlyMap<string, Token>;
  /** Names in scripts that have no spaces. */
  readonly runs: ReadonlyMap<string, Token>;
  readonly codes: ReadonlyMap<string, Token>;
  readonly dates: ReadonlyMap<string, Token>;
  readonly uids: ReadonlyMap<string, Token>;
  /** Values that a pseudonym may have been computed of. */
  readonly derivable: readonly Derivable[];
}

/** The whole value of an identifier of which few are possible. */
export interface Derivable {
  readonly text: string;
}

interface Draft {
  readonly words: Map<string, Token>;
  readonly phrases: Map<string, Token>;
  readonly runs: Map<string, Token>;
  readonly codes: Map<string, Token>;
  readonly dates: Map<string, Token>;
  readonly uids: Map<string, Token>;
  readonly derivable: Derivable[];
}

const LEAST_WORD = 3;
/** Letters of a whole name. */
const LEAST_WHOLE = 4;
const LEAST_CODE = 4;
const LEAST_NUMBER = 5;
/** Bytes that a search can tell from chance in pixels. */
const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What stays under the options that the output claims, or by a rule, is not looked for. */
export function tokensOf(
  source: ReadInstance,
  claimed: ReadonlySet<string>,
  stays: (tag: number) => boolean,
): Tokens {
  const draft: Draft = {
    words: new Map(),
    phrases: new Map(),
    runs: new Map(),
    codes: new Map(),
    dates: new Map(),
    uids: new Map(),
    derivable: [],
  };
  for (const { element, dataSet } of placedElements(source)) {
    if (element.value === null || element.value.length === 0) continue;
    const row = rowOf(element.tag);
    if (row !== undefined && ['K'].includes(askedOf(row, claimed))) continue;
    if (stays(element.tag)) continue;
    if (MAY_BE_HASHED.has(element.tag))
      for (const value of valuesOf(element, dataSet)) addDerivable(value.trim(), draft);
    collect(element, dataSet, row !== undefined, draft);
  }
  return draft;
}

/** What is hashed for a pseudonym: Patient ID and its kin, the name, the accession number, UIDs apart, which nobody guesses. */
const MAY_BE_HASHED = new Set([0x00080050, 0x00100010, 0x00100020, 0x00101000, 0x00101090, 0x00380010]);

function addDerivable(text: string, { derivable }: Draft): void {
  if (text.length < LEAST_CODE || derivable.some((each) => each.text === text)) return;
  derivable.push({ text });
}

function collect(element: ReadElement, dataSet: ReadDataSet, isListed: boolean, draft: Draft): void {
  const { vr, tag } = element;
  if (vr === 'PN') {
    for (const value of valuesOf(element, dataSet)) addName(value, element, draft);
    return;
  }
  if (vr === 'UI') {
    for (const value of valuesOf(element, dataSet)) addUid(value, element, draft);
    return;
  }
  if (vr === 'DA' || vr === 'DT') {
    if (isListed) for (const value of valuesOf(element, dataSet)) addDate(value, element, draft);
    return;
  }
  if (CODES.has(tag)) for (const value of valuesOf(element, dataSet)) addCode(value, element, draft);
  else if (PLACES.has(tag)) for (const value of valuesOf(element, dataSet)) addPlace(value, element, draft);
}

function token(kind: TokenKind, text: string, written: string, { tag, value }: ReadElement): Token {
  return { kind, text, written, bytes: kind === 'name' || kind === 'place' ? value : null, tag };
}

/** A word of a name counts by itself where no text uses it otherwise; all of them in either order count in any case. */
function addName(value: string, element: ReadElement, draft: Draft): void {
  for (const group of value.split('=')) {
    const components = group
      .split('^')
      .slice(0, 3)
      .map((component) => wordsOf(component).filter((word) => !/^\d+$/.test(word)));
    const [family = [], given = [], middle = []] = components;
    const words = [...family, ...given, ...middle];
    if (words.every((word) => NOBODY.has(word))) continue;
    for (const word of words) {
      if (IDEOGRAPHS.test(word)) {
        if (word.length > 1) draft.runs.set(word, token('name', word, word, element));
      } else if (word.length >= LEAST_WORD && !isOrdinary(word)) {
        for (const form of formsOf(word, writtenOf(group, word)))
          draft.words.set(form, token('name', form, form === word ? writtenOf(group, word) : form, element));
      }
    }
    // O'Brien is obrien to a directory of users, and Maria Vidal mvidal.
    for (const parts of [family, given]) if (parts.length > 1) addJoined(parts.join(''), element, draft);
    const [initial] = given[0] ?? '';
    for (const last of new Set([family.join(''), family.at(-1) ?? '']))
      if (initial !== undefined && last.length >= LEAST_WHOLE)
        for (const user of [initial + last, last + initial]) addJoined(user, element, draft);
    if (IDEOGRAPHS.test(words.join(''))) {
      if (words.length > 1)
        draft.runs.set(words.join(''), token('name', words.join(''), words.join(''), element));
      continue;
    }
    for (const order of [
      [...family, ...given],
      [...given, ...family],
    ]) {
      if (order.length < 2 || order.join('').length < LEAST_WHOLE) continue;
      draft.phrases.set(order.join(' '), token('name', order.join(' '), order.join(' '), element));
      if (order.join('').length > 7)
        draft.words.set(order.join(''), token('name', order.join(''), order.join(''), element));
    }
  }
}

/** Parts of a name without what separates them; of other scripts they are runs already. */
function addJoined(word: string, element: ReadElement, draft: Draft): void {
  if (word.length > LEAST_WHOLE && !IDEOGRAPHS.test(word) && !isOrdinary(word) && !draft.words.has(word))
    draft.words.set(word, token('name', word, word, element));
}

/** A word as it is written elsewhere: Dörner is Doerner to one system and Dorner to another. */
function formsOf(word: string, written: string): readonly string[] {
  const two = fold(
    written.normalize('NFC').replace(/[äöüÄÖÜ]/g, (letter) => `${UMLAUTS[letter.toLowerCase()]}`),
  );
  const one = word.replace(/[aou]e/g, (pair) => pair.slice(0, 1));
  return [...new Set([word, two, one])].filter((form) => form.length >= LEAST_WORD && !isOrdinary(form));
}
const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** What stands where nobody is named. */
const NOBODY = new Set(
  'anonymous anonymized anonymised anon unknown none test patient phantom deidentified removed noname name no doctor dr physician user operator admin default nobody anonymize deid'.split(
    ' ',
  ),
);

/** A word that texts use for something else as well. */
function isOrdinary(word: string): boolean {
  return NOBODY.has(word) || isKnownWord(word);
}

function addCode(value: string, element: ReadElement, draft: Draft): void {
  const compact = compactOf(value);
  const hasDigit = /\d/.test(compact);
  if (!hasDigit) {
    if (
      compact.length >= LEAST_CODE &&
      !isOrdinary(compact) &&
      wordsOf(value).length === 1 &&
      !IDEOGRAPHS.test(compact)
    )
      draft.words.set(compact, token('code', compact, value.trim(), element));
    return;
  }
  const bare = compact.replace(/^0+/, '');
  const isNumber = /^\d+$/.test(bare);
  // Round numbers and what scans are called by say nothing.
  if (bare.length < (isNumber ? LEAST_NUMBER : LEAST_CODE) || /^[1-9]0+$/.test(bare) || /^(.)\1*$/.test(bare))
    return;
  if (/^[a-z]{1,3}\d{1,2}[a-z]?$/.test(bare) || wordsOf(value).every((word) => isOrdinary(word))) return;
  draft.codes.set(bare, token('code', bare, value.trim(), element));
  // The number alone, without the letters before it.
  const digits = /^[a-z]{1,5}0*(\d{6,})$/.exec(bare)?.[1];
  if (digits !== undefined && !/^[1-9]0+$/.test(digits))
    draft.codes.set(digits, token('code', digits, digits, element));
}

function addPlace(value: string, element: ReadElement, draft: Draft): void {
  for (const line of value.split(/[\r\n;]+/)) {
    const words = wordsOf(line);
    const letters = words.filter((word) => !/^\d+$/.test(word));
    if (letters.length > 1 && letters.join('').length > 7 && !letters.every((word) => isOrdinary(word)))
      draft.phrases.set(words.join(' '), token('place', words.join(' '), line.trim(), element));
    for (const word of letters)
      if (!IDEOGRAPHS.test(word) && word.length > 4 && !isOrdinary(word))
        draft.words.set(word, token('place', word, writtenOf(line, word), element));
  }
}

function addDate(value: string, element: ReadElement, draft: Draft): void {
  const digits = value.replaceAll('.', '').slice(0, 8);
  if (!/^(1[89]|20)\d{6}$/.test(digits) || isPlaceholderDate(digits)) return;
  draft.dates.set(digits, token('date', digits, digits, element));
}

function addUid(value: string, element: ReadElement, draft: Draft): void {
  const uid = value.trim();
  const tag = asTag(element.tag);
  if (namesKind(tag) || isOfStandard(tag, uid)) return;
  if (uid.length >= 10 && /^[\d.]+$/.test(uid)) draft.uids.set(uid, token('uid', uid, uid, element));
}

/** The words and numbers of a text, folded. */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
}

/** Letters and digits alone, folded. */
export function compactOf(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
}

function writtenOf(text: string, word: string): string {
  return text.match(/[\p{L}\p{M}]+/gu)?.find((part) => fold(part) === word) ?? word;
}
