import type { Outcome } from '../../layers/engine/audit/audit.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import { describeFailure, type Failure } from './failure.ts';
import type { Process } from './lambda.ts';

/**
 * Outcomes after which the source is not needed any more: its clean instance is safe, and so is the audit line. Of an archive, each member lies beside it as an object
 * that is marked by itself.
 */
const DONE: ReadonlySet<Outcome> = new Set(['released', 'passed-through', 'duplicate', 'opened']);
/** Outcomes of what lies in the quarantine bucket. */
const KEPT: ReadonlySet<Outcome> = new Set(['quarantined', 'held']);

/** A version, so that a newer one, which nobody has released, is not marked in its place. */
export type VersionRef = ObjectRef & { readonly versionId: string };

/**
 * Marks what was released, so that the bucket destroys it after a set time; and what was kept, so that it is settled should it come out after
 * all. A mark that cannot be set is said and fails nothing: a version without a mark is kept, and an object that was released is not released again
 * for its sake.
 */
export function markingOutcomes(
  process: Process,
  mark: (ref: VersionRef, outcome: Outcome) => Promise<void>,
  unmarked: (failure: Failure) => void,
): Process {
  return async (ref, signal) => {
    const record = await process(ref, signal);
    const isDone = DONE.has(record.outcome);
    if (!isDone && !KEPT.has(record.outcome)) return record;
    const { versionId } = ref;
    if (versionId === undefined) {
      if (isDone) unmarked(NO_VERSION);
    } else
      await mark({ ...ref, versionId }, isDone ? 'released' : record.outcome).catch((error: unknown) => {
        unmarked(describeFailure(error));
      });
    return record;
  };
}

const NO_VERSION: Failure = {
  code: 'EVENT_WITHOUT_VERSION',
  message:
    'The event does not say which version of the object it is about. Keep versions in the ingest bucket',
};
