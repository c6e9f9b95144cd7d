import { asTyped, fold, runsOf } from './fold.ts';

/**
 * The smallest part of a text that means something: letters, digits, or characters of a script that writes no spaces between words (Han, kana,
 * Hangul, whose particles follow a name at once).
 */
export interface Atom {
  readonly kind: 'letters' | 'digits' | 'ideographs';
  /** Folded. */
  readonly text: string;
  /** Half-open, in UTF-16 units of the text as it is written. */
  readonly start: number;
  readonly end: number;
  /** How letters are written: `abc`, `Abc`, `ABC`; `other` for the rest and for scripts without case. A single upper-case letter is `upper`. */
  readonly shape: 'lower' | 'capital' | 'upper' | 'other';
}

/** A text with its atoms, for matchers that look at one after the other: all of them take time linear in the text. */
export interface AtomicText {
  readonly text: string;
  readonly atoms: readonly Atom[];
  /** What stands before each atom, after the one before it; at the end, what stands after the last. */
  readonly gaps: readonly string[];
}

/** A part of a text, half-open, in UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

const ATOM =
  /(?<digits>\p{Nd}{1,256})|(?<ideographs>[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc\uff70\uff9e\uff9f]{1,256})|(?:[[\p{Alphabetic}\p{M}\p{Nl}\p{No}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc\uff70\uff9e\uff9f]])(?:[[\p{Alphabetic}\p{M}\p{Nl}\p{No}\p{Default_Ignorable_Code_Point}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc\uff70\uff9e\uff9f]]){0,255}/gv;

function kindOf({ groups }: RegExpExecArray): Atom['kind'] {
  return groups?.digits !== undefined
    ? 'digits'
    : groups?.ideographs !== undefined
      ? 'ideographs'
      : 'letters';
}

const NOT_ASCII = /[^\x00-\x7f]/;

/** Of a text as it is typed: its signs are those that a keyboard has, its letters those that are written. */
export function atomize(written: string): AtomicText {
  if (!NOT_ASCII.test(written)) return atomizeAscii(written);
  const text = asTyped(written);
  const atoms: Atom[] = [];
  const gaps: string[] = [];
  let before = 0;
  for (const { kind, start, end } of runsOf(text, ATOM, kindOf)) {
    const part = text.slice(start, end);
    gaps.push(text.slice(before, start));
    before = end;
    const shape = kind === 'letters' ? shapeOf(part) : 'other';
    atoms.push({ kind, text: fold(part), start, end, shape });
  }
  gaps.push(text.slice(before));
  return { text, atoms, gaps };
}

/** The same, of nearly every text, at a third of the cost. */
function atomizeAscii(text: string): AtomicText {
  const atoms: Atom[] = [];
  const gaps: string[] = [];
  let before = 0;
  eachAsciiRun(text, (start, end) => {
    const part = text.slice(start, end);
    gaps.push(text.slice(before, start));
    before = end;
    if (part < 'A') atoms.push({ kind: 'digits', text: part, start, end, shape: 'other' });
    else atoms.push({ kind: 'letters', text: part.toLowerCase(), start, end, shape: shapeOf(part) });
  });
  gaps.push(text.slice(before));
  return { text, atoms, gaps };
}

/** Each run of letters, and each of digits. No pattern: one without an end would fill the stack that V8 keeps its turns on. */
function eachAsciiRun(text: string, found: (start: number, end: number) => void): void {
  let [start, before] = [0, OTHER];
  for (let at = 0; at <= text.length; at++) {
    const kind = at === text.length ? OTHER : asciiKind(text.charCodeAt(at));
    if (kind === before) continue;
    if (before !== OTHER) found(start, at);
    [start, before] = [at, kind];
  }
}

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;

function asciiKind(code: number): number {
  if (code >= 0x30 && code <= 0x39) return DIGIT;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? LETTER : OTHER;
}

/** The texts of the atoms alone, folded: of ASCII at a part of the cost. */
export function atomTexts(text: string): readonly string[] {
  if (NOT_ASCII.test(text)) return atomize(text).atoms.map((atom) => atom.text);
  const lower = text.toLowerCase();
  const texts: string[] = [];
  eachAsciiRun(lower, (start, end) => texts.push(lower.slice(start, end)));
  return texts;
}

function shapeOf(written: string): Atom['shape'] {
  const lower = written.toLowerCase();
  const upper = written.toUpperCase();
  if (lower === upper) return 'other';
  if (written === upper) return 'upper';
  if (written === lower) return 'lower';
  const rest = written.slice(1);
  return written[0] === upper[0] && rest === rest.toLowerCase() ? 'capital' : 'other';
}

/** Whether an atom stands at once after the one before it: `MRN` and `123` of `MRN123`. */
export function isGlued({ gaps }: AtomicText, index: number): boolean {
  return index > 0 && gaps[index] === '';
}

/** Whether no digits are glued to an atom: those of `T1` make it something else than an initial or a name. */
export function isWithoutDigits(text: AtomicText, index: number): boolean {
  const isDigits = (at: number) => text.atoms[at]?.kind === 'digits';
  return (
    !(isGlued(text, index) && isDigits(index - 1)) && !(text.gaps[index + 1] === '' && isDigits(index + 1))
  );
}

/** The part of the text that atoms [from, to) take. */
export function spanOf({ atoms }: AtomicText, from: number, to: number): TextSpan {
  return { start: (atoms[from] as Atom).start, end: (atoms[to - 1] as Atom).end };
}

/** What stands between two words of one name or one number at most: up to three signs, no end of a line. */
const NEAR = /^[ ,.'^_\-/\u30fb]{0,3}$/;

/** Whether two atoms next to each other may belong together. */
export function isNear(gap: string | undefined): boolean {
  return gap !== undefined && gap.length <= 3 && NEAR.test(gap);
}
