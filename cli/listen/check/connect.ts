import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import { associate } from '../../../layers/dimse/requestor.ts';
import type { ListenConfig } from '../config/file.ts';
import type { RemoteAe } from '../config/remote.ts';
import { clientTlsOf } from '../config/tls.ts';
import { remoteText } from './told.ts';

/** What came of a C-ECHO. */
export interface Echo {
  /** The key of the configuration that names it. */
  readonly at: string;
  readonly whom: string;
  /** Null: it answered. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

const IMPLICIT = '1.2.840.10008.1.2';

/** Every application entity that Lethe would associate with. */
function remotesIn({
  deliveries,
  worklists,
  peers,
  aet,
}: ListenConfig): readonly (RemoteAe & { readonly at: string })[] {
  return [
    ...deliveries.flatMap((delivery) =>
      delivery.kind === 'ae' ? [{ ...delivery, at: `deliveries.${delivery.name}` }] : [],
    ),
    ...worklists.flatMap(({ name, server, mpps }) => [
      ...(server === undefined ? [] : [{ ...server, at: `worklists.${name}.server` }]),
      ...(mpps === undefined ? [] : [{ ...mpps, at: `worklists.${name}.mpps` }]),
    ]),
    // A report goes to the title that asked for it. A peer that is known by a pattern has no single title to try.
    ...peers.flatMap(({ name, aet: titles, reports }) =>
      reports === undefined
        ? []
        : titles
            .filter((title) => !/[*?]/.test(title))
            .map((title) => ({ ...reports, aet: title, at: `peers.${name}.reports` })),
    ),
  ].map((remote) => ({ callingAet: aet[0] as string, ...remote }));
}

/** Sends a C-ECHO to each, one behind the other. */
export async function* echoes(config: ListenConfig): AsyncGenerator<Echo, void> {
  for (const remote of remotesIn(config)) {
    const { at, host, port, tls, aet, callingAet } = remote;
    const whom = remoteText(remote);
    try {
      const association = await associate({
        host,
        port,
        ...(tls === undefined ? {} : { tls: clientTlsOf(tls) }),
        callingAeTitle: callingAet as string,
        calledAeTitle: aet,
        contexts: [{ abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] }],
        limits: config.limits,
      });
      const { status } = await association.echo();
      await association.release();
      const refused = {
        code: 'ECHO_REFUSED',
        message: `It answered with status ${status.toString(16).padStart(4, '0')}`,
      };
      yield { at, whom, error: status === 0 ? null : refused };
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
      yield { at, whom, error: { code: error.code, message: error.message } };
    }
  }
}
