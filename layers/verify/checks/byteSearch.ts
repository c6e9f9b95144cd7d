import type { ByteFile } from '../reader/byteFile.ts';
import { piecesOf } from '../reader/byteFile.ts';
import type { Token, Tokens } from './tokens.ts';

/** Looks for many texts in bytes at once, whatever they are part of: pixels, private data, padding, documents. */

export type Form = 'plain' | 'base64' | 'hexadecimal' | 'UTF-16';

interface Pattern {
  readonly bytes: Uint8Array;
  readonly token: Token;
  readonly form: Form;
}

export interface ByteHit {
  readonly token: Token;
  readonly form: Form;
  readonly offset: number;
}

/** Shorter runs of bytes stand in any gigabyte by chance. */
const LEAST_BYTES = 6;
/** Of more a search says nothing new. */
const MOST_HITS = 1000;

export interface ByteSearch {
  /** Hits in `start` to `end`, which may be longer than what fits into memory. */
  in(file: ByteFile, start: number, end: number): readonly ByteHit[];
}

export function byteSearch(tokens: Tokens): ByteSearch {
  const patterns: Pattern[] = [];
  const seen = new Set<string>();
  const add = (bytes: Uint8Array, token: Token, form: Form): void => {
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    if (bytes.length < LEAST_BYTES || seen.has(key)) return;
    seen.add(key);
    patterns.push({ bytes, token, form });
  };
  for (const group of [tokens.words, tokens.phrases, tokens.runs, tokens.codes, tokens.dates, tokens.uids])
    for (const token of group.values()) addForms(token, add);
  return searchOf(patterns);
}

function addForms(token: Token, add: (bytes: Uint8Array, token: Token, form: Form) => void): void {
  const { written, text } = token;
  // A name of another script as the source writes it: the forms below are Unicode.
  if (token.bytes?.some((byte) => byte >= 0x80 || byte === 0x1b) === true)
    add(withoutPadding(token.bytes), token, 'plain');
  const isWord = token.kind === 'name' || token.kind === 'place' || token.kind === 'code';
  const ways = new Set([
    written,
    ...(isWord ? [written.toUpperCase(), written.toLowerCase(), capital(written), text] : []),
  ]);
  for (const way of ways) {
    const utf8 = Buffer.from(way, 'utf8');
    add(utf8, token, 'plain');
    if (utf8.length !== way.length) add(Buffer.from(way, 'latin1'), token, 'plain');
    const wide = Buffer.from(way, 'utf16le');
    if (way.length >= 4) {
      add(wide, token, 'UTF-16');
      add(Buffer.from(wide).swap16(), token, 'UTF-16');
    }
    if (utf8.length < LEAST_BYTES) continue;
    add(Buffer.from(utf8.toString('hex'), 'latin1'), token, 'hexadecimal');
    add(Buffer.from(utf8.toString('hex').toUpperCase(), 'latin1'), token, 'hexadecimal');
    for (const packed of packedForms(utf8)) add(Buffer.from(packed, 'latin1'), token, 'base64');
  }
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
  return bytes.subarray(0, end);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

/** The characters of base64 that depend on these bytes alone, for each place that they can have in a group of three (RFC 4648 4). */
function packedForms(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before, 0x20), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((before * 8) / 6), whole);
  });
}

function searchOf(patterns: readonly Pattern[]): ByteSearch {
  const pairs = new Uint8Array(0x10000);
  const byFour = new Map<number, Pattern[]>();
  let longest = 0;
  for (const pattern of patterns) {
    const { bytes } = pattern;
    pairs[((bytes[0] as number) << 8) | (bytes[1] as number)] = 1;
    const four = fourAt(bytes, 0);
    const same = byFour.get(four);
    if (same === undefined) byFour.set(four, [pattern]);
    else same.push(pattern);
    longest = Math.max(longest, bytes.length);
  }
  return {
    in: (file, start, end) => {
      if (patterns.length === 0 || end - start < LEAST_BYTES) return [];
      const hits: ByteHit[] = [];
      let tail = Buffer.alloc(0);
      let at = start;
      for (const piece of piecesOf(file, start, end)) {
        const bytes = tail.length === 0 ? piece : Buffer.concat([tail, piece]);
        const origin = at - tail.length;
        at += piece.length;
        // What might go on in the next piece is looked at with it.
        const last = at < end ? bytes.length - longest : bytes.length - LEAST_BYTES;
        let offset = 0;
        for (; offset <= last; offset++) {
          if (pairs[((bytes[offset] as number) << 8) | (bytes[offset + 1] as number)] === 0) continue;
          const found = byFour.get(fourAt(bytes, offset));
          if (found === undefined) continue;
          for (const { bytes: wanted, token, form } of found)
            if (hits.length < MOST_HITS && isAt(bytes, offset, wanted))
              hits.push({ token, form, offset: origin + offset });
        }
        tail = Buffer.from(bytes.subarray(Math.max(0, Math.min(offset, bytes.length))));
      }
      return hits;
    },
  };
}

function fourAt(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

function isAt(bytes: Uint8Array, offset: number, wanted: Uint8Array): boolean {
  if (offset + wanted.length > bytes.length) return false;
  for (let at = 4; at < wanted.length; at++) if (bytes[offset + at] !== wanted[at]) return false;
  return true;
}
