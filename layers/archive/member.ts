import type { ByteSource } from '../dicom/byteSource.ts';
import { ArchiveError } from './errors.ts';
import type { ArchiveLimits } from './limits.ts';

/** One file in an archive. Its name is not here: it may be a patient's, and no object is ever named by it. */
export type Member = {
  /** Its line in a listing of the archive (`unzip -Z1`, `tar -t`), from 1. */
  readonly index: number;
  /** As the archive declares it. */
  readonly sizeBytes: number;
} & (
  | {
      readonly refusal: null;
      /**
       * Good until the next member is asked for. `forward`: its reads must follow each other from the start to the end, and the last
       * one rejects with `ArchiveError` unless size and checksum of all hold. `random`: like any source.
       */
      readonly source: ByteSource;
      readonly access: 'forward' | 'random';
    }
  | { readonly refusal: ArchiveError }
);

/** Why a member of this size is too large; null: it is not. */
export function sizeRefusal(sizeBytes: number, { memberBytes }: ArchiveLimits): ArchiveError | null {
  return sizeBytes <= memberBytes
    ? null
    : new ArchiveError(
        'ARCHIVE_MEMBER_TOO_LARGE',
        `A member is larger than ${memberBytes} bytes`,
        'Put it in unpacked, or raise the bound memberBytes.',
      );
}

/** File systems refuse longer paths (PATH_MAX of Linux). */
const MAX_PATH_BYTES = 4096;

/**
 * Why a member's path is refused; null: it is not. No path is ever followed here: who writes such a one means harm or is broken, and either way a person
 * should know. A path is bytes, for nothing says reliably what text they are.
 */
export function pathRefusal(path: Uint8Array): ArchiveError | null {
  const text = Buffer.from(path).toString('latin1').replaceAll('\\', '/');
  const isBad =
    text === '' ||
    path.length > MAX_PATH_BYTES ||
    text.includes('\0') ||
    text.startsWith('/') ||
    /^[A-Za-z]:/.test(text) ||
    text.split('/').includes('..');
  return isBad
    ? new ArchiveError(
        'ARCHIVE_PATH',
        'The path of a member is absolute, leads upwards, or is empty',
        'Find out who made the archive; pack the file again under a plain path.',
      )
    : null;
}

export function notAFile(): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_NOT_A_FILE',
    'A member is a link, a device or a pipe',
    'Pack the files themselves (tar --dereference --hard-dereference).',
  );
}

export function tooMany({ members }: ArchiveLimits): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_TOO_MANY',
    `The archive has more than ${members} members`,
    'Make several of it, or raise the bound members.',
  );
}

export function tooLarge({ totalBytes }: ArchiveLimits): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_TOO_LARGE',
    `The archive holds more than ${totalBytes} bytes`,
    'Make several of it, or raise the bound totalBytes.',
  );
}

export function ratioError({ ratio }: ArchiveLimits): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_RATIO',
    `It inflates to more than ${ratio} times its size`,
    'If it is genuine, put it in unpacked, or raise the bound ratio.',
  );
}
