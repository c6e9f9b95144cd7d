import { readBounded } from '../layers/local/boundedRead.ts';
import { errnoOf } from '../layers/local/systemErrors.ts';
import { UsageError } from './exit.ts';

const MIB = 1024 * 1024;
/** Ten times the largest rule file that was met, of 60,000 rules. */
export const MOST_RULES_BYTES = 64 * MIB;
/** A table of some millions of rows. V8 has no text of more than 512 MiB. */
export const MOST_TABLE_BYTES = 256 * MIB;
/** PEM files have a few thousand. */
export const MOST_PEM_BYTES = MIB;

/** The text of a file that the call names. Throws `UsageError` with what the system answered; `what` begins the sentence, as `the table "a.csv"`. */
export function readText(path: string, mostBytes: number, what: string, hint: string): string {
  try {
    return readBounded(path, mostBytes).toString('utf8');
  } catch (error) {
    const errno = errnoOf(error);
    throw new UsageError(
      errno === 'EFBIG'
        ? `${what} is larger than ${mostBytes / MIB} MiB, or has no end. ${hint}`
        : `${what} cannot be read (${errno}). ${hint}`,
      'FILE_UNREADABLE',
    );
  }
}

/** What to do where a file that the call names cannot be written. Throws `UsageError`. */
export function writing(named: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const errno = errnoOf(error);
    throw new UsageError(
      errno === 'EEXIST'
        ? `${named} is there already. Name another file.`
        : `${named} cannot be written (${errno}). Check its folder and the rights to it.`,
      errno === 'EEXIST' ? 'FILE_EXISTS' : 'FILE_UNWRITABLE',
    );
  }
}
