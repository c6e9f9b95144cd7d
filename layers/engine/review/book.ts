import type { ByteSource } from '../../dicom/byteSource.ts';
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

/** Under what an instance was released with its decisions. Where all of it is the same, nobody is asked again. */
export interface ReleasedAs {
  /** A keyed hash of its bytes as they came (`digestOfSource`). */
  readonly source: string;
  /** The digest of the rules. */
  readonly plan: string;
  readonly keyId: string;
  readonly keyScope: string;
  /** The digest of the decisions. */
  readonly decisions: string;
}

/** What people decided of an instance at one time. `released`: under what it left with that; null: it waits. */
export interface Earlier {
  readonly decisions: readonly ReviewDecision[];
  readonly released: ReleasedAs | null;
}

/**
 * What people decided of instances that come again.
 * Duty: `of` answers as `DecisionBook.earlier` does. It may answer nothing of an instance that is not doubtful and whose source was never kept, so that nearly every instance costs
 * nothing. Rejects with `FaultError`.
 */
export interface EarlierReviews {
  of(instance: string, source: ByteSource, isDoubtful: boolean): Promise<readonly Earlier[]>;
}

/**
 * What people decided of kept instances.
 * Duties: `put` writes a decision on condition that what stands at its place is of the revision `over` (`revisionOf`; null: nothing stands there), and `take` removes it on
 * the same condition; of two at once one wins, and the other is told what stands. What was answered outlives a crash of the process and a power cut, and is whole. A
 * write whose answer was lost is known as our own when it comes again. `of` answers the decisions of an instance by place, and `approvals` who asked for its release under a digest, each
 * person once. `approve` may come again. `settle` says that an instance was released with the decisions that stand: nothing stands then and nobody asks any more, and `earlier` has them, by the
 * bytes that were released; it may come again, and where it is cut short the decisions stand still or are there twice, and are never lost. `reopen` lets stand again what the instance was released
 * with: what stands already stays. Values are in an edit alone; nothing of them is in an error. Rejects with `FaultError`.
 */
export interface DecisionBook {
  of(instance: string): Promise<readonly ReviewDecision[]>;
  put(decision: ReviewDecision, over: string | null): Promise<BookAnswer>;
  take(instance: string, place: Place, over: string): Promise<BookAnswer>;
  approve(approval: Approval): Promise<void>;
  approvals(instance: string, digest: string): Promise<readonly Approval[]>;
  /** Where decisions stand, of every instance that has any. */
  places(): Promise<ReadonlyMap<string, readonly Place[]>>;
  settle(instance: string, released: ReleasedAs): Promise<void>;
  /** What stands of an instance, and what it was released with; of each other one that was kept from the same place, too. */
  earlier(instance: string): Promise<readonly Earlier[]>;
  /** `source`: as `ReleasedAs` has it. */
  reopen(instance: string, source: string): Promise<void>;
  close(): Promise<void>;
}
