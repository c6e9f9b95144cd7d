import { isRegisteredUid } from '../dicom/standard/uid.ts';
import { type Atom, type AtomicText, isGlued, spanOf, type TextSpan } from './atoms.ts';
import { isQuantity, isUnit } from './units.ts';
import { UNITS } from './words/units.ts';

/** Numbers that look like identifiers: long ones, mixtures of letters and digits, telephone numbers, UIDs, addresses of networks. */
export function numbersIn(text: AtomicText): TextSpan[] {
  return [...runsIn(text), ...chainsIn(text)];
}

/** Runs of letters and digits without anything between. */
function runsIn(text: AtomicText): TextSpan[] {
  const { atoms } = text;
  const spans: TextSpan[] = [];
  for (let from = 0; from < atoms.length; ) {
    let to = from + 1;
    while (to < atoms.length && isGlued(text, to)) to += 1;
    if (isIdentifierLike(text, from, to)) spans.push(spanOf(text, from, to));
    from = to;
  }
  return spans;
}

/** A run with six digits in a row, or five beside letters, or a tangle of letters and digits, that is neither a measure nor a technique. */
function isIdentifierLike(text: AtomicText, from: number, to: number): boolean {
  let longest = 0;
  let digits = 0;
  let turns = 0;
  for (let index = from; index < to; index++) {
    const { kind, text: part } = text.atoms[index] as Atom;
    if (kind === 'ideographs') return ideographic(text, from, to);
    if (index > from) turns += 1;
    if (kind !== 'digits') continue;
    longest = Math.max(longest, part.length);
    digits += part.length;
  }
  const isMixed = to - from > 1;
  const isLong = longest > 5 || (isMixed && longest > 4) || (turns > 3 && digits > 5);
  return isLong && !isMeasure(text, from, to) && !isTechnique(text, from, to) && !isFraction(text, from, to);
}

/** Beside letters of scripts without spaces a number stands for itself. */
function ideographic(text: AtomicText, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const { kind, text: part } = text.atoms[index] as Atom;
    if (kind === 'digits' && part.length > 5) return true;
  }
  return false;
}

/** A date as DICOM has it (DA): eight decimals that look so are hardly ever anything else. */
const DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;

/** `120000 cps`, `100000ms`: a number of at most nine digits, and no date, with a unit. */
function isMeasure(text: AtomicText, from: number, to: number): boolean {
  const { kind, text: number } = text.atoms[from] as Atom;
  if (kind !== 'digits' || number.length > 9 || /^(?:19|20)\d\d[01]\d[0-3]\d$/.test(number)) return false;
  // Eight digits and a letter are an identity number (Spain).
  if (number.length === 8 && text.atoms[from + 1]?.text.length === 1) return false;
  return to - from < 3 && isUnit(text, from + 1);
}

/** What a parameter's number stands behind: `b10000`, `TR12000`. */
const PARAMETERS: ReadonlySet<string> = new Set([
  'b',
  'tr',
  'te',
  'ti',
  'td',
  'fov',
  'nex',
  'ww',
  'wl',
  'w',
  'l',
]);

/** `512x512x1024`, `b10000`: dimensions, and numbers of parameters up to five digits. */
function isTechnique({ atoms }: AtomicText, from: number, to: number): boolean {
  const run = atoms.slice(from, Math.min(to, from + 9));
  const isDimensions =
    run.length > 2 &&
    to - from < 9 &&
    run.every(({ kind, text }, index) =>
      index % 2 === 0 ? kind === 'digits' && text.length < 6 : text === 'x' || UNITS.has(text),
    );
  if (isDimensions) return true;
  const [name, number] = run;
  return (
    name !== undefined &&
    number !== undefined &&
    PARAMETERS.has(name.text) &&
    number.text.length < 6 &&
    run.length < 4
  );
}

/** `0.351562`: what follows a decimal point is not an identifier where little stands before it. */
function isFraction(text: AtomicText, from: number, to: number): boolean {
  const { atoms, gaps } = text;
  const before = atoms[from - 1];
  if (DATE.test((atoms[from] as Atom).text)) return false;
  const isDecimal = to - from === 1 && /^[.,]$/.test(gaps[from] as string) && before?.kind === 'digits';
  const isWhole = gaps[to] !== '.' || atoms[to]?.kind !== 'digits';
  return isDecimal && before.text.length < 5 && isWhole && !/^[-./]$/.test(gaps[from - 1] as string);
}

/** Numbers with separators between: [from, to) of their atoms, and their digits. */
interface Chain {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly string[];
  /** The separators, without spaces. */
  readonly separators: readonly string[];
}

/** Longest chain that is looked at as one. */
const MOST_GROUPS = 24;
const CHAIN_GAP = /^(?:[-./ ]| ?[-/)(] ?|\) ?)$/;

function chainsIn(text: AtomicText): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let from = 0; from < text.atoms.length; ) {
    const chain = chainAt(text, from);
    if (chain !== null && chain.groups.length > 1) {
      const part = partLikeIdentifier(text, chain);
      if (part !== null) spans.push(withPrefix(text, spanOf(text, part[0], part[1])));
    }
    from = chain === null ? from + 1 : chain.to;
  }
  return spans;
}

/** The sign of an international prefix, and the parenthesis of an area, go with the number; one that is open behind it stays. */
function withPrefix({ text }: AtomicText, { start, end }: TextSpan): TextSpan {
  let from = start;
  const signs = text.slice(start, end).includes(')') ? /[+(]/ : /\+/;
  while (start - from < 2 && signs.test(text[from - 1] ?? '')) from -= 1;
  return { start: from, end };
}

function chainAt(text: AtomicText, from: number): Chain | null {
  const { atoms, gaps } = text;
  // Not from within a level: `L4/5`.
  const isWithin = /^[-/.]?$/.test(gaps[from] as string) && from > 0;
  if (atoms[from]?.kind !== 'digits' || isWithin) return null;
  const groups = [atoms[from].text];
  const separators: string[] = [];
  let to = from + 1;
  for (; to < atoms.length && groups.length < MOST_GROUPS; to++) {
    const { kind, text: group } = atoms[to] as Atom;
    const gap = gaps[to] as string;
    if (kind !== 'digits' || !CHAIN_GAP.test(gap) || (gap.includes(' ') && isQuantity(text, to))) break;
    separators.push(gap.trim());
    groups.push(group);
  }
  return { from, to, groups, separators };
}

type Range = readonly [from: number, to: number];

/** The whole chain if it is a UID, an address, a telephone number or a grouped identifier; a part of it that is one; null. */
function partLikeIdentifier(text: AtomicText, chain: Chain): Range | null {
  const { from, to, groups, separators } = chain;
  const lengths = groups.map((group) => group.length);
  const digits = lengths.reduce((sum, length) => sum + length, 0);
  const whole: Range = [from, to];
  if (separators.every((separator) => separator === '.') && groups.length > 3) {
    const value = groups.join('.');
    const isAddress =
      groups.length === 4 && Number(groups[0]) > 9 && groups.every((group) => Number(group) < 256);
    return (isAddress || value.length > 11) && !isRegisteredUid(value) ? whole : null;
  }
  const before = text.gaps[from] as string;
  const isInternational =
    before.endsWith('+') || before.endsWith('+(') || (groups[0] as string).startsWith('00');
  if (isInternational && digits > 7 && digits < 18) return whole;
  const isNational =
    /^0\d/.test(groups[0] as string) && digits > 7 && digits < 16 && lengths.every((n) => n < 9);
  if (isNational && !separators.includes('.')) return whole;
  const at = PATTERNS.map((pattern) => indexOfPattern(groups, pattern)).find((found) => found !== null);
  if (at != null) return [from + at[0], from + at[1]];
  return isLocalNumber(text, chain) || isGroupedIdentifier(text, chain, digits) ? whole : null;
}

/** `555-1234`: a telephone number of North America without its area. */
function isLocalNumber(text: AtomicText, { to, groups, separators }: Chain): boolean {
  const isWritten = groups.length === 2 && groups[0]?.length === 3 && groups[1]?.length === 4;
  const isTechnique = isRound(groups) || groups.every((group) => Number(group) % 10 === 0);
  return isWritten && separators[0] === '-' && !isTechnique && !isUnit(text, to);
}

/** Telephone numbers (3-3-4, after a country's or a trunk's prefix too), social security numbers (3-2-4) and numbers of cards (4-4-4). */
const PATTERNS = [
  [3, 3, 4],
  [3, 2, 4],
  [4, 4, 4, 4],
  [4, 4, 4],
] as const;

function indexOfPattern(groups: readonly string[], pattern: readonly number[]): Range | null {
  for (let at = 0; at + pattern.length <= groups.length; at++) {
    const part = groups.slice(at, at + pattern.length);
    if (part.every((group, index) => group.length === pattern[index]) && !isRound(part))
      return [at, at + pattern.length];
  }
  return null;
}

/** Numbers of a technique (b-values, times, sizes of a matrix) are round, or small. */
function isRound(groups: readonly string[]): boolean {
  return groups.every((group) => group.length < 3 || Number(group) % 50 === 0 || Number(group) % 64 === 0);
}

/** Eight digits and more in groups with one kind of sign between, and no unit behind them. */
function isGroupedIdentifier(text: AtomicText, { to, groups, separators }: Chain, digits: number): boolean {
  const [separator] = separators;
  if (digits < 8 || !['-', '/', '.'].includes(separator ?? '')) return false;
  if (separators.some((each) => each !== separator)) return false;
  const isDecimal = separator === '.' && groups.length === 2;
  return !isRound(groups) && !isDecimal && !isUnit(text, to);
}
