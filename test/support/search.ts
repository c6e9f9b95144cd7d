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
  /** Digits as short as a date's can stand by chance among those of a UID: there they do not count. */
  readonly mayBeChance: boolean;
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
      const same = candidates.get(key);
      if (same === undefined) candidates.set(key, [{ needle: one, form }]);
      else same.push({ needle: one, form });
    }
  }
  const hits: Hit[] = [];
  for (let offset = 0; offset + 4 <= text.length; offset++) {
    for (const { needle, form } of candidates.get(text.readUInt32BE(offset)) ?? []) {
      const end = offset + form.bytes.length;
      if (!text.subarray(offset, end).equals(form.bytes)) continue;
      if (form.mayBeChance && isWithinUid(text, offset)) continue;
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
  const mayBeChance = part.length < 18 && /^[\d.]+$/.test(part);
  const utf8 = Buffer.from(part, 'utf8');
  const wide = Buffer.from(part, 'utf16le');
  const isAscii = utf8.length === part.length;
  const own = isAscii || terms.length === 0 ? utf8 : Buffer.from(codesOf(terms, part));
  const forms = new Map<string, string>([
    ['as planted', own.toString('latin1')],
    ['UTF-16LE', wide.toString('latin1')],
    ['UTF-16BE', wide.swap16().toString('latin1')],
  ]);
  if (!isAscii) {
    if (!own.equals(utf8)) forms.set('UTF-8', utf8.toString('latin1'));
    forms.set('UTF-8 of Latin-1', Buffer.from(own.toString('latin1'), 'utf8').toString('latin1'));
  }
  // Short texts that every file has by chance would be found in base64 or hexadecimal: those begin at six bytes.
  if (own.length >= 6) {
    forms.set('hexadecimal', own.toString('hex'));
    forms.set('HEXADECIMAL', own.toString('hex').toUpperCase());
    for (const [at, text] of base64Forms(own).entries()) forms.set(`base64 ${at}`, text);
    if (!own.equals(utf8))
      for (const [at, text] of base64Forms(utf8).entries()) forms.set(`base64 of UTF-8 ${at}`, text);
  }
  return [...forms]
    .filter(([, text]) => text.length >= 4)
    .map(([name, text]) => ({ name, bytes: Buffer.from(text, 'latin1'), mayBeChance }));
}

/** The characters of base64 that depend on these bytes alone, for each of the three places they can have in a group (RFC 4648 4). */
function base64Forms(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(Math.ceil((before * 8) / 6), whole);
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

/** True among the digits behind `2.25.`, which are 39 at most (PS3.5 B.2). */
function isWithinUid(text: Buffer, offset: number): boolean {
  const before = text.toString('latin1', Math.max(0, offset - 44), offset);
  const behind = text.toString('latin1', offset, offset + 39);
  return /2\.25\.\d{0,39}$/.test(before) && /\d{25}/.test(/\d*$/.exec(before)![0] + /^\d*/.exec(behind)![0]);
}
