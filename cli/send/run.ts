import { pause } from '../../layers/engine/pause.ts';
import type { Sender, Sent } from '../listen/deliveries/sender.ts';
import { statusText } from '../listen/deliveries/storeStatus.ts';
import { backoffMs } from '../listen/outbox/backoff.ts';
import { DeliveryError } from '../listen/outbox/outgoing.ts';
import type { Input } from './inputs.ts';
import { Lookahead, type Opened } from './lookahead.ts';
import type { SendState } from './sendState.ts';

/** Tries of one instance, a second, two and four apart. */
const MOST_TRIES = 4;

export interface SendSummary {
  /** The receiver has them, some with a warning. */
  readonly sent: number;
  readonly failed: number;
  /** An earlier run sent them. */
  readonly sentBefore: number;
  /** DICOMDIR files, which are not sent. */
  readonly passedOver: number;
  /** Of those that were sent. */
  readonly bytes: number;
  /** Statuses of those that were sent, and codes of those that were not, with their numbers. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Why the run ended before all was tried; null: it did not. */
  readonly stopped: { readonly code: string; readonly says: string } | null;
}

/** What became of an input, for a report. */
export interface Fate {
  readonly name: string;
  readonly sopInstanceUid: string | null;
  /** Four hexadecimal digits for what was sent; a code otherwise. */
  readonly status: string;
  readonly says: string | null;
}

export interface SendOptions {
  readonly jobs: number;
  readonly state: SendState;
  /** What the state knows to be sent is not sent again. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
  onFate(fate: Fate): void;
  /** An input that is not sent, and that nothing is wrong with. */
  onPassedOver(): void;
}

/**
 * Sends inputs over as many sessions as there are jobs. An instance that the receiver does not take counts as failed, and the others go on; a receiver that cannot be reached in
 * four tries ends the run.
 */
export async function sendAll(
  inputs: AsyncIterable<Input>,
  sender: Sender,
  options: SendOptions,
): Promise<SendSummary> {
  const { state, resume, jobs } = options;
  const tally = new Tally(options.onFate);
  const ahead = new Lookahead(inputs, (digest) => resume && state.has(digest));
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  const lane = async (): Promise<void> => {
    while (!signal.aborted) {
      const opened = await ahead.next();
      if (opened === null) return;
      await sendOne(opened);
    }
  };
  const sendOne = async (opened: Opened): Promise<void> => {
    if ('passedOver' in opened) {
      tally.passedOver(opened.passedOver);
      options.onPassedOver();
    } else if ('refused' in opened) tally.failed(opened.name, null, opened.refused.code, opened.refused.says);
    else {
      const { name, file, digest } = opened;
      try {
        signal.throwIfAborted();
        const sent = await patiently(() => sender.send(file, signal, () => ahead.kinds()), signal);
        state.add(digest);
        tally.sent(name, file.sopInstanceUid, sent, file.source.size);
      } catch (error) {
        if (signal.aborted || !(error instanceof DeliveryError)) throw error;
        tally.failed(name, file.sopInstanceUid, error.code, error.message);
        if (error.about !== 'receiver') return;
        tally.stopped = { code: error.code, says: error.message };
        stop.abort(error);
      } finally {
        await file.source.close();
      }
    }
  };
  try {
    const lanes = await Promise.allSettled(Array.from({ length: jobs }, lane));
    options.signal.throwIfAborted();
    for (const outcome of lanes)
      if (outcome.status === 'rejected' && tally.stopped === null) throw outcome.reason;
  } finally {
    await ahead.close();
    await sender.close();
  }
  return tally.summary();
}

async function patiently(send: () => Promise<Sent>, signal: AbortSignal): Promise<Sent> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      // Who is not let in now is not let in within seconds either.
      const passes = error instanceof DeliveryError && !error.isFinal && error.code !== 'DELIVERY_FORBIDDEN';
      if (!passes || tries === MOST_TRIES || signal.aborted) throw error;
      await pause(backoffMs(tries, Math.random()));
      signal.throwIfAborted();
    }
  }
}

class Tally {
  readonly #onFate: (fate: Fate) => void;
  readonly #statuses = new Map<string, number>();
  readonly #counts = { sent: 0, failed: 0, sentBefore: 0, passedOver: 0, bytes: 0 };
  stopped: SendSummary['stopped'] = null;

  constructor(onFate: (fate: Fate) => void) {
    this.#onFate = onFate;
  }

  sent(name: string, sopInstanceUid: string, { status }: Sent, bytes: number): void {
    this.#counts.sent += 1;
    this.#counts.bytes += bytes;
    this.#count(statusText(status));
    this.#onFate({ name, sopInstanceUid, status: statusText(status), says: null });
  }

  failed(name: string, sopInstanceUid: string | null, code: string, says: string): void {
    this.#counts.failed += 1;
    this.#count(code);
    this.#onFate({ name, sopInstanceUid, status: code, says });
  }

  passedOver(why: 'directory' | 'sent'): void {
    if (why === 'sent') this.#counts.sentBefore += 1;
    else this.#counts.passedOver += 1;
  }

  summary(): SendSummary {
    const byName = [...this.#statuses].sort(([one], [other]) => (one < other ? -1 : 1));
    return { ...this.#counts, statuses: Object.fromEntries(byName), stopped: this.stopped };
  }

  #count(status: string): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
  }
}
