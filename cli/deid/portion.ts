import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { InputFile } from './inputs.ts';

/** Files that a process is given, to do one after the other. */
export interface Batch {
  readonly files: readonly InputFile[];
  /** A process ended over them: each record is answered at once, so that no member's is lost if this one ends too. */
  readonly isSuspect: boolean;
}

/**
 * Records of the file that a process was given first and has not done with yet. A process answers arrays of these. The file's own record, which comes
 * behind those of its members, comes with its end: so who hears of it knows that the file is done.
 */
export interface Portion {
  readonly records: readonly AuditRecord[];
  /** Frames that were looked at since the last portion of this process. */
  readonly frames: number;
  /** The file is done. */
  readonly isLast: boolean;
}
