import { SYSTEM_TIMERS } from '../../../layers/dimse/timers.ts';
import type {
  AeDelivery,
  BucketDelivery,
  DeliveryConfig,
  DeliveryKind,
  HealthImagingDelivery,
  IngestDelivery,
  StowDelivery,
} from '../config/deliveries.ts';
import { readSecret } from '../config/secrets.ts';
import { pemOf } from '../config/tls.ts';
import type { Delivery } from '../outbox/outgoing.ts';

/** What deliveries share beside the configuration. */
export interface DeliverySurroundings {
  /** What Lethe calls itself towards other AEs, where a delivery says nothing else. */
  readonly callingAet: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Openers = {
  readonly [Kind in DeliveryKind['kind']]: (
    config: Extract<DeliveryConfig, { readonly kind: Kind }>,
    around: DeliverySurroundings,
  ) => Promise<Delivery>;
};

/** Each kind loads what it needs with its first delivery: a gateway that writes into a folder knows nothing of AWS. */
const OPENERS: Openers = {
  folder: async ({ name, path }) => (await import('./folder.ts')).folderDelivery(name, path),
  ae: openAe,
  bucket: openBucket,
  ingest: openIngest,
  stow: openStow,
  healthImaging: openHealthImaging,
};

/** Opens a delivery of the configuration. Rejects with `UsageError` where a file that it names cannot be read. */
export function openDelivery(config: DeliveryConfig, around: DeliverySurroundings): Promise<Delivery> {
  const open = OPENERS[config.kind] as (
    each: DeliveryConfig,
    around: DeliverySurroundings,
  ) => Promise<Delivery>;
  return open(config, around);
}

type Named<Config> = Config & { readonly name: string };

async function openAe(config: Named<AeDelivery>, { callingAet }: DeliverySurroundings): Promise<Delivery> {
  const { name, host, port, aet, associations, tls } = config;
  const [{ aeSender }, { senderDelivery }] = await Promise.all([
    import('./aeSender.ts'),
    import('./sender.ts'),
  ]);
  const place = { host, port, calledAeTitle: aet, callingAeTitle: config.callingAet ?? callingAet };
  const secured =
    tls === undefined
      ? {}
      : { tls: { ...pemOf(tls), ...(tls.serverName === undefined ? {} : { serverName: tls.serverName }) } };
  return senderDelivery(name, aeSender({ ...place, ...secured }), associations);
}

async function openStow(
  config: Named<StowDelivery>,
  { environment }: DeliverySurroundings,
): Promise<Delivery> {
  const { name, url, authorization, requests, tls } = config;
  const [{ stowSender }, { senderDelivery }] = await Promise.all([
    import('./stowSender.ts'),
    import('./sender.ts'),
  ]);
  const service = {
    url: `${url.replace(/\/+$/, '')}/studies`,
    // Read for each request: whoever renews a token writes its file anew.
    headers: () =>
      authorization === undefined
        ? ({} as Readonly<Record<string, string>>)
        : { Authorization: readSecret(authorization, environment) },
    ...(tls === undefined
      ? {}
      : { tls: { ...pemOf(tls), ...(tls.serverName === undefined ? {} : { serverName: tls.serverName }) } }),
  };
  return senderDelivery(name, stowSender(service), requests);
}

async function openBucket({ name, ...place }: Named<BucketDelivery>): Promise<Delivery> {
  const [{ bucketDelivery }, { s3Client }] = await aws();
  return bucketDelivery(name, s3Client(place), place);
}

async function openIngest({ name, ...place }: Named<IngestDelivery>): Promise<Delivery> {
  const [{ ingestDelivery }, { s3Client }] = await aws();
  return ingestDelivery(name, s3Client(place), place);
}

async function openHealthImaging({ name, ...place }: Named<HealthImagingDelivery>): Promise<Delivery> {
  const [[, { s3Client }], { healthImagingDelivery }, { importJobs }] = await Promise.all([
    aws(),
    import('./healthImaging.ts'),
    import('../../../layers/aws/importJobs.ts'),
  ]);
  const s3 = s3Client(place);
  const tools = { s3, jobs: importJobs(place.region, s3), timers: SYSTEM_TIMERS, random: Math.random };
  return healthImagingDelivery(name, place, tools);
}

function aws() {
  return Promise.all([import('./bucket.ts'), import('../../../layers/aws/clients.ts')]);
}
