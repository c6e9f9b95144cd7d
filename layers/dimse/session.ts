import type { Socket } from 'node:net';
import type { AssociateAc, AssociateRq } from './associatePdu.ts';
import { Association } from './association.ts';
import { errorOf } from './endings.ts';
import { DimseError, type Rejection, violated } from './errors.ts';
import { fragmentBytesOf } from './fragmenting.ts';
import type { AssociationLimits } from './limits.ts';
import type { AcceptedContext, DimseRequest, DimseResponse } from './messages.ts';
import type { Fragment } from './pduStream.ts';
import { DimseProvider } from './provider.ts';
import { Alarm, type Timers } from './timers.ts';
import { type Ending, UpperLayer, type UpperLayerUser } from './upperLayer.ts';
import type { UserInformation } from './userInformation.ts';

/** What the two sides of an association do differently. */
export interface Side {
  /** How the peer is called in messages. */
  readonly peer: string;
  readonly limits: AssociationLimits;
  readonly timers: Timers;
  readonly givesUpIdle: boolean;
  refuses(request: AssociateRq): Rejection | null;
  asked(request: AssociateRq): void;
  accepted(answer: AssociateAc): void;
  serve(request: DimseRequest): AsyncIterable<DimseResponse>;
  onFailure(error: unknown): void;
  ended(ending: Ending, error: DimseError): void;
}

/** One association from its connection to its end: the Upper Layer, the messages over it, and what its end is to whoever waits. */
export class Session implements UpperLayerUser {
  readonly upper: UpperLayer;
  /** Resolves with what the end is to a request that comes after it. */
  readonly whenOver: Promise<DimseError>;
  readonly #side: Side;
  readonly #releaseAlarm: Alarm;
  #provider: DimseProvider | null = null;
  #resolveOver: (error: DimseError) => void = () => {};
  #why: DimseError | null = null;

  constructor(socket: Socket, side: Side) {
    this.#side = side;
    this.#releaseAlarm = new Alarm(side.timers);
    this.whenOver = new Promise((resolve) => {
      this.#resolveOver = resolve;
    });
    this.upper = new UpperLayer(socket, this, side.limits, side.timers);
  }

  /** Messages may be sent and are served from now on. */
  open(contexts: readonly AcceptedContext[], peer: UserInformation): Association {
    const fragmentBytes = fragmentBytesOf(peer.maxPduBytes);
    const { limits, timers, givesUpIdle } = this.#side;
    const provider = new DimseProvider({
      upper: this.upper,
      contexts,
      fragmentBytes: fragmentBytes ?? 2,
      limits,
      timers,
      givesUpIdle,
      serve: (request) => this.#side.serve(request),
      onFailure: (error) => this.#side.onFailure(error),
    });
    this.#provider = provider;
    const implementation = {
      classUid: peer.implementationClassUid,
      versionName: peer.implementationVersionName,
    };
    if (fragmentBytes === null) this.abortFor(violated('its PDUs have no room for anything'));
    return new Association({ provider, session: this }, contexts, implementation);
  }

  /** Aborts, and this is what everybody is told. */
  abortFor(error: DimseError): void {
    this.#why ??= error;
    this.upper.abort();
  }

  async release(): Promise<void> {
    const { limits, peer } = this.#side;
    this.upper.release();
    if (!this.upper.isOver)
      this.#releaseAlarm.set(limits.artimMs, () =>
        this.abortFor(
          new DimseError(
            'PEER_TIMED_OUT',
            `${peer} does not release the association`,
            'What it answered before is with it.',
          ),
        ),
      );
    const over = await this.whenOver;
    if (over.code !== 'ASSOCIATION_ENDED') throw over;
  }

  refuses(request: AssociateRq): Rejection | null {
    return this.#side.refuses(request);
  }

  asked(request: AssociateRq): void {
    this.#side.asked(request);
  }

  accepted(answer: AssociateAc): void {
    this.#side.accepted(answer);
  }

  fragment(fragment: Fragment): void {
    this.#provider?.fragment(fragment);
  }

  progress(): void {
    this.#provider?.progress();
  }

  releaseAsked(): void {
    // What was asked before is answered before.
    void (this.#provider?.served() ?? Promise.resolve()).then(() => this.upper.answerRelease());
  }

  ended(ending: Ending): void {
    this.#releaseAlarm.clear();
    const error = errorOf(
      ending,
      this.#why ?? this.#provider?.why ?? null,
      this.#side.peer,
      this.#provider !== null,
    );
    this.#provider?.ended(error);
    this.#side.ended(ending, error);
    this.#resolveOver(error);
  }
}
