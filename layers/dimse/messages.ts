import type { CommandSet } from './commandSet.ts';

/** A presentation context that both sides agreed on. */
export interface AcceptedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
}

/** A request that a peer sent. */
export interface DimseRequest {
  readonly command: CommandSet;
  readonly context: AcceptedContext;
  /**
   * The data set as its bytes come, once; null: the message has none. Whoever reads slowly makes the peer wait. What is not read when the first response
   * is given is passed over. Rejects where the association ends within it. Of all but C-STORE it is bounded (`identifierBytes`).
   */
  readonly data: AsyncIterable<Uint8Array> | null;
  /** Whether the peer no longer wants an answer: C-CANCEL (PS3.7 9.3.2.3), or the association has ended. */
  isCancelled(): boolean;
  /** Aborts at the moment when `isCancelled` becomes true. */
  readonly cancelled: AbortSignal;
}

/** A response. All but the last of a request are pending. */
export interface DimseResponse {
  readonly status: number;
  /** At most 64 characters, and never anything of a data set or of a patient. */
  readonly errorComment?: string;
  /** What else the command set says, e.g. `affectedSopInstanceUid` of an instance that N-CREATE named. */
  readonly fields?: Partial<CommandSet>;
  readonly data?: Uint8Array | AsyncIterable<Uint8Array>;
}

/** What a peer answered. */
export interface Reply {
  readonly status: number;
  readonly command: CommandSet;
  readonly data: Uint8Array | null;
}

/** A request to send; the message id and the data set's presence are filled in. */
export type RequestCommand = Omit<CommandSet, 'messageId' | 'commandDataSetType'>;

/** The bytes of a data set as one. Bounded where the layer bounds it: not for C-STORE. */
export async function collected(data: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  if (data === null) return new Uint8Array(0);
  const pieces: Uint8Array[] = [];
  for await (const piece of data) pieces.push(piece);
  return Buffer.concat(pieces);
}
