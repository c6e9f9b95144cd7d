/** A code of CID 7050 or a dialect's own, for De-identification Method Code Sequence (0012,0064). */
export interface MethodCode {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** What instances say of a plan, value by value, with why: for people who read the rules. */
export interface Claims {
  /** Codes of (0012,0064), also of options that were asked for and are not claimed. */
  readonly codes: readonly Claim[];
  /** (0012,0062). */
  readonly identityRemoved: { readonly value: 'YES' | 'NO'; readonly why: string };
  /** (0028,0303). */
  readonly longitudinal: { readonly value: 'UNMODIFIED' | 'MODIFIED' | 'REMOVED'; readonly why: string };
  /** The options of the profile that the plan was made with. */
  readonly options: readonly string[];
}

export interface Claim extends MethodCode {
  readonly isWritten: boolean;
  readonly why: string;
}
