import { type Dirent, readdirSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/**
 * A name as text that tells it from every other: UTF-8 as it is, and of bytes that are not UTF-8 each as `\xHH`, a backslash as `\x5C` beside
 * them. A name in UTF-8 that has such a sequence as its own is written so, too.
 */
export function escapedName(name: Buffer): string {
  const text = name.toString('utf8');
  const isText = Buffer.compare(Buffer.from(text, 'utf8'), name) === 0;
  if (isText) return ESCAPE.test(text) ? text.replaceAll('\\', '\\x5C') : text;
  let escaped = '';
  for (let at = 0; at < name.length; ) {
    const length = sequenceLength(name, at);
    const piece = name.subarray(at, at + Math.max(1, length));
    escaped += length === 0 || piece[0] === BACKSLASH ? hexOf(piece[0] as number) : piece.toString('utf8');
    at += piece.length;
  }
  return escaped;
}
const ESCAPE = /\\x[0-9A-F]{2}/;
const BACKSLASH = 0x5c;
const hexOf = (byte: number): string => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** Bytes of the UTF-8 sequence that begins here (RFC 3629 section 4); 0: none does. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (const length of [1, 2, 3, 4]) {
    const piece = bytes.subarray(at, at + length);
    const text = piece.toString('utf8');
    if (piece.length === length && Buffer.compare(Buffer.from(text, 'utf8'), piece) === 0) return length;
  }
  return 0;
}

/** Whether text may stand for other bytes than its own, or for an escape that is the name's own. */
export function isOdd(name: string): boolean {
  return name.includes('\uFFFD') || ESCAPE.test(name);
}

/** The entries of a folder with their names as bytes. Throws as the file system does. */
export function entriesAsBytes(folder: string | Uint8Array): readonly Dirent<Buffer>[] {
  return readdirSync(folder as Buffer, { withFileTypes: true, encoding: 'buffer' });
}

export function joined(folder: string | Uint8Array, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(folder as string), SEPARATOR, name]);
}
const SEPARATOR = Buffer.from(sep);

export interface OddPath {
  readonly bytes: Buffer;
  /** As text, escaped. */
  readonly folder: string;
  readonly name: string;
}

/** What is there under an absolute path whose text has replacement characters: every path whose bytes read as that text. */
export function findOdd(path: string): readonly OddPath[] {
  if (!path.includes('\uFFFD')) return [{ bytes: Buffer.from(path), folder: dirname(path), name: '' }];
  const above = dirname(path);
  if (above === path) return [];
  const wanted = path.slice(above.endsWith(sep) ? above.length : above.length + 1);
  return findOdd(above).flatMap(({ bytes, folder, name }) => {
    const textual = name === '' ? bytes.toString('utf8') : `${folder}${sep}${name}`;
    return namesIn(bytes)
      .filter((each) => each.toString('utf8') === wanted)
      .map((each) => ({ bytes: joined(bytes, each), folder: textual, name: escapedName(each) }));
  });
}

/** A folder that cannot be read has nothing that could be meant. */
function namesIn(folder: Buffer): readonly Buffer[] {
  try {
    return readdirSync(folder, { encoding: 'buffer' });
  } catch {
    return [];
  }
}
