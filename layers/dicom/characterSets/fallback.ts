import { DicomError } from '../errors.ts';
import type { Codec, TextKind } from './codec.ts';
import { compose } from './compose.ts';

/** Letters and signs that Unicode does not decompose to ASCII, and what one writes for them. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  Ŧ: 'T',
  ŋ: 'ng',
  Ŋ: 'Ng',
  ı: 'i',
  '\u2010': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u02bc': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u00ab': '"',
  '\u00bb': '"',
  '\u00d7': 'x',
  '\u2044': '/',
  '\u20ac': 'EUR',
};

/**
 * The bytes of text that the data set's own character set cannot hold whole; there are always some. The text is composed (`compose`); then
 * each character that the set has stays, and any other is folded: its compatibility decomposition (NFKD) without marks and
 * format characters, each part as the set has it or as `SPELLED` has it in ASCII, and `?` where nothing is left to write.
 * Neither makes or takes a delimiter (`\`, `^`, `=`) or a control character. The same text gives the same bytes everywhere.
 */
export function encodeWithFallback(set: Codec, text: string, kind: TextKind): Uint8Array {
  const whole = set.encode(text, kind);
  if (whole !== null) return whole;
  const folded = Array.from(compose(text), (character) =>
    set.encode(character, kind) === null ? fold(character, set) : character,
  ).join('');
  const bytes = set.encode(folded, kind);
  // Each character has its place, so the text has: a codec that says otherwise is broken.
  if (bytes === null)
    throw new DicomError('VALUE_NOT_ENCODABLE', {}, 'The folded text has no encoding', 'Report this.');
  return bytes;
}

function fold(character: string, set: Codec): string {
  const bare = character.normalize('NFKD').replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, '');
  const folded = Array.from(bare, (part) => {
    const written = [part, SPELLED[part] ?? '?'].find(
      (each) => isGraphic(each) && set.encode(each, 'text') !== null,
    );
    return written ?? '?';
  }).join('');
  // One sign for one character, as a syllable of Hangul comes apart in three.
  return /^\?+$/.test(folded) ? '?' : folded;
}

/** Neither a delimiter nor a control character. */
function isGraphic(text: string): boolean {
  return !/[\p{Cc}\\^=]/u.test(text);
}
