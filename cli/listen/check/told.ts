import type { DeliveryConfig } from '../config/deliveries.ts';
import type { ListenSetup } from '../config/load.ts';
import type { Listener, Peer } from '../config/receiving.ts';
import type { RemoteAe } from '../config/remote.ts';
import type { WorklistConfig } from '../config/worklists.ts';

/** What a configuration takes from whom, under which rules, and where it goes, for the person who signs it. No secret is in it, only where it is. */
export function toldOf({ config, routes, worklists }: ListenSetup): string {
  const { aet, listeners, peers, deliveries, http, spool, kept, key } = config;
  return [
    `Called         ${aet.join(', ')}`,
    ...listeners.map((listener) => `Listens        ${listenerText(listener)}`),
    ...(http === null
      ? []
      : [`STOW-RS        ${http.tls === undefined ? 'http' : 'https'}://${placeText(http)}/studies`]),
    ...peers.map((peer) => `From           ${peerText(peer)}`),
    ...(http?.clients ?? []).map(
      ({ name, aet: title }) => `From           ${name} (${title}), by its token: store`,
    ),
    ...routes.map(({ calling, called, compiled, deliveries: names }) => {
      const rules =
        compiled === null
          ? 'originals, to be de-identified in the cloud'
          : `${compiled.origin.path}${compiled.keyScope === '' ? '' : ` (key scope ${compiled.keyScope})`} ${compiled.plan.digest.slice(0, 12)}`;
      return `Route          ${calling.join(', ')} to ${called.join(', ')}: ${rules}, then ${names.join(', ')}`;
    }),
    ...worklists.map((worklist) => `Worklist       ${worklistText(worklist)}`),
    ...deliveries.map((delivery) => `To             ${delivery.name}: ${deliveryText(delivery)}`),
    `Spool          ${spool.folder}`,
    `Kept           ${kept}`,
    `Key            ${key}`,
    '',
  ].join('\n');
}

function placeText({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function listenerText({ tls, ...place }: Listener): string {
  if (tls === undefined) return `${placeText(place)}, without TLS`;
  return `${placeText(place)}, with TLS${tls.clients === 'required' ? ' and certificates of clients' : ''}`;
}

function peerText({ name, aet, addresses, certificates, may }: Peer): string {
  const known = [
    ...(addresses.length === 0 ? [] : [`at ${addresses.join(', ')}`]),
    ...(certificates.length === 0
      ? []
      : [
          `with ${certificates.length === 1 ? 'its certificate' : `one of ${certificates.length} certificates`}`,
        ]),
  ];
  return `${name} (${aet.join(', ')}) ${known.join(' ')}: ${may.length === 0 ? 'echo alone' : may.join(', ')}`;
}

export function remoteText({ aet, tls, ...place }: RemoteAe): string {
  return `${aet}@${placeText(place)}${tls === undefined ? '' : ' with TLS'}`;
}

function worklistText({ name, calling, called, server, mpps }: WorklistConfig): string {
  const worklist = server === undefined ? [] : [`queries to ${remoteText(server)}`];
  const steps = mpps ?? server;
  return `${name}: ${calling.join(', ')} to ${called.join(', ')}: ${[...worklist, ...(steps === undefined ? [] : [`performed steps to ${remoteText(steps)}`])].join(', ')}`;
}

function deliveryText(delivery: DeliveryConfig): string {
  switch (delivery.kind) {
    case 'folder':
      return delivery.path;
    case 'ae':
      return remoteText(delivery);
    case 'stow':
      return `${delivery.url} (STOW-RS)`;
    case 'bucket':
      return `s3://${delivery.bucket}/${delivery.prefix}`;
    case 'ingest':
      return `s3://${delivery.bucket}/${delivery.prefix} (originals)`;
    case 'healthImaging':
      return `HealthImaging data store ${delivery.datastoreId}, through s3://${delivery.bucket}/${delivery.prefix}`;
  }
}
