import type { Association } from '../../../layers/dimse/association.ts';
import {
  type AcceptedContext,
  collected,
  type DimseRequest,
  type DimseResponse,
  type Reply,
} from '../../../layers/dimse/messages.ts';
import { isPending, STATUS, statusKind } from '../../../layers/dimse/statuses.ts';
import {
  answerForModality,
  type QueryServices,
  queryForServer,
  type ServerQuery,
} from '../../../layers/engine/identifier/query.ts';
import { type Failure, failed, failureOf, failureOfReason, ProxyFailure } from './failures.ts';
import { overAssociation, type ServerPlace } from './server.ts';

/** What came of a query. */
export interface FindTold {
  /** Answers that the modality got. */
  readonly answers: number;
  /** Answers of the server that could not be de-identified. */
  readonly leftOut: number;
  readonly status: number;
  readonly failure: Failure | null;
}

/**
 * Answers a C-FIND of the Modality Worklist (PS3.4 K.4.1): asks the server what the rules make of the query, and gives each answer on as the rules leave it, as
 * it comes. An answer that they do not fit is left out, and the query ends in a failure; anything else that fails ends it at once. The modality never gets
 * a byte of what the server said but through the rules. A C-CANCEL of the modality ends the query at the server, too.
 */
export async function* find(
  request: DimseRequest,
  server: ServerPlace,
  services: QueryServices,
  tell: (told: FindTold) => void,
): AsyncGenerator<DimseResponse, void> {
  let answers = 0;
  let leftOut = 0;
  let last: DimseResponse;
  let failure: Failure | null = null;
  try {
    const query = await asked(request, services);
    const found = overAssociation(server, request.context, (association, context) =>
      matches(association, context, query, request),
    );
    let status: number = STATUS.cancel;
    for await (const reply of found) {
      if (!isPending(reply.status)) {
        status = reply.status;
        continue;
      }
      const answer = await cleaned(reply, request, query, services);
      if (answer === null) continue;
      if (answer instanceof ProxyFailure) {
        leftOut += 1;
        failure ??= answer.failure;
        continue;
      }
      answers += 1;
      yield { status: reply.status, data: answer };
    }
    last = lastResponse(status);
    if (failure !== null && statusKind(status) === 'success') last = failed(failure);
  } catch (error) {
    failure = failureOf(error, 'find');
    last = failed(failure);
  }
  tell({ answers, leftOut, status: last.status, failure });
  yield last;
}

/** What the server says of its failure may name a patient: the status alone goes on. */
function lastResponse(status: number): DimseResponse {
  return statusKind(status) === 'failure' ? { status, errorComment: 'SERVER_REFUSED' } : { status };
}

async function asked({ data, context }: DimseRequest, services: QueryServices): Promise<ServerQuery> {
  const bytes = await collected(data);
  const query = await queryForServer({ bytes, transferSyntaxUid: context.transferSyntax }, services);
  if ('refusal' in query) throw failureOfReason({ code: query.refusal, path: query.path }, 'key', 'find');
  if ('reason' in query) throw failureOfReason(query.reason, 'request', 'find');
  return query;
}

/** The replies of the server, to the last one; once the modality has cancelled, that one alone. */
async function* matches(
  association: Association,
  context: AcceptedContext,
  { bytes }: ServerQuery,
  request: DimseRequest,
): AsyncGenerator<Reply, void> {
  const { cancelled } = request;
  for await (const reply of association.find({ context, identifier: bytes, cancelled }))
    if (!isPending(reply.status) || !request.isCancelled()) yield reply;
}

/** Null: an answer that the modality did not ask for. */
async function cleaned(
  { data }: Reply,
  { context }: DimseRequest,
  query: ServerQuery,
  services: QueryServices,
): Promise<Uint8Array | ProxyFailure | null> {
  if (data === null) return failureOfReason({ code: 'ANSWER_EMPTY' }, 'answer', 'find');
  const answer = { bytes: data, transferSyntaxUid: context.transferSyntax };
  const clean = await answerForModality(answer, query, services);
  if (clean === null) return null;
  return 'reason' in clean ? failureOfReason(clean.reason, 'answer', 'find') : clean.bytes;
}
