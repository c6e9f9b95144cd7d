import type { AuditRecord } from '../../layers/engine/audit/audit.ts';

/** Records of the file that a process was given first and has not done with yet. A process answers arrays of these. */
export interface Portion {
  readonly records: readonly AuditRecord[];
  /** The file is done. */
  readonly isLast: boolean;
}
