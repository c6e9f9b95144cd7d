import type { Fields } from '../../../rules/lethe/object.ts';
import { number } from '../../../rules/lethe/shape.ts';
import { SECRET, type Secret } from './secrets.ts';
import { AE_TITLE, type ConfigShape, type Context, HOST, named, settings } from './shapes.ts';
import { SERVER_TLS, type ServerTls } from './tls.ts';

/** One that may store by STOW-RS. */
export interface HttpClient {
  readonly name: string;
  /** Where its bearer token is (RFC 6750). */
  readonly token: Secret;
  /** The AE title that it counts as: routes go by it. */
  readonly aet: string;
}

/** STOW-RS in. */
export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  readonly tls?: ServerTls;
  /** The own AE title that clients count as calling; by default the first. */
  readonly calledAet?: string;
  readonly clients: readonly HttpClient[];
  /** Requests at a time. */
  readonly requests: number;
  /** The longest request, in bytes. */
  readonly requestBytes: number;
  /** The most instances of a request: its answer names each. */
  readonly instances: number;
}

export const CLIENT_FIELDS: Fields<Omit<HttpClient, 'name'>, Context> = {
  token: { shape: SECRET, doc: 'where its bearer token is', absent: 'error' },
  aet: {
    shape: AE_TITLE,
    doc: 'the AE title that routes take for the calling one',
    absent: 'error',
  },
};

export const HTTP_FIELDS: Fields<HttpConfig, Context> = {
  host: { shape: HOST, doc: 'the address to listen at', absent: { is: '127.0.0.1' } },
  port: { shape: number(0, 65_535), doc: 'the port; 0: any free one', absent: 'error' },
  tls: {
    shape: SERVER_TLS,
    doc: 'HTTPS; without it tokens could be read on the way, so only at this machine’s own address',
    absent: 'nothing',
  },
  calledAet: {
    shape: AE_TITLE,
    doc: 'the own AE title that routes take for the called one; by default the first',
    absent: 'nothing',
  },
  clients: {
    shape: named(settings(CLIENT_FIELDS)),
    doc: 'who may store',
    absent: 'error',
  },
  requests: {
    shape: number(1, 1000),
    doc: 'requests at a time; others are told to come later (503)',
    absent: { is: 16 },
  },
  requestBytes: {
    shape: number(1024, 2 ** 44),
    doc: 'the longest request, in bytes (413)',
    absent: { is: 64 * 2 ** 30 },
  },
  instances: {
    shape: number(1, 100_000),
    doc: 'the most instances of a request (413)',
    absent: { is: 10_000 },
  },
};

export const HTTP: ConfigShape<HttpConfig> = settings(HTTP_FIELDS);
