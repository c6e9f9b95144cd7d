import type { Fields } from '../../../rules/lethe/object.ts';
import { nullable, number, type Shape } from '../../../rules/lethe/shape.ts';
import { REMOTE_AE_FIELDS, type RemoteAe } from './remote.ts';
import { SECRET, type Secret } from './secrets.ts';
import {
  type ConfigShape,
  type Context,
  FOLDER_PREFIX,
  HTTPS_URL,
  type KindFields,
  kinds,
  named,
  PATH,
  TEXT,
} from './shapes.ts';
import { CLIENT_TLS, type ClientTls } from './tls.ts';

export interface FolderDelivery {
  readonly kind: 'folder';
  readonly path: string;
}

export interface AeDelivery extends RemoteAe {
  readonly kind: 'ae';
  readonly associations: number;
}

interface Bucket {
  readonly bucket: string;
  /** `''`, or parts that each end with `/`. */
  readonly prefix: string;
  readonly region?: string;
  /** The key of KMS that objects are encrypted with; null: as the bucket says. */
  readonly kmsKey: string | null;
  /** Of an S3 that is not AWS's. */
  readonly endpoint?: string;
}

export interface BucketDelivery extends Bucket {
  readonly kind: 'bucket';
}

/** Originals for a deployment of Lethe, by its ingest bucket. */
export interface IngestDelivery extends Omit<Bucket, 'kmsKey'> {
  readonly kind: 'ingest';
  readonly kmsKey: string;
}

export interface StowDelivery {
  readonly kind: 'stow';
  /** Of the service: `/studies` is added to it. */
  readonly url: string;
  /** The value of the header Authorization, as in `Bearer …`. */
  readonly authorization?: Secret;
  readonly tls?: ClientTls;
  readonly requests: number;
}

export interface HealthImagingDelivery extends Omit<Bucket, 'endpoint' | 'region'> {
  readonly kind: 'healthImaging';
  readonly region: string;
  readonly datastoreId: string;
  /** The role that HealthImaging reads the bucket with. */
  readonly roleArn: string;
  /** What goes before the keys of its results. */
  readonly outputPrefix: string;
  /** A study is imported when nothing of it has come for so long, in ms. */
  readonly quietMs: number;
}

export type DeliveryKind =
  | FolderDelivery
  | AeDelivery
  | BucketDelivery
  | IngestDelivery
  | StowDelivery
  | HealthImagingDelivery;

/** Where clean instances go, or originals for the cloud. */
export type DeliveryConfig = DeliveryKind & { readonly name: string };

const MOST_AT_A_TIME = 16;

const BUCKET_FIELDS: Fields<Bucket, Context> = {
  bucket: { shape: TEXT, doc: 'the name of the bucket', absent: 'error' },
  prefix: { shape: FOLDER_PREFIX, doc: 'goes before the keys', absent: { is: '' } },
  region: { shape: TEXT, doc: 'its Region; by default that of the environment', absent: 'nothing' },
  kmsKey: {
    shape: nullable(TEXT),
    doc: 'the ARN of the KMS key that objects are encrypted with; null: as the bucket says',
    absent: { is: null },
  },
  endpoint: { shape: HTTPS_URL, doc: 'of an S3 that is not AWS’s', absent: 'nothing' },
};

const MINUTES: Shape<number, Context> = {
  read: (node, context) => {
    const value = number<Context>(1, 1440).read(node, context);
    return value === undefined ? undefined : value * 60_000;
  },
  write: (ms) => ms / 60_000,
  schema: { type: 'integer', minimum: 1, maximum: 1440 },
};

/** Each kind with its keys. */
export const DELIVERY_KINDS: KindFields<DeliveryKind> = {
  folder: {
    doc: 'a folder of clean instances, and nothing else',
    fields: { path: { shape: PATH, doc: 'the folder; it is made if it is not there', absent: 'error' } },
  },
  ae: {
    doc: 'another application entity, by C-STORE in the instance’s own transfer syntax',
    fields: {
      ...REMOTE_AE_FIELDS,
      associations: { shape: number(1, MOST_AT_A_TIME), doc: 'associations at a time', absent: { is: 1 } },
    },
  },
  bucket: { doc: 'a bucket of S3', fields: BUCKET_FIELDS },
  ingest: {
    doc: 'the ingest bucket of a deployment, for originals: rules live in the cloud',
    fields: {
      ...BUCKET_FIELDS,
      kmsKey: {
        shape: TEXT,
        doc: 'the ARN of the KMS key that originals are encrypted with',
        absent: 'error',
      },
    },
  },
  stow: {
    doc: 'a DICOMweb service, by STOW-RS (PS3.18 10.5)',
    fields: {
      url: { shape: HTTPS_URL, doc: 'the service; /studies is added to it', absent: 'error' },
      authorization: {
        shape: SECRET,
        doc: 'where the value of the header Authorization is, as in "Bearer …"',
        absent: 'nothing',
      },
      tls: {
        shape: CLIENT_TLS,
        doc: 'certificates, where those of the system are not enough',
        absent: 'nothing',
      },
      requests: { shape: number(1, MOST_AT_A_TIME), doc: 'requests at a time', absent: { is: 2 } },
    },
  },
  healthImaging: {
    doc: 'AWS HealthImaging, by import jobs of whole studies',
    fields: {
      bucket: { ...BUCKET_FIELDS.bucket, doc: 'the bucket that studies are staged in' },
      prefix: BUCKET_FIELDS.prefix,
      kmsKey: BUCKET_FIELDS.kmsKey,
      region: { shape: TEXT, doc: 'the Region of the data store', absent: 'error' },
      datastoreId: { shape: TEXT, doc: 'the data store', absent: 'error' },
      roleArn: { shape: TEXT, doc: 'the role that HealthImaging reads the bucket with', absent: 'error' },
      outputPrefix: {
        shape: FOLDER_PREFIX,
        doc: 'goes before the keys of what jobs say',
        absent: { is: 'results/' },
      },
      quietMs: {
        key: 'quietMinutes',
        shape: MINUTES,
        doc: 'a study is imported when nothing of it has come for so many minutes',
        absent: { is: 300_000 },
      },
    },
  },
};

export const DELIVERIES: ConfigShape<readonly DeliveryConfig[]> = named(kinds(DELIVERY_KINDS)) as ConfigShape<
  readonly DeliveryConfig[]
>;
