import { inflateRawSync } from 'node:zlib';
import { codesOf } from './characterSets.ts';

/** A unique text that was put where it must not come out again. */
export interface Needle {
  readonly text: string;
  /** The place, for the message of a failing test. */
  readonly where: string;
  readonly forms: readonly Form[];
}

/** One way in which the text could stand in bytes. */
interface Form {
  readonly name: string;
  /** Four bytes or more. */
  readonly bytes: Uint8Array;
  /** No digit may stand before or behind: a date by chance in the digits of a UID is none. */
  readonly bounded: boolean;
}

export interface Hit {
  readonly needle: Needle;
  readonly form: string;
  /** From the start of the bytes; of the inflated body, counted on from the end of the file, in a deflated one. */
  readonly offset: number;
}

/**
 * A needle with the forms of all its parts: in ASCII, the character sets given, UTF-8, UTF-8 made of bytes misread as Latin-1,
 * UTF-16, base64 at each of its three alignments, hexadecimal. Parts of fewer than four bytes are not searched.
 */
export function needle(where: string, parts: readonly string[], terms: readonly string[] = []): Needle {
  return { text: parts.join(' '), where, forms: parts.flatMap((part) => formsOf(part, terms)) };
}

/** Every place in the bytes, and in the inflated body of a deflated object, where a needle stands. */
export function findNeedles(bytes: Uint8Array, needles: readonly Needle[]): Hit[] {
  const text = Buffer.concat([bytes, inflatedBody(bytes)]);
  const candidates = new Map<number, { needle: Needle; form: Form }[]>();
  for (const one of needles) {
    for (const form of one.forms) {
      const key = Buffer.from(form.bytes).readUInt32BE(0);
      candidates.set(key, [...(candidates.get(key) ?? []), { needle: one, form }]);
    }
  }
  const hits: Hit[] = [];
  for (let offset = 0; offset + 4 <= text.length; offset++) {
    for (const { needle, form } of candidates.get(text.readUInt32BE(offset)) ?? []) {
      const end = offset + form.bytes.length;
      if (!text.subarray(offset, end).equals(form.bytes)) continue;
      if (form.bounded && (isDigit(text[offset - 1]) || isDigit(text[end]))) continue;
      hits.push({ needle, form: form.name, offset });
    }
  }
  return hits;
}

/** What a failing test says: each needle once, with its place and the forms it was found in. */
export function describeHits(hits: readonly Hit[]): string[] {
  const byNeedle = Map.groupBy(hits, (hit) => hit.needle);
  return [...byNeedle].map(
    ([one, found]) =>
      `${one.where}: ${[...new Set(found.map((hit) => `${hit.form} at ${hit.offset}`))].join(', ')}`,
  );
}

function formsOf(part: string, terms: readonly string[]): Form[] {
  const utf8 = Buffer.from(part, 'utf8');
  const bounded = /^[\d.]+$/.test(part);
  const isAscii = /^[\0-\x7f]*$/.test(part);
  const own = isAscii || terms.length === 0 ? utf8 : Buffer.from(codesOf(terms, part));
  const wide = Buffer.from(part, 'utf16le');
  const forms: (readonly [string, Uint8Array])[] = [
    ['as planted', own],
    ['UTF-8', utf8],
    ['UTF-8 of Latin-1', Buffer.from(own.toString('latin1'), 'utf8')],
    ['UTF-16LE', wide],
    ['UTF-16BE', Buffer.from(wide).swap16()],
    ...[own, utf8].flatMap((bytes) => base64Forms(bytes).map((form) => ['base64', form] as const)),
    ['hexadecimal', Buffer.from(own.toString('hex'), 'latin1')],
    ['HEXADECIMAL', Buffer.from(own.toString('hex').toUpperCase(), 'latin1')],
  ];
  // Short texts that every file has by chance would be found in base64 or hexadecimal: those begin at six bytes.
  const long = forms.filter(
    ([name, bytes]) => bytes.length >= 4 && (own.length >= 6 || !/base64|hexa/i.test(name)),
  );
  const distinct = new Map(
    long.map(([name, bytes]) => [Buffer.from(bytes).toString('latin1'), name]).reverse() as [
      string,
      string,
    ][],
  );
  return [...distinct].map(([key, name]) => ({ name, bytes: Buffer.from(key, 'latin1'), bounded }));
}

/** The characters of base64 that depend on these bytes alone, for each of the three places they can have in a group (RFC 4648 4). */
function base64Forms(bytes: Uint8Array): Uint8Array[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(Math.ceil((before * 8) / 6), whole), 'latin1');
  });
}

/** The data set of a deflated file (PS3.5 A.5); nothing for any other bytes. */
function inflatedBody(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPart10 =
    file.length > 144 &&
    file.toString('latin1', 128, 132) === 'DICM' &&
    file.readUInt32LE(132) === 0x00000002;
  const body = isPart10 ? 144 + file.readUInt32LE(140) : 0;
  const isDeflated = body > 0 && file.subarray(132, body).includes('1.2.840.10008.1.2.1.99');
  return isDeflated ? inflateRawSync(file.subarray(body)) : new Uint8Array();
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
