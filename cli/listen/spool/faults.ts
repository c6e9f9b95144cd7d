/** Why the spool cannot work. Nothing of an instance is in it. */
export class SpoolFault extends Error {
  readonly code: 'SPOOL_IN_USE' | 'SPOOL_UNAVAILABLE';
  /** What to do. */
  readonly hint: string;

  constructor(code: SpoolFault['code'], message: string, hint: string) {
    super(`${message}. ${hint}`);
    this.name = 'SpoolFault';
    this.code = code;
    this.hint = hint;
  }
}
