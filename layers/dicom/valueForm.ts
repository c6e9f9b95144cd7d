import type { Element } from './element.ts';
import type { ParsedInstance } from './parse.ts';
import { invalidityOfText } from './validate.ts';
import { bytesOf, characterSetIn, isLoaded, valuesOf } from './values.ts';
import { type Vr, vrFacts } from './vr.ts';

/**
 * Whether a value has the form of its VR (PS3.5 Table 6.2-1), so that it is what its VR says and no text in its place: each value of a number, a code,
 * a date or a UID as it must be written; a binary value in whole words, and not the bytes of a text. Of UN nothing is known, a URI (UR) names its
 * host, and an encapsulated value cannot be looked into: none of them has a form. An empty value has one.
 */
export function hasFormOfVr(instance: ParsedInstance, element: Element): boolean {
  const lengthBytes = element.valueEnd - element.valueStart;
  if (lengthBytes === 0) return true;
  if (element.items !== null) return true;
  const { vr } = element;
  if (element.fragments !== null || vr === 'UN' || vr === 'UR' || vr === 'SQ') return false;
  const { content, wordBytes } = vrFacts(vr);
  if (content !== 'binary') return isLoaded(instance, element) && hasFormOfText(instance, element);
  // AT is a pair of words.
  if (lengthBytes % (vr === 'AT' ? 4 : wordBytes) !== 0) return false;
  return lengthBytes > MOST_TEXT_BYTES || !isLoaded(instance, element) || !isText(instance, element);
}

/** Longer binary values are not read by the index; what is in them is searched for, not judged. */
const MOST_TEXT_BYTES = 64 * 1024;

function hasFormOfText(instance: ParsedInstance, element: Element): boolean {
  return valuesOf(instance, element).every((value) =>
    element.vr === 'UI' ? DIGITS_AND_DOTS.test(value) : invalidityOfText(element.vr, value) === null,
  );
}

/** Some makers write UIDs with leading zeros, which PS3.5 9.1 forbids and which say nothing of anybody. */
const DIGITS_AND_DOTS = /^[\d.]{0,64}$/;

/** Fewest bytes that are taken for a text. A float between 8 and 2048 begins like a letter, so that four bytes tell nothing of one. */
const FEWEST_BYTES: Partial<Record<Vr, number>> = { FD: 8, FL: 8, OB: 2, OD: 8, OF: 8 };
const FEWEST_BYTES_OF_INTEGERS = 4;

/**
 * Whether the bytes of a binary value are those of a text: as ASCII or UTF-8, and where the VR is of bytes also in other sets, and as texts between
 * zeros.
 */
function isText(instance: ParsedInstance, element: Element): boolean {
  const bytes = withoutFill(bytesOf(instance, element));
  if (bytes.length < (FEWEST_BYTES[element.vr] ?? FEWEST_BYTES_OF_INTEGERS)) return false;
  const text = decoded(bytes, 'utf-8');
  if (element.vr !== 'OB') return isWritten(text, THREE_LETTERS);
  return (
    isWritten(text, TWO_LETTERS_OR_FOUR_DIGITS) ||
    isWritten(text?.replaceAll('\0', ' ') ?? null, THREE_LETTERS) ||
    UTF_16.some((encoding) => isWritten(utf16(bytes, encoding), TWO_LETTERS_OR_FOUR_DIGITS)) ||
    setsFor(instance, element, bytes).some(
      (read) => isWritten(read, TWO_LETTERS_OR_FOUR_DIGITS) && isLikely(read),
    )
  );
}

/** What the bytes say in Latin letters and in the set of their data set, where they are more than ASCII. */
function setsFor(instance: ParsedInstance, element: Element, bytes: Uint8Array): readonly string[] {
  if (!bytes.some((byte) => byte >= 0x80 || byte === ESCAPE)) return [];
  const own = characterSetIn(instance, element.dataSet).decode(bytes, 'text');
  return [Buffer.from(bytes).toString('latin1'), own];
}

const ESCAPE = 0x1b;

/** Without the zeros and spaces round it. */
function withoutFill(bytes: Uint8Array): Uint8Array {
  const isFill = (byte: number | undefined) => byte === 0x00 || byte === 0x20;
  let [start, end] = [0, bytes.length];
  while (end > start && isFill(bytes[end - 1])) end -= 1;
  while (start < end && isFill(bytes[start])) start += 1;
  return bytes.subarray(start, end);
}

const THREE_LETTERS = /\p{L}{3}/u;
const TWO_LETTERS_OR_FOUR_DIGITS = /\p{L}{2}|\d[\d .-]{2,}\d/u;
/** Controls but TAB, LF, FF, CR and ESC, and what stands for no character. */
const NOT_WRITTEN = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\p{Cn}\p{Co}\p{Cs}]/u;

function isWritten(text: string | null, words: RegExp): boolean {
  return text !== null && !NOT_WRITTEN.test(text) && words.test(text);
}

/** In sets of single bytes almost any byte is some character: what somebody wrote is mostly letters, or mostly ASCII with a word. */
function isLikely(text: string): boolean {
  const count = (of: RegExp) => text.match(of)?.length ?? 0;
  return (
    4 * count(/\p{L}/gu) >= 3 * text.length ||
    (2 * count(/[^\x20-\x7e]/g) <= text.length && THREE_LETTERS.test(text))
  );
}

const UTF_16 = ['utf-16le', 'utf-16be'] as const;

/** Four bytes and more of which every other one is zero, or which begin with a mark of their order: any two bytes are some character. */
function utf16(bytes: Uint8Array, encoding: (typeof UTF_16)[number]): string | null {
  const high = encoding === 'utf-16le' ? 1 : 0;
  const whole = evened(bytes, high);
  if (whole.length < 4) return null;
  const isMarked = whole[high] === 0xfe && whole[1 - high] === 0xff;
  for (let at = 0; !isMarked && at < whole.length; at += 2) if (whole[at + high] !== 0) return null;
  return decoded(whole, encoding);
}

/** A zero at the end, or at the beginning, was taken for filling. */
function evened(bytes: Uint8Array, high: 0 | 1): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  return high === 1 ? Uint8Array.of(...bytes, 0) : Uint8Array.of(0, ...bytes);
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
