import type { ByteSource } from '../dicom/byteSource.ts';
import { gzipMembers } from './gzip.ts';
import type { ArchiveKind } from './kind.ts';
import type { ArchiveLimits } from './limits.ts';
import type { Member } from './member.ts';
import { tarMembers } from './tar.ts';
import { zipMembers } from './zip.ts';

const OPENERS: Readonly<
  Record<ArchiveKind, (source: ByteSource, limits: ArchiveLimits) => AsyncIterable<Member>>
> = { zip: zipMembers, tar: tarMembers, gzip: gzipMembers };

/**
 * The files in an archive, one after the other, folders left out; what one member holds is of no use once the next was asked for. A member that cannot be taken out comes
 * with its refusal, or its last read rejects; rejects itself where the archive as a whole cannot be read on: all with `ArchiveError`, and with the faults of the source.
 */
export function membersOf(
  source: ByteSource,
  kind: ArchiveKind,
  limits: ArchiveLimits,
): AsyncIterable<Member> {
  return OPENERS[kind](source, limits);
}
