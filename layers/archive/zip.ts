import { crc32 } from 'node:zlib';
import type { ByteSource } from '../dicom/byteSource.ts';
import { broken } from './errors.ts';
import { inflated } from './inflate.ts';
import type { ArchiveLimits } from './limits.ts';
import type { Member } from './member.ts';
import { forwardSource, readAhead, sourceTape, streamTape, type Tape, windowOf } from './tape.ts';
import { overlap, readZipDirectory, type ZipEntry } from './zipDirectory.ts';

const LOCAL_HEADER = 0x04034b50; // PKWARE APPNOTE 4.3.7
const LOCAL_HEADER_BYTES = 30;

/** The members of a zip (PKWARE APPNOTE 6.3.10): stored or deflated, zip64 or not. Rejects with `ArchiveError`. */
export async function* zipMembers(source: ByteSource, limits: ArchiveLimits): AsyncGenerator<Member> {
  const entries = await readZipDirectory(source, limits);
  const near = readAhead(source);
  for (const [at, entry] of entries.entries()) {
    if (entry.isFolder) continue;
    const place = { index: at + 1, sizeBytes: entry.sizeBytes };
    if (entry.refusal !== null) {
      yield { ...place, refusal: entry.refusal };
      continue;
    }
    const tape = lazily(() => packedTape(near, entry));
    try {
      yield { ...place, refusal: null, access: 'forward', source: checkedSource(tape, entry) };
    } finally {
      await tape.close();
    }
  }
}

type OpenTape = Tape & { close?(): Promise<void> };

/** Nothing of a member is read before somebody wants it: one that was taken before is passed over. */
function lazily(open: () => Promise<OpenTape>) {
  let opening: Promise<OpenTape> | null = null;
  return {
    take: async (length: number) => {
      opening ??= open();
      return (await opening).take(length);
    },
    close: async () => {
      const tape = await opening?.catch(() => null);
      await tape?.close?.();
    },
  };
}

async function packedTape(source: ByteSource, entry: ZipEntry): Promise<OpenTape> {
  const { offset, packedBytes, bound, isDeflated } = entry;
  const header = Buffer.from(await source.read(offset, offset + LOCAL_HEADER_BYTES));
  const isSame = header.readUInt32LE(0) === LOCAL_HEADER && header.readUInt16LE(8) === (isDeflated ? 8 : 0);
  if (!isSame) throw broken('A member is not what the zip’s directory says');
  const start = offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const end = start + packedBytes;
  if (end > bound) throw overlap();
  return isDeflated
    ? streamTape(inflated(source, start, end, 'raw'))
    : sourceTape(windowOf(source, start, end));
}

/** What the directory says of size and checksum is held against the bytes with the last read. */
function checkedSource(tape: Pick<Tape, 'take'>, { sizeBytes, crc }: ZipEntry): ByteSource {
  let taken = 0;
  let sum = 0;
  return forwardSource(sizeBytes, async (length) => {
    const bytes = await tape.take(length);
    taken += bytes.length;
    sum = crc32(bytes, sum);
    if (bytes.length < length) throw broken('A member is shorter than the zip’s directory says');
    if (taken === sizeBytes) {
      if ((await tape.take(1)).length > 0) throw broken('A member is longer than the zip’s directory says');
      if (sum !== crc) throw broken('The checksum of a member does not hold');
    }
    return bytes;
  });
}
