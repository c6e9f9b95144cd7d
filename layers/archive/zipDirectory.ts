import type { ByteSource } from '../dicom/byteSource.ts';
import { ArchiveError, broken, unsupported } from './errors.ts';
import { type ArchiveLimits, RATIO_FREE_BYTES } from './limits.ts';
import { notAFile, pathRefusal, ratioError, sizeRefusal, tooLarge, tooMany } from './member.ts';

/** One entry of the central directory. */
export interface ZipEntry {
  readonly isFolder: boolean;
  readonly refusal: ArchiveError | null;
  readonly isDeflated: boolean;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly crc: number;
  /** Of its local header. */
  readonly offset: number;
  /** Its packed bytes end here at the latest: the next header, or the directory, begins. */
  readonly bound: number;
}

// Signatures and sizes: PKWARE APPNOTE 4.3.12 to 4.3.16, little endian.
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const END = 0x06054b50;
const END_BYTES = 22;
const END64 = 0x06064b50;
const END64_BYTES = 56;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_BYTES = 20;
const LOCAL_HEADER_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
/** 4.4.1.4: the value is in the zip64 record. */
const IN_ZIP64 = 0xffffffff;
/** Names of so many members are some 100 bytes each. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;

/**
 * The entries in the directory's order. Everything that concerns the archive as a whole is settled here, before a member is touched: counts, declared sizes,
 * and that no two entries share bytes, which is how a small archive holds petabytes. Rejects with `ArchiveError`.
 */
export async function readZipDirectory(
  source: ByteSource,
  limits: ArchiveLimits,
): Promise<readonly ZipEntry[]> {
  const { start, end, count } = await findDirectory(source);
  if (count > limits.members) throw tooMany(limits);
  if (end - start > MAX_DIRECTORY_BYTES) throw tooLarge(limits);
  const entries = parseEntries(Buffer.from(await source.read(start, end)), count, limits);
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > limits.totalBytes) throw tooLarge(limits);
  if (total > RATIO_FREE_BYTES && total > limits.ratio * source.size) throw ratioError(limits);
  return bounded(entries, start);
}

interface DirectoryPlace {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

async function findDirectory(source: ByteSource): Promise<DirectoryPlace> {
  const tailStart = Math.max(0, source.size - END_BYTES - MAX_COMMENT_BYTES);
  const tail = Buffer.from(await source.read(tailStart, source.size));
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END || at + END_BYTES + tail.readUInt16LE(at + 20) !== tail.length)
      continue;
    return await directoryAt(source, tail.subarray(at), tailStart + at);
  }
  throw broken('The zip has no end');
}

async function directoryAt(source: ByteSource, record: Buffer, recordAt: number): Promise<DirectoryPlace> {
  const [disk, startDisk, countHere] = [4, 6, 8].map((at) => record.readUInt16LE(at));
  const count = record.readUInt16LE(10);
  const [bytes, start] = [record.readUInt32LE(12), record.readUInt32LE(16)];
  const locatorAt = recordAt - LOCATOR64_BYTES;
  const locator = locatorAt < 0 ? null : Buffer.from(await source.read(locatorAt, recordAt));
  // Who streams a zip writes it also where it is not needed.
  if (locator?.readUInt32LE(0) === LOCATOR64) return directory64(source, locator, locatorAt);
  if (disk !== 0 || startDisk !== 0 || countHere !== count) throw severalDisks();
  return { ...checkedPlace(start, bytes, recordAt), count };
}

async function directory64(source: ByteSource, locator: Buffer, locatorAt: number): Promise<DirectoryPlace> {
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) throw severalDisks();
  const at = number64(locator, 8);
  if (at + END64_BYTES > locatorAt) throw broken('The zip64 end lies outside of the zip');
  const record = Buffer.from(await source.read(at, at + END64_BYTES));
  if (record.readUInt32LE(0) !== END64) throw broken('The zip has no zip64 end');
  const count = number64(record, 32);
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0 || number64(record, 24) !== count)
    throw severalDisks();
  return { ...checkedPlace(number64(record, 48), number64(record, 40), at), count };
}

/** The directory ends where its end record begins: what lies between, or before the zip, would be hidden. */
function checkedPlace(start: number, bytes: number, end: number): { start: number; end: number } {
  if (start + bytes !== end) throw broken('The zip’s directory is not where its end says');
  return { start, end };
}

type Entry = Omit<ZipEntry, 'bound'> & { readonly leastEnd: number };

function parseEntries(directory: Buffer, count: number, limits: ArchiveLimits): readonly Entry[] {
  const entries: Entry[] = [];
  let at = 0;
  while (at < directory.length) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY)
      throw broken('The zip’s directory is broken');
    const [nameBytes = 0, extraBytes = 0, commentBytes = 0] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    );
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > directory.length) throw broken('The zip’s directory is broken');
    entries.push(parseEntry(directory.subarray(at, next), nameBytes, extraBytes, limits));
    at = next;
  }
  if (entries.length !== count) throw broken('The zip’s directory has another length than its end says');
  return entries;
}

function parseEntry(record: Buffer, nameBytes: number, extraBytes: number, limits: ArchiveLimits): Entry {
  const name = record.subarray(ENTRY_BYTES, ENTRY_BYTES + nameBytes);
  const extra = record.subarray(ENTRY_BYTES + nameBytes, ENTRY_BYTES + nameBytes + extraBytes);
  const [flags, method] = [record.readUInt16LE(8), record.readUInt16LE(10)];
  const [sizeBytes = 0, packedBytes = 0, offset = 0] = sizesOf(record, extra);
  const isFolder = sizeBytes === 0 && (name.at(-1) === 0x2f || name.at(-1) === 0x5c);
  const refusal =
    pathRefusal(name) ??
    encryption(flags, method) ??
    (isFile(record) || isFolder ? null : notAFile()) ??
    (method === 0 || method === 8 ? null : unsupported('A member is packed in a way that is not read')) ??
    (method === 0 && packedBytes !== sizeBytes ? broken('A stored member has two sizes') : null) ??
    sizeRefusal(sizeBytes, limits) ??
    (sizeBytes > RATIO_FREE_BYTES && sizeBytes > limits.ratio * packedBytes ? ratioError(limits) : null);
  return {
    isFolder: isFolder && refusal === null,
    refusal,
    isDeflated: method === 8,
    packedBytes,
    sizeBytes,
    crc: record.readUInt32LE(16),
    offset,
    leastEnd: offset + LOCAL_HEADER_BYTES + nameBytes + packedBytes,
  };
}

/** Size, packed size and offset, of the zip64 field where there is no room for them (4.5.3): those and in this order. */
function sizesOf(record: Buffer, extra: Buffer): readonly number[] {
  let field: Buffer | null = null;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 0x0001)
      field ??= extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  let used = 0;
  return [24, 20, 42].map((at) => {
    const value = record.readUInt32LE(at);
    if (value !== IN_ZIP64) return value;
    if (field === null || used + 8 > field.length) throw broken('A member lacks its zip64 sizes');
    used += 8;
    return number64(field, used - 8);
  });
}

/** 4.4.4: bits 0 and 6 encrypt the member, bit 13 the directory; 4.4.5: method 99 is AES. */
function encryption(flags: number, method: number): ArchiveError | null {
  return (flags & 0x2041) === 0 && method !== 99
    ? null
    : new ArchiveError(
        'ARCHIVE_ENCRYPTED',
        'A member is encrypted',
        'Make the archive without a password: what is at rest here is encrypted anyway.',
      );
}

/** Where Unix made it (4.4.2), the mode is in the upper half of the external attributes. A "pipe" is a file that Info-ZIP had by one. */
function isFile(record: Buffer): boolean {
  const isOfUnix = record.readUInt8(5) === 3;
  const type = record.readUInt16LE(40) & 0xf000;
  return !isOfUnix || type === 0 || type === 0x8000 || type === 0x1000;
}

/** Entries lie one behind the other and before the directory. */
function bounded(entries: readonly Entry[], directoryStart: number): readonly ZipEntry[] {
  const bounds = new Map<Entry, number>();
  let bound = directoryStart;
  for (const entry of [...entries].sort((a, b) => b.offset - a.offset)) {
    if (entry.leastEnd > bound) throw overlap();
    bounds.set(entry, bound);
    bound = entry.offset;
  }
  return entries.map(({ leastEnd, ...entry }, index) => ({
    ...entry,
    bound: bounds.get(entries[index] as Entry) ?? leastEnd,
  }));
}

export function overlap(): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_OVERLAP',
    'Members of the zip share bytes',
    'No packer does this: it is how bombs are made. Find out who sent it.',
  );
}

function severalDisks(): ArchiveError {
  return unsupported('The zip is one part of several');
}

function number64(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('The zip names a place that cannot be');
  return Number(value);
}
