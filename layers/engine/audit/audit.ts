import type { Finding, Reason } from '../reason.ts';

/**
 * What became of an object. `opened`: it was an archive, and each of its members is an object of its own. `duplicate`: another source
 * of the run has released the same bytes under the same key, so that there is one object for both. `fault`: it was neither released nor
 * kept, and stays where it is.
 */
export type Outcome =
  | 'released'
  | 'held'
  | 'passed-through'
  | 'quarantined'
  | 'opened'
  | 'duplicate'
  | 'fault';

/** The record of one instance: one JSON line. It holds no identifier of the instance. */
export interface AuditRecord {
  readonly time: string;
  readonly outcome: Outcome;
  /** `key`: the relative path at a desk, a keyed hash of container and key in the cloud. */
  readonly source: {
    readonly key: string;
    /** What the key begins with, `/` between: the name of the input, at a desk where a run has several. */
    readonly input?: string;
    readonly versionId?: string;
    readonly sizeBytes: number | null;
  };
  /** Relative to the output folder or bucket; null where nothing was released. */
  readonly output: { readonly key: string | null };
  /** Clean keys that earlier runs had released of this source; their files are gone from the output folder (`--overwrite`). */
  readonly withdrawn?: readonly string[];
  /** Of a fault: those of them that should have gone, or been replaced, and are there still. */
  readonly standing?: readonly string[];
  readonly reason: Reason | null;
  readonly findings: readonly Finding[];
  readonly plan: { readonly name: string; readonly digest: string };
  readonly engine: { readonly version: string; readonly keyId: string };
  /** How many elements each action changed, by action kind. */
  readonly actions: Readonly<Record<string, number>>;
  /** What was blanked in its pixels, by rules and by people (`blanked.ts`): whoever compares it with its source finds every other pixel as it came. Absent: nothing was. */
  readonly blanked?: string;
  /** Of a kept instance that people decided about: a keyed digest of their decisions, how many, and by whom. */
  readonly review?: { readonly digest: string; readonly decisions: number; readonly by: readonly string[] };
  readonly durationMs: number;
}

/** The record of a clean object that a person took back (`lethe withdraw`). `output.key`: where it stood. */
export interface WithdrawalRecord extends Omit<AuditRecord, 'outcome'> {
  readonly outcome: 'withdrawn';
  readonly withdrawal: {
    readonly by: string;
    readonly why: string;
    /** False: something had hidden it before. */
    readonly hidden: boolean;
    /** Versions that nothing brings back. */
    readonly destroyed: number;
  };
}

/** What a line of the audit may be, beside what people did in a review. */
export type LoggedRecord = AuditRecord | WithdrawalRecord;
