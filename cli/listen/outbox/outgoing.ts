/** A clean instance that waits in the spool, as a Part 10 file (PS3.10 7). */
export interface OutgoingInstance {
  /** Absolute. The file stays as it is until the instance is settled. */
  readonly path: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sizeBytes: number;
  /** Keyed name of what was received. Of an original the UIDs above are empty: no state holds one. */
  readonly receipt: string;
  /** Of its route: goes before the name in folders and buckets. */
  readonly cleanPrefix?: string;
}

/** What an association must negotiate to send an instance (PS3.8 9.3.2.2). */
export interface Kind {
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
}

/**
 * Somebody who gets instances.
 * Duties: `deliver` resolves once the receiver has the instance for good, and the same bytes twice leave one copy; it rejects with a `DeliveryError`, and soon
 * after `signal` is aborted.
 */
export interface Delivery {
  /** Of the configuration; stands in logs, metrics and states. */
  readonly name: string;
  /** How many instances are under way at a time. */
  readonly atOnce: number;
  /** Whether an instance waits for those of its series that came before it. */
  readonly isInOrder: boolean;
  /** `ahead`: kinds of instances that wait, for whoever has to say them beforehand. */
  deliver(instance: OutgoingInstance, signal: AbortSignal, ahead: () => readonly Kind[]): Promise<void>;
  /** Of one that waits for more to come: the gateway is about to stop, and nothing does. */
  hurry?(): void;
  close(): Promise<void>;
}

export type DeliveryCode =
  /** Nobody answers at the address, or not in time. */
  | 'DELIVERY_UNREACHABLE'
  /** The receiver does not let us in: the association was rejected, the credentials are wrong. */
  | 'DELIVERY_FORBIDDEN'
  /** The receiver has no room or no time now. */
  | 'DELIVERY_BUSY'
  /** The session ended while the instance was under way. */
  | 'DELIVERY_CUT'
  /** A failure that the answer does not explain: of the receiver, or over this instance. */
  | 'DELIVERY_FAILED'
  /** The receiver takes no instances of this SOP class in this transfer syntax. */
  | 'DELIVERY_NOT_ACCEPTED'
  /** The receiver looked at the instance and does not want it. */
  | 'DELIVERY_REFUSED'
  /** The receiver has other bytes under the same name or UID. */
  | 'DELIVERY_CONFLICT'
  /** The file in the spool cannot be read now. */
  | 'DELIVERY_SOURCE'
  /** The file in the spool is gone, or is not what it was. */
  | 'DELIVERY_SOURCE_LOST';

/** What a failure is about, and so who waits: every instance of the delivery, the series of this one, or both, since nobody knows. */
export type About = 'receiver' | 'instance' | 'either';

const ABOUT: Readonly<Record<DeliveryCode, About>> = {
  DELIVERY_UNREACHABLE: 'receiver',
  DELIVERY_FORBIDDEN: 'receiver',
  DELIVERY_BUSY: 'receiver',
  DELIVERY_CUT: 'either',
  DELIVERY_FAILED: 'either',
  DELIVERY_NOT_ACCEPTED: 'instance',
  DELIVERY_REFUSED: 'instance',
  DELIVERY_CONFLICT: 'instance',
  DELIVERY_SOURCE: 'instance',
  DELIVERY_SOURCE_LOST: 'instance',
};

/** To send the same again gives the same answer. */
const FINAL: ReadonlySet<DeliveryCode> = new Set([
  'DELIVERY_NOT_ACCEPTED',
  'DELIVERY_REFUSED',
  'DELIVERY_CONFLICT',
  'DELIVERY_SOURCE_LOST',
]);

/** Why an instance was not delivered. Message and hint hold codes, statuses and names of peers, nothing of the instance. */
export class DeliveryError extends Error {
  readonly code: DeliveryCode;
  readonly hint: string;
  readonly isFinal: boolean;
  readonly about: About;

  constructor(code: DeliveryCode, message: string, hint: string) {
    super(`${message}. ${hint}`);
    this.name = 'DeliveryError';
    this.code = code;
    this.hint = hint;
    this.isFinal = FINAL.has(code);
    this.about = ABOUT[code];
  }
}
