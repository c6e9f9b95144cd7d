import { fold } from '../../text/fold.ts';
import { TERM_NAMES } from '../../text/words/eponyms.ts';
import { readingsOf } from '../reader/characterSets.ts';
import type { Placed } from '../reader/model.ts';
import { isText, textsOf, valuesOf } from '../reader/values.ts';
import { conceptStays } from '../standard/content.ts';
import { askedOf, rowOf } from '../standard/profile.ts';
import { byteSearch } from './byteSearch.ts';
import type { Looked } from './context.ts';
import { daysIn } from './textDates.ts';
import { compactOf, isOfPerson, type Token, type Tokens, wordsOf } from './tokens.ts';
import { unpacked } from './unpacked.ts';

/** Every identifier of the source, searched everywhere in an output: as text of every element at every depth, and in all bytes of the file. */
export function checkResidue(looked: Looked, tokens: Tokens, others: OtherTokens | null): void {
  for (const placed of looked.output.placed) {
    // UIDs are held against the graph of UIDs; a short run of digits stands in any of them by chance.
    if (placed.element.items !== null) continue;
    if (placed.element.vr === 'UI') {
      checkUidParts(looked, placed, tokens);
      continue;
    }
    checkMovedDate(looked, placed, tokens);
    for (const text of textsOf(placed.element, placed.dataSet)) {
      const hidden = tokenWithin(text, tokens, placed);
      if (hidden !== null) {
        looked.find('TOKEN_ENCODED', 'error', placed.path, messageOf(hidden.token, `, in ${hidden.form}`));
        break;
      }
      const found = tokenIn(text, tokens, placed);
      if (found !== null) {
        looked.find(
          'TOKEN_LEFT',
          mayStandThere(looked, placed) ? 'note' : 'error',
          placed.path,
          messageOf(found),
        );
        break;
      }
      if (others !== null && !isSourceValue(looked, placed) && others.isIn(text, tokens))
        looked.find('TOKEN_OF_ANOTHER', 'warning', placed.path);
    }
  }
  searchBytes(looked, tokens);
}

/** The first identifier in a form that programs hand texts on in, where the text does not say it as well. */
function tokenWithin(text: string, tokens: Tokens, placed: Placed): { token: Token; form: string } | null {
  for (const { text: written, form } of unpacked(text)) {
    const token = tokenIn(written, tokens, placed);
    if (token !== null) return { token, form };
  }
  return null;
}

/** Some tools make UIDs of what they replace: a component that is an identifier. What the source has in the same place is the graph's to say. */
function checkUidParts(looked: Looked, placed: Placed, { codes, dates }: Tokens): void {
  if (placed.isMeta || isSourceValue(looked, placed)) return;
  for (const value of valuesOf(placed.element, placed.dataSet))
    for (const part of value.trim().split('.')) {
      const isDay = part.length <= MOST_DAY && /^(19|20)\d{6}/.test(part);
      const found =
        part.length < LEAST_OTHER_CODE
          ? undefined
          : (codes.get(part) ?? dates.get(isDay ? part.slice(0, 8) : ''));
      if (found !== undefined) looked.find('TOKEN_LEFT', 'error', placed.path, messageOf(found));
    }
}

/** A day, and the time of day down to the millisecond. */
const MOST_DAY = 17;

/** A date of the source in another place than its own, where no date moves, so that none can fall on it by chance. */
function checkMovedDate(looked: Looked, placed: Placed, { dates }: Tokens): void {
  const { element, dataSet, path } = placed;
  if ((element.vr !== 'DA' && element.vr !== 'DT') || looked.claims.temporal !== 'REMOVED') return;
  if (dates.size === 0 || isSourceValue(looked, placed) || looked.says(placed) === 'shifts') return;
  for (const value of valuesOf(element, dataSet)) {
    const found = dates.get(value.replaceAll('.', '').slice(0, 8));
    if (found !== undefined) looked.find('TOKEN_LEFT', 'error', path, messageOf(found));
  }
}

/** An output that no source fits: names and numbers of all of them are looked for. */
export function checkOthers(looked: Looked, others: OtherTokens): void {
  for (const placed of looked.output.placed)
    if (
      placed.element.vr !== 'UI' &&
      textsOf(placed.element, placed.dataSet).some((text) => others.isIn(text, NO_TOKENS))
    )
      looked.find('TOKEN_OF_ANOTHER', 'warning', placed.path);
}

export const NO_TOKENS: Tokens = {
  words: new Map(),
  phrases: new Map(),
  runs: new Map(),
  codes: new Map(),
  dates: new Map(),
  uids: new Map(),
  derivable: [],
};

function messageOf({ kind }: Token, how = ''): string {
  const what = { name: 'a name', code: 'an identifier', place: 'a place', date: 'a date', uid: 'a UID' }[
    kind
  ];
  return `${what} of the source is still there${how}`;
}

/** Attributes without a row that say what a thing is: makers and models, body parts, codes. A maker is called as somebody is. */
const NAMES_OF_KINDS = new Set([0x00080070, 0x00081090, 0x00080100, 0x00080102]);
const KINDS = new Set(['CS', 'IS', 'DS', 'AS']);

/** Whether the profile lets the very value stay: where an option is claimed that keeps it, and in what says a kind. */
function mayStandThere(looked: Looked, placed: Placed): boolean {
  if (!isSourceValue(looked, placed)) return false;
  if (conceptStays(placed.dataSet, looked.claims.codes)) return true;
  const { tag, vr } = placed.element;
  const row = rowOf(tag);
  if (row !== undefined) return askedOf(row, looked.claims.codes) === 'K';
  return (NAMES_OF_KINDS.has(tag) && !isOfPerson(placed.sequences)) || KINDS.has(vr);
}

/** What the source has in the same place may hold somebody else's name by chance: the manufacturer's. */
function isSourceValue({ source }: Looked, { path, element }: Placed): boolean {
  const before = source?.byPath.get(path)?.element.value;
  return (
    before !== undefined &&
    before !== null &&
    element.value !== null &&
    Buffer.compare(before, element.value) === 0
  );
}

/** A shorter name than this, such as Li Na, stands in other text by chance, and is looked for as the whole of a value. */
const LEAST_WITHIN = 7;

/** Words and numbers that are joined to one identifier, at most. */
const MOST_JOINED = 8;

/** The first identifier in a text. */
export function tokenIn(text: string, tokens: Tokens, placed: Placed | null = null): Token | null {
  const words = wordsOf(text);
  for (const word of words) {
    const found = tokens.words.get(word) ?? genitive(word, tokens);
    if (found !== undefined) return found;
  }
  if (/[a-z][A-Z]/.test(text))
    for (const part of text.split(/(?<=\p{Ll})(?=\p{Lu})|[^\p{L}\p{M}]+/u)) {
      const found = part === '' ? undefined : tokens.words.get(fold(part));
      if (found !== undefined) return found;
    }
  if (tokens.phrases.size > 0) {
    const line = ` ${words.join(' ')} `;
    for (const [phrase, token] of tokens.phrases)
      if (phrase.length < LEAST_WITHIN ? line === ` ${phrase} ` : line.includes(` ${phrase} `)) return token;
  }
  if (tokens.runs.size > 0) {
    const compact = compactOf(text);
    for (const [run, token] of tokens.runs) if (compact.includes(run)) return token;
  }
  return (
    gluedIn(words, tokens) ??
    spacedIn(words, tokens) ??
    uidIn(text, tokens) ??
    codeOrDateIn(text, words, tokens, placed)
  );
}

/** Family and given name within a longer word. */
function gluedIn(words: readonly string[], { phrases }: Tokens): Token | null {
  const long = words.filter((word) => word.length >= LEAST_GLUED);
  if (long.length === 0) return null;
  for (const [phrase, token] of phrases) {
    const joined = phrase.replaceAll(' ', '');
    if (token.kind === 'name' && joined.length >= LEAST_GLUED && long.some((word) => word.includes(joined)))
      return token;
  }
  return null;
}
/** Letters of two names that stand in no word by chance. */
const LEAST_GLUED = 8;

/** A name in spaced letters, as headings have it. */
function spacedIn(words: readonly string[], tokens: Tokens): Token | null {
  for (const [run] of words
    .map((word) => (word.length === 1 ? word : ' '))
    .join('')
    .matchAll(/\S{4,}/g)) {
    const found = tokens.words.get(run);
    if (found !== undefined) return found;
  }
  return null;
}

function uidIn(text: string, { uids }: Tokens): Token | null {
  if (uids.size === 0) return null;
  for (const [uid] of text.matchAll(/\d+(?:\.\d+){2,}/g)) {
    const found = uids.get(uid);
    if (found !== undefined) return found;
  }
  return null;
}

function genitive(word: string, { words }: Tokens): Token | undefined {
  return word.length > 5 && word.endsWith('s') ? words.get(word.slice(0, -1)) : undefined;
}

function codeOrDateIn(
  text: string,
  words: readonly string[],
  { codes, dates }: Tokens,
  placed: Placed | null,
): Token | null {
  const isDate = placed !== null && (placed.element.vr === 'DA' || placed.element.vr === 'DT');
  for (let from = 0; from < words.length; from++) {
    if (codes.size > 0) {
      let joined = '';
      for (let at = from; at < words.length && at - from < MOST_JOINED; at++) {
        joined += words[at];
        const found = codes.get(joined.replace(/^0+/, ''));
        if (found !== undefined) return found;
      }
    }
  }
  const longer = longerNumberIn(words, codes);
  if (longer !== null) return longer;
  // A date that moved may fall on another of the source's.
  if (dates.size === 0 || isDate) return null;
  for (const day of daysIn(text, words)) {
    const found = dates.get(day);
    if (found !== undefined) return found;
  }
  return null;
}

/** A number of the source with digits before or behind it: with a check digit, a year, the number of a site. */
function longerNumberIn(words: readonly string[], codes: Tokens['codes']): Token | null {
  const numbers = words.filter(
    (word) => word.length > LEAST_LONG && word.length <= MOST_LONG && /^\d+$/.test(word),
  );
  if (numbers.length === 0) return null;
  for (const [code, token] of codes) {
    const digits = ONE_NUMBER.exec(code)?.[1];
    if (digits !== undefined && numbers.some((number) => number.includes(digits))) return token;
  }
  return null;
}
/** Fewer digits stand in a longer number by chance, and in a number of more digits than this so many do. */
const [LEAST_LONG, MOST_LONG] = [7, 16];
/** What is left of `MRN4711471` where the letters are left out. */
const ONE_NUMBER = /^\D*(\d{7,})\D*$/;

/** The bytes of the file, and of the inflated body: what no element of text shows. */
function searchBytes(looked: Looked, tokens: Tokens): void {
  const { instance, placed } = looked.output;
  const search = byteSearch(tokens);
  const said = new Set<string>();
  const say = (offset: number, token: Token, form: string, isFile: boolean): void => {
    // A deflated file has its meta information in itself, and the rest in its body.
    const isThere = ({ isMeta }: Placed) => !instance.isDeflated || isMeta === isFile;
    const place = placeAt(placed, offset, isThere);
    if (place?.element.vr === 'UI') return;
    // As text it was looked for word by word.
    if (place !== null && form === 'plain' && isHeldText(place)) return;
    const path = place?.path ?? (isFile && offset < 128 ? 'preamble' : `byte ${offset}`);
    if (said.has(`${path} ${form}`)) return;
    said.add(`${path} ${form}`);
    const code = form === 'plain' ? 'TOKEN_LEFT' : 'TOKEN_ENCODED';
    looked.find(code, 'error', path, messageOf(token, form === 'plain' ? '' : `, in ${form}`));
  };
  for (const { offset, token, form } of search.in(instance.file, 0, instance.file.sizeBytes))
    say(offset, token, form, true);
  if (instance.isDeflated)
    for (const { offset, token, form } of search.in(instance.body, 0, instance.body.sizeBytes))
      say(offset, token, form, false);
  // Runs of other scripts are shorter in bytes than what can be told from chance: behind the last element they are read.
  if (instance.rest !== null) {
    const { in: file, start, end } = instance.rest;
    const bytes = file.read(start, Math.min(end, start + 65_536));
    for (const text of readingsOf(bytes, instance.dataSet.characterSet))
      if (tokenIn(text, tokens) !== null) looked.find('TOKEN_LEFT', 'error', `byte ${start}`);
  }
}

/** The innermost element that a byte lies in. */
function placeAt(
  placed: readonly Placed[],
  offset: number,
  isThere: (placed: Placed) => boolean,
): Placed | null {
  let found: Placed | null = null;
  for (const each of placed)
    if (each.element.start <= offset && offset < each.element.end && isThere(each)) found = each;
  return found;
}

function isHeldText({ element }: Placed): boolean {
  return element.value !== null && isText(element.vr);
}

/** Names and numbers of all of the source: what identifies one patient must not stand in the output of another. */
export interface OtherTokens {
  add(tokens: Tokens): void;
  /** Whether a text has one that is not among the instance's own. */
  isIn(text: string, own: Tokens): boolean;
}

const LEAST_OTHER_WORD = 5;
const LEAST_OTHER_CODE = 6;

export function otherTokens(): OtherTokens {
  const words = new Set<string>();
  const codes = new Set<string>();
  return {
    add: (tokens) => {
      // A cyst is called as one of ten thousand patients is.
      for (const [word, { kind }] of tokens.words)
        if (kind === 'name' && word.length >= LEAST_OTHER_WORD && !TERM_NAMES.has(word)) words.add(word);
      for (const code of tokens.codes.keys()) if (code.length >= LEAST_OTHER_CODE) codes.add(code);
    },
    isIn: (text, own) =>
      (text.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? []).some((part) => {
        // A name is not written small; `klein` is a word that somebody is called by.
        if (/^\p{Ll}/u.test(part)) return false;
        const word = fold(part);
        return (
          (words.has(word) && !own.words.has(word)) || (/\d/.test(word) && codes.has(word.replace(/^0+/, '')))
        );
      }),
  };
}
