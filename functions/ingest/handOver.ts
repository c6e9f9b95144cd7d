import { LookElsewhereError } from '../../layers/engine/look/elsewhere.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import type { VersionRef } from './expiry.ts';
import { describeFailure, type Failure } from './failure.ts';
import type { Ingest, Process } from './lambda.ts';

/** What is done with an instance whose frames must be read. */
export interface HandOver {
  /** Says on the version that it waits there, so that nobody takes it for lost. */
  mark(ref: VersionRef): Promise<void>;
  /** Rejects with `FaultError`: then the message comes again, and is handed over again. */
  send(ref: ObjectRef, signal?: AbortSignal): Promise<void>;
}

/**
 * Hands an instance whose frames must be read to the queue of those, where it gets its outcome and its audit line. Marked first: were it sent first, the mark might
 * come after that of its outcome and take its place. A mark that cannot be set is said and fails nothing.
 */
export function handingOver(
  process: Process,
  { mark, send }: HandOver,
  unmarked: (failure: Failure) => void,
): Ingest {
  return async (ref, signal) => {
    try {
      return await process(ref, signal);
    } catch (error) {
      if (!(error instanceof LookElsewhereError)) throw error;
      const { versionId } = ref;
      if (versionId !== undefined)
        await mark({ ...ref, versionId }).catch((failure: unknown) => unmarked(describeFailure(failure)));
      await send(ref, signal);
      return null;
    }
  };
}
