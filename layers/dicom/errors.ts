/** Why an object cannot be read. docs/outcomes.md has a line for each. */
export type DicomErrorCode =
  | 'NOT_DICOM'
  | 'NO_PREAMBLE'
  | 'TRANSFER_SYNTAX_MISSING'
  | 'TRANSFER_SYNTAX_UNKNOWN'
  | 'TRUNCATED'
  | 'LENGTH_OVERRUN'
  | 'UNDEFINED_LENGTH_NOT_ALLOWED'
  | 'UNEXPECTED_DELIMITER'
  | 'ITEM_EXPECTED'
  | 'VR_UNKNOWN'
  | 'TOO_DEEP'
  | 'TOO_MANY_ELEMENTS'
  | 'INFLATE_FAILED'
  | 'INFLATE_TOO_LARGE'
  | 'UN_SEQUENCE_UNREADABLE'
  | 'CHARACTER_SET_UNKNOWN'
  | 'VALUE_TOO_LONG'
  | 'VALUE_NOT_ENCODABLE'
  | 'VALUE_NOT_READ'
  | 'HEADER_TOO_LARGE';

/**
 * A coded refusal. The message says where and what to do and never repeats a value of the instance.
 * `offset` counts bytes from the start of the object (in a deflated one, as if its body stood there inflated).
 */
export class DicomError extends Error {
  readonly code: DicomErrorCode;
  readonly offset: number | null;
  /** The element's path, as `formatPath` writes it; null where no element is involved. */
  readonly path: string | null;
  readonly hint: string;

  constructor(code: DicomErrorCode, at: { offset?: number; path?: string }, what: string, hint: string) {
    const where = [
      at.offset === undefined ? null : `byte ${at.offset}`,
      at.path === undefined || at.path === '' ? null : at.path,
    ].filter((part) => part !== null);
    super(`${what}${where.length > 0 ? ` at ${where.join(', ')}` : ''}. ${hint}`);
    this.name = 'DicomError';
    this.code = code;
    this.offset = at.offset ?? null;
    this.path = at.path ?? null;
    this.hint = hint;
  }
}
