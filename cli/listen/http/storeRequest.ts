import { isValidUid } from '../../../layers/dicom/standard/uid.ts';
import { parseMediaType } from '../../../layers/dicomweb/mediaType.ts';
import { isBoundary, MultipartError, type Part, partsOf } from '../../../layers/dicomweb/multipart.ts';
import { answerTo, FAILURE, type Outcome, type StoreAnswer } from './answer.ts';
import { readPart10 } from './part10.ts';

/** An instance as it comes in; UIDs are originals. */
export interface IncomingInstance {
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
}

/** What takes instances. */
export interface Intake {
  /** Why an instance of this kind is not taken, as a Failure Reason; null: it is. */
  refuses(instance: IncomingInstance): number | null;
  /** Resolves once the instance outlives a power cut. Rejects with a `status` where it is refused, and with what `data` rejects with. */
  receive(instance: IncomingInstance, data: AsyncIterable<Uint8Array>): Promise<unknown>;
}

/** A request to store (PS3.18 10.5.1), as far as its head says. */
export interface StoreRequest {
  readonly contentType: string | undefined;
  /** In the path: every instance must be of it; null: of any. */
  readonly studyInstanceUid: string | null;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly mostInstances: number;
}

export interface Stored extends StoreAnswer {
  readonly stored: number;
  readonly failed: number;
}

const DICOM = 'application/dicom';

/** Why a request is not even begun, or not ended; `status`: of HTTP. */
export class RequestRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RequestRefusal';
    this.status = status;
  }
}

/** The parts of a request's body; a body that is one instance is one part (PS3.18 8.6.1). Throws `RequestRefusal`: 415, 400. */
export function partsIn(
  contentType: string | undefined,
  body: AsyncIterable<Uint8Array>,
): AsyncIterable<Part> {
  const media = parseMediaType(contentType ?? '');
  if (media?.type === DICOM) return onePart(body);
  if (media?.type !== 'multipart/related')
    throw new RequestRefusal(415, 'Send multipart/related; type="application/dicom".');
  // Where it is left out, each part says what it is.
  const type = parseMediaType(media.parameters.get('type') ?? DICOM)?.type;
  if (type !== DICOM) throw new RequestRefusal(415, 'Send instances as application/dicom.');
  const boundary = media.parameters.get('boundary') ?? '';
  if (!isBoundary(boundary)) throw new RequestRefusal(400, 'Name the boundary of the parts (RFC 2046 5.1).');
  return partsOf(body, boundary);
}

async function* onePart(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Part, void> {
  yield { headers: new Map(), bytes };
  // What nobody read of it must not stand before the next request.
  for await (const _rest of bytes);
}

/** Stores the instances of a request, one behind the other. Rejects with `RequestRefusal`, after which what was stored stays. */
export async function storeInstances(request: StoreRequest, intake: Intake): Promise<Stored> {
  const outcomes: Outcome[] = [];
  try {
    for await (const part of partsIn(request.contentType, request.body)) {
      if (outcomes.length >= request.mostInstances)
        throw new RequestRefusal(413, `At most ${request.mostInstances} instances are taken in a request.`);
      outcomes.push(await storePart(part, request, intake));
    }
  } catch (error) {
    if (error instanceof MultipartError) throw new RequestRefusal(400, `${error.message}.`);
    throw error;
  }
  if (outcomes.length === 0) throw new RequestRefusal(400, 'There is no instance in the request.');
  const failed = outcomes.filter(({ failure }) => failure !== null).length;
  return { ...answerTo(outcomes), stored: outcomes.length - failed, failed };
}

async function storePart({ headers, bytes }: Part, request: StoreRequest, intake: Intake): Promise<Outcome> {
  const unknown = { sopClassUid: null, sopInstanceUid: null };
  const type = headers.get('content-type');
  const encoding = (headers.get('content-transfer-encoding') ?? 'binary').toLowerCase();
  if ((type !== undefined && parseMediaType(type)?.type !== DICOM) || !/^(?:binary|8bit)$/.test(encoding))
    return { ...unknown, failure: FAILURE.cannotUnderstand };
  const { studyInstanceUid, callingAeTitle, calledAeTitle } = request;
  const head = await readPart10(bytes, studyInstanceUid !== null);
  if (head === null || !/^[0-9.]{1,64}$/.test(head.sopInstanceUid) || !isValidUid(head.sopClassUid))
    return { ...unknown, failure: FAILURE.cannotUnderstand };
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = head;
  const uids = { sopClassUid, sopInstanceUid };
  const instance = { callingAeTitle, calledAeTitle, ...uids, transferSyntaxUid };
  const refused = intake.refuses(instance);
  if (refused !== null) return { ...uids, failure: refused };
  if (studyInstanceUid !== null && head.studyInstanceUid !== studyInstanceUid)
    return { ...uids, failure: FAILURE.doesNotMatch };
  try {
    await intake.receive(instance, head.data);
    return { ...uids, failure: null };
  } catch (error) {
    const status = (error as { readonly status?: unknown }).status;
    if (error instanceof RequestRefusal || typeof status !== 'number') throw error;
    return { ...uids, failure: status };
  }
}
