import { SYSTEM_TIMERS } from '../../../layers/dimse/timers.ts';
import type {
  AeDelivery,
  DeliveryConfig,
  DeliveryKind,
  HealthImagingDelivery,
  StowDelivery,
} from '../config/deliveries.ts';
import type { ListenConfig } from '../config/file.ts';
import { readSecret } from '../config/secrets.ts';
import { clientTlsOf } from '../config/tls.ts';
import type { Delivery } from '../outbox/outgoing.ts';

type Opening<Kind extends DeliveryKind['kind']> = (
  config: Extract<DeliveryConfig, { readonly kind: Kind }>,
  gateway: Pick<ListenConfig, 'aet' | 'limits'>,
) => Promise<Delivery>;

/** Each kind is loaded where a configuration has one of it. */
const OPENINGS: { readonly [Kind in DeliveryKind['kind']]: Opening<Kind> } = {
  folder: async ({ name, path }) => (await import('./folder.ts')).folderDelivery(name, path),
  ae: openAe,
  bucket: async ({ name, ...place }) =>
    (await import('./bucket.ts')).bucketDelivery(name, await s3For(place), place),
  ingest: async ({ name, ...place }) =>
    (await import('./bucket.ts')).ingestDelivery(name, await s3For(place), place),
  stow: openStow,
  healthImaging: openHealthImaging,
};

/** The deliveries of a configuration; nobody is called before there is something to deliver. Throws `UsageError`. */
export function openDeliveries(
  gateway: Pick<ListenConfig, 'deliveries' | 'aet' | 'limits'>,
): Promise<readonly Delivery[]> {
  return Promise.all(
    gateway.deliveries.map((config) =>
      (OPENINGS[config.kind] as Opening<DeliveryKind['kind']>)(config, gateway),
    ),
  );
}

async function openAe(
  config: AeDelivery & { readonly name: string },
  { aet: [ownAet], limits }: Pick<ListenConfig, 'aet' | 'limits'>,
): Promise<Delivery> {
  const { name, host, port, aet, callingAet = ownAet as string, tls, associations } = config;
  const [{ aeSender }, { senderDelivery }] = await Promise.all([
    import('./aeSender.ts'),
    import('./sender.ts'),
  ]);
  const sender = aeSender({
    host,
    port,
    calledAeTitle: aet,
    callingAeTitle: callingAet,
    limits,
    timers: SYSTEM_TIMERS,
    ...(tls === undefined ? {} : { tls: clientTlsOf(tls) }),
  });
  return senderDelivery(name, sender, associations);
}

async function openStow(config: StowDelivery & { readonly name: string }): Promise<Delivery> {
  const { name, url, authorization, tls, requests } = config;
  const [{ stowSender }, { senderDelivery }] = await Promise.all([
    import('./stowSender.ts'),
    import('./sender.ts'),
  ]);
  const sender = stowSender({
    url: `${url.replace(/\/+$/, '')}/studies`,
    // Read each time: tokens expire, and whoever renews one writes the file anew.
    headers: (): Readonly<Record<string, string>> =>
      authorization === undefined ? {} : { Authorization: readSecret(authorization, process.env) },
    ...(tls === undefined ? {} : { tls: clientTlsOf(tls) }),
  });
  return senderDelivery(name, sender, requests);
}

async function openHealthImaging({
  name,
  ...place
}: HealthImagingDelivery & { readonly name: string }): Promise<Delivery> {
  const [{ healthImagingDelivery }, { importJobs }, s3] = await Promise.all([
    import('./healthImaging.ts'),
    import('../../../layers/aws/importJobs.ts'),
    s3For(place),
  ]);
  const tools = { s3, jobs: importJobs(place.region, s3), timers: SYSTEM_TIMERS, random: Math.random };
  return healthImagingDelivery(name, place, tools);
}

async function s3For(place: { readonly region?: string; readonly endpoint?: string }) {
  return (await import('../../../layers/aws/clients.ts')).s3Client(place);
}
