import { atomize } from './atoms.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** What identifies, of one instance, in the forms that a text is searched for. Everything is folded. It lives in memory as long as the instance. */
export interface Identifiers {
  /** Words that mean somebody or some place wherever they stand. */
  readonly words: ReadonlySet<string>;
  /** Words of names that mean something else as well: particles, initials, words that clinical texts use. They count beside another. */
  readonly parts: ReadonlySet<string>;
  /** Names in scripts without spaces, by their length: they count within longer runs. */
  readonly runs: ReadonlyMap<number, ReadonlySet<string>>;
  /** Two words and more, with a space between. */
  readonly phrases: ReadonlySet<string>;
  /** Letters and digits of identifiers, without what stands between. */
  readonly codes: ReadonlySet<string>;
  /** Month and day of every date, `MMDD`. */
  readonly days: ReadonlySet<string>;
  /** Hour and minute of times of day, `HHMM`. */
  readonly times: ReadonlySet<string>;
}

/** The same, while it grows. */
export interface IdentifierDraft {
  readonly words: Set<string>;
  readonly parts: Set<string>;
  readonly runs: Map<number, Set<string>>;
  readonly phrases: Set<string>;
  readonly codes: Set<string>;
  readonly days: Set<string>;
  readonly times: Set<string>;
}

export function emptyDraft(): IdentifierDraft {
  return {
    words: new Set(),
    parts: new Set(),
    runs: new Map(),
    phrases: new Set(),
    codes: new Set(),
    days: new Set(),
    times: new Set(),
  };
}

/** An instance without anything that identifies. */
export const NO_IDENTIFIERS: Identifiers = emptyDraft();

/** Longest phrase that is looked for, in words and numbers; a longer one is looked for by its beginning. */
export const MOST_PHRASE_ATOMS = 12;
/** Longest identifier (LO), in letters and digits. */
export const MOST_CODE_CHARACTERS = 64;
/** Longest name in a script without spaces. */
const MOST_RUN_CHARACTERS = 32;

/**
 * An identifier counts as a whole, without what separates its parts and without leading zeros. A number of fewer than four digits, what scans
 * are called by, and a word that texts use are not identifiers by their look.
 */
export function addCode(value: string, { codes, words }: IdentifierDraft): void {
  const { atoms } = atomize(value.slice(0, 4 * MOST_CODE_CHARACTERS));
  const compact = atoms.map(({ text }) => text).join('');
  if (atoms.every(({ kind }) => kind !== 'digits')) {
    if (atoms.length === 1 && compact.length > 2 && !isKnownWord(compact)) words.add(compact);
    if (atoms.length > 1 && compact.length > 5 && !atoms.every(({ text }) => isKnownWord(text)))
      codes.add(compact.slice(0, MOST_CODE_CHARACTERS));
    return;
  }
  for (const code of [compact, compact.replace(/^0+/, '')]) {
    const isNumber = /^\d+$/.test(code);
    if (code.length >= (isNumber ? 4 : 3) && code.length <= MOST_CODE_CHARACTERS && !isTechnical(code))
      codes.add(code);
  }
}

/** What scans and devices are called by: `ct1`, `t2`, `mr450w`, `1000`. */
function isTechnical(code: string): boolean {
  return /^(?:[a-z]{1,2}\d{1,2}|\d{1,2}[a-z]{1,2}|[1-9]0{0,3})$/.test(code);
}

const STREET_WORDS: ReadonlySet<string> = new Set(
  'street road avenue lane drive boulevard court terrace'.split(' '),
);

/** A place counts as a whole, a street also without its number, and by the words in it that no report uses. */
export function addPlace(value: string, { words, phrases, runs }: IdentifierDraft): void {
  for (const line of value.split(/[\r\n;\\]+/)) {
    const { atoms } = atomize(line.slice(0, 1024));
    const first = atoms.slice(0, MOST_PHRASE_ATOMS);
    if (first.length > 1 && !first.every(({ text }) => isKnownWord(text)))
      phrases.add(first.map(({ text }) => text).join(' '));
    const street = first.filter(({ kind }) => kind === 'letters').map(({ text }) => text);
    const isStreet = STREET_WORDS.has(street.at(-1) ?? '');
    if (street.length > 1 && (isStreet || !street.every(isKnownWord))) phrases.add(street.join(' '));
    if (street.length > 2 && isStreet) phrases.add(street.slice(0, -1).join(' '));
    for (const { kind, text } of atoms) {
      if (kind === 'ideographs' && text.length > 1) addRun(text, runs);
      if (kind === 'letters' && text.length > 3 && !isKnownWord(text)) words.add(text);
    }
  }
}

/** What people call an institution by: MGH. */
export function addInitials(value: string, { words }: IdentifierDraft): void {
  const initials = atomize(value.slice(0, 256))
    .atoms.filter(({ kind, shape }) => kind === 'letters' && shape !== 'lower')
    .map(({ text }) => text[0])
    .join('');
  if (initials.length > 2 && initials.length < 7 && !isKnownWord(initials)) words.add(initials);
}

/** A name in a script without spaces. */
export function addRun(text: string, runs: Map<number, Set<string>>): void {
  const run = text.slice(0, MOST_RUN_CHARACTERS);
  const same = runs.get(run.length);
  if (same === undefined) runs.set(run.length, new Set([run]));
  else same.add(run);
}
