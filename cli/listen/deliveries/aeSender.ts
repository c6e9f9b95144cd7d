import type { ByteSource } from '../../../layers/dicom/byteSource.ts';
import { MOST_CONTEXTS } from '../../../layers/dimse/associatePdu.ts';
import type { Association } from '../../../layers/dimse/association.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import type { AssociationLimits } from '../../../layers/dimse/limits.ts';
import type { Reply } from '../../../layers/dimse/messages.ts';
import { associate } from '../../../layers/dimse/requestor.ts';
import { Alarm, SYSTEM_TIMERS, type Timers } from '../../../layers/dimse/timers.ts';
import type { TlsClientOptions } from '../../../layers/dimse/tls.ts';
import { DeliveryError, type Kind } from '../outbox/outgoing.ts';
import { sourceError } from './faults.ts';
import type { Part10, Sender, Sent } from './sender.ts';
import { isStored, statusError } from './storeStatus.ts';

/** Held in memory of an instance at a time, beside what the socket holds. */
const CHUNK_BYTES = 64 * 1024;
/** Then an association that nobody needs is released: many receivers abort those that say nothing for half a minute. */
const IDLE_MS = 10_000;

export interface AePlace {
  readonly host: string;
  readonly port: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly tls?: TlsClientOptions;
  readonly limits?: Partial<AssociationLimits>;
  readonly timers?: Timers;
}

/**
 * Sends by C-STORE (PS3.4 B, PS3.7 9.1.1), each instance in its own transfer syntax: a context for each kind of instance that waits, with that one syntax, so that nothing
 * is ever transcoded. Associations are kept for what follows, as many as there are sends at a time.
 */
export function aeSender(place: AePlace): Sender {
  return new AeSender(place);
}

/** An association between two sends, or in one. */
interface Kept {
  readonly association: Association;
  /** What was proposed, accepted or not. */
  readonly proposed: ReadonlySet<string>;
  readonly idle: Alarm;
}

class AeSender implements Sender {
  readonly #place: AePlace;
  readonly #free: Kept[] = [];
  readonly #closing = new Set<Promise<void>>();

  constructor(place: AePlace) {
    this.#place = place;
  }

  async send(file: Part10, signal: AbortSignal, ahead: () => readonly Kind[]): Promise<Sent> {
    if (file.sopClassUid === '' || file.sopInstanceUid === '' || file.transferSyntaxUid === '')
      throw new DeliveryError(
        'DELIVERY_SOURCE_LOST',
        'The file meta information does not name SOP class, SOP instance or transfer syntax',
        'Write the file anew with all three (PS3.10 7.1)',
      );
    signal.throwIfAborted();
    const kept = this.#take(file);
    if (kept === null) return this.#over(await this.#open(file, signal, ahead()), file, signal);
    try {
      return await this.#over(kept, file, signal);
    } catch (error) {
      // The receiver may have ended it at the same moment, and then has looked at nothing.
      if (!(error instanceof DeliveryError) || error.code !== 'DELIVERY_CUT' || signal.aborted) throw error;
      return this.#over(await this.#open(file, signal, ahead()), file, signal);
    }
  }

  async close(): Promise<void> {
    for (const kept of this.#free.splice(0)) this.#release(kept);
    await Promise.all(this.#closing);
  }

  /** A free association that proposed this kind. One that did not makes room. */
  #take(file: Kind): Kept | null {
    const kind = wordOf(file);
    for (let at = this.#free.length - 1; at >= 0; at -= 1)
      if (this.#free[at]?.association.isOver === true) this.#free.splice(at, 1)[0]?.idle.clear();
    const at = this.#free.findIndex(({ proposed }) => proposed.has(kind));
    const [kept] = this.#free.splice(Math.max(at, 0), 1);
    if (kept === undefined) return null;
    kept.idle.clear();
    if (at >= 0) return kept;
    this.#release(kept);
    return null;
  }

  async #open(file: Kind, signal: AbortSignal, ahead: readonly Kind[]): Promise<Kept> {
    const { host, port, calledAeTitle, callingAeTitle, tls, limits, timers = SYSTEM_TIMERS } = this.#place;
    const kinds = new Map([file, ...ahead].map((each) => [wordOf(each), each]));
    const contexts = [...kinds.values()]
      .slice(0, MOST_CONTEXTS)
      .map(({ sopClassUid, transferSyntaxUid }) => ({
        abstractSyntax: sopClassUid,
        transferSyntaxes: [transferSyntaxUid],
      }));
    try {
      const association = await associate({
        ...{ host, port, calledAeTitle, callingAeTitle, contexts, signal, timers },
        ...(tls === undefined ? {} : { tls }),
        ...(limits === undefined ? {} : { limits }),
      });
      return {
        association,
        proposed: new Set([...kinds.keys()].slice(0, MOST_CONTEXTS)),
        idle: new Alarm(timers),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw openingError(error);
    }
  }

  async #over(kept: Kept, file: Part10, signal: AbortSignal): Promise<Sent> {
    const { association } = kept;
    const { sopClassUid, sopInstanceUid, transferSyntaxUid } = file;
    const context = association.contextFor(sopClassUid, transferSyntaxUid);
    if (context === null) {
      this.#keep(kept);
      throw new DeliveryError(
        'DELIVERY_NOT_ACCEPTED',
        `${this.#place.calledAeTitle} takes no instances of ${sopClassUid} in ${transferSyntaxUid}`,
        'Let it accept them, since Lethe does not change the transfer syntax; then send again',
      );
    }
    const stop = () => association.abort();
    signal.addEventListener('abort', stop, { once: true });
    const data = new Pieces(file.source, file.bodyStart);
    let reply: Reply;
    try {
      reply = await association.store({ context, sopClassUid, sopInstanceUid, data });
    } catch (error) {
      association.abort();
      signal.throwIfAborted();
      throw data.failure === null ? storingError(error) : sourceError(data.failure);
    } finally {
      signal.removeEventListener('abort', stop);
    }
    this.#keep(kept);
    if (!isStored(reply.status)) throw statusError(reply.status);
    return { status: reply.status };
  }

  #keep(kept: Kept): void {
    if (kept.association.isOver) return;
    this.#free.push(kept);
    kept.idle.set(IDLE_MS, () => {
      const at = this.#free.indexOf(kept);
      if (at >= 0) this.#free.splice(at, 1);
      this.#release(kept);
    });
  }

  #release({ association, idle }: Kept): void {
    idle.clear();
    // What was sent is answered; how it ends does not matter any more.
    const closing = association
      .release()
      .catch(() => {})
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** The bytes of a data set from its file, and why they could not be read. */
class Pieces implements AsyncIterable<Uint8Array> {
  readonly #source: ByteSource;
  readonly #start: number;
  failure: unknown = null;

  constructor(source: ByteSource, start: number) {
    this.#source = source;
    this.#start = start;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { size } = this.#source;
    try {
      for (let at = this.#start; at < size; at += CHUNK_BYTES)
        yield await this.#source.read(at, Math.min(size, at + CHUNK_BYTES));
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

function wordOf({ sopClassUid, transferSyntaxUid }: Kind): string {
  return `${sopClassUid} ${transferSyntaxUid}`;
}

function openingError(error: unknown): unknown {
  if (!(error instanceof DimseError)) return error;
  const { code, what, hint, rejection } = error;
  if (code !== 'ASSOCIATION_REJECTED') return new DeliveryError('DELIVERY_UNREACHABLE', what, hint);
  return new DeliveryError(rejection?.result === 2 ? 'DELIVERY_BUSY' : 'DELIVERY_FORBIDDEN', what, hint);
}

function storingError(error: unknown): unknown {
  return error instanceof DimseError ? new DeliveryError('DELIVERY_CUT', error.what, error.hint) : error;
}
