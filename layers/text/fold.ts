/** Letters that Unicode does not decompose, and what they count as. */
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'ng',
  ı: 'i',
};
const LETTERS = new RegExp(`[${Object.keys(UNDECOMPOSED).join('')}]`, 'g');

/** The zeros of decimal digits that people write dates with and that Unicode does not map to ASCII: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50] as const;
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g;
/** What is not seen within a word: soft hyphen, zero-width space and joiners, word joiner, byte order mark. */
const INVISIBLE = /\u00ad|\u200b|\u200c|\u200d|\u2060|\ufeff/g;
/** Hiragana that have a katakana 0x60 further on: readings of names are written in either. */
const HIRAGANA = /[\u3041-\u3096]/g;

/**
 * A text for comparison: case, diacritics, the width of letters and the kind of kana away (Unicode NFKD without combining marks, Hangul in
 * syllables again), decimal digits in ASCII.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(INVISIBLE, '')
    .replace(LETTERS, (letter) => UNDECOMPOSED[letter] as string)
    .replace(DIGITS, (digit) => {
      const code = digit.charCodeAt(0);
      return String(code - (ZEROS.find((zero) => code >= zero && code < zero + 10) as number));
    })
    .replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .normalize('NFC');
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}

/** The words of a folded text: letters and digits without anything between them. */
export function wordsOf(folded: string): string[] {
  // Unicode properties cost several times as much, and hardly any value needs them.
  const between = isAscii(folded) ? /[^a-z0-9]+/i : /[^\p{L}\p{N}]/u;
  return folded.split(between).filter((word) => word !== '');
}

/** A run of characters of one kind: half-open, in UTF-16 units. */
export interface Run<K> {
  readonly kind: K;
  readonly start: number;
  readonly end: number;
}

/**
 * Where runs stand that a pattern finds, part by part: parts of one kind that touch are one. A pattern of characters beyond 16 bits must take so
 * many at most at once, as V8 keeps each turn of a repetition of theirs on a stack that a long text fills.
 */
export function runsOf<K>(text: string, parts: RegExp, kindOf: (match: RegExpExecArray) => K): Run<K>[] {
  const runs: { readonly kind: K; readonly start: number; end: number }[] = [];
  for (const match of text.matchAll(parts)) {
    const kind = kindOf(match);
    const end = match.index + match[0].length;
    const last = runs[runs.length - 1];
    if (last?.end === match.index && last.kind === kind) last.end = end;
    else runs.push({ kind, start: match.index, end });
  }
  return runs;
}

/** Where one word stands: half-open, in UTF-16 units. */
export interface WordSpan {
  readonly start: number;
  readonly end: number;
}

export function wordSpans(text: string): WordSpan[] {
  const words = isAscii(text) ? /[a-z0-9]{1,256}/gi : /[\p{L}\p{N}]{1,256}/gu;
  return runsOf(text, words, () => null);
}
