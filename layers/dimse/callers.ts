import type { Socket } from 'node:net';

/** Of addresses that are nobody's, at one time: they are let in to be told so, and no more. */
const MOST_STRANGERS = 8;

/**
 * Connections that have no association yet. Whoever opens many and asks for nothing (a port scanner, a broken device) must not keep others out: where
 * one more comes than there is room for, the one that has waited longest is closed. Addresses of peers and of strangers have room of their own.
 */
export class Callers {
  readonly #most: { readonly known: number; readonly strangers: number };
  readonly #isKnown: (address: string) => boolean;
  /** In the order in which they came. */
  readonly #known = new Map<string, Socket>();
  readonly #strangers = new Map<string, Socket>();

  /** `most`: of addresses that peers may have, at one time. */
  constructor(most: number, isKnown: (address: string) => boolean) {
    this.#most = { known: most, strangers: MOST_STRANGERS };
    this.#isKnown = isKnown;
  }

  /** How many there may be at one time. */
  get most(): number {
    return this.#most.known + this.#most.strangers;
  }

  /** A connection was opened; its TLS session may still be to come. */
  came(socket: Socket): void {
    const key = keyOf(socket);
    const isKnown = this.#isKnown(addressOf(socket));
    const waiting = isKnown ? this.#known : this.#strangers;
    const most = isKnown ? this.#most.known : this.#most.strangers;
    const [longest] = waiting;
    if (waiting.size >= most && longest !== undefined) {
      waiting.delete(longest[0]);
      longest[1].destroy();
    }
    waiting.set(key, socket);
    socket.once('close', () => {
      if (waiting.get(key) === socket) waiting.delete(key);
    });
  }

  /** It has its association. `socket`: the connection, or the TLS session over it. */
  associated(socket: Socket): void {
    const key = keyOf(socket);
    this.#known.delete(key);
    this.#strangers.delete(key);
  }
}

/** Of whoever is at the other end, IPv4 as IPv4; empty where the connection is gone. */
export function addressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** A connection and the TLS session over it have the same ends. */
function keyOf(socket: Socket): string {
  return `${socket.remoteAddress}|${socket.remotePort}`;
}
