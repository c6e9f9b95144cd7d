import { connect, type Socket } from 'node:net';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../dicom/implementation.ts';
import { DICOM_APPLICATION_CONTEXT, isAeTitle, MOST_CONTEXTS } from './associatePdu.ts';
import type { Association } from './association.ts';
import { DimseError } from './errors.ts';
import { ASSOCIATION_LIMITS, type AssociationLimits } from './limits.ts';
import type { DimseRequest, DimseResponse } from './messages.ts';
import { acceptedOf, type Roles } from './negotiation.ts';
import { Session } from './session.ts';
import { STATUS } from './statuses.ts';
import { Alarm, SYSTEM_TIMERS, type Timers } from './timers.ts';
import type { TlsClientOptions } from './tls.ts';
import type { UserIdentity } from './userInformation.ts';

export interface AssociateOptions {
  readonly host: string;
  readonly port: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** At most 128. */
  readonly contexts: readonly ContextToPropose[];
  readonly tls?: TlsClientOptions;
  readonly limits?: Partial<AssociationLimits>;
  readonly userIdentity?: UserIdentity;
  /** Gives up while the association is asked for, and aborts it afterwards. */
  readonly signal?: AbortSignal;
  readonly timers?: Timers;
  /** What the peer asks for in turn, where a role of SCP was agreed on; absent: it is told 0211, unrecognized operation. */
  readonly serve?: (request: DimseRequest) => AsyncIterable<DimseResponse>;
}

export interface ContextToPropose {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** Proposed for all contexts of the abstract syntax (PS3.7 D.3.3.4); absent: SCU alone. */
  readonly roles?: Roles;
}

/** Asks for an association. Rejects with a `DimseError`: PEER_UNREACHABLE, TLS_FAILED, ASSOCIATION_REJECTED, PEER_TIMED_OUT and others. */
export async function associate(options: AssociateOptions): Promise<Association> {
  const { host, port, callingAeTitle, calledAeTitle, signal } = options;
  const limits = { ...ASSOCIATION_LIMITS, ...options.limits };
  const timers = options.timers ?? SYSTEM_TIMERS;
  if (options.contexts.length === 0 || options.contexts.length > MOST_CONTEXTS)
    throw new RangeError(`an association has 1 to ${MOST_CONTEXTS} presentation contexts`);
  for (const title of [callingAeTitle, calledAeTitle])
    if (!isAeTitle(title)) throw new RangeError('an AE title has 1 to 16 characters (PS3.5 6.2)');
  signal?.throwIfAborted();

  const peer = `${calledAeTitle} (${host}:${port})`;
  const proposed = options.contexts.map((context, index) => ({ id: 2 * index + 1, ...context }));
  const roles = new Map(
    proposed.flatMap(({ abstractSyntax, roles }) =>
      roles === undefined ? [] : [[abstractSyntax, { abstractSyntax, ...roles }] as const],
    ),
  );
  const { socket, readyEvent } = await connection(options);
  const alarm = new Alarm(timers);

  return new Promise<Association>((resolve, reject) => {
    const session: Session = new Session(socket, {
      peer,
      limits,
      timers,
      // Whoever asked for it knows whether it is still wanted.
      givesUpIdle: false,
      refuses: () => null,
      asked: () => {},
      accepted: (answer) => {
        alarm.clear();
        const accepted = acceptedOf(proposed, answer);
        const association = session.open(accepted, answer.user);
        if (!session.upper.isOver) resolve(association);
      },
      serve: options.serve ?? refuseAll,
      onFailure: () => {},
      ended: (_ending, error) => {
        alarm.clear();
        signal?.removeEventListener('abort', onAbort);
        // Of an association that was open nobody waits for this any more.
        reject(error);
      },
    });
    const onAbort = (): void =>
      session.abortFor(
        new DimseError(
          'ASSOCIATION_ENDED',
          `The association with ${peer} was given up here`,
          'Open another one.',
        ),
      );
    signal?.addEventListener('abort', onAbort);
    alarm.set(limits.artimMs, () =>
      session.abortFor(
        new DimseError(
          'PEER_TIMED_OUT',
          `${peer} did not answer in time`,
          'Look whether it is overloaded or gone.',
        ),
      ),
    );
    socket.once(readyEvent, () => session.upper.connected());
    session.upper.request({
      protocolVersion: 1,
      calledAeTitle,
      callingAeTitle,
      applicationContext: DICOM_APPLICATION_CONTEXT,
      contexts: proposed,
      user: {
        maxPduBytes: limits.maxPduBytes,
        implementationClassUid: IMPLEMENTATION_CLASS_UID,
        implementationVersionName: IMPLEMENTATION_VERSION_NAME,
        roles: [...roles.values()],
        ...(options.userIdentity === undefined ? {} : { identity: options.userIdentity }),
      },
    });
    if (signal?.aborted === true) onAbort();
  });
}

async function connection({
  host,
  port,
  tls,
}: AssociateOptions): Promise<{ socket: Socket; readyEvent: 'connect' | 'secureConnect' }> {
  const to = { host, port, noDelay: true, keepAlive: true };
  if (tls === undefined) return { socket: connect(to), readyEvent: 'connect' };
  const [{ connect: connectTls }, { clientTls }] = await Promise.all([
    import('node:tls'),
    import('./tls.ts'),
  ]);
  return { socket: connectTls({ ...to, ...clientTls(tls, host) }), readyEvent: 'secureConnect' };
}

async function* refuseAll(): AsyncGenerator<DimseResponse> {
  yield { status: STATUS.unrecognizedOperation };
}
