import type { Place, ReviewDecision } from './types.ts';

/** What became of a write. `standing`: what stands at the place now, by whoever; null: nothing. */
export interface BookAnswer {
  readonly isDone: boolean;
  readonly standing: ReviewDecision | null;
}

/** Somebody asks for the release of an instance whose decisions have this digest. */
export interface Approval {
  readonly instance: string;
  readonly digest: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * What people decided of kept instances.
 * Duties: `put` writes a decision on condition that what stands at its place is of the revision `over` (`revisionOf`; null: nothing stands there), and `take` removes it on
 * the same condition; of two at once one wins, and the other is told what stands. What was answered outlives a crash of the process and a power cut, and is whole. A
 * write whose answer was lost is known as our own when it comes again. `of` answers the decisions of an instance by place, and `approvals` who asked for its release under a digest, each
 * person once. `approve` may come again. `forget` removes all of an instance. Values are in an edit alone; nothing of them is in an error. Rejects with `FaultError`.
 */
export interface DecisionBook {
  of(instance: string): Promise<readonly ReviewDecision[]>;
  put(decision: ReviewDecision, over: string | null): Promise<BookAnswer>;
  take(instance: string, place: Place, over: string): Promise<BookAnswer>;
  approve(approval: Approval): Promise<void>;
  approvals(instance: string, digest: string): Promise<readonly Approval[]>;
  /** Where decisions stand, of every instance that has any. */
  places(): Promise<ReadonlyMap<string, readonly Place[]>>;
  forget(instance: string): Promise<void>;
  close(): Promise<void>;
}
