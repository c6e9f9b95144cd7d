import { crc32, deflateRawSync } from 'node:zlib';
import { kindOfHead, TAR_BLOCK_BYTES } from '../../layers/archive/kind.ts';
import { type ArchiveLimits, DEFAULT_ARCHIVE_LIMITS } from '../../layers/archive/limits.ts';
import { membersOf } from '../../layers/archive/open.ts';
import { type ByteSource, memorySource } from '../../layers/dicom/byteSource.ts';

/**
 * Writes archives for tests, apart from what reads them, straight from PKWARE's APPNOTE and POSIX; it writes what it is told, also what
 * nobody should. Archives that other programs made are in packedArchives.ts.
 */

export interface ZipFile {
  readonly name: string | Uint8Array;
  readonly bytes?: Uint8Array;
  readonly method?: number;
  /** In the place of what `bytes` come to. */
  readonly packed?: Uint8Array;
  readonly sizeBytes?: number;
  readonly packedBytes?: number;
  readonly crc?: number;
  readonly flags?: number;
  /** Unix mode. */
  readonly mode?: number;
  /** In the place of where its local header is. */
  readonly offset?: number;
  /** Sizes and offset are in the zip64 field. */
  readonly zip64?: boolean;
  /** The local header says so, in the place of the method. */
  readonly localMethod?: number;
  readonly localExtra?: Uint8Array;
}

export interface ZipEnd {
  readonly comment?: string;
  readonly count?: number;
  readonly directoryOffset?: number;
  readonly disk?: number;
  /** Between the directory and its end. */
  readonly gap?: Uint8Array;
  readonly zip64?: boolean;
  /** Sizes follow the bytes, and the local headers have none (general purpose bit 3). */
  readonly streamed?: boolean;
}

const NONE = new Uint8Array(0);

export function zipOf(files: readonly ZipFile[], end: ZipEnd = {}): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const put = (...bytes: readonly Uint8Array[]) => {
    for (const each of bytes) {
      parts.push(each);
      at += each.length;
    }
  };
  for (const file of files) {
    const { method = 8, bytes = NONE, localExtra = NONE } = file;
    const name = Buffer.from(file.name);
    const packed = file.packed ?? (method === 0 ? bytes : deflateRawSync(bytes));
    const sizeBytes = file.sizeBytes ?? bytes.length;
    const packedBytes = file.packedBytes ?? packed.length;
    const crc = file.crc ?? crc32(bytes);
    const flags = (file.flags ?? 0) | (end.streamed ? 8 : 0);
    const offset = file.offset ?? at;
    const sizes = end.streamed ? [0, 0, 0] : [crc, Math.min(packedBytes, MAX32), Math.min(sizeBytes, MAX32)];
    put(
      u32(0x04034b50),
      u16(20, flags, file.localMethod ?? method, 0, 0x21),
      u32(...sizes),
      u16(name.length, localExtra.length),
      name,
      localExtra,
      packed,
    );
    if (end.streamed) put(u32(0x08074b50, crc, packedBytes, sizeBytes));
    const extra = file.zip64
      ? Buffer.concat([u16(0x7777, 2, 0, 1, 24), u64(sizeBytes, packedBytes, offset)])
      : NONE;
    directory.push(
      u32(0x02014b50),
      u16((3 << 8) | 20, 20, flags, method, 0, 0x21),
      u32(crc, file.zip64 ? MAX32 : packedBytes, file.zip64 ? MAX32 : sizeBytes),
      u16(name.length, extra.length, 0, 0, 0, 0, file.mode ?? 0o100644),
      u32(file.zip64 ? MAX32 : offset),
      name,
      extra,
    );
  }
  const start = end.directoryOffset ?? at;
  const bytes = directory.reduce((sum, each) => sum + each.length, 0);
  put(...directory, end.gap ?? NONE);
  const [count, comment, endAt] = [end.count ?? files.length, Buffer.from(end.comment ?? ''), at];
  const disk = end.disk ?? 0;
  if (end.zip64)
    put(
      u32(0x06064b50),
      u64(44),
      u16(45, 45),
      u32(disk, disk),
      u64(count, count, bytes, start),
      u32(0x07064b50, 0),
      u64(endAt),
      u32(1),
    );
  const [few, short, near] = end.zip64 ? [0xffff, MAX32, MAX32] : [count, bytes, start];
  put(u32(0x06054b50), u16(disk, disk, few, few), u32(short, near), u16(comment.length), comment);
  return Buffer.concat(parts);
}

export interface TarFile {
  readonly name: string | Uint8Array;
  readonly bytes?: Uint8Array;
  readonly type?: string;
  /** In the header, in the place of the length of `bytes`. */
  readonly sizeBytes?: number;
  readonly prefix?: string;
  /** The size in base 256. */
  readonly base256?: boolean;
  readonly link?: string;
  readonly checksum?: number;
}

export function tarOf(files: readonly TarFile[], end: Uint8Array = Buffer.alloc(1024)): Buffer {
  const parts = files.flatMap((file) => {
    const { bytes = NONE } = file;
    return [tarHeader(file), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, end]);
}

function tarHeader({ name, bytes = NONE, type = '0', prefix = '', link = '', ...file }: TarFile): Buffer {
  const header = Buffer.alloc(512);
  const sizeBytes = file.sizeBytes ?? bytes.length;
  Buffer.from(name).copy(header, 0, 0, 100);
  header.write('0000644\x000000000\x000000000\0', 100, 'latin1');
  if (file.base256) header.writeBigUInt64BE(BigInt(sizeBytes), 128);
  else header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  if (file.base256) header.writeUInt8(0x80, 124);
  header.write(`00000000000\0        ${type}`, 136, 'latin1');
  header.write(link, 157, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 'latin1');
  const sum = file.checksum ?? header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** A pax record: its length counts its own digits. */
export function paxRecord(keyword: string, value: string): string {
  const body = ` ${keyword}=${value}\n`;
  const bytes = Buffer.byteLength(body);
  const digits = [1, 2, 3, 4].find((count) => String(bytes + count).length === count) ?? 0;
  return `${bytes + digits}${body}`;
}

/** What reading an archive comes to: of each member, by its line, the bytes as Latin-1 or the code; and the code of the end where it is not an archive. */
export interface Listing {
  readonly members: ReadonlyMap<number, string>;
  readonly error: string | null;
}

export async function listing(
  archive: Uint8Array | ByteSource,
  limits: Partial<ArchiveLimits> = {},
): Promise<Listing> {
  const source = archive instanceof Uint8Array ? memorySource(archive) : archive;
  const members = new Map<number, string>();
  try {
    const kind = kindOfHead(await source.read(0, Math.min(source.size, TAR_BLOCK_BYTES)));
    if (kind === null) throw Object.assign(new Error('no archive'), { code: 'NONE' });
    for await (const member of membersOf(source, kind, { ...DEFAULT_ARCHIVE_LIMITS, ...limits })) {
      if (member.refusal !== null) members.set(member.index, member.refusal.code);
      else members.set(member.index, await member.source.read(0, member.sizeBytes).then(latin1, codeOf));
    }
    return { members, error: null };
  } catch (error) {
    return { members, error: codeOf(error) };
  }
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** The code of a coded error; any other is thrown on. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

const MAX32 = 0xffffffff;

function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, 2 * index);
  return bytes;
}

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, 4 * index);
  return bytes;
}

function u64(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * index);
  return bytes;
}
