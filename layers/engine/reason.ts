/** Why an instance did not come out. Texts hold no value of the instance. */
export interface Reason {
  /** docs/codes.md explains each. */
  readonly code: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** Byte offset in the source where it applies. */
  readonly offset?: number;
  /** Element path where it applies. */
  readonly path?: string;
  /** Of a conflict: what stands under the clean key, and the source it was made of, as the audit names it. */
  readonly other?: {
    /** The clean key. */
    readonly output: string;
    /** Its source; null: nobody knows. */
    readonly source: string | null;
  };
}

/** Something about an element that a person should know. Never the value. */
export interface Finding {
  /** `doubt`: a person must look before the instance may leave; `note`: it was settled, and is said for the record. */
  readonly severity: 'doubt' | 'note';
  /** Element path, such as `(0008,1030)`. */
  readonly path: string;
  /** What to look at goes by it. */
  readonly code: FindingCode;
  /** What it is. */
  readonly message: string;
}

/** docs/outcomes.md says of each what to look at. */
export type FindingCode =
  | 'TEXT_DOUBTFUL_NAME'
  | 'TEXT_DOUBTFUL_NUMBER'
  | 'TEXT_LONG'
  | 'TEXT_UNKNOWN_WORD'
  | 'UNHANDLED_TAG'
  | 'DATE_INVALID'
  | 'DATE_PLACEHOLDER'
  | 'AGE_INVALID'
  | 'AGE_CAPPED'
  | 'PIXELS_NOT_LOOKED_AT'
  | 'PIXELS_REVIEWED'
  | 'TEXT_IN_PIXELS'
  | 'IDENTIFIER_IN_PIXELS'
  | 'TEXT_LEFT_IN_PIXELS'
  | 'DECISION_STALE'
  | 'DECISION_AGAIN'
  | 'MORE_FINDINGS';
