/** Why an association, or a message on one, ended. docs/codes.md has a row for each. */
export type DimseErrorCode =
  | 'ADDRESS_UNUSABLE'
  | 'ASSOCIATION_ABORTED'
  | 'ASSOCIATION_ENDED'
  | 'ASSOCIATION_REJECTED'
  | 'CONTEXT_NOT_ACCEPTED'
  | 'MESSAGE_TOO_LARGE'
  | 'PEER_TIMED_OUT'
  | 'PEER_UNREACHABLE'
  | 'PROTOCOL_VIOLATED'
  | 'TLS_FAILED';

/** A coded failure of the network. Its texts name peers and never what a data set or a user identity holds. */
export class DimseError extends Error {
  readonly code: DimseErrorCode;
  /** The sentence without the hint. */
  readonly what: string;
  readonly hint: string;
  /** What the peer said of a rejection (PS3.8 9.3.4). */
  readonly rejection: Rejection | null;

  constructor(
    code: DimseErrorCode,
    what: string,
    hint: string,
    more: { rejection?: Rejection; cause?: unknown } = {},
  ) {
    super(`${what}. ${hint}`, more.cause === undefined ? {} : { cause: more.cause });
    this.name = 'DimseError';
    this.code = code;
    this.what = what;
    this.hint = hint;
    this.rejection = more.rejection ?? null;
  }
}

/** A-ASSOCIATE-RJ in the standard's numbers (PS3.8 Table 9-21). */
export interface Rejection {
  /** 1: permanent, 2: transient. */
  readonly result: 1 | 2;
  /** 1: service-user, 2: service-provider (ACSE), 3: service-provider (presentation). */
  readonly source: 1 | 2 | 3;
  readonly reason: number;
}

/** Rejections that are said by name (PS3.8 Table 9-21). */
export const REJECTIONS = {
  noReason: { result: 1, source: 1, reason: 1 },
  applicationContextNotSupported: { result: 1, source: 1, reason: 2 },
  callingAeTitleNotRecognized: { result: 1, source: 1, reason: 3 },
  calledAeTitleNotRecognized: { result: 1, source: 1, reason: 7 },
  protocolVersionNotSupported: { result: 1, source: 2, reason: 2 },
  temporaryCongestion: { result: 2, source: 3, reason: 1 },
  localLimitExceeded: { result: 2, source: 3, reason: 2 },
} as const satisfies Record<string, Rejection>;

/** Reason/Diag. of an A-ABORT by the service-provider (PS3.8 Table 9-26). */
export const ABORT_REASONS = {
  'not-specified': 0,
  'unrecognized-pdu': 1,
  'unexpected-pdu': 2,
  'unrecognized-pdu-parameter': 4,
  'unexpected-pdu-parameter': 5,
  'invalid-pdu-parameter-value': 6,
} as const;
export type AbortReason = keyof typeof ABORT_REASONS;

/** A PDU that is not as PS3.8 has it: event 19. Never leaves this layer. */
export class PduError extends Error {
  readonly reason: AbortReason;

  constructor(reason: AbortReason, what: string) {
    super(what);
    this.name = 'PduError';
    this.reason = reason;
  }
}

export function violated(what: string): DimseError {
  return new DimseError(
    'PROTOCOL_VIOLATED',
    `The peer broke the protocol: ${what}`,
    'Send its maker this line, and its conformance statement.',
  );
}
