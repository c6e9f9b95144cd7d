import type { Socket } from 'node:net';
import type { AssociateAc, AssociateRq } from './associatePdu.ts';
import { ABORT_REASONS, type AbortReason, type PduError, type Rejection } from './errors.ts';
import type { AssociationLimits } from './limits.ts';
import {
  abortPdu,
  associateAcPdu,
  associateRjPdu,
  associateRqPdu,
  pDataHeader,
  releaseRpPdu,
  releaseRqPdu,
} from './pdu.ts';
import { type Fragment, type PduSink, PduStream } from './pduStream.ts';
import { type Action, type Event, NEXT_STATE, type State, TRANSITIONS } from './stateMachine.ts';
import { Alarm, type Timers } from './timers.ts';

/** Who uses the service: what the standard calls indications and confirmations (PS3.8 Clause 7). */
export interface UpperLayerUser {
  /** Whether the service-provider itself refuses (PS3.8 9.2, AE-6); null: the user is asked. */
  refuses(request: AssociateRq): Rejection | null;
  /** An association is asked for: `accept` or `reject` answers. */
  asked(request: AssociateRq): void;
  /** The association that was asked for is open. */
  accepted(answer: AssociateAc): void;
  fragment(fragment: Fragment): void;
  /** A PDU, or the header of one, came whole. */
  progress(): void;
  /** The peer will send no more: `answerRelease` answers. */
  releaseAsked(): void;
  /** It is over, said once. */
  ended(ending: Ending): void;
}

/** How an association ended, or why there never was one. */
export type Ending =
  | { readonly by: 'release' }
  | { readonly by: 'rejection'; readonly rejection: Rejection; readonly ours: boolean }
  /** Source 0: its user, 2: its service-provider (PS3.8 Table 9-26). */
  | { readonly by: 'peer-abort'; readonly source: number; readonly reason: number }
  /** `isStalled`: since the peer took nothing of what was sent. */
  | { readonly by: 'own-abort'; readonly isStalled: boolean }
  /** What the peer sent is not as PS3.8 has it. */
  | { readonly by: 'violation'; readonly reason: AbortReason; readonly what: string }
  | { readonly by: 'transport'; readonly cause: Error | null }
  /** Nothing came in the time of ARTIM. */
  | { readonly by: 'artim' };

/** What an event brings along, for the action that it leads to. */
interface Given {
  readonly request?: AssociateRq;
  readonly answer?: AssociateAc;
  readonly rejection?: Rejection;
  readonly abort?: { readonly source: number; readonly reason: number };
  readonly invalid?: PduError;
  readonly cause?: Error;
  /** Why the local user aborts. */
  readonly own?: 'wanted' | 'stalled';
}

/** Bytes that wait for the peer before a sender must. */
const MOST_WAITING_BYTES = 128 * 1024;

/** One association over one connection, by the table of PS3.8 9.2. */
export class UpperLayer {
  readonly #socket: Socket;
  readonly #user: UpperLayerUser;
  readonly #limits: AssociationLimits;
  readonly #artim: Alarm;
  readonly #stall: Alarm;
  readonly #stream: PduStream;
  #state: State = 1;
  #isAcceptor = false;
  #isOver = false;
  #isPaused = false;
  #toSend: AssociateRq | null = null;
  #closed: Error | null = null;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket, user: UpperLayerUser, limits: AssociationLimits, timers: Timers) {
    this.#socket = socket;
    this.#user = user;
    this.#limits = limits;
    this.#artim = new Alarm(timers);
    this.#stall = new Alarm(timers);
    this.#stream = new PduStream(this.#sink(), limits);
    // Nagle's wait for more would add 40 ms to each message.
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#stream.push(chunk));
    socket.on('drain', () => this.#drained());
    socket.on('error', (error: Error) => {
      this.#closed = error;
    });
    socket.on('end', () => this.#gone());
    socket.on('close', () => this.#gone());
  }

  get state(): State {
    return this.#state;
  }

  /** Whether nothing can be sent any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get isInPdu(): boolean {
    return this.#stream.isInPdu;
  }

  /** A connection came in: AE-5. */
  listen(): void {
    this.#isAcceptor = true;
    this.#happen(5);
  }

  /** Asks for an association as soon as the connection is open (`connected`): AE-1. */
  request(request: AssociateRq): void {
    this.#toSend = request;
    this.#happen(1);
  }

  /** The connection that was begun is open: AE-2. */
  connected(): void {
    this.#happen(2);
  }

  accept(answer: AssociateAc): void {
    this.#happen(7, { answer });
  }

  reject(rejection: Rejection): void {
    this.#happen(8, { rejection });
  }

  /** Sends one P-DATA-TF of one PDV. A promise where the peer must take some of it before more is sent; false: the association is over. */
  send(
    contextId: number,
    isCommand: boolean,
    isLast: boolean,
    parts: readonly Uint8Array[],
  ): Promise<void> | boolean {
    if (!this.#happen(9)) return false;
    let valueBytes = 0;
    for (const part of parts) valueBytes += part.length;
    this.#socket.cork();
    this.#socket.write(pDataHeader(contextId, isCommand, isLast, valueBytes));
    for (const part of parts) this.#socket.write(part);
    this.#socket.uncork();
    if (this.#socket.writableLength <= MOST_WAITING_BYTES) return true;
    this.#watchForStall();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  release(): void {
    this.#happen(11);
  }

  answerRelease(): void {
    this.#happen(14);
  }

  abort(): void {
    this.#happen(15, { own: 'wanted' });
  }

  /** Aborts, and does not wait for the peer to close the connection. */
  cut(): void {
    this.abort();
    this.#socket.destroySoon();
  }

  /** Reads no more until it is told to: what comes waits in the peer's own buffers. */
  pause(isPaused: boolean): void {
    if (this.#isPaused === isPaused || this.#isOver) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#socket.pause();
    else this.#socket.resume();
  }

  #happen(event: Event, given: Given = {}): boolean {
    const action = TRANSITIONS[event][this.#state];
    if (action === undefined) return false;
    this.#state = action === 'AR-8' && this.#isAcceptor ? 10 : NEXT_STATE[action];
    ACTIONS[action](this.#hands, given);
    return true;
  }

  /** What actions are made of. */
  readonly #hands: Hands = {
    write: (pdu) => {
      if (this.#socket.writable) this.#socket.write(pdu);
    },
    startArtim: () => this.#artim.set(this.#limits.artimMs, () => this.#happen(18)),
    stopArtim: () => this.#artim.clear(),
    // All that was written still goes out.
    close: () => this.#socket.destroySoon(),
    destroy: () => this.#socket.destroy(),
    sendRequest: () => {
      if (this.#toSend !== null) this.#hands.write(associateRqPdu(this.#toSend));
    },
    examine: (request) => {
      const rejection = this.#user.refuses(request);
      if (rejection === null) {
        this.#user.asked(request);
        return;
      }
      this.#state = 13;
      this.#hands.write(associateRjPdu(rejection));
      this.#hands.startArtim();
      this.#end({ by: 'rejection', rejection, ours: true });
    },
    accepted: (answer) => this.#user.accepted(answer),
    releaseAsked: () => this.#user.releaseAsked(),
    collide: () => {
      // The requestor answers at once; the acceptor awaits the answer to its own request (PS3.8 7.2.4).
      if (!this.#isAcceptor) this.#happen(14);
    },
    answerCollision: () => {
      this.#happen(14);
    },
    end: (ending) => this.#end(ending),
  };

  #end(ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // The end of the connection is seen only by whoever reads.
    this.#socket.resume();
    this.#drained();
    this.#user.ended(ending);
  }

  /** A peer on a slow line takes little at a time; one that has taken nothing for so long has stalled. */
  #watchForStall(): void {
    const before = this.#socket.writableLength;
    this.#stall.set(this.#limits.messageMs, () => {
      if (this.#socket.writableLength < before) this.#watchForStall();
      else this.#happen(15, { own: 'stalled' });
    });
  }

  #drained(): void {
    this.#stall.clear();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #gone(): void {
    this.#stream.stop();
    this.#happen(17, this.#closed === null ? {} : { cause: this.#closed });
    this.#socket.destroy();
  }

  #sink(): PduSink {
    return {
      associateRq: (request) => this.#happen(6, { request }),
      associateAc: (answer) => this.#happen(3, { answer }),
      associateRj: (rejection) => this.#happen(4, { rejection }),
      pData: () => this.#happen(10),
      fragment: (fragment) => {
        if (this.#state === 6 || this.#state === 7) this.#user.fragment(fragment);
      },
      releaseRq: () => this.#happen(12),
      releaseRp: () => this.#happen(13),
      abort: (source, reason) => this.#happen(16, { abort: { source, reason } }),
      progress: () => {
        if (!this.#isOver) this.#user.progress();
      },
      invalid: (invalid) => this.#happen(19, { invalid }),
    };
  }
}

interface Hands {
  write(pdu: Uint8Array): void;
  startArtim(): void;
  stopArtim(): void;
  close(): void;
  destroy(): void;
  sendRequest(): void;
  examine(request: AssociateRq): void;
  accepted(answer: AssociateAc): void;
  releaseAsked(): void;
  collide(): void;
  answerCollision(): void;
  end(ending: Ending): void;
}

/** PS3.8 Tables 9-6 to 9-9, action by action. */
const ACTIONS: Readonly<Record<Action, (hands: Hands, given: Given) => void>> = {
  // The connection was begun with the socket.
  'AE-1': () => {},
  'AE-2': (hands) => hands.sendRequest(),
  'AE-3': (hands, { answer }) => {
    if (answer !== undefined) hands.accepted(answer);
  },
  'AE-4': (hands, { rejection }) => {
    if (rejection !== undefined) hands.end({ by: 'rejection', rejection, ours: false });
    hands.close();
  },
  'AE-5': (hands) => hands.startArtim(),
  'AE-6': (hands, { request }) => {
    hands.stopArtim();
    if (request !== undefined) hands.examine(request);
  },
  'AE-7': (hands, { answer }) => {
    if (answer !== undefined) hands.write(associateAcPdu(answer));
  },
  'AE-8': (hands, { rejection }) => {
    if (rejection === undefined) return;
    hands.write(associateRjPdu(rejection));
    hands.startArtim();
    hands.end({ by: 'rejection', rejection, ours: true });
  },
  // Written by `send`, which has the bytes.
  'DT-1': () => {},
  // Fragments are passed on as they come.
  'DT-2': () => {},
  'AR-1': (hands) => hands.write(releaseRqPdu()),
  'AR-2': (hands) => hands.releaseAsked(),
  'AR-3': (hands) => {
    hands.end({ by: 'release' });
    hands.close();
  },
  'AR-4': (hands) => {
    hands.write(releaseRpPdu());
    hands.startArtim();
    hands.end({ by: 'release' });
  },
  'AR-5': (hands) => hands.stopArtim(),
  'AR-6': () => {},
  'AR-7': () => {},
  'AR-8': (hands) => hands.collide(),
  'AR-9': (hands) => hands.write(releaseRpPdu()),
  'AR-10': (hands) => hands.answerCollision(),
  'AA-1': (hands, given) => {
    hands.write(abortPdu(0, 0));
    hands.startArtim();
    hands.end(
      given.own === undefined ? violation(given) : { by: 'own-abort', isStalled: given.own === 'stalled' },
    );
  },
  'AA-2': (hands) => {
    hands.stopArtim();
    hands.end({ by: 'artim' });
    hands.destroy();
  },
  'AA-3': (hands, { abort }) => {
    hands.end({ by: 'peer-abort', source: abort?.source ?? 0, reason: abort?.reason ?? 0 });
    hands.close();
  },
  'AA-4': (hands, { cause }) => hands.end({ by: 'transport', cause: cause ?? null }),
  'AA-5': (hands, { cause }) => {
    hands.stopArtim();
    hands.end({ by: 'transport', cause: cause ?? null });
  },
  'AA-6': () => {},
  'AA-7': (hands, given) => hands.write(abortPdu(2, reasonOf(given))),
  'AA-8': (hands, given) => {
    hands.write(abortPdu(2, reasonOf(given)));
    hands.end(violation(given));
    hands.startArtim();
  },
};

function reasonOf({ invalid }: Given): number {
  return ABORT_REASONS[invalid?.reason ?? 'unexpected-pdu'];
}

function violation({ invalid }: Given): Ending {
  return {
    by: 'violation',
    reason: invalid?.reason ?? 'unexpected-pdu',
    what: invalid?.message ?? 'a PDU that is not expected in this state',
  };
}
