import type { DecisionKind, Place } from './types.ts';

/**
 * One line of the audit for each thing that a reviewer does. A decision's line comes before it stands, since a decision without one could not be accounted for; where it does not come to stand
 * after all, another line says so. It has no value of the instance, and none that was typed.
 */
export interface ReviewRecord {
  /** ISO 8601. */
  readonly time: string;
  readonly event: 'review-decision' | 'review-undo' | 'review-release';
  readonly outcome: 'decided' | 'not-decided' | 'undone' | 'not-undone' | 'asked' | 'not-released';
  /** The keyed hash that the instance is kept under. */
  readonly name: string;
  readonly by: string;
  readonly place?: Place;
  readonly action?: DecisionKind;
  /** Of a decision: its keyed digest. Of a release that was asked for: that of all decisions. */
  readonly digest?: string;
  /** Why nothing was released: the code of the reason, or `DOUBTFUL`. */
  readonly reason?: string;
}

/** Takes the lines of reviews, as an `AuditTrail` takes those of instances. Rejects with `FaultError`. */
export interface ReviewTrail {
  record(record: ReviewRecord): Promise<void>;
}
