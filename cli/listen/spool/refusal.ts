import { STATUS } from '../../../layers/dimse/statuses.ts';
import { errnoOf } from '../../../layers/local/systemErrors.ts';

/** Why an instance is not taken. */
export type RefusalCode =
  | 'SPOOL_NO_ROOM'
  | 'SPOOL_FULL'
  | 'SPOOL_WRITE'
  | 'SPOOL_TOO_LARGE'
  | 'SPOOL_CLOSED'
  | 'SPOOL_MISMATCH'
  | 'SPOOL_UNREADABLE'
  | 'SPOOL_INCOMPLETE';

/** An instance that the spool does not take: its sender keeps it, and is told by a status. `comment`: at most 64 characters (PS3.7 Table E.1-1, LO). */
export class SpoolRefusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  readonly comment: string;

  constructor(code: RefusalCode, status: number, comment: string, options?: { cause?: unknown }) {
    super(comment, options);
    this.name = 'SpoolRefusal';
    this.code = code;
    this.status = status;
    this.comment = comment;
  }
}

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a failed write of the spool is for its sender: nothing is wrong with the instance, and later there may be room. */
export function writeRefusal(error: unknown): SpoolRefusal {
  if (error instanceof SpoolRefusal) return error;
  const errno = errnoOf(error);
  return FULL.has(errno)
    ? new SpoolRefusal('SPOOL_FULL', STATUS.outOfResources, 'The disk of the spool is full')
    : new SpoolRefusal('SPOOL_WRITE', STATUS.outOfResources, `The spool cannot be written (${errno})`);
}
