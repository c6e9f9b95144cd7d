import type { ByteSource } from '../dicom/byteSource.ts';
import { ArchiveError } from './errors.ts';
import { inflated } from './inflate.ts';
import { type ArchiveKind, isDicom, kindOfHead, TAR_BLOCK_BYTES } from './kind.ts';

/**
 * What an object is by its content; null: no archive. Its name says nothing. A gzip is one for what it packs: a DICOM object or an archive, for
 * anything may be gzipped, and a list or a log is no more an object packed than it was before. One that cannot be inflated is said to be broken when it is opened.
 */
export async function archiveKindOf(source: ByteSource): Promise<ArchiveKind | null> {
  const head = await source.read(0, Math.min(source.size, TAR_BLOCK_BYTES));
  if (isDicom(head)) return null;
  const kind = kindOfHead(head);
  return kind === 'gzip' && !(await packsObjects(source)) ? null : kind;
}

async function packsObjects(source: ByteSource): Promise<boolean> {
  let head = Buffer.alloc(0);
  try {
    for await (const bytes of inflated(source, 0, source.size, 'gzip')) {
      head = Buffer.concat([head, bytes]);
      if (head.length >= TAR_BLOCK_BYTES) break;
    }
  } catch (error) {
    if (error instanceof ArchiveError) return true;
    throw error;
  }
  return isDicom(head) || beginsDataSet(head) || kindOfHead(head.subarray(0, TAR_BLOCK_BYTES)) !== null;
}

/** A data set without preamble begins with group 0002 or 0008, in either byte order (PS3.5 7.1). */
function beginsDataSet(head: Uint8Array): boolean {
  const [first, second] = head;
  return (second === 0 && (first === 0x02 || first === 0x08)) || (first === 0 && second === 0x08);
}
