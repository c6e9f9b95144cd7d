/** Every instance was released. */
export const EXIT_ALL_RELEASED = 0;
/** Some instances were quarantined or held. */
export const EXIT_SOME_NOT_RELEASED = 1;
/** The call or the rules are wrong: nothing was done. */
export const EXIT_WRONG_CALL = 2;

/** A wrong call, with what to do in its message. `code`: a word of docs/codes.md. */
export class UsageError extends Error {
  readonly code: string;

  constructor(message: string, code = 'WRONG_CALL') {
    super(message);
    this.name = 'UsageError';
    this.code = code;
  }
}
