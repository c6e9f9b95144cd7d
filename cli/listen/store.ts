import { VERIFICATION } from '../../layers/dimse/association.ts';
import { COMMAND } from '../../layers/dimse/commandSet.ts';
import type { DimseRequest, DimseResponse } from '../../layers/dimse/messages.ts';
import { STATUS } from '../../layers/dimse/statuses.ts';
import type { SpoolEntry } from './spool/entry.ts';
import { SpoolFault } from './spool/faults.ts';
import { SpoolRefusal } from './spool/refusal.ts';
import type { Spool } from './spool/spool.ts';

/** What became of a C-STORE request, for logs and metrics. */
export type StoreEvent =
  | { readonly kind: 'received'; readonly entry: SpoolEntry }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

/** Who sends, as its association has it. */
export interface Sender {
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
}

/** Digits and points, however they are set: many devices write zeros where PS3.5 9.1 has none. */
const LIKE_A_UID = /^[0-9.]{1,64}$/;

/**
 * C-STORE as SCP (PS3.4 Annex B): success once the instance is in the spool and outlives a power cut, else why it is not. Rejects where the association ends
 * within the data set.
 */
export async function store(
  { command, context, data }: DimseRequest,
  { callingAeTitle, calledAeTitle }: Sender,
  spool: Pick<Spool, 'receive'>,
  onEvent: (event: StoreEvent) => void,
): Promise<DimseResponse> {
  const refused = (status: number, code: string, errorComment: string): DimseResponse => {
    onEvent({ kind: 'refused', status, code });
    return { status, errorComment };
  };
  const { affectedSopClassUid: sopClassUid = '', affectedSopInstanceUid: sopInstanceUid = '' } = command;
  if (sopClassUid !== context.abstractSyntax)
    return refused(
      STATUS.sopClassNotSupported,
      'SPOOL_MISMATCH',
      'The SOP Class is not that of the presentation context',
    );
  if (data === null || !LIKE_A_UID.test(sopInstanceUid))
    return refused(STATUS.cannotUnderstand, 'SPOOL_INCOMPLETE', 'No data set, or no SOP Instance UID');
  const incoming = {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: context.transferSyntax,
    callingAeTitle,
    calledAeTitle,
  };
  try {
    onEvent({ kind: 'received', entry: await spool.receive(incoming, data) });
    return { status: STATUS.success };
  } catch (error) {
    if (error instanceof SpoolRefusal) return refused(error.status, error.code, error.comment);
    if (error instanceof SpoolFault)
      return refused(STATUS.outOfResources, error.code, 'The state of the spool cannot be written');
    throw error;
  }
}

/** Whether a request is one for `store`. Everybody has the context of Verification: nothing is stored by it. */
export function isStore({ command, context }: DimseRequest): boolean {
  return command.commandField === COMMAND.cStoreRq && context.abstractSyntax !== VERIFICATION;
}

/** Verification (PS3.4 Annex A). */
export function isEcho({ command }: DimseRequest): boolean {
  return command.commandField === COMMAND.cEchoRq;
}
