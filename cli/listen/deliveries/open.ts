import { SYSTEM_TIMERS } from '../../../layers/dimse/timers.ts';
import { UsageError } from '../../exit.ts';
import type { AeDelivery, DeliveryConfig, DeliveryKind, StowDelivery } from '../config/deliveries.ts';
import { readSecret } from '../config/secrets.ts';
import { clientTlsOf } from '../config/tls.ts';
import type { Delivery } from '../outbox/outgoing.ts';

type Opening<Kind extends DeliveryKind['kind']> = (
  config: Extract<DeliveryConfig, { readonly kind: Kind }>,
  around: DeliverySurroundings,
) => Promise<Delivery>;

/** What deliveries share beside the configuration. */
export interface DeliverySurroundings {
  /** What Lethe calls itself towards other AEs, where a delivery says nothing else. */
  readonly callingAet: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Each kind is loaded where a configuration has one of it. */
const OPENINGS: { readonly [Kind in DeliveryKind['kind']]: Opening<Kind> } = {
  folder: async ({ name, path }) => (await import('./folder.ts')).folderDelivery(name, path),
  ae: openAe,
  bucket: async ({ name, ...place }) =>
    (await import('./bucket.ts')).bucketDelivery(name, await s3For(place), place),
  ingest: async ({ name, ...place }) =>
    (await import('./bucket.ts')).ingestDelivery(name, await s3For(place), place),
  stow: openStow,
  healthImaging: async ({ name }) => {
    throw new UsageError(
      `the delivery ${name} is of a kind that this version does not have.`,
      'CONFIG_WRONG',
    );
  },
};

/** Opens a delivery of the configuration; nobody is called before there is something to deliver. Rejects with `UsageError`. */
export function openDelivery(config: DeliveryConfig, around: DeliverySurroundings): Promise<Delivery> {
  return (OPENINGS[config.kind] as Opening<DeliveryKind['kind']>)(config, around);
}

async function openAe(
  config: AeDelivery & { readonly name: string },
  around: DeliverySurroundings,
): Promise<Delivery> {
  const { name, host, port, aet, callingAet = around.callingAet, tls, associations } = config;
  const [{ aeSender }, { senderDelivery }] = await Promise.all([
    import('./aeSender.ts'),
    import('./sender.ts'),
  ]);
  const sender = aeSender({
    host,
    port,
    calledAeTitle: aet,
    callingAeTitle: callingAet,
    timers: SYSTEM_TIMERS,
    ...(tls === undefined ? {} : { tls: clientTlsOf(tls) }),
  });
  return senderDelivery(name, sender, associations);
}

async function openStow(
  config: StowDelivery & { readonly name: string },
  { environment }: DeliverySurroundings,
): Promise<Delivery> {
  const { name, url, authorization, tls, requests } = config;
  const [{ stowSender }, { senderDelivery }] = await Promise.all([
    import('./stowSender.ts'),
    import('./sender.ts'),
  ]);
  const sender = stowSender({
    url: `${url.replace(/\/+$/, '')}/studies`,
    // Read each time: tokens expire, and whoever renews one writes the file anew.
    headers: (): Readonly<Record<string, string>> =>
      authorization === undefined ? {} : { Authorization: readSecret(authorization, environment) },
    ...(tls === undefined ? {} : { tls: clientTlsOf(tls) }),
  });
  return senderDelivery(name, sender, requests);
}

async function s3For(place: { readonly region?: string; readonly endpoint?: string }) {
  return (await import('../../../layers/aws/clients.ts')).s3Client(place);
}
