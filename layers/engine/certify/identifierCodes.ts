import { type Atom, type AtomicText, atomTexts, isGlued } from '../../text/atoms.ts';
import { isUnit } from '../../text/units.ts';
import { isKnownWord } from '../../text/words/vocabulary.ts';
import type { GramFilter } from './gramFilter.ts';
import type { Place } from './place.ts';

/**
 * What an identifier is of. `device`: machines, stations, nodes; `order`: what is done, which may be numbered by its code; `phone`: a telephone
 * number, in whose middle more signs may stand.
 */
export type CodeKind = 'person' | 'device' | 'order' | 'phone';

/** Shorter ones are too common to mean anybody. */
export const SHORTEST_CODE = 4;
/** Longest identifier (LO), in letters and digits; of a longer value so much is looked for. */
const MOST_CODE_CHARACTERS = 64;

/** What a search goes by, made for the first text that is searched. */
interface CodeIndex {
  readonly beginnings: ReadonlySet<string>;
  /** Lengths of numbers that count within longer runs of digits, too. */
  readonly longNumbers: ReadonlySet<number>;
  /** How many letters identifiers begin with. */
  readonly leads: ReadonlySet<number>;
}

function indexOf(codes: Iterable<string>): CodeIndex {
  const beginnings = new Set<string>();
  const longNumbers = new Set<number>();
  const leads = new Set<number>();
  for (const code of codes) {
    for (let length = 1; length <= Math.min(code.length, BEGINNING_CHARACTERS); length++)
      beginnings.add(code.slice(0, length));
    if (isNumber(code) && code.length > 6) longNumbers.add(code.length);
    const lead = /^\p{L}{1,4}(?=\d)/u.exec(code)?.[0];
    if (lead !== undefined && code.length > 5) leads.add(lead.length);
  }
  return { beginnings, longNumbers, leads };
}

/** Identifiers with digits in them that were removed, as letters and digits without what stands between, folded. */
export class IdentifierCodes {
  readonly #codes = new Map<string, CodeKind>();
  #index: CodeIndex | null = null;

  /** Takes an identifier, as it is written. Whether it has digits; without them it is a name to be looked for as one is. */
  add(value: string, kind: CodeKind, filter: GramFilter): boolean {
    const parts = atomTexts(value.slice(0, 4 * MOST_CODE_CHARACTERS));
    if (!parts.some(isNumber)) return false;
    const compact = parts.join('').slice(0, MOST_CODE_CHARACTERS);
    this.#take(compact, kind, filter);
    if (compact.startsWith('0')) this.#take(compact.replace(/^0+/, ''), kind, filter);
    if (kind === 'phone')
      for (const number of subscribersOf(value, compact)) this.#take(number, kind, filter);
    // What is unique of `PX-7731942-K` is the number, whatever is written round it.
    for (const part of parts)
      if (part.length > 5 && part.length < compact.length && isNumber(part) && !isDateLike(part))
        this.#take(part, kind, filter);
    return true;
  }

  /** Takes a number that must stand as it is. */
  addNumber(digits: string, filter: GramFilter): void {
    this.#take(digits, 'person', filter);
  }

  #take(code: string, kind: CodeKind, filter: GramFilter): void {
    if (code.length < SHORTEST_CODE || isFiller(code) || isTechnical(code)) return;
    if (kind === 'phone' && code.length < 7) return;
    if (this.#codes.get(code) === 'person') return;
    this.#codes.set(code, kind);
    filter.add(code);
  }

  /** Whether any stands in a text, with single separators or none between its parts, and whatever is glued to it. Linear in the text. */
  isIn(text: AtomicText, place: Place): boolean {
    if (this.#codes.size === 0) return false;
    this.#index ??= indexOf(this.#codes.keys());
    const { longNumbers, leads } = this.#index;
    for (let index = 0; index < text.atoms.length; index++) {
      const { kind, text: word } = text.atoms[index] as Atom;
      if (kind === 'ideographs') continue;
      if (this.#startsAt(text, index, word, place)) return true;
      if (kind === 'digits' && this.#isWithin(word, longNumbers) && !isLongDotted(text, index)) return true;
      if (kind === 'letters' && text.gaps[index + 1] !== undefined)
        for (const lead of leads)
          if (word.length > lead && this.#startsAt(text, index, word.slice(-lead), place)) return true;
    }
    return false;
  }

  /** Whether a decimal string (IS, DS) is one of them: five digits and more, and no round one. */
  isNumber(value: string): boolean {
    const digits = /^[+-]?(\d+)(?:\.0*)?$/.exec(value)?.[1];
    if (digits === undefined || digits.length < 5) return false;
    const bare = digits.replace(/^0+/, '');
    return (this.#codes.has(digits) || this.#codes.has(bare)) && bare.length > 4 && !isCommonNumber(bare);
  }

  #startsAt(text: AtomicText, index: number, first: string, place: Place): boolean {
    const { atoms, gaps } = text;
    const isWhole = first.length === (atoms[index] as Atom).text.length;
    const mayBePadded = first.startsWith('0');
    let compact = '';
    let isPhone = false;
    let hasSpace = false;
    for (let at = index; at < atoms.length && compact.length < MOST_CODE_CHARACTERS; at++) {
      if (at > index) {
        const gap = gaps[at] as string;
        if (!CODE_GAP.test(gap)) {
          if (!PHONE_GAP.test(gap)) return false;
          isPhone = true;
        }
        hasSpace ||= gap.includes(' ');
      }
      compact += at === index ? first : (atoms[at] as Atom).text;
      const bare = mayBePadded ? compact.replace(/^0+/, '') : compact;
      if (!this.#isBeginning(compact) && !this.#isBeginning(bare)) return false;
      for (const code of bare === compact ? [compact] : [compact, bare]) {
        const kind = this.#codes.get(code);
        if (kind === undefined || (isPhone && kind !== 'phone')) continue;
        const spot = { text, from: index, to: at + 1, isWhole, hasSpace };
        if (countsIn(place, code, kind) && isSpot(spot, code, place)) return true;
      }
    }
    return false;
  }

  #isBeginning(part: string): boolean {
    return part === '' || (this.#index as CodeIndex).beginnings.has(part.slice(0, BEGINNING_CHARACTERS));
  }

  /** Numbers of seven digits and more within a longer run. */
  #isWithin(run: string, lengths: Iterable<number>): boolean {
    for (const length of lengths)
      for (let at = 0; at + length <= run.length; at++)
        if (this.#codes.has(run.slice(at, at + length))) return true;
    return false;
  }
}

/** As many characters tell most texts from most identifiers. */
const BEGINNING_CHARACTERS = 8;
const CODE_GAP = /^[-_./ ]?$/;
const PHONE_GAP = /^[-./ ()]{0,3}$/;

/** Whether something that looks like this identifier means a person where it stands. */
function countsIn(place: Place, code: string, kind: CodeKind): boolean {
  if (place === 'maker' && kind === 'device') return code.length > 5 && /\d{4}/.test(code);
  // Values of codes are numbers of six digits and fewer.
  if (place === 'code' || place === 'maker')
    return (kind === 'person' || kind === 'phone') && (!isNumber(code) || code.length > 6);
  if (place === 'station') return kind === 'person' || kind === 'phone';
  if (place === 'own code') return kind !== 'order';
  return place === 'text' || !isWeak(code);
}

interface Spot {
  readonly text: AtomicText;
  readonly from: number;
  readonly to: number;
  /** It begins where an atom does. */
  readonly isWhole: boolean;
  readonly hasSpace: boolean;
}

/** Whether it stands by itself as far as one of its length must: short numbers are parts of too many others. */
function isSpot({ text, from, to, isWhole, hasSpace }: Spot, code: string, place: Place): boolean {
  const { atoms } = text;
  const isOpen = isWhole && isGlued(text, from);
  const isClosed = to < atoms.length && isGlued(text, to);
  if (!isNumber(code)) return code.length > 4 || !(isOpen || isClosed);
  if (code.length > 6) return !isLongDotted(text, from);
  // A list of measures, not one number.
  if (hasSpace) return false;
  if (isDecimal(text, from, to)) return false;
  if (code.length === 6) return !isUnit(text, to);
  if (isOpen || isClosed || to - from > 1 || isUnit(text, to) || isCommonNumber(code)) return false;
  return code.length === 5 || (place !== 'term' && !/^(?:19|20)/.test(code));
}

/** A decimal point with digits on its other side. */
function isDecimal({ atoms, gaps }: AtomicText, from: number, to: number): boolean {
  const isPoint = (at: number) =>
    /^[.,]$/.test(gaps[at] ?? '') && atoms[at - 1]?.kind === 'digits' && atoms[at]?.kind === 'digits';
  return isPoint(from) || isPoint(to);
}

/** Whether an atom is one of five numbers and more with points between, as a UID has them. */
function isLongDotted({ atoms, gaps }: AtomicText, index: number): boolean {
  let count = 1;
  const isPoint = (at: number) => gaps[at] === '.' && atoms[at - 1]?.kind === 'digits';
  for (let at = index; count < 5 && at > 0 && isPoint(at); at--) count += 1;
  for (let at = index + 1; count < 5 && isPoint(at) && atoms[at]?.kind === 'digits'; at++) count += 1;
  return count > 4;
}

/** The number without what is dialled before it: a country, a trunk. */
function subscribersOf(value: string, digits: string): readonly string[] {
  const isInternational = /^\s*(?:\+|00)/.test(value);
  const bare = digits.replace(/^0+/, '');
  const national = value.includes('(0)') ? [value.slice(value.indexOf('(0)') + 3).replace(/\D/g, '')] : [];
  return isInternational ? [...national, ...[1, 2, 3].map((prefix) => bare.slice(prefix))] : national;
}

const isNumber = (code: string): boolean => /^\d+$/.test(code);

/** One character again and again, as `00000000`: it stands where an identifier was wanted and there was none. */
export function isFiller(value: string): boolean {
  for (let at = 1; at < value.length; at++) if (value[at] !== value[0]) return false;
  return true;
}

/** What scans and devices are called by: `ct01`, `1000`. */
function isTechnical(code: string): boolean {
  return code.length === 4 && /^(?:[a-z]{1,2}\d{1,2}|\d{1,2}[a-z]{1,2}|[1-9]0{0,3})$/.test(code);
}

/** Words that clinical texts use with a number of at most two digits: `spine01`, `room7`. */
function isWeak(code: string): boolean {
  const digits = code.replace(/\D/g, '');
  if (digits.length > 2) return false;
  return code.split(/\d+/).every((word) => word.length < 3 || isKnownWord(word));
}

/** What is typed where some number is wanted. */
const COUNTED = '123456789';

/** Round, or beside a power of two: sizes, counts and ranges of values. */
function isCommonNumber(digits: string): boolean {
  if (COUNTED.startsWith(digits)) return true;
  if (digits.length > 7) return false;
  const value = Number(digits);
  const isBesidePower = [value - 1, value, value + 1].some((near) => near > 0 && (near & (near - 1)) === 0);
  return isBesidePower || /00$/.test(digits) || (digits.length < 5 && value % 50 === 0);
}

/** Eight digits that are a day: an accession number may begin with its own. */
function isDateLike(digits: string): boolean {
  return /^(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d)$/.test(
    digits,
  );
}
