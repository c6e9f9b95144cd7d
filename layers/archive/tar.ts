import type { ByteSource } from '../dicom/byteSource.ts';
import { type ArchiveError, broken, unsupported } from './errors.ts';
import { isZero } from './inflate.ts';
import { TAR_BLOCK_BYTES } from './kind.ts';
import type { ArchiveLimits } from './limits.ts';
import { type Member, notAFile, pathRefusal, sizeRefusal, tooLarge, tooMany } from './member.ts';
import { forwardSource, readAhead, sourceTape, type Tape, windowOf } from './tape.ts';
import {
  type PaxRecords,
  paddedBytes,
  parsePax,
  parseTarHeader,
  type TarHeader,
  textIn,
} from './tarHeader.ts';

/** Long names and pax records are some hundred bytes. */
const MAX_EXTENSION_BYTES = 1024 * 1024;
const TRAILER_PIECE_BYTES = 64 * 1024;

/** The members of a tar that lies in a source as it is. */
export function tarMembers(source: ByteSource, limits: ArchiveLimits): AsyncGenerator<Member> {
  if (source.size > limits.totalBytes) throw tooLarge(limits);
  const near = readAhead(source);
  return membersOn(sourceTape(near), limits, (start, sizeBytes) => ({
    access: 'random',
    source: windowOf(near, start, start + sizeBytes),
  }));
}

/** The members of a tar that comes by a tape, bounded by its caller. */
export function tapedTarMembers(tape: Tape, limits: ArchiveLimits): AsyncGenerator<Member> {
  return membersOn(tape, limits, (_start, sizeBytes) => ({
    access: 'forward',
    source: forwardSource(sizeBytes, (length) => takeAll(tape, length)),
  }));
}

type Opened = Pick<Extract<Member, { refusal: null }>, 'access' | 'source'>;

/**
 * ustar, pax and GNU tars. Ends with the two blocks of zeros that a tar ends with, and nothing but zeros behind them: without them the tar may have lost its
 * tail, and what follows them no tar would show. Rejects with `ArchiveError`.
 */
async function* membersOn(
  tape: Tape,
  limits: ArchiveLimits,
  open: (start: number, sizeBytes: number) => Opened,
): AsyncGenerator<Member> {
  let index = 0;
  let headers = 0;
  let extended: PaxRecords = {};
  for (;;) {
    const block = await takeAll(tape, TAR_BLOCK_BYTES);
    if (isZero(block)) break;
    headers += 1;
    // Extensions are counted too: a tar of nothing else would never end.
    if (headers > 4 * limits.members) throw tooMany(limits);
    const header = parseTarHeader(block);
    if (isExtension(header)) {
      extended = await readExtension(tape, header, extended);
      continue;
    }
    const { path = header.path, sizeBytes = header.sizeBytes } = extended;
    const refusal = refusalOf({ ...header, path, sizeBytes }, extended, limits);
    extended = {};
    index += 1;
    if (index > limits.members) throw tooMany(limits);
    const start = tape.offset;
    if (refusal !== null) yield { index, sizeBytes, refusal };
    else if (header.type !== FOLDER) yield { index, sizeBytes, refusal: null, ...open(start, sizeBytes) };
    await skipTo(tape, start + paddedBytes(hasBody(header) ? sizeBytes : 0));
  }
  await requireEnd(tape);
}

const FOLDER = '5';
/** `0`, and NUL before POSIX; `7` is a file that should lie in one piece. */
const FILES: ReadonlySet<string> = new Set(['0', '\0', '7']);
/** Hard link, symbolic link, character device, block device, pipe. */
const OTHERS: ReadonlySet<string> = new Set(['1', '2', '3', '4', '6']);
/** pax records for all that follow, and for the next; GNU's long path and long link of the next. */
const EXTENSIONS: ReadonlySet<string> = new Set(['g', 'x', 'L', 'K']);

function isExtension({ type }: TarHeader): boolean {
  return EXTENSIONS.has(type);
}

/** A link may say the size of what it leads to and has no bytes of its own; so have folders and devices none. */
function hasBody({ type }: TarHeader): boolean {
  return !OTHERS.has(type) && type !== FOLDER;
}

function refusalOf(header: TarHeader, extended: PaxRecords, limits: ArchiveLimits): ArchiveError | null {
  if (header.type === FOLDER) return pathRefusal(header.path);
  if (OTHERS.has(header.type)) return notAFile();
  if (!FILES.has(header.type) || extended.isSparse === true)
    return unsupported('A member is of a kind that is not read');
  return pathRefusal(header.path) ?? sizeRefusal(header.sizeBytes, limits);
}

async function readExtension(
  tape: Tape,
  { type, sizeBytes }: TarHeader,
  extended: PaxRecords,
): Promise<PaxRecords> {
  if (sizeBytes > MAX_EXTENSION_BYTES) throw broken('An extended header is too large');
  const padded = await takeAll(tape, paddedBytes(sizeBytes));
  const bytes = Buffer.from(padded.buffer, padded.byteOffset, sizeBytes);
  if (type === 'x') return { ...extended, ...parsePax(bytes) };
  if (type === 'L') return { ...extended, path: textIn(bytes, 0, sizeBytes) };
  if (type === 'g') {
    const { path, sizeBytes: size, isSparse } = parsePax(bytes);
    if (path !== undefined || size !== undefined || isSparse !== undefined)
      throw unsupported('The tar says of all its members what only one can be');
  }
  return extended;
}

/** Past what is left of a member that nobody wanted, and its padding. */
async function skipTo(tape: Tape, end: number): Promise<void> {
  const length = end - tape.offset;
  if ((await tape.skip(length)) < length) throw cutShort();
}

async function takeAll(tape: Tape, length: number): Promise<Uint8Array> {
  const bytes = await tape.take(length);
  if (bytes.length < length) throw cutShort();
  return bytes;
}

async function requireEnd(tape: Tape): Promise<void> {
  if (!isZero(await takeAll(tape, TAR_BLOCK_BYTES))) throw broken('The tar has half an end');
  for (;;) {
    const bytes = await tape.take(TRAILER_PIECE_BYTES);
    if (!isZero(bytes)) throw broken('Something follows the end of the tar');
    if (bytes.length < TRAILER_PIECE_BYTES) return;
  }
}

function cutShort(): ArchiveError {
  return broken('The tar is cut short');
}
