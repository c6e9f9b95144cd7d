import { createServer, type Server, type Socket } from 'node:net';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../dicom/implementation.ts';
import { type AssociateRq, DICOM_APPLICATION_CONTEXT } from './associatePdu.ts';
import type { Association } from './association.ts';
import { addressOf, Callers } from './callers.ts';
import { DimseError, REJECTIONS, type Rejection } from './errors.ts';
import { ASSOCIATION_LIMITS, type AssociationLimits } from './limits.ts';
import type { AcceptedContext, DimseRequest, DimseResponse } from './messages.ts';
import {
  type Admission,
  type AssociationRequest,
  answersTo,
  type PeerCertificate,
  requestedContexts,
} from './negotiation.ts';
import { Session } from './session.ts';
import { Alarm, SYSTEM_TIMERS, type Timers } from './timers.ts';
import type { TlsServerOptions } from './tls.ts';
import type { Ending } from './upperLayer.ts';

export interface AcceptorOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls?: TlsServerOptions;
  readonly limits?: Partial<AssociationLimits>;
  readonly timers?: Timers;
  /** Whether an association may come from an address at all; absent: from any. Those from which none may have little room, so that they keep nobody out. */
  isKnown?(address: string): boolean;
  /** What the next association is numbered; absent: they count from 1. */
  nextId?(): number;
  /** Whether a peer gets its association, and for what. Who throws rejects, for no reason given. */
  admit(request: AssociationRequest): Admission | Promise<Admission>;
  /** The responses to a request, the last of them not pending. One request at a time for each association. Who throws answers 0110, processing failure. */
  serve(request: DimseRequest, association: AssociationInfo): AsyncIterable<DimseResponse>;
  /** For logs and metrics: nothing here is of a patient, but for `error` of `failed`, which is whatever `serve` threw. */
  onEvent?(event: AssociationEvent): void;
}

/** An association that was accepted. */
export interface AssociationInfo {
  /** Of no other association of this acceptor, nor of those that number theirs together. */
  readonly id: number;
  /** As `admit` had it. */
  readonly request: AssociationRequest;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly address: string;
  readonly contexts: readonly AcceptedContext[];
  /** For requests in the other direction, where roles allow it (PS3.7 D.3.3.4). */
  readonly association: Association;
}

export type AssociationEvent =
  | { readonly kind: 'opened'; readonly association: AssociationInfo }
  /** Released by the peer. */
  | { readonly kind: 'closed'; readonly association: AssociationInfo }
  /** Ended otherwise. */
  | { readonly kind: 'aborted'; readonly association: AssociationInfo; readonly error: DimseError }
  | {
      readonly kind: 'rejected';
      readonly address: string;
      readonly callingAeTitle: string;
      readonly calledAeTitle: string;
      readonly rejection: Rejection;
    }
  /** A connection that came to no association. */
  | { readonly kind: 'dropped'; readonly address: string; readonly error: DimseError }
  /** A request was answered with 0110, since `serve` threw. */
  | { readonly kind: 'failed'; readonly association: AssociationInfo; readonly error: unknown };

export interface Acceptor {
  readonly port: number;
  /** Those that are open. */
  readonly associations: readonly AssociationInfo[];
  /** Takes no more connections, lets open associations come to their end for so long, and aborts those that are left then. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/** Rejects with a `DimseError` (ADDRESS_UNUSABLE) where it cannot listen. */
export async function accept(options: AcceptorOptions): Promise<Acceptor> {
  const limits = { ...ASSOCIATION_LIMITS, ...options.limits };
  const timers = options.timers ?? SYSTEM_TIMERS;
  const open = new Map<Session, AssociationInfo>();
  const connections = new Map<Socket, Session>();
  const callers = new Callers(limits.associations, (address) => options.isKnown?.(address) ?? true);
  let lastId = 0;
  const nextId = options.nextId ?? (() => ++lastId);
  let onEmpty: (() => void) | null = null;

  const begin = (socket: Socket, certificate: PeerCertificate | null): void => {
    const address = addressOf(socket);
    let asked: AssociateRq | null = null;
    const answer = async (rq: AssociateRq): Promise<void> => {
      const request: AssociationRequest = {
        callingAeTitle: rq.callingAeTitle,
        calledAeTitle: rq.calledAeTitle,
        address,
        ...(certificate === null ? {} : { certificate }),
        contexts: requestedContexts(rq),
        implementation: {
          classUid: rq.user.implementationClassUid,
          versionName: rq.user.implementationVersionName,
        },
        ...(rq.user.identity === undefined ? {} : { userIdentity: rq.user.identity }),
      };
      const admission = await options.admit(request);
      if (session.upper.isOver) return;
      if ('rejects' in admission) {
        session.upper.reject(admission.rejects);
        return;
      }
      const { results, accepted, roles } = answersTo(request.contexts, admission);
      session.upper.accept({
        protocolVersion: 1,
        calledAeTitle: rq.calledAeTitle,
        callingAeTitle: rq.callingAeTitle,
        applicationContext: DICOM_APPLICATION_CONTEXT,
        contexts: results,
        user: {
          maxPduBytes: limits.maxPduBytes,
          implementationClassUid: IMPLEMENTATION_CLASS_UID,
          implementationVersionName: IMPLEMENTATION_VERSION_NAME,
          roles,
          ...(rq.user.identity?.wantsResponse === true
            ? { serverResponse: admission.serverResponse ?? new Uint8Array(0) }
            : {}),
        },
      });
      callers.associated(socket);
      const info: AssociationInfo = {
        id: nextId(),
        request,
        callingAeTitle: request.callingAeTitle,
        calledAeTitle: request.calledAeTitle,
        address,
        contexts: accepted,
        association: session.open(accepted, rq.user),
      };
      if (session.upper.isOver) return;
      open.set(session, info);
      options.onEvent?.({ kind: 'opened', association: info });
    };
    const session: Session = new Session(socket, {
      peer: address,
      limits,
      timers,
      givesUpIdle: true,
      refuses: (request) =>
        refusalOf(request) ?? (open.size >= limits.associations ? REJECTIONS.localLimitExceeded : null),
      asked: (request) => {
        asked = request;
        answer(request).catch(() => session.upper.reject(REJECTIONS.noReason));
      },
      accepted: () => {},
      serve: (request) => options.serve(request, open.get(session) as AssociationInfo),
      onFailure: (error) => {
        const association = open.get(session);
        if (association !== undefined) options.onEvent?.({ kind: 'failed', association, error });
      },
      ended: (ending, error) => {
        const association = open.get(session);
        open.delete(session);
        const event = eventOf(ending, error, association, asked, address);
        if (event !== null) options.onEvent?.(event);
      },
    });
    connections.set(socket, session);
    socket.once('close', () => {
      connections.delete(socket);
      if (connections.size === 0) onEmpty?.();
    });
    session.upper.listen();
  };

  const server = await listening(options, limits, callers, begin, (address, error) =>
    options.onEvent?.({ kind: 'dropped', address, error }),
  );
  return {
    port: portOf(server),
    get associations() {
      return [...open.values()];
    },
    close: async ({ graceMs = 0 } = {}) => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const [, session] of connections) if (!open.has(session)) session.upper.cut();
      const empty = new Promise<void>((resolve) => {
        onEmpty = resolve;
        if (connections.size === 0) resolve();
      });
      const cutAll = (): void => {
        for (const session of connections.values()) session.upper.cut();
      };
      if (graceMs <= 0) cutAll();
      const grace = new Alarm(timers);
      if (connections.size > 0 && graceMs > 0) grace.set(graceMs, cutAll);
      await empty;
      grace.clear();
      await closed;
    },
  };
}

function refusalOf({ protocolVersion, applicationContext }: AssociateRq): Rejection | null {
  if ((protocolVersion & 1) === 0) return REJECTIONS.protocolVersionNotSupported;
  return applicationContext === DICOM_APPLICATION_CONTEXT ? null : REJECTIONS.applicationContextNotSupported;
}

function eventOf(
  ending: Ending,
  error: DimseError,
  association: AssociationInfo | undefined,
  asked: AssociateRq | null,
  address: string,
): AssociationEvent | null {
  if (association !== undefined)
    return ending.by === 'release'
      ? { kind: 'closed', association }
      : { kind: 'aborted', association, error };
  if (ending.by === 'rejection') {
    const { callingAeTitle = '', calledAeTitle = '' } = asked ?? {};
    return { kind: 'rejected', address, callingAeTitle, calledAeTitle, rejection: ending.rejection };
  }
  return { kind: 'dropped', address, error };
}

async function listening(
  options: AcceptorOptions,
  limits: AssociationLimits,
  callers: Callers,
  begin: (socket: Socket, certificate: PeerCertificate | null) => void,
  onDropped: (address: string, error: DimseError) => void,
): Promise<Server> {
  const { host, port, tls } = options;
  let server: Server;
  if (tls === undefined)
    server = createServer({ noDelay: true, keepAlive: true }, (socket) => begin(socket, null));
  else {
    const [{ createServer: createTlsServer }, { serverTls, certificateOf }] = await Promise.all([
      import('node:tls'),
      import('./tls.ts'),
    ]);
    server = createTlsServer(serverTls(tls, limits.artimMs), (socket) =>
      begin(socket, certificateOf(socket)),
    );
    server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) =>
      onDropped(
        addressOf(socket),
        new DimseError(
          'TLS_FAILED',
          `No TLS session with a client (${error.code ?? 'no code'})`,
          'Compare certificates, authorities and TLS versions of both sides.',
        ),
      ),
    );
  }
  server.on('connection', (socket: Socket) => callers.came(socket));
  // Whose association is over has a while to close the connection (ARTIM). Whoever comes beyond has no turn to be told why.
  server.maxConnections = 2 * limits.associations + callers.most;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new DimseError(
          'ADDRESS_UNUSABLE',
          `Cannot listen on ${host}:${port} (${error.code ?? 'no code'})`,
          'Name an address of this machine and a port that is free; those below 1024 need a right.',
          { cause: error },
        ),
      ),
    );
    server.listen(port, host, () => resolve());
  });
  // Such as EMFILE: whoever was about to connect is not heard, and the others go on.
  server.on('error', (error: NodeJS.ErrnoException) =>
    onDropped(
      '',
      new DimseError(
        'ADDRESS_UNUSABLE',
        `A connection cannot be taken (${error.code ?? 'no code'})`,
        'Raise the number of files that may be open, if it is EMFILE.',
      ),
    ),
  );
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}
