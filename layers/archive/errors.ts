/** Why an archive, or a member of one, is not opened. docs/outcomes.md has a line for each. */
export type ArchiveErrorCode =
  | 'ARCHIVE_BROKEN'
  | 'ARCHIVE_UNSUPPORTED'
  | 'ARCHIVE_ENCRYPTED'
  | 'ARCHIVE_OVERLAP'
  | 'ARCHIVE_NESTED'
  | 'ARCHIVE_NOT_A_FILE'
  | 'ARCHIVE_PATH'
  | 'ARCHIVE_RATIO'
  | 'ARCHIVE_TOO_LARGE'
  | 'ARCHIVE_MEMBER_TOO_LARGE'
  | 'ARCHIVE_TOO_MANY'
  | 'ARCHIVE_MEMBERS_REFUSED';

/** A coded refusal. The texts never repeat a name out of the archive: it may be a patient's. */
export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode;
  /** The sentence without the hint. */
  readonly what: string;
  readonly hint: string;

  constructor(code: ArchiveErrorCode, what: string, hint: string) {
    super(`${what}. ${hint}`);
    this.name = 'ArchiveError';
    this.code = code;
    this.what = what;
    this.hint = hint;
  }
}

export function broken(what: string): ArchiveError {
  return new ArchiveError('ARCHIVE_BROKEN', what, 'Make the archive again, and compare the sizes.');
}

export function unsupported(what: string): ArchiveError {
  return new ArchiveError(
    'ARCHIVE_UNSUPPORTED',
    what,
    'Put the files in unpacked, or pack them as a plain zip, tar or gzip.',
  );
}
