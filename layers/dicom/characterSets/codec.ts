import { isAscii } from 'node:buffer';

/** `name` is PN: its component groups (=) and components (^) are delimiters as well. */
export type TextKind = 'text' | 'name';

/** How one choice of Specific Character Set turns bytes into text and back. */
export interface Codec {
  /**
   * Decodes the whole value bytes of one element, all values with their backslashes; never throws: bytes that mean
   * nothing become U+FFFD. Control characters pass, C1 of 8-bit sets too.
   */
  decode(bytes: Uint8Array, kind: TextKind): string;
  /**
   * The bytes of the text, escape sequences included and reset as PS3.5 6.1.2.5.3 asks: before delimiters, before control
   * characters and at the end. Null when some character has no place in the set; ESC never has one, for it is not text.
   * What comes out decodes to the same text.
   */
  encode(text: string, kind: TextKind): Uint8Array | null;
  /** Views of the values between the delimiters 05/12; neither trail bytes nor two-byte codes in G0 pass for one. */
  splitValues(bytes: Uint8Array): readonly Uint8Array[];
}

/** The control character that starts an escape sequence (PS3.5 6.1.3). */
export const ESC = 0x1b;
/** 05/12, the value delimiter (PS3.5 6.4). */
export const BACKSLASH = 0x5c;
/** What stands for bytes that mean nothing. */
export const REPLACEMENT = 0xfffd;

const UTF8 = new TextEncoder();
const FROM_UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Up to this many bytes a loop is faster than a native call. */
const SHORT_BYTES = 24;

/** The text of bytes that are all 7-bit and not ESC; null for any other. Nearly every value ends here. */
export function asciiText(bytes: Uint8Array): string | null {
  if (bytes.length > SHORT_BYTES)
    return isAscii(bytes) && !bytes.includes(ESC) ? FROM_UTF8.decode(bytes) : null;
  let text = '';
  for (const byte of bytes) {
    if (byte > 0x7f || byte === ESC) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The bytes of text that is all 7-bit and not ESC; null for any other. */
export function asciiBytes(text: string): Uint8Array | null {
  return /^[\x00-\x1a\x1c-\x7f]*$/.test(text) ? UTF8.encode(text) : null;
}

/** The text of the first `count` UTF-16 units, which the machine keeps low byte first. */
export function textOf(units: Uint16Array, count: number): string {
  return Buffer.from(units.buffer, units.byteOffset, count * 2).toString('utf16le');
}

/** The views between the positions of delimiters. */
export function splitAt(bytes: Uint8Array, delimiters: readonly number[]): readonly Uint8Array[] {
  const starts = [0, ...delimiters.map((at) => at + 1)];
  return starts.map((start, n) => bytes.subarray(start, delimiters[n] ?? bytes.length));
}

/** The positions of every byte 0x5C: right for codes in which it is never part of another character. */
export function backslashesOf(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(BACKSLASH); at >= 0; at = bytes.indexOf(BACKSLASH, at + 1)) found.push(at);
  return found;
}

/** ISO_IR 192 (PS3.3 Table C.12-5, RFC 3629). A byte order mark is kept, as every other character. */
export const utf8Codec: Codec = {
  decode: (bytes) => asciiText(bytes) ?? FROM_UTF8.decode(bytes),
  encode: (text) => (text.includes('\x1b') || !text.isWellFormed() ? null : UTF8.encode(text)),
  splitValues: (bytes) => splitAt(bytes, backslashesOf(bytes)),
};
