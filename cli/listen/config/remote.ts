import type { Fields } from '../../../rules/lethe/object.ts';
import { number } from '../../../rules/lethe/shape.ts';
import { AE_TITLE, type ConfigShape, type Context, HOST, settings } from './shapes.ts';
import { CLIENT_TLS, type ClientTls } from './tls.ts';

/** TCP (RFC 9293): 0 is any free one, for a server alone. */
export const PORT = number<Context>(1, 65_535);

/** Where an application entity is reached. */
export interface RemotePlace {
  readonly host: string;
  readonly port: number;
  readonly tls?: ClientTls;
}

/** An application entity to associate with. */
export interface RemoteAe extends RemotePlace {
  /** Its AE title: the called one. */
  readonly aet: string;
  /** What Lethe calls itself there; by default the first of `aet`. */
  readonly callingAet?: string;
}

const PLACE: Fields<RemotePlace, Context> = {
  host: { shape: HOST, doc: 'its name or address', absent: 'error' },
  port: { shape: PORT, doc: 'its port', absent: 'error' },
  tls: { shape: CLIENT_TLS, doc: 'TLS towards it; {} for the certificates of the system', absent: 'nothing' },
};

export const REMOTE_AE_FIELDS: Fields<RemoteAe, Context> = {
  aet: { shape: AE_TITLE, doc: 'its AE title', absent: 'error' },
  callingAet: {
    shape: AE_TITLE,
    doc: 'what Lethe calls itself there; by default the first of its own AE titles',
    absent: 'nothing',
  },
  ...PLACE,
};

export const REMOTE_PLACE: ConfigShape<RemotePlace> = settings(PLACE);
export const REMOTE_AE: ConfigShape<RemoteAe> = settings(REMOTE_AE_FIELDS);
