import { broken } from './errors.ts';
import { checksumOf, TAR_BLOCK_BYTES } from './kind.ts';

/** A header block of a tar (IEEE Std 1003.1, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
export interface TarHeader {
  readonly path: Uint8Array;
  readonly sizeBytes: number;
  /** The type flag. */
  readonly type: string;
}

/** Throws `ArchiveError`. */
export function parseTarHeader(block: Uint8Array): TarHeader {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  if (numberIn(bytes, 148, 8) !== checksumOf(bytes)) throw broken('The checksum of a header does not hold');
  const isUstar = bytes.toString('latin1', 257, 263) === 'ustar\0';
  const [prefix, name] = [isUstar ? textIn(bytes, 345, 155) : Buffer.alloc(0), textIn(bytes, 0, 100)];
  return {
    path: prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]),
    sizeBytes: numberIn(bytes, 124, 12),
    type: bytes.toString('latin1', 156, 157),
  };
}

/** What a pax header says of the next member, as far as it is asked ("pax Header File Format"). */
export interface PaxRecords {
  readonly path?: Uint8Array;
  readonly sizeBytes?: number;
  readonly isSparse?: true;
}

/** Records are `<length> <keyword>=<value>\n`, the length of the whole in decimal. Throws `ArchiveError`. */
export function parsePax(bytes: Uint8Array): PaxRecords {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let records: PaxRecords = {};
  for (let at = 0; at < all.length; ) {
    const [, digits = ''] = /^(\d{1,9}) /.exec(all.toString('latin1', at, at + 10)) ?? [];
    const end = at + Number(digits);
    const equals = all.indexOf(0x3d, at);
    if (digits === '' || end > all.length || equals < 0 || equals >= end || all[end - 1] !== 0x0a)
      throw broken('An extended header is broken');
    const keyword = all.toString('latin1', at + digits.length + 1, equals);
    const value = all.subarray(equals + 1, end - 1);
    if (keyword === 'path') records = { ...records, path: value };
    if (keyword === 'size') records = { ...records, sizeBytes: decimal(value.toString('latin1')) };
    if (keyword.startsWith('GNU.sparse.')) records = { ...records, isSparse: true };
    at = end;
  }
  return records;
}

function decimal(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw broken('An extended header has an invalid size');
  return Number(text);
}

/** Up to the first NUL. */
export function textIn(bytes: Buffer, start: number, length: number): Buffer {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
}

/** Octal digits; or, for what those have no room for, GNU's base 256, whose first bit is set. */
function numberIn(bytes: Buffer, start: number, length: number): number {
  if (((bytes[start] ?? 0) & 0x80) !== 0) {
    const value = bytes
      .subarray(start, start + length)
      .reduce((sum, byte, at) => sum * 256n + BigInt(at === 0 ? byte & 0x7f : byte), 0n);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('A header has a size that cannot be');
    return Number(value);
  }
  const text = bytes.toString('latin1', start, start + length).replace(/[ \0]+$/, '');
  if (!/^ *[0-7]*$/.test(text)) throw broken('A header has an invalid number');
  return text.trim() === '' ? 0 : Number.parseInt(text, 8);
}

/** What a member fills with its padding. */
export function paddedBytes(sizeBytes: number): number {
  return Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}
