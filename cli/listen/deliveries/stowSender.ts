import type { StoreAnswer } from '../../../layers/dicomweb/storeAnswer.ts';
import { StoreClient, StoreClientError, type StoreService } from '../../../layers/dicomweb/storeClient.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { UsageError } from '../../exit.ts';
import { type DeliveryCode, DeliveryError } from '../outbox/outgoing.ts';
import { sourceError } from './faults.ts';
import type { Sender, Sent } from './sender.ts';
import { isStored, statusError } from './storeStatus.ts';

/** Sends by STOW-RS (PS3.18 10.5). */
export function stowSender(service: StoreService): Sender {
  const client = new StoreClient(service);
  return {
    send: async ({ source, sopInstanceUid }, signal) => {
      let answer: StoreAnswer;
      try {
        answer = await client.store(source, sopInstanceUid, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw sendingError(error);
      }
      return sentAs(answer);
    },
    close: async () => client.close(),
  };
}

function sentAs(answer: StoreAnswer): Sent {
  const { status, failureReason, warningReason, isListed, isPage } = answer;
  // What the answer says of the instance counts more than what its status says of the request.
  if (failureReason !== null) throw statusError(failureReason);
  if (isPage && status < 300)
    throw new DeliveryError(
      'DELIVERY_FAILED',
      `A page for people came in place of an answer (HTTP ${status})`,
      'Check the URL, and what stands before the service: a page to sign in at, or a proxy',
    );
  const isTaken = status === 200 || (status === 202 && isListed);
  if (isTaken) return { status: warningReason !== null && isStored(warningReason) ? warningReason : 0x0000 };
  throw httpError(status);
}

/** Statuses (RFC 9110 15, PS3.18 Table 10.5.3-1) that are not about this moment, or not about this instance. */
const STATUSES: Readonly<Record<number, readonly [code: DeliveryCode, hint: string]>> = {
  202: [
    'DELIVERY_FAILED',
    'The answer does not say whether it stored the instance: look into the log of the service',
  ],
  400: ['DELIVERY_REFUSED', 'The log of the service says what it does not like'],
  401: [
    'DELIVERY_FORBIDDEN',
    'The credentials are missing, wrong or expired: write new ones where they are read from',
  ],
  403: ['DELIVERY_FORBIDDEN', 'Let the service allow these credentials to store instances'],
  404: ['DELIVERY_FORBIDDEN', 'Check the URL: it ends in /studies (PS3.18 10.5)'],
  405: ['DELIVERY_FORBIDDEN', 'Check the URL: it ends in /studies (PS3.18 10.5)'],
  407: ['DELIVERY_FORBIDDEN', 'A proxy on the way wants credentials'],
  408: ['DELIVERY_BUSY', 'It has no time now'],
  409: ['DELIVERY_REFUSED', 'The log of the service says what it does not like'],
  413: ['DELIVERY_REFUSED', 'The service takes no instances of this size: raise its limit, then send again'],
  415: [
    'DELIVERY_NOT_ACCEPTED',
    'Let the service accept this SOP class and transfer syntax; then send again',
  ],
  422: ['DELIVERY_REFUSED', 'The log of the service says what it does not like'],
  429: ['DELIVERY_BUSY', 'It has no time now'],
  502: ['DELIVERY_UNREACHABLE', 'The service behind the gateway does not answer'],
  503: ['DELIVERY_BUSY', 'It has no room or no time now'],
  504: ['DELIVERY_UNREACHABLE', 'The service behind the gateway does not answer'],
  507: ['DELIVERY_BUSY', 'Make room at the service'],
};

function httpError(status: number): DeliveryError {
  const said = `The service answered HTTP ${status}`;
  const known = STATUSES[status];
  if (known !== undefined) return new DeliveryError(known[0], said, known[1]);
  if (status >= 300 && status < 400)
    return new DeliveryError(
      'DELIVERY_FORBIDDEN',
      said,
      'Name the URL that it leads to: no redirection is followed',
    );
  return new DeliveryError('DELIVERY_FAILED', said, 'The log of the service says what went wrong');
}

const HINTS: Readonly<Record<StoreClientError['kind'], readonly [DeliveryCode, what: string, hint: string]>> =
  {
    unreachable: [
      'DELIVERY_UNREACHABLE',
      'The service cannot be reached',
      'Check its address, the network and the firewall',
    ],
    tls: [
      'DELIVERY_UNREACHABLE',
      'The service’s certificate is not trusted, or it trusts none of ours',
      'Name the certificate of its authority ("ca"), and ours where it wants one ("cert", "key")',
    ],
    cut: ['DELIVERY_CUT', 'The connection ended before the answer', 'Look into the log of the service'],
    stalled: [
      'DELIVERY_CUT',
      'The service took nothing and said nothing',
      'Look into the log of the service',
    ],
  };

function sendingError(error: unknown): unknown {
  // Of the credentials, which are read for each request.
  if (error instanceof UsageError)
    return new DeliveryError('DELIVERY_FORBIDDEN', 'The credentials cannot be read', error.message);
  if (error instanceof FaultError) return sourceError(error);
  if (!(error instanceof StoreClientError)) return error;
  const [code, what, hint] = HINTS[error.kind];
  return new DeliveryError(code, `${what} (${error.errno})`, hint);
}
