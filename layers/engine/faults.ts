import type { Reason } from './reason.ts';

/**
 * A fault of the surroundings, not of the instance.
 *
 * @hideconstructor
 */
export class FaultError extends Error {
  /** docs/codes.md explains each. */
  readonly code: FaultCode;
  /** The same call may succeed later; in the cloud the event goes back. */
  readonly transient: boolean;
  /** What to do. */
  readonly hint: string;

  constructor(
    code: FaultCode,
    transient: boolean,
    message: string,
    hint: string,
    options?: { cause?: unknown },
  ) {
    super(`${message}. ${hint}`, options);
    this.name = 'FaultError';
    this.code = code;
    this.transient = transient;
    this.hint = hint;
  }
}

/** The time was over, but a part of the work is done for good: the next attempt goes on from there. */
export class UnfinishedFault extends FaultError {
  constructor(message: string, hint: string) {
    super('DEADLINE', true, message, hint);
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
  | 'LOOKUP_UNAVAILABLE'
  | 'DECISIONS_UNAVAILABLE'
  | 'RULES_UNAVAILABLE'
  | 'AUDIT_UNAVAILABLE'
  | 'AWS_CREDENTIALS_MISSING'
  | 'AWS_REGION_MISSING'
  | 'AWS_REGION_UNKNOWN'
  | 'QUEUE_UNAVAILABLE'
  | 'QUEUE_FORBIDDEN'
  | 'PIXELS_WEIGHTS'
  | 'DETECTOR_UNAVAILABLE'
  | 'DETECTOR_FORBIDDEN'
  | 'DEADLINE';

/** What stands under a clean key. */
export interface StandingOutput {
  readonly output: string;
  /** The source that it was made of, as the audit names it; null: nobody knows. */
  readonly source: string | null;
}

/**
 * Another source has released other bytes under the same clean key: two instances with one SOP Instance UID (PS3.3 C.12.1.1.1 forbids it).
 * The second is quarantined, so that neither is lost.
 */
export class OutputConflictError extends Error {
  readonly reason: Reason;

  constructor(other: StandingOutput | null = null) {
    super('output conflict');
    this.name = 'OutputConflictError';
    this.reason = {
      code: 'OUTPUT_CONFLICT',
      message: 'Another object with the same SOP Instance UID but different content was released before',
      hint: 'Decide which of the two is right; if both are, release to another place or allow overwriting.',
      ...(other === null ? {} : { other }),
    };
  }
}
