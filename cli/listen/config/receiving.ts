import type { Node } from 'jsonc-parser';
import { ASSOCIATION_LIMITS, type AssociationLimits } from '../../../layers/dimse/limits.ts';
import type { Fields } from '../../../rules/lethe/object.ts';
import { list, number, oneOrMore, type Shape, word } from '../../../rules/lethe/shape.ts';
import { REMOTE_PLACE, type RemotePlace } from './remote.ts';
import {
  ADDRESS_RANGE,
  AE_PATTERN,
  type ConfigShape,
  type Context,
  FINGERPRINT,
  HOST,
  named,
  settings,
} from './shapes.ts';
import { SERVER_TLS, type ServerTls } from './tls.ts';

/** Where associations are taken. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly tls?: ServerTls;
}

export const LISTENER_FIELDS: Fields<Listener, Context> = {
  host: { shape: HOST, doc: 'the address to listen at', absent: { is: '0.0.0.0' } },
  port: {
    shape: number(0, 65_535),
    doc: 'the port, 11112 by custom and 2762 with TLS (PS3.8 9.1.1); 0: any free one',
    absent: 'error',
  },
  tls: { shape: SERVER_TLS, doc: 'DICOM over TLS (PS3.15 B.9, B.10)', absent: 'nothing' },
};

export const LISTENERS: ConfigShape<readonly Listener[]> = list(settings(LISTENER_FIELDS));

/** What a peer may ask for. */
export type PeerService = 'store' | 'commit' | 'worklist' | 'mpps';

export const SERVICES: Readonly<Record<PeerService, string>> = {
  store: 'send instances (C-STORE)',
  commit: 'ask whether instances are safe (storage commitment)',
  worklist: 'ask for worklists (C-FIND)',
  mpps: 'report performed procedure steps (N-CREATE, N-SET)',
};

/** One that may associate. It is known by its AE title, and by what cannot be written into a request by anybody. */
export interface Peer {
  readonly name: string;
  readonly aet: readonly string[];
  readonly addresses: readonly string[];
  readonly certificates: readonly string[];
  readonly may: readonly PeerService[];
  /** Where reports of storage commitment go; without it they go over the association that asked. */
  readonly reports?: RemotePlace;
}

export const PEER_FIELDS: Fields<Omit<Peer, 'name'>, Context> = {
  aet: {
    shape: oneOrMore(AE_PATTERN),
    doc: 'its AE titles; * stands for any characters, ? for one',
    absent: 'error',
  },
  addresses: {
    shape: oneOrMore(ADDRESS_RANGE),
    doc: 'where it calls from: addresses and ranges; without them from anywhere, with one of its certificates',
    absent: { is: [] },
  },
  certificates: {
    shape: oneOrMore(FINGERPRINT),
    doc: 'SHA-256 fingerprints of the certificates that it may show; without them any that is believed',
    absent: { is: [] },
  },
  may: {
    shape: list(word<PeerService, Context>(SERVICES)),
    doc: 'what it may ask for, besides C-ECHO',
    absent: { is: ['store', 'commit'] },
  },
  reports: {
    shape: REMOTE_PLACE,
    doc: 'where reports of storage commitment go; without it they go over the association that asked',
    absent: 'nothing',
  },
};

export const PEERS: ConfigShape<readonly Peer[]> = named<Omit<Peer, 'name'>>(settings(PEER_FIELDS));

/** Bounds of everything that a peer decides. Times in ms. */
export interface Limits extends Omit<AssociationLimits, 'associatePduBytes'> {
  readonly associationsOfPeer: number;
  readonly instanceBytes: number;
}

const MIB = 1024 * 1024;
const seconds = (least: number, most: number): Shape<number, Context> => ({
  read: (node: Node, context: Context) => {
    const value = number<Context>(least, most, 'any').read(node, context);
    return value === undefined ? undefined : Math.round(value * 1000);
  },
  write: (ms) => ms / 1000,
  schema: { type: 'number', minimum: least, maximum: most },
});

export const LIMIT_FIELDS: Fields<Limits, Context> = {
  associations: {
    shape: number(1, 10_000),
    doc: 'associations at a time, of each listener',
    absent: { is: ASSOCIATION_LIMITS.associations },
  },
  associationsOfPeer: { shape: number(1, 10_000), doc: 'of one peer at a time', absent: { is: 16 } },
  instanceBytes: {
    shape: number(1024, 2 ** 40),
    doc: 'the largest instance, in bytes; a larger one is refused (A700)',
    absent: { is: 16 * 1024 * MIB },
  },
  maxPduBytes: {
    key: 'pduBytes',
    shape: number(4096, 16 * MIB),
    doc: 'the longest PDU that is taken, in bytes (PS3.8 D.1)',
    absent: { is: ASSOCIATION_LIMITS.maxPduBytes },
  },
  commandBytes: {
    shape: number(1024, MIB),
    doc: 'the longest command set, in bytes (PS3.7 6.3)',
    absent: { is: ASSOCIATION_LIMITS.commandBytes },
  },
  identifierBytes: {
    shape: number(1024, 64 * MIB),
    doc: 'the longest data set of a query or a report, in bytes',
    absent: { is: ASSOCIATION_LIMITS.identifierBytes },
  },
  artimMs: {
    key: 'artimSeconds',
    shape: seconds(1, 3600),
    doc: 'how long a peer may take to ask for an association, or to close the connection (ARTIM, PS3.8 9.1.5)',
    absent: { is: ASSOCIATION_LIMITS.artimMs },
  },
  idleMs: {
    key: 'idleSeconds',
    shape: seconds(1, 86_400),
    doc: 'how long an association may say nothing between two messages',
    absent: { is: ASSOCIATION_LIMITS.idleMs },
  },
  messageMs: {
    key: 'messageSeconds',
    shape: seconds(1, 86_400),
    doc: 'how long a peer may say nothing within a message',
    absent: { is: ASSOCIATION_LIMITS.messageMs },
  },
  replyMs: {
    key: 'replySeconds',
    shape: seconds(1, 86_400),
    doc: 'how long a peer may take to answer a request',
    absent: { is: ASSOCIATION_LIMITS.replyMs },
  },
};

export const LIMITS: ConfigShape<Limits> = settings(LIMIT_FIELDS);

/** Those of a configuration that names none. */
export const DEFAULT_LIMITS: Limits = Object.fromEntries(
  Object.entries(LIMIT_FIELDS).map(([name, { absent }]) => [name, (absent as { is: number }).is]),
) as unknown as Limits;
