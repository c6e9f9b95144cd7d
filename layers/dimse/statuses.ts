/** Statuses (PS3.7 Annex C); those of storage and of finding are PS3.4 B.2.3 and C.4.1.1.4. */
export const STATUS = {
  success: 0x0000,
  /** C-FIND: an answer, and more to come. */
  pending: 0xff00,
  /** C-FIND: an answer; some optional keys were not matched by. */
  pendingWithWarning: 0xff01,
  cancel: 0xfe00,
  processingFailure: 0x0110,
  duplicateSopInstance: 0x0111,
  noSuchSopInstance: 0x0112,
  invalidSopInstance: 0x0117,
  noSuchSopClass: 0x0118,
  classInstanceConflict: 0x0119,
  missingAttribute: 0x0120,
  sopClassNotSupported: 0x0122,
  noSuchAction: 0x0123,
  notAuthorized: 0x0124,
  unrecognizedOperation: 0x0211,
  mistypedArgument: 0x0212,
  resourceLimitation: 0x0213,
  /** Storage and finding: no room; try again later. */
  outOfResources: 0xa700,
  dataSetDoesNotMatchSopClass: 0xa900,
  /** C000 to CFFF. */
  cannotUnderstand: 0xc000,
} as const;

export type StatusKind = 'success' | 'pending' | 'cancel' | 'warning' | 'failure';

/** What a status says, whatever the service (PS3.7 Annex C). */
export function statusKind(status: number): StatusKind {
  if (status === STATUS.success) return 'success';
  if (isPending(status)) return 'pending';
  if (status === STATUS.cancel) return 'cancel';
  const isWarning = status === 0x0001 || status === 0x0107 || status === 0x0116 || status >> 12 === 0xb;
  return isWarning ? 'warning' : 'failure';
}

export function isPending(status: number): boolean {
  return status === STATUS.pending || status === STATUS.pendingWithWarning;
}
