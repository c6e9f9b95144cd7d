import type { Decision } from '../cohort/decisions.ts';
import type { Finding, FindingCode, Severity } from '../findings.ts';
import type { InputDigest } from '../inputDigest.ts';
import type { Risk } from '../risk/risk.ts';
import type { VerifyTally } from '../tally.ts';

/** All that a run has to say, as plain data: the JSON that is signed, and what the page is made of. It holds no value of the source. */
export interface VerifyReport {
  readonly format: 'lethe-verify/1';
  /** When, in UTC. */
  readonly time: string;
  readonly lethe: string;
  /** Of PS3.15 Table E.1-1. */
  readonly edition: string;
  readonly verdict: Verdict;
  readonly inputs: Inputs;
  readonly tally: VerifyTally;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly byCode: readonly CodeCount[];
  readonly findings: readonly Finding[];
  /** Instances that findings are of: their file, where its name tells nobody anything, else a digest of its path. */
  readonly instances: Readonly<Record<string, string>>;
  readonly instancesWithFindings: number;
  readonly checked: readonly string[];
  readonly notChecked: readonly NotChecked[];
  readonly identifiers: readonly IdentifierEvidence[];
  readonly cohort: CohortReport;
  readonly risk: Risk | null;
}

/** nothing-found: no error and no warning, of what was checked. */
export type Verdict = 'nothing-found' | 'findings';

export interface Inputs {
  readonly clean: InputDigest;
  readonly source: InputDigest | null;
  readonly rules: { readonly name: string; readonly digest: string } | null;
  /** SHA-256 of the audit files, one after the other. */
  readonly audit: string | null;
  readonly decisions: string | null;
}

export interface CodeCount {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly path: string;
  readonly times: number;
}

export interface NotChecked {
  readonly what: string;
  readonly why: string;
}

/** One of the eighteen identifiers of 45 CFR 164.514(b)(2)(i), against what was found. */
export interface IdentifierEvidence {
  readonly letter: string;
  readonly what: string;
  readonly state: 'found' | 'no evidence' | 'not checked';
  readonly evidence: string;
}

export interface CohortReport {
  readonly distinctValues: number;
  readonly accepted: number;
  readonly refused: number;
  readonly undecided: number;
  /** Values of the outputs, rarest first. */
  readonly rarest: readonly {
    readonly path: string;
    readonly value: string;
    readonly instances: number;
    readonly patients: number;
    readonly decision: Decision;
  }[];
  readonly window: StudyWindow;
  readonly gaps: readonly { readonly series: string; readonly missing: number }[];
}

/** When the studies of the outputs were, as their dates say. */
export interface StudyWindow {
  readonly first: string;
  readonly last: string;
  readonly patientsWithDates: number;
  /** From the first to the last study of one patient, the longest. */
  readonly longestDays: number;
}
