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
/** What is not seen: soft hyphens, zero-width spaces and joiners, marks of direction, fillers, selectors of variants, tags. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Draws an Arabic word out, and means nothing. */
const TATWEEL = /\u0640/g;
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
    .replace(TATWEEL, '')
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

/** A text as a reader sees it. */
export function withoutInvisible(text: string): string {
  return isAscii(text) ? text : text.replace(INVISIBLE, '');
}

/** Signs that a typesetter has many of, and characters as wide as an ideograph: one UTF-16 unit each, as what they stand for. */
const TYPESET =
  /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|[\u2010-\u2015\u2212\ufe58\ufe63]|[\u2018\u2019\u201b\u02bc]|[\uff01-\uff5e]/g;

/** A text with one kind of space, hyphen and apostrophe, and with ASCII where it is wide, every character in its place. */
export function asTyped(text: string): string {
  if (isAscii(text)) return text;
  return text.replace(TYPESET, (sign) => {
    const code = sign.charCodeAt(0);
    if (code >= 0xff01) return String.fromCharCode(code - 0xfee0);
    if (/\s/.test(sign)) return ' ';
    return code === 0x2018 || code === 0x2019 || code === 0x201b || code === 0x02bc ? "'" : '-';
  });
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
