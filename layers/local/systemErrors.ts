import { FaultError } from '../engine/faults.ts';

/**
 * The `errno` name of a file system error, or UNKNOWN. Nothing else of such an error may travel: its message and its
 * `cause` quote the path, and a path may hold a patient's name.
 */
export function errnoOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : 'UNKNOWN';
}

const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ESTALE']);
const FORBIDDEN: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);
/** A wrong path: trying again gives the same. */
const LASTING: ReadonlySet<string> = new Set([
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'EINVAL',
  'ERR_INVALID_ARG_VALUE',
]);

/** A failed read of an input file. */
export function sourceFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const errno = errnoOf(error);
  if (GONE.has(errno))
    return new FaultError(
      'SOURCE_GONE',
      false,
      `The source is no longer there (${errno})`,
      'Put it back and run again',
    );
  if (FORBIDDEN.has(errno))
    return new FaultError(
      'SOURCE_UNREADABLE',
      false,
      `The source may not be read (${errno})`,
      'Give this user permission to read it',
    );
  return new FaultError(
    'SOURCE_UNREADABLE',
    !LASTING.has(errno),
    `The source could not be read (${errno})`,
    'Check the disk or the network share, then run again',
  );
}

/** A failed write under the output folder. */
export function storeFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const errno = errnoOf(error);
  if (FORBIDDEN.has(errno))
    return new FaultError(
      'STORE_FORBIDDEN',
      false,
      `The output folder may not be written (${errno})`,
      'Give this user permission to write there',
    );
  return new FaultError(
    'STORE_UNAVAILABLE',
    !GONE.has(errno) && !LASTING.has(errno),
    `The output could not be written (${errno})`,
    errno === 'ENOSPC' || errno === 'EDQUOT'
      ? 'Make room on the disk and run again'
      : 'Check the output folder, then run again',
  );
}
