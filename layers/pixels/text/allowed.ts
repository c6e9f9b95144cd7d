import { LABELS, UNITS, WORDS } from './allowedWords.ts';

/** Digits that make a number of a person or of a study, however they are spaced. */
const IDENTIFYING_DIGITS = 6;
/** Numbers of equal steps that make a scale: three of them could be a date. */
const SCALE_NUMBERS = 4;

const SHORT_NUMBER = /^[-+]?(?:\d{1,3}(?:[.,]\d{1,3})?|[.,]\d{1,3})$/;
const LABELLED_NUMBER = /^[-+]?(?:\d{1,4}(?:[.,]\d{1,3})?|[.,]\d{1,3})$/;
const MEASURED_NUMBER = /^[-+<>~]?(?:\d{1,5}(?:[.,]\d{1,4})?|[.,]\d{1,4})$/;
const NUMBER_AND_WORD = /^([-+<>~]?[\d.,]*\d)([^\d.,].*)$/;
const WORD_AND_NUMBER = /^(\p{L}+)([-+<>~]?[\d.,]*\d)$/u;
/** Directions of an oblique plane, none of them with a vowel: Al, Li and Ha are names. */
const OBLIQUE_DIRECTIONS = /^(?!.*(?:L.*R|R.*L|H.*[FS]|F.*[HS]|S.*[HF]|(.).*\1))[LRPHFS]{2,3}$/;
/** Two numbers with a sign between them that dates and times have. Decimal points are no such sign, unless there are two. */
const DATE_OR_TIME = /(?<!\p{L})[\dOIL]+\s*[-:/'’h]\s*[\dOIL]|\d[-:/'’]|[\dOIL][.,][\dOIL]+[.,][\dOIL]/iu;
/** As what a reader may take a digit for: they count as digits where these would be too many. */
const LOOKS_LIKE_A_DIGIT = /^[OILSB]$/;

/**
 * Whether a text that was read in an image may stay: sides, directions, views, scales, numbers with a unit, a screen's technical words, and what the rules
 * name. Everything else goes. A text is held as it was read: no misread character is mended to make it one that may stay.
 */
export function mayStay(text: string, allow: readonly string[]): boolean {
  const tokens = tokensOf(text);
  if (tokens.length === 0) return false;
  const phrases = allow.map(tokensOf).filter((phrase) => phrase.length > 0);
  if (phrases.some((phrase) => phrase.join(' ') === tokens.join(' '))) return true;
  return !DATE_OR_TIME.test(fold(text)) && staysFrom(tokens, phrases);
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll('μ', 'µ')
    .replaceAll('º', '°')
    .toUpperCase()
    .replaceAll('Μ', 'µ')
    .trim();
}

function tokensOf(text: string): readonly string[] {
  return fold(text)
    .replace(/[:;=()[\]|]/g, ' ')
    .split(/\s+/)
    .filter((token) => token !== '' && token !== '.' && token !== '-')
    .map((token) => (/^\p{L}+\.$/u.test(token) ? token.slice(0, -1) : token));
}

function staysFrom(tokens: readonly string[], phrases: readonly (readonly string[])[]): boolean {
  const bare: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const phrase = phrases.find((words) => words.every((word, index) => tokens[at + index] === word));
    if (phrase !== undefined) {
      at += phrase.length;
      continue;
    }
    const token = tokens[at] as string;
    const next = tokens[at + 1];
    const labelled = label(token, next, tokens[at + 2]) ?? measure(token, next);
    if (labelled !== null) {
      at += labelled;
      continue;
    }
    if (SHORT_NUMBER.test(token) || LOOKS_LIKE_A_DIGIT.test(token)) bare.push(token);
    else if (!WORDS.has(token) && !OBLIQUE_DIRECTIONS.test(token)) return false;
    if (LOOKS_LIKE_A_DIGIT.test(token) && !WORDS.has(token)) return false;
    if (token === 'F' && [tokens[at - 1], next].some((beside) => /\d/.test(beside ?? ''))) return false;
    at++;
  }
  return areOfAScale(bare);
}

/** How many tokens a label and its number take; null: no label begins here. */
function label(token: string, next: string | undefined, unit: string | undefined): number | null {
  if (LABELS.has(token) && next !== undefined) {
    if (LABELLED_NUMBER.test(next)) return unit !== undefined && UNITS.has(unit) ? 3 : 2;
    return measure(next, undefined) === 1 ? 2 : null;
  }
  const joined = WORD_AND_NUMBER.exec(token);
  return joined !== null && LABELS.has(joined[1] as string) && LABELLED_NUMBER.test(joined[2] as string)
    ? 1
    : null;
}

/** How many tokens a number with its unit takes. */
function measure(token: string, next: string | undefined): number | null {
  if (MEASURED_NUMBER.test(token) && next !== undefined && UNITS.has(next)) return 2;
  const joined = NUMBER_AND_WORD.exec(token);
  return joined !== null && MEASURED_NUMBER.test(joined[1] as string) && UNITS.has(joined[2] as string)
    ? 1
    : null;
}

/** Bare numbers: few digits, or those of a ruler. Three whole ones may be a day. */
function areOfAScale(bare: readonly string[]): boolean {
  const digits = bare.join('').replace(/[^\dOILSB]/g, '').length;
  const whole = bare.filter((number) => /^\d+$/.test(number)).length;
  if (digits < IDENTIFYING_DIGITS && whole < 3) return true;
  const values = bare.map((number) => Number(number.replace(',', '.')));
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  return (
    values.length >= SCALE_NUMBERS &&
    step !== 0 &&
    values.every((value, at) => at === 0 || Math.abs(value - (values[at - 1] as number) - step) < 1e-6)
  );
}
