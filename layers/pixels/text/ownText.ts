import { LABELS, WORDS } from './allowedWords.ts';
import { alike, differsByOne, holdsNearly, wordsOf } from './misread.ts';
import { holdsDate, holdsTime } from './writtenDates.ts';

/** Titles, and words that many names of persons and places have: none says who or where. */
const COMMON: ReadonlySet<string> = new Set(
  'MR MRS MS DR PROF MD PHD JR SR OF THE AND FOR AT IN DE LA LE VON VAN DER DI DU DA DEL EL AL UND ET Y CT XR US'.split(
    ' ',
  ),
);
const WITHOUT_SPACES =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+$/u;

/**
 * Whether a text that was read holds one of an instance's own identifiers, as DICOM writes these (PN, LO, SH, DA, TM, DT): a part of a name, a number, a day, a time,
 * a place. What was misread, ran together or lost its marks counts as well. When in doubt it does.
 */
export function holdsIdentifier(text: string, identifiers: readonly string[]): boolean {
  const read = readOf(text);
  return read.words.length > 0 && identifiers.some((identifier) => holdsOne(read, identifier.trim()));
}

interface Read {
  readonly text: string;
  readonly words: readonly string[];
  /** All words without what separates them, with one character for all that look alike. */
  readonly run: string;
}

function readOf(text: string): Read {
  const words = wordsOf(text);
  return { text, words, run: alike(words.join('')) };
}

function holdsOne(read: Read, identifier: string): boolean {
  const moment =
    /^((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d{4,})?(?:\.\d+)?(?:[-+]\d{4})?$/.exec(
      identifier,
    );
  if (moment !== null)
    return (
      holdsDate(read.text, moment[1] as string) ||
      (moment[2] !== undefined && holdsTime(read.text, moment[2])) ||
      holdsPart(read, identifier)
    );
  if (/^(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\.\d+)?)?$/.test(identifier) && holdsTime(read.text, identifier))
    return true;
  if (/^\d{6}\.\d+$/.test(identifier)) return holdsPart(read, identifier.slice(0, 6));
  return identifier.split('=').some((group) => holdsGroup(read, group));
}

/** A name of one script, or anything else: as a whole, and each of its parts. */
function holdsGroup(read: Read, group: string): boolean {
  const parts = wordsOf(group).filter((part) => !COMMON.has(part));
  if (parts.length === 0) return false;
  if (parts.some((part) => holdsPart(read, part))) return true;
  if (/\d/.test(group)) return holdsPart(read, parts.join(''));
  const [first, second] = parts;
  if (first === undefined || second === undefined) return false;
  return [first + second, second + first, parts.join('')].some(
    (joined) =>
      (WITHOUT_SPACES.test(joined) ? joined.length >= 2 : joined.length >= 4) &&
      read.run.includes(alike(joined)),
  );
}

function holdsPart(read: Read, part: string): boolean {
  const wanted = alike(part);
  if (WITHOUT_SPACES.test(part)) return part.length >= 2 && read.run.includes(part);
  const isNumber = /\d/.test(part);
  const trimmed = isNumber ? part.replace(/^0+/, '') : part;
  if (trimmed !== part && trimmed.length >= 4 && holdsPart(read, trimmed)) return true;
  if (wanted.length <= 1 || (isNumber && wanted.length <= 2)) return false;
  const isWord = read.words.some((word) => alike(word) === wanted && !isAnotherWord(word, part));
  if (isWord || wanted.length <= 3) return isWord;
  if (wanted.length === 4)
    return isNumber
      ? read.run.includes(wanted)
      : read.run.includes(wanted) ||
          read.words.some(
            (word) => word.length >= 4 && !isAllowed(word) && differsByOne(alike(word), wanted),
          );
  // Too many numbers are near to one of six figures.
  return holdsNearly(read.run, wanted, isNumber && wanted.length <= 6 ? 0 : errorsOf(wanted.length));
}

/** What a reader may get wrong in a word of a length and still have read it. */
function errorsOf(length: number): number {
  return length <= 5 ? 1 : length <= 9 ? 2 : 3;
}

/** A short word that only looks like the part, and is one of a screen. */
function isAnotherWord(word: string, part: string): boolean {
  return word !== part && isAllowed(word);
}

function isAllowed(word: string): boolean {
  return WORDS.has(word) || LABELS.has(word);
}
