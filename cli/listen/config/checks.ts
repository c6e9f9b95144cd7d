import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import { relationOf } from '../../../layers/local/pathRelation.ts';
import { nearestHint } from '../../../rules/nearestWords.ts';
import { isKmsKey } from '../../keysAt.ts';
import type { ListenConfig } from './file.ts';
import type { PeerService } from './receiving.ts';
import { type Context, isThisMachine, matchesAe } from './shapes.ts';

type Says = (code: string, path: JSONPath, message: string, hint: string) => void;

interface Checking {
  readonly config: ListenConfig;
  readonly error: Says;
  readonly warning: Says;
}

/** What is wrong between the parts of a configuration, each of which is right by itself. */
export function checkConfig(config: ListenConfig, root: Node, { report }: Context): void {
  const nodeAt = (path: JSONPath): Node => findNodeAtLocation(root, path) ?? root;
  const checking: Checking = {
    config,
    error: (code, path, message, hint) => report.error(code, nodeAt(path), message, hint),
    warning: (code, path, message, hint) => report.warning(code, nodeAt(path), message, hint),
  };
  checkPlaces(checking);
  checkFolders(checking);
  checkPeers(checking);
  checkRoutes(checking);
  checkWorklists(checking);
  checkReach(checking);
  checkHttp(checking);
}

/** What listens, and that no two of it listen at one place. */
function checkPlaces({ config, error }: Checking): void {
  const { listeners, http, metrics } = config;
  if (listeners.length === 0 && http === null)
    error(
      'NOTHING_LISTENS',
      [],
      'Nothing is taken from anybody',
      'Add "listeners": [{ "port": 11112 }], or "http" for STOW-RS.',
    );
  const places = [
    ...listeners.map((place, at) => ({ place, path: ['listeners', at] })),
    ...(http === null ? [] : [{ place: http, path: ['http'] }]),
    ...(metrics === null ? [] : [{ place: metrics, path: ['metrics'] }]),
  ];
  const seen = new Set<number>();
  for (const { place, path } of places) {
    if (place.port !== 0 && seen.has(place.port))
      error(
        'PORT_TWICE',
        [...path, 'port'],
        `Port ${place.port} is used twice`,
        'Give each a port of its own.',
      );
    seen.add(place.port);
  }
  if (metrics !== null && !isThisMachine(metrics.host))
    error(
      'METRICS_OPEN',
      ['metrics', 'host'],
      'Metrics and health are told to everybody who asks, so to this machine alone',
      'Leave the host out, and let a collector on this machine ask.',
    );
}

/** Originals, what is kept and what is clean lie apart, and nothing else lies among what is clean. */
function checkFolders({ config, error }: Checking): void {
  const { spool, kept, deliveries, key, audit, identities } = config;
  const clean = deliveries.flatMap((each) =>
    each.kind === 'folder' ? [{ place: each.path, path: ['deliveries', each.name, 'path'] }] : [],
  );
  const folders = [
    { place: spool.folder, path: ['spool', 'folder'] },
    { place: kept, path: ['kept'] },
    ...clean,
  ];
  for (const [at, { place, path }] of folders.entries())
    for (const other of folders.slice(0, at))
      if (relationOf(place, other.place) !== null)
        error(
          'PLACES_OVERLAP',
          path,
          `This folder and that of "${other.path.join('.')}" are the same, or one lies in the other`,
          'Name a folder of its own, beside it.',
        );
  const files = [
    ...(isKmsKey(key) ? [] : [{ place: key, path: ['key'] }]),
    ...(audit === null ? [] : [{ place: audit.file, path: ['audit', 'file'] }]),
    ...(identities === null ? [] : [{ place: identities, path: ['identities'] }]),
  ];
  for (const { place, path } of files)
    for (const { place: folder } of clean)
      if (['same', 'inside'].includes(relationOf(place, folder) ?? ''))
        error(
          'NOT_IN_THE_CLEAN_FOLDER',
          path,
          'This file would lie among clean instances, where nothing else is',
          'Name another place.',
        );
}

/** An AE title is written by whoever calls: a peer is known by something else. */
function checkPeers({ config, error }: Checking): void {
  const asks = config.listeners.some(({ tls }) => tls?.clients === 'required');
  for (const { name, addresses, certificates, may, reports } of config.peers) {
    if (addresses.length === 0 && certificates.length === 0)
      error(
        'PEER_OPEN',
        ['peers', name],
        `Everybody who knows its AE title would be ${JSON.stringify(name)}`,
        'Add "addresses", or "certificates"; "addresses": ["0.0.0.0/0", "::/0"] if everybody is meant.',
      );
    if (certificates.length > 0 && !asks)
      error(
        'CERTIFICATE_NOT_ASKED',
        ['peers', name, 'certificates'],
        'No listener asks for certificates, so this peer cannot associate',
        'Add "tls" with "clients": "required" to a listener.',
      );
    if (reports !== undefined && !may.includes('commit'))
      error(
        'CONTRADICTION',
        ['peers', name, 'reports'],
        'This peer may not ask for storage commitment, so there are no reports',
        'Add "commit" to "may", or leave "reports" out.',
      );
  }
}

function checkRoutes({ config, error, warning }: Checking): void {
  const known = new Map(config.deliveries.map((delivery) => [delivery.name, delivery]));
  const used = new Set<string>();
  for (const [at, route] of config.routes.entries()) {
    const { deidentify, deliveries, rules } = route;
    const path = ['routes', at];
    if (deliveries.length === 0)
      error(
        'NO_DELIVERY',
        [...path, 'deliveries'],
        'This route leads nowhere',
        'Name at least one delivery.',
      );
    for (const [nth, name] of deliveries.entries()) {
      const delivery = known.get(name);
      used.add(name);
      const where = [...path, 'deliveries', nth];
      if (deliveries.indexOf(name) < nth)
        error('DUPLICATE_KEY', where, `${JSON.stringify(name)} appears twice`, 'Leave one of them.');
      else if (delivery === undefined)
        error(
          'UNKNOWN_WORD',
          where,
          `There is no delivery ${JSON.stringify(name)}`,
          nearestHint(name, [...known.keys()], { all: 'The deliveries are' }),
        );
      else if ((delivery.kind === 'ingest') !== (deidentify === 'cloud'))
        error(
          'ORIGINALS_MISDIRECTED',
          where,
          deidentify === 'cloud'
            ? `Originals of this route would go to ${JSON.stringify(name)}, which is for clean instances`
            : `${JSON.stringify(name)} is for originals, and this route de-identifies here`,
          'Deliver originals ("deidentify": "cloud") to deliveries of the kind "ingest", and clean instances to the others.',
        );
    }
    if (deidentify === 'cloud' && rules !== undefined)
      error(
        'CONTRADICTION',
        [...path, 'rules'],
        'These rules would not be applied: the route de-identifies in the cloud',
        'Leave "rules" out, or "deidentify".',
      );
    if (deidentify === 'here' && rules === undefined)
      error(
        'MISSING_KEY',
        path,
        '"rules" is missing',
        'Add "rules": the name of a rule file, or "basic" for the PS3.15 Basic Profile.',
      );
  }
  for (const name of known.keys())
    if (!used.has(name))
      warning(
        'DELIVERY_UNUSED',
        ['deliveries', name],
        'No route leads to this delivery',
        'Leave it out, or name it in a route.',
      );
}

/** One without a server would refuse whatever it is asked. */
function checkWorklists({ config, error }: Checking): void {
  for (const { name, server, mpps } of config.worklists)
    if (server === undefined && mpps === undefined)
      error(
        'MISSING_KEY',
        ['worklists', name],
        '"server" is missing',
        'Add "server" for worklists, or "mpps" alone for performed steps.',
      );
}

/** What can never be reached, and peers that would be refused with everything they may do. */
function checkReach({ config, warning }: Checking): void {
  const { aet, peers, http, routes, worklists } = config;
  const callers = [
    ...peers.flatMap(({ aet: titles, may }) => titles.map((title) => ({ title, may }))),
    ...(http?.clients ?? []).map((client) => ({ title: client.aet, may: ['store'] as PeerService[] })),
  ];
  const reaches = (
    { calling, called }: { readonly calling: readonly string[]; readonly called: readonly string[] },
    wanted: readonly PeerService[],
  ): boolean =>
    aet.some((title) => matchesAe(called, title)) &&
    callers.some(({ title, may }) => mayMeet(calling, title) && may.some((each) => wanted.includes(each)));
  for (const [at, route] of routes.entries())
    if (!reaches(route, ['store']))
      warning(
        'ROUTE_UNREACHED',
        ['routes', at],
        'No peer that may store takes this route',
        'Look at its AE titles.',
      );
  for (const worklist of worklists)
    if (!reaches(worklist, ['worklist', 'mpps']))
      warning(
        'ROUTE_UNREACHED',
        ['worklists', worklist.name],
        'No peer that may ask for worklists comes here',
        'Look at its AE titles, and at what peers may.',
      );
  for (const { name, aet: titles, may } of peers) {
    const without = (each: readonly { readonly calling: readonly string[] }[]): boolean =>
      !titles.every((title) => each.some(({ calling }) => mayMeet(calling, title)));
    if (may.includes('store') && without(routes))
      warning(
        'PEER_WITHOUT_ROUTE',
        ['peers', name],
        'What this peer stores would be refused: no route fits it',
        'Add a route, or take "store" out of "may".',
      );
    if ((may.includes('worklist') || may.includes('mpps')) && without(worklists))
      warning(
        'PEER_WITHOUT_ROUTE',
        ['peers', name],
        'What this peer asks of worklists would be refused: none fits it',
        'Add one to "worklists", or take it out of "may".',
      );
  }
}

/** Whether some AE title may be what both say; either may be a pattern. */
function mayMeet(patterns: readonly string[], other: string): boolean {
  return matchesAe(patterns, other) || patterns.some((pattern) => matchesAe([other], pattern));
}

function checkHttp({ config, error }: Checking): void {
  const { http, aet } = config;
  if (http === null) return;
  if (http.tls === undefined && !isThisMachine(http.host))
    error(
      'HTTP_PLAIN',
      ['http', 'host'],
      'Instances and tokens would go over the network as everybody can read them',
      'Add "tls", or listen at 127.0.0.1 behind something that has it.',
    );
  if (http.clients.length === 0)
    error('NO_CLIENTS', ['http', 'clients'], 'Nobody may store', 'Add a client with a token.');
  if (http.calledAet !== undefined && !aet.includes(http.calledAet))
    error(
      'UNKNOWN_WORD',
      ['http', 'calledAet'],
      `${JSON.stringify(http.calledAet)} is not one of the own AE titles`,
      `They are: ${aet.join(', ')}.`,
    );
}
