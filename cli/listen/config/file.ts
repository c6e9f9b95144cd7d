import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Fields } from '../../../rules/lethe/object.ts';
import { list, nullable, number, oneOrMore, word } from '../../../rules/lethe/shape.ts';
import { LETHE } from '../../../rules/lethe/tree.ts';
import { isKmsKey } from '../../keysAt.ts';
import { DELIVERIES, type DeliveryConfig } from './deliveries.ts';
import { HTTP, type HttpConfig } from './http.ts';
import {
  DEFAULT_LIMITS,
  LIMITS,
  LISTENERS,
  type Limits,
  type Listener,
  PEERS,
  type Peer,
} from './receiving.ts';
import { ROUTES, type Route } from './routes.ts';
import { AE_TITLE, type ConfigShape, type Context, HOST, PATH, settings, TEXT, UID } from './shapes.ts';
import { WORKLISTS, type WorklistConfig } from './worklists.ts';

/** What was received and is not yet delivered: originals. */
export interface SpoolConfig {
  readonly folder: string;
  /** Above so many bytes nothing more is read from peers. */
  readonly mostBytes: number;
  /** Below so many bytes of free space instances are refused (A700). */
  readonly leastFreeBytes: number;
}

/** Health and metrics. */
export interface MetricsConfig {
  readonly host: string;
  readonly port: number;
}

export interface AuditConfig {
  readonly file: string;
  readonly names: 'plain' | 'hashed';
}

/** `lethe.listen.json`, with absolute paths and every default. */
export interface ListenConfig {
  readonly $schema?: string;
  readonly lethe?: string;
  /** Own AE titles. */
  readonly aet: readonly string[];
  readonly listeners: readonly Listener[];
  readonly limits: Limits;
  readonly peers: readonly Peer[];
  readonly privateSopClasses: readonly string[];
  readonly routes: readonly Route[];
  readonly deliveries: readonly DeliveryConfig[];
  readonly worklists: readonly WorklistConfig[];
  readonly http: HttpConfig | null;
  readonly metrics: MetricsConfig | null;
  readonly spool: SpoolConfig;
  /** What was not released, and the state of the gateway. */
  readonly kept: string;
  readonly key: string;
  readonly identities: string | null;
  readonly sealFor: string | null;
  readonly audit: AuditConfig | null;
  /** Instances that are de-identified at a time; null: one for each core. */
  readonly jobs: number | null;
}

const GIB = 2 ** 30;
const MOST_BYTES = 2 ** 50;
const MOST_JOBS = 256;

export const SPOOL_FIELDS: Fields<SpoolConfig, Context> = {
  folder: {
    shape: PATH,
    doc: 'the folder, for its owner alone and on an encrypted volume: it holds originals',
    absent: 'error',
  },
  mostBytes: {
    shape: number(2 ** 20, MOST_BYTES),
    doc: 'above so many bytes nothing more is read from peers, until some were delivered',
    absent: { is: 100 * GIB },
  },
  leastFreeBytes: {
    shape: number(0, MOST_BYTES),
    doc: 'below so many bytes of free space instances are refused (A700)',
    absent: { is: GIB },
  },
};

const SPOOL = settings(SPOOL_FIELDS);

export const METRICS_FIELDS: Fields<MetricsConfig, Context> = {
  host: { shape: HOST, doc: 'the address', absent: { is: '127.0.0.1' } },
  port: { shape: number(0, 65_535), doc: 'the port; 0: any free one', absent: 'error' },
};

const METRICS = settings(METRICS_FIELDS);

export const AUDIT_FIELDS: Fields<AuditConfig, Context> = {
  file: { shape: PATH, doc: 'the file: one JSON object per line', absent: 'error' },
  names: {
    shape: word<AuditConfig['names'], Context>({
      plain: 'by their place in the spool',
      hashed: 'by keyed hashes',
    }),
    doc: 'how sources are named',
    absent: { is: 'hashed' },
  },
};

const AUDIT = settings(AUDIT_FIELDS);

/** A file, or a key of KMS by its ARN. */
const KEY: ConfigShape<string> = {
  ...PATH,
  read: (node, context) => (isKmsKey(String(node.value)) ? String(node.value) : PATH.read(node, context)),
};

/** Every key of the file. */
export const FILE_FIELDS: Fields<ListenConfig, Context> = {
  $schema: { shape: TEXT, doc: 'where an editor finds the schema of this file', absent: 'nothing' },
  lethe: LETHE,
  aet: { shape: oneOrMore(AE_TITLE), doc: 'own AE titles, one or several', absent: { is: ['LETHE'] } },
  listeners: { shape: LISTENERS, doc: 'where associations are taken', absent: { is: [] } },
  peers: { shape: PEERS, doc: 'who may associate; all others are rejected', absent: { is: [] } },
  routes: {
    shape: ROUTES,
    doc: 'what becomes of instances: the first that fits both AE titles is taken; without one an instance is refused',
    absent: { is: [] },
  },
  deliveries: { shape: DELIVERIES, doc: 'where instances go', absent: { is: [] } },
  worklists: {
    shape: WORKLISTS,
    doc: 'worklist servers that modalities ask through Lethe',
    absent: { is: [] },
  },
  http: { shape: nullable(HTTP), doc: 'STOW-RS in (PS3.18 10.5); null: none', absent: { is: null } },
  spool: { shape: SPOOL, doc: 'where instances are, from their receipt to their delivery', absent: 'error' },
  kept: {
    shape: PATH,
    doc: 'the folder for what was not released and for the state of the gateway; only its owner can read it',
    absent: 'error',
  },
  key: {
    shape: KEY,
    doc: 'the root key of UIDs and pseudonyms, which the same key gives the same everywhere: a file, created on first use, or the ARN of a key of KMS',
    absent: { from: () => join(homedir(), '.lethe', 'key') },
  },
  identities: {
    shape: nullable(PATH),
    doc: 'the random UIDs and numbers that were assigned; null: a file in the kept folder',
    absent: { is: null },
  },
  sealFor: {
    shape: nullable(PATH),
    doc: 'the public key of `lethe reidentify init`, for rules that keep originals',
    absent: { is: null },
  },
  audit: { shape: nullable(AUDIT), doc: 'the audit; null: none is written', absent: { is: null } },
  jobs: {
    shape: nullable(number(1, MOST_JOBS)),
    doc: 'instances that are de-identified at a time; null: one for each core',
    absent: { is: null },
  },
  metrics: {
    shape: nullable(METRICS),
    doc: 'health and metrics (Prometheus) by HTTP; null: none',
    absent: { is: null },
  },
  limits: { shape: LIMITS, doc: 'bounds of what peers may do', absent: { is: DEFAULT_LIMITS } },
  privateSopClasses: {
    shape: list(UID),
    doc: 'storage classes of manufacturers that are taken besides those of PS3.4',
    absent: { is: [] },
  },
};

export const FILE: ConfigShape<ListenConfig> = settings(FILE_FIELDS);
