/** A fault of the surroundings, not of the instance. `transient`: the same call may succeed later, so the event goes back. */
export class FaultError extends Error {
  readonly code: FaultCode;
  readonly transient: boolean;
  readonly hint: string;

  constructor(code: FaultCode, transient: boolean, message: string, hint: string, options?: { cause?: unknown }) {
    super(`${message}. ${hint}`, options);
    this.name = 'FaultError';
    this.code = code;
    this.transient = transient;
    this.hint = hint;
  }
}

export type FaultCode =
  | 'SOURCE_CHANGED'
  | 'SOURCE_GONE'
  | 'SOURCE_UNREADABLE'
  | 'STORE_UNAVAILABLE'
  | 'STORE_FORBIDDEN'
  | 'KEY_UNAVAILABLE'
  | 'KEY_FORBIDDEN'
  | 'IDENTITY_UNAVAILABLE'
  | 'AUDIT_UNAVAILABLE'
  | 'DEADLINE';
