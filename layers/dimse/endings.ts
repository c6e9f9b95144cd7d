import { DimseError, type Rejection } from './errors.ts';
import type { Ending } from './upperLayer.ts';

/** What an ending is to whoever still wanted something of the association. `peer` is how it is called in a message. */
export function errorOf(ending: Ending, why: DimseError | null, peer: string, wasOpen: boolean): DimseError {
  switch (ending.by) {
    case 'release':
      return new DimseError(
        'ASSOCIATION_ENDED',
        `The association with ${peer} was released`,
        'Open another one.',
      );
    case 'rejection':
      return rejectionError(ending.rejection, peer);
    case 'peer-abort': {
      const by = ending.source === 2 ? `its service-provider, reason ${ending.reason}` : 'its service-user';
      return new DimseError(
        'ASSOCIATION_ABORTED',
        `${peer} aborted the association (${by})`,
        'Its own log says why; what was not answered is not with it.',
      );
    }
    case 'own-abort':
      if (ending.isStalled)
        return new DimseError(
          'PEER_TIMED_OUT',
          `${peer} does not take what is sent`,
          'Look whether it is overloaded or gone.',
        );
      return (
        why ??
        new DimseError(
          'ASSOCIATION_ENDED',
          `The association with ${peer} was aborted here`,
          'Open another one.',
        )
      );
    case 'violation':
      return new DimseError(
        'PROTOCOL_VIOLATED',
        `${peer} broke the protocol: ${ending.what}`,
        'Send its maker this line, and its conformance statement.',
      );
    case 'artim':
      if (why !== null) return why;
      return new DimseError(
        'PEER_TIMED_OUT',
        `${peer} did not answer in time`,
        'Look whether it is overloaded or gone.',
      );
    case 'transport': {
      const cause = ending.cause === null ? {} : { cause: ending.cause };
      const code = codeOf(ending.cause);
      if (wasOpen)
        return new DimseError(
          'ASSOCIATION_ABORTED',
          `The connection with ${peer} was cut${code}`,
          'What was not answered may not be with it: send it again.',
          cause,
        );
      if (isOfTls(ending.cause))
        return new DimseError(
          'TLS_FAILED',
          `No TLS session with ${peer}${code}`,
          'Compare certificates, authorities and TLS versions of both sides.',
          cause,
        );
      return new DimseError(
        'PEER_UNREACHABLE',
        `No association with ${peer}${code}`,
        'Check host, port, firewall, and whether it speaks TLS there.',
        cause,
      );
    }
  }
}

export function rejectionError(rejection: Rejection, peer: string): DimseError {
  const { result, source, reason } = rejection;
  const words = REASONS[`${source}.${reason}`] ?? 'a reason that PS3.8 does not list';
  return new DimseError(
    'ASSOCIATION_REJECTED',
    `${peer} rejected the association: ${words} (result ${result}, source ${source}, reason ${reason})`,
    result === 2 ? 'It may be accepted later.' : 'Compare the AE titles of both sides.',
    { rejection },
  );
}

/** PS3.8 Table 9-21. */
const REASONS: Readonly<Record<string, string>> = {
  '1.1': 'no reason given',
  '1.2': 'application context name not supported',
  '1.3': 'calling AE title not recognized',
  '1.7': 'called AE title not recognized',
  '2.1': 'no reason given',
  '2.2': 'protocol version not supported',
  '3.1': 'temporary congestion',
  '3.2': 'local limit exceeded',
};

/** Words of the system, such as ECONNREFUSED: its messages may name paths. */
function codeOf(cause: Error | null): string {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}

function isOfTls(cause: Error | null): boolean {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  return (
    typeof code === 'string' &&
    /^(ERR_(SSL|TLS)|EPROTO|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|FINGERPRINT)/.test(code)
  );
}
