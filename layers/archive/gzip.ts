import type { ByteSource } from '../dicom/byteSource.ts';
import { inflated } from './inflate.ts';
import { isTarHeader, TAR_BLOCK_BYTES } from './kind.ts';
import { type ArchiveLimits, RATIO_FREE_BYTES } from './limits.ts';
import { type Member, ratioError, sizeRefusal, tooLarge } from './member.ts';
import { forwardSource, streamTape } from './tape.ts';
import { tapedTarMembers } from './tar.ts';

/** The members of a gzip (RFC 1952): those of the tar that it packs, or else the one thing it packs. Rejects with `ArchiveError`. */
export async function* gzipMembers(source: ByteSource, limits: ArchiveLimits): AsyncGenerator<Member> {
  const head = streamTape(inflatedWithin(source, limits));
  let start: Uint8Array;
  try {
    start = await head.take(TAR_BLOCK_BYTES);
  } finally {
    await head.close();
  }
  const tape = streamTape(inflatedWithin(source, limits));
  try {
    if (isTarHeader(start)) yield* tapedTarMembers(tape, limits);
    else {
      // gzip keeps a size modulo 4 GiB, and of its last part alone: whoever wants it must count.
      const sizeBytes = await countBytes(source, limits);
      const refusal = sizeRefusal(sizeBytes, limits);
      if (refusal !== null) yield { index: 1, sizeBytes, refusal };
      else {
        const one = forwardSource(sizeBytes, (length) => tape.take(length));
        yield { index: 1, sizeBytes, refusal: null, access: 'forward', source: one };
      }
    }
  } finally {
    await tape.close();
  }
}

/** Inflates no further than the bounds: nothing in a gzip says beforehand how much it is. */
async function* inflatedWithin(source: ByteSource, limits: ArchiveLimits): AsyncGenerator<Uint8Array> {
  const mostByRatio = Math.max(RATIO_FREE_BYTES, limits.ratio * source.size);
  let total = 0;
  for await (const bytes of inflated(source, 0, source.size, 'gzip')) {
    total += bytes.length;
    if (total > limits.totalBytes) throw tooLarge(limits);
    if (total > mostByRatio) throw ratioError(limits);
    yield bytes;
  }
}

async function countBytes(source: ByteSource, limits: ArchiveLimits): Promise<number> {
  let total = 0;
  for await (const bytes of inflatedWithin(source, limits)) total += bytes.length;
  return total;
}
