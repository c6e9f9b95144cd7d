import { announcementOf } from './announced.ts';
import {
  type Atom,
  type AtomicText,
  isGlued,
  isNear,
  isWithoutDigits,
  spanOf,
  type TextSpan,
} from './atoms.ts';
import { fold } from './fold.ts';
import { type Identifiers, MOST_CODE_CHARACTERS, MOST_PHRASE_ATOMS } from './identifierDraft.ts';
import { madeOnce } from './madeOnce.ts';
import { DECLINED } from './nameForms.ts';
import { NAME_PARTICLES } from './words/general.ts';

/** Where the identifying values of an instance recur in a text. */
export function recurrences(text: AtomicText, identifiers: Identifiers): TextSpan[] {
  const spans: TextSpan[] = [];
  markedAtoms(text, identifiers).forEach((isMarked, index) => {
    if (isMarked) spans.push(spanOf(text, index, index + 1));
  });
  return [
    ...spans,
    ...spelledOut(text, identifiers),
    ...runsWithin(text, identifiers),
    ...codesIn(text, identifiers),
  ];
}

/** Which atoms are words or phrases that identify, and the parts of names on either side of them. */
function markedAtoms(text: AtomicText, identifiers: Identifiers): boolean[] {
  const { atoms, gaps } = text;
  const marked = atoms.map((atom) => isWord(text.text, atom, identifiers));
  for (let index = 0; index < atoms.length; index++) {
    const end = phraseEnd(text, index, identifiers);
    for (let at = index; at < end; at++) marked[at] = true;
    if (isSplitWord(text, index, identifiers))
      for (const at of [index, index + 1]) marked[at] = marked[at] || !isLetterOfCode(text, at);
    const beside = besideOwnInitial(text, index, identifiers) ?? besideOwnPart(text, index, identifiers);
    for (const at of beside) marked[at] = true;
  }
  const spread = (index: number, from: number, gap: string | undefined) => {
    if (
      marked[from] === true &&
      isNear(gap) &&
      identifiers.parts.has((atoms[index] as Atom).text) &&
      isWithoutDigits(text, index)
    )
      marked[index] = true;
  };
  for (let index = 1; index < atoms.length; index++) spread(index, index - 1, gaps[index]);
  for (let index = atoms.length - 2; index >= 0; index--) spread(index, index + 1, gaps[index + 1]);
  return marked;
}

/**
 * Words of names that texts use as well, where they can only mean the name: behind a title, a label or a `by`, and two of one name next to each
 * other, one of which may be an initial: `Mr Young`, `White, R.`, `J Long`. The atoms, none if it is not so.
 */
function besideOwnPart(text: AtomicText, index: number, { parts }: Identifiers): readonly number[] {
  if (isTitledShort(text, index, parts)) return [index];
  if (!isOwnPart(text, index, parts)) return NONE;
  if (announcementOf(text, index) !== null) return [index];
  const { atoms, gaps } = text;
  const { shape, text: word } = atoms[index] as Atom;
  if (shape === 'lower') return NONE;
  const isOther = (at: number, gap: string | undefined) => {
    const other = atoms[at];
    if (other === undefined || gap === '' || !isNear(gap) || other.text === word) return false;
    const isInitial = other.text.length === 1 && other.shape === 'upper' && isWithoutDigits(text, at);
    return isInitial ? parts.has(other.text) : other.shape === shape && isOwnPart(text, at, parts);
  };
  const others = [
    isOther(index - 1, gaps[index]) ? index - 1 : -1,
    isOther(index + 1, gaps[index + 1]) ? index + 1 : -1,
  ];
  const found = others.filter((at) => at >= 0);
  return found.length === 0 ? NONE : [index, ...found];
}

const NONE: readonly number[] = [];

/** `Mr Le`, `Dr. Li`: of two letters, and no particle before another word. */
function isTitledShort(text: AtomicText, index: number, parts: Identifiers['parts']): boolean {
  const { atoms, gaps } = text;
  const { text: word, shape } = atoms[index] as Atom;
  if (word.length !== 2 || shape !== 'capital' || !parts.has(word)) return false;
  const isBeforeWord = /^[ '-]$/.test(gaps[index + 1] as string) && atoms[index + 1]?.shape === 'capital';
  return announcementOf(text, index) === 'title' && !(isBeforeWord && NAME_PARTICLES.has(word));
}

/** `A. Le`, `Le, A.`: of a name whose family's is as short as a particle. */
function besideOwnInitial(
  { atoms, gaps }: AtomicText,
  index: number,
  { parts }: Identifiers,
): readonly number[] | null {
  const { text: word, shape } = atoms[index] as Atom;
  if (word.length !== 2 || shape !== 'capital' || !parts.has(word)) return null;
  const isInitial = (at: number) =>
    atoms[at]?.text.length === 1 && atoms[at].shape === 'upper' && parts.has(atoms[at].text);
  if (isInitial(index - 1) && /^\. ?$/.test(gaps[index] as string)) return [index - 1, index];
  if (isInitial(index + 1) && /^,? $/.test(gaps[index + 1] as string) && /^\./.test(gaps[index + 2] ?? ''))
    return [index, index + 1];
  return null;
}

function isOwnPart(text: AtomicText, index: number, parts: Identifiers['parts']): boolean {
  const { kind, text: word } = text.atoms[index] as Atom;
  return (
    kind === 'letters' &&
    word.length > 2 &&
    parts.has(word) &&
    !NAME_PARTICLES.has(word) &&
    isWithoutDigits(text, index)
  );
}

/** A word that is written as two, or over the end of a line: `Fitz Gerald`, `Thistle-wood`. */
function isSplitWord({ atoms, gaps }: AtomicText, index: number, { words }: Identifiers): boolean {
  const [first, second] = [atoms[index], atoms[index + 1]];
  if (first?.kind !== 'letters' || second?.kind !== 'letters') return false;
  if (!lengthsOf(words).has(first.text.length + second.text.length)) return false;
  const whole = first.text + second.text;
  return whole.length > 5 && words.has(whole) && /^(?: |-|- ?\r?\n)$/.test(gaps[index + 1] as string);
}

const lengthsOf = madeOnce(
  (words: Identifiers['words']) => new Set(Array.from(words, (word) => word.length)),
);

/** Letters of a word that is written out: fewer are initials. */
const LEAST_SPELLED = 4;
const MOST_SPELLED = 32;

/** A word letter by letter: `D O E R N E R`, `D.O.E.R.N.E.R`. */
function spelledOut(text: AtomicText, { words }: Identifiers): TextSpan[] {
  const { atoms, gaps } = text;
  const spans: TextSpan[] = [];
  if (words.size === 0) return spans;
  const isLetter = (at: number) => atoms[at]?.kind === 'letters' && atoms[at].text.length === 1;
  for (let index = 0; index < atoms.length; index++) {
    const gap = gaps[index + 1];
    if (!isLetter(index) || gap === undefined || !SPELLED_GAP.test(gap)) continue;
    let spelled = (atoms[index] as Atom).text;
    for (let at = index + 1; isLetter(at) && gaps[at] === gap && at - index < MOST_SPELLED; at++) {
      spelled += (atoms[at] as Atom).text;
      if (spelled.length >= LEAST_SPELLED && words.has(spelled)) spans.push(spanOf(text, index, at + 1));
    }
  }
  return spans;
}

const SPELLED_GAP = /^(?: |\. ?|-|_|\^)$/;

/** The C of `C7` is nobody's initial, whatever name stands before it. */
function isLetterOfCode(text: AtomicText, index: number): boolean {
  return (text.atoms[index] as Atom).text.length === 1 && !isWithoutDigits(text, index);
}

/** A word, its genitive or plural, a declined one of another script, or one of those written together: `JohnDoe`, `Müllers`, `Ивановой`. */
function isWord(
  text: string,
  { kind, text: word, shape, start, end }: Atom,
  { words }: Identifiers,
): boolean {
  if (kind !== 'letters' || words.size === 0) return false;
  if (words.has(word)) return true;
  if (
    word.length > 4 &&
    ENDINGS.some((ending) => word.endsWith(ending) && words.has(word.slice(0, -ending.length)))
  )
    return true;
  if (shape !== 'other') {
    if (!DECLINED.test(word)) return false;
    return [1, 2, 3].some((letters) => word.length - letters > 3 && words.has(word.slice(0, -letters)));
  }
  return text
    .slice(start, end)
    .split(/(?<=\p{Ll})(?=\p{Lu})/u)
    .some((part) => part.length > 2 && words.has(fold(part)));
}

const ENDINGS = ['s', 'es', 'n', 'en'] as const;

/** Where the longest phrase that begins at an atom ends; the atom itself if none does. */
function phraseEnd({ atoms, gaps }: AtomicText, index: number, { phrases }: Identifiers): number {
  if (phrases.size === 0) return index;
  let phrase = (atoms[index] as Atom).text;
  if (!firstWordsOf(phrases).has(phrase)) return index;
  let found = index;
  for (let at = index + 1; at < atoms.length && at - index < MOST_PHRASE_ATOMS; at++) {
    if (!isNear(gaps[at])) break;
    phrase += ` ${(atoms[at] as Atom).text}`;
    if (phrases.has(phrase)) found = at + 1;
  }
  return found;
}

const firstWordsOf = madeOnce(
  (phrases: Identifiers['phrases']) =>
    new Set(Array.from(phrases, (phrase) => phrase.slice(0, phrase.indexOf(' ')))),
);

/** Names within longer runs of scripts without spaces. */
function runsWithin({ atoms }: AtomicText, { runs }: Identifiers): TextSpan[] {
  const spans: TextSpan[] = [];
  if (runs.size === 0) return spans;
  for (const { kind, text, start, end } of atoms) {
    if (kind !== 'ideographs') continue;
    // Folding can change the length of a run (half-width kana with their marks): then it goes whole.
    const isAligned = text.length === end - start;
    for (const [length, names] of runs)
      for (let at = 0; at + length <= text.length; at++)
        if (names.has(text.slice(at, at + length)))
          spans.push(isAligned ? { start: start + at, end: start + at + length } : { start, end });
  }
  return spans;
}

/** Identifiers, with single separators or none between their parts. A short one does not count within a longer run of letters and digits. */
function codesIn(text: AtomicText, { codes }: Identifiers): TextSpan[] {
  const { atoms, gaps } = text;
  const spans: TextSpan[] = [];
  if (codes.size === 0) return spans;
  const beginnings = beginningsOf(codes);
  for (let index = 0; index < atoms.length; index++) {
    const first = (atoms[index] as Atom).text;
    const mayBePadded = first.startsWith('0') && /[^0]/.test(first);
    let compact = '';
    for (let at = index; at < atoms.length && compact.length < MOST_CODE_CHARACTERS; at++) {
      if (at > index && !CODE_GAP.test(gaps[at] as string)) break;
      compact += (atoms[at] as Atom).text;
      const bare = mayBePadded ? compact.replace(/^0+/, '') : compact;
      const isBeginning = (part: string) => beginnings.has(part.slice(0, BEGINNING_CHARACTERS));
      if (!isBeginning(compact) && !isBeginning(bare)) break;
      if (!codes.has(compact) && !codes.has(bare)) continue;
      const isWithin = isGlued(text, index) || (at + 1 < atoms.length && isGlued(text, at + 1));
      if (compact.length > 4 || !isWithin) spans.push(spanOf(text, index, at + 1));
    }
  }
  return spans;
}

const CODE_GAP = /^[-_./ ]?$/;

/** As many characters tell most texts from most identifiers. */
const BEGINNING_CHARACTERS = 8;

/** What identifiers begin with, in up to so many characters. */
const beginningsOf = madeOnce((codes: Identifiers['codes']) => {
  const beginnings = new Set<string>();
  for (const code of codes)
    for (let length = 1; length <= Math.min(code.length, BEGINNING_CHARACTERS); length++)
      beginnings.add(code.slice(0, length));
  return beginnings;
});
