import { ArchiveError } from '../../layers/archive/errors.ts';
import { type ByteSource, memorySource } from '../../layers/dicom/byteSource.ts';
import type { OpenMember } from '../../layers/engine/archives.ts';

/** Inflated members are held in memory, one a worker: nothing that may identify somebody is ever written beside the output. */
const MOST_HELD_BYTES = 1024 ** 3;

/** A member of an archive as a source that can be read anywhere. Rejects with `ArchiveError`. */
export async function held({ access, sizeBytes, source }: OpenMember): Promise<ByteSource> {
  if (access === 'random') return source;
  if (sizeBytes > MOST_HELD_BYTES)
    throw new ArchiveError(
      'ARCHIVE_MEMBER_TOO_LARGE',
      `A packed member is larger than ${MOST_HELD_BYTES} bytes, which is more than is held in memory`,
      'Unpack it first.',
    );
  return memorySource(await source.read(0, sizeBytes));
}
