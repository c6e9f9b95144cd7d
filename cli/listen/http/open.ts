import { transferSyntaxOf } from '../../../layers/dicom/standard/transferSyntax.ts';
import type { Admissions } from '../admission.ts';
import type { ListenConfig } from '../config/file.ts';
import type { HttpConfig } from '../config/http.ts';
import { type Route, routeFor } from '../config/routes.ts';
import { readSecret } from '../config/secrets.ts';
import { serverTlsOf } from '../config/tls.ts';
import type { Log } from '../log.ts';
import type { Spool } from '../spool/spool.ts';
import { FAILURE } from './answer.ts';
import { Credentials } from './credentials.ts';
import { type StowServer, startStow } from './server.ts';
import type { IncomingInstance } from './storeRequest.ts';

export interface StowSurroundings {
  readonly config: ListenConfig;
  readonly routes: readonly Route[];
  readonly admissions: Admissions;
  readonly spool: Pick<Spool, 'receive'>;
  readonly log: Log;
}

/** STOW-RS in, as a configuration has it, into the spool. Rejects with the system's error where it cannot listen. */
export function stowOf(http: HttpConfig, surroundings: StowSurroundings): Promise<StowServer> {
  const { config, routes, admissions, spool, log } = surroundings;
  const clients = http.clients.map(({ name, aet, token }) => ({
    name,
    aet,
    token: readSecret(token, process.env),
  }));
  const refuses = (instance: IncomingInstance): number | null => {
    const { sopClassUid, transferSyntaxUid, callingAeTitle, calledAeTitle } = instance;
    const isTaken =
      admissions.isStored(sopClassUid) && routeFor(routes, callingAeTitle, calledAeTitle) !== undefined;
    if (!isTaken) return FAILURE.sopClassNotSupported;
    return transferSyntaxOf(transferSyntaxUid) === undefined ? FAILURE.transferSyntaxNotSupported : null;
  };
  return startStow({
    host: http.host,
    port: http.port,
    ...(http.tls === undefined ? {} : { tls: serverTlsOf(http.tls) }),
    credentials: new Credentials(clients),
    calledAeTitle: http.calledAet ?? (config.aet[0] as string),
    requests: http.requests,
    requestBytes: http.requestBytes,
    instances: http.instances,
    idleMs: config.limits.messageMs,
    intake: { refuses, receive: (incoming, data) => spool.receive(incoming, data) },
    onRequest: ({ client, address, status, stored, failed }) =>
      log.say(status === 200 ? 'info' : 'warning', 'request', { client, address, status, stored, failed }),
    onFailure: (error) =>
      log.say('error', 'a request failed', { error: error instanceof Error ? error.name : 'unknown' }),
  });
}
