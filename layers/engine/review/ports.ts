import type { EngineServices, Services } from '../deidentify.ts';
import type { KeptNote, KeptShelf } from '../kept.ts';
import type { Clock } from '../ports.ts';
import type { DecisionBook } from './book.ts';
import type { ReviewTrail } from './record.ts';
import type { ReviewedEntry } from './types.ts';

/** Everything round a review. */
export interface ReviewPorts {
  readonly shelf: KeptShelf;
  readonly book: DecisionBook;
  readonly trail: ReviewTrail;
  readonly clock: Clock;
  /** Who sits there. */
  readonly by: string;
  /** Whether `by` is somebody whom others have made sure of, so that two of them are two people. */
  readonly knowsPeople: boolean;
  /** What a kept instance is looked at with: the rules and keys of its run. Rejects with `ReviewError` where they are not to be found. */
  reading(note: KeptNote | null): Promise<EngineServices>;
  /** What it is released with. Rejects as `reading` does. */
  writing(note: KeptNote | null): Promise<Services>;
  /** Where accepted proposals are written for rules to extend; null: nobody named a file. */
  readonly reviewedRules: ReviewedRules | null;
}

/** A file of reviewed values. Duty: `add` leaves the file whole whenever it is read; what is in it already is not added again. Rejects with `FaultError`. */
export interface ReviewedRules {
  add(entry: ReviewedEntry): Promise<void>;
}
