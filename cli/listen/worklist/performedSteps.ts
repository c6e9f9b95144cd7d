import type { Association } from '../../../layers/dimse/association.ts';
import { COMMAND } from '../../../layers/dimse/commandSet.ts';
import {
  type AcceptedContext,
  collected,
  type DimseRequest,
  type DimseResponse,
  type Reply,
} from '../../../layers/dimse/messages.ts';
import { STATUS, statusKind } from '../../../layers/dimse/statuses.ts';
import { uidOfBytes } from '../../../layers/engine/crypto.ts';
import { type StepForServer, stepForServer } from '../../../layers/engine/identifier/performedStep.ts';
import type { QueryServices } from '../../../layers/engine/identifier/query.ts';
import type { StepMemory } from '../../../layers/engine/identifier/stepMemory.ts';
import type { Entropy } from '../../../layers/engine/ports.ts';
import { type Failure, failed, failureOf, failureOfReason } from './failures.ts';
import { overAssociation, type ServerPlace } from './server.ts';

/** What came of a message about a performed step. */
export interface StepTold {
  readonly status: number;
  readonly failure: Failure | null;
}

export interface StepServices extends QueryServices {
  readonly entropy: Entropy;
  readonly steps: StepMemory;
}

/**
 * Answers an N-CREATE or an N-SET of a performed procedure step (PS3.4 F.7.2): the server gets what the rules make of it, under the SOP Instance UID that they
 * make of the modality's; the modality gets the server's status, and its own UID. A step that the modality gives no UID gets one here, so that
 * both sides have the one that belongs to the other's. What the server says beside its status goes no further: the modality said it, or it is not
 * the modality's to know.
 */
export async function* performedStep(
  request: DimseRequest,
  server: ServerPlace,
  services: StepServices,
  tell: (told: StepTold) => void,
): AsyncGenerator<DimseResponse, void> {
  let last: DimseResponse;
  let failure: Failure | null = null;
  try {
    last = await through(request, server, services);
  } catch (error) {
    failure = failureOf(error, 'step');
    last = failed(failure);
  }
  tell({ status: last.status, failure });
  yield last;
}

async function through(
  request: DimseRequest,
  server: ServerPlace,
  services: StepServices,
): Promise<DimseResponse> {
  const { command, context } = request;
  const isCreate = command.commandField === COMMAND.nCreateRq;
  const sopInstanceUid = isCreate
    ? (command.affectedSopInstanceUid ?? uidOfBytes(services.entropy.bytes(16), 4))
    : command.requestedSopInstanceUid;
  if (sopInstanceUid === undefined || sopInstanceUid === '') return { status: STATUS.invalidSopInstance };
  const data = { bytes: await collected(request.data), transferSyntaxUid: context.transferSyntax };
  const known = await services.steps.recall(sopInstanceUid);
  const sopClassUid = context.abstractSyntax;
  const whose = isCreate ? [] : known;
  const step = await stepForServer({ data, sopClassUid, sopInstanceUid, whose }, services);
  if ('reason' in step) throw failureOfReason(step.reason, 'request', 'step');
  // Before the server has it, so that no end of a power cut is without its beginning; a second one counts once the server has taken it.
  if (isCreate && known.length === 0) await services.steps.remember(sopInstanceUid, step.whose);
  let status: number = STATUS.processingFailure;
  for await (const reply of overAssociation(server, context, (association, accepted) =>
    told(association, accepted, step, isCreate),
  ))
    ({ status } = reply);
  if (isCreate && known.length > 0 && statusKind(status) !== 'failure')
    await services.steps.remember(sopInstanceUid, step.whose);
  return {
    status,
    ...(statusKind(status) === 'failure' ? { errorComment: 'SERVER_REFUSED' } : {}),
    ...(isCreate ? { fields: { affectedSopInstanceUid: sopInstanceUid } } : {}),
  };
}

async function* told(
  association: Association,
  context: AcceptedContext,
  { sopInstanceUid, bytes }: StepForServer,
  isCreate: boolean,
): AsyncGenerator<Reply, void> {
  const message = { context, sopClassUid: context.abstractSyntax, sopInstanceUid, data: bytes };
  yield isCreate ? await association.nCreate(message) : await association.nSet(message);
}
