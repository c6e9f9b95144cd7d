import { Readable } from 'node:stream';
import {
  type Acceptor,
  type AcceptorOptions,
  type AssociationEvent,
  accept,
} from '../../../layers/dimse/acceptor.ts';
import { collected, type DimseResponse } from '../../../layers/dimse/messages.ts';
import type { AssociationRequest } from '../../../layers/dimse/negotiation.ts';
import { type AssociateOptions, associate, type ContextToPropose } from '../../../layers/dimse/requestor.ts';

/** Our own two sides, for tests of the network: what a peer sent is kept, on a port of its own. */

export interface Kept {
  readonly sopInstanceUid: string;
  readonly transferSyntax: string;
  readonly data: Buffer;
}

export interface TestAcceptor extends Acceptor {
  readonly kept: Kept[];
  readonly events: AssociationEvent[];
  readonly requests: AssociationRequest[];
  /** Resolves with the first event of a kind, also of one that was before. */
  event<Kind extends AssociationEvent['kind']>(
    kind: Kind,
  ): Promise<Extract<AssociationEvent, { kind: Kind }>>;
}

/** Takes every context in the first transfer syntax that is proposed, keeps what C-STORE brings, and says yes to all. */
export async function keeping(options: Partial<AcceptorOptions> = {}): Promise<TestAcceptor> {
  const kept: Kept[] = [];
  const events: AssociationEvent[] = [];
  const requests: AssociationRequest[] = [];
  let onEvent: () => void = () => {};
  const acceptor = await accept({
    host: '127.0.0.1',
    port: 0,
    async *serve(request): AsyncGenerator<DimseResponse> {
      const data = Buffer.from(await collected(request.data));
      const { affectedSopInstanceUid = '' } = request.command;
      kept.push({
        sopInstanceUid: affectedSopInstanceUid,
        transferSyntax: request.context.transferSyntax,
        data,
      });
      yield { status: 0 };
    },
    ...options,
    admit: (request) => {
      requests.push(request);
      return options.admit?.(request) ?? { accepts: ({ transferSyntaxes }) => transferSyntaxes[0] ?? null };
    },
    onEvent: (event) => {
      events.push(event);
      onEvent();
      options.onEvent?.(event);
    },
  });
  return {
    kept,
    events,
    requests,
    port: acceptor.port,
    get associations() {
      return acceptor.associations;
    },
    close: (closing) => acceptor.close(closing),
    event: async <Kind extends AssociationEvent['kind']>(kind: Kind) => {
      for (;;) {
        const found = events.find((event) => event.kind === kind);
        if (found !== undefined) return found as Extract<AssociationEvent, { kind: Kind }>;
        await new Promise<void>((resolve) => {
          onEvent = resolve;
        });
      }
    },
  };
}

export function asking(
  port: number,
  contexts: readonly ContextToPropose[],
  more: Partial<AssociateOptions> = {},
) {
  return associate({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'TEST_SCU',
    calledAeTitle: 'TEST_SCP',
    contexts,
    ...more,
  });
}

/** Bytes in pieces of any length. */
export function inPieces(bytes: Uint8Array, pieceBytes: number): AsyncIterable<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  return Readable.from(pieces);
}

export const IMPLICIT = '1.2.840.10008.1.2';
export const EXPLICIT = '1.2.840.10008.1.2.1';
export const CT_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
export const WORKLIST_FIND = '1.2.840.10008.5.1.4.31';
export const MPPS = '1.2.840.10008.3.1.2.3.3';
export const COMMITMENT = '1.2.840.10008.1.20.1';
