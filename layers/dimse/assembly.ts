import { COMMAND, type CommandSet, decodeCommandSet, NO_DATA_SET, RESPONSE_BIT } from './commandSet.ts';
import { DimseError, violated } from './errors.ts';
import { Gathering } from './gathering.ts';
import { IncomingData } from './incomingData.ts';
import type { AssociationLimits } from './limits.ts';
import type { Fragment } from './pduStream.ts';

/** What the fragments of an association make (PS3.8 Annex E, PS3.7 6.3). */
export interface Messages {
  /** A request, as soon as its command set is whole; its data set is still coming. */
  request(contextId: number, command: CommandSet, data: IncomingData | null): void;
  /** A response, whole. */
  response(contextId: number, command: CommandSet, data: Uint8Array | null): void;
}

/** The message that is coming. */
type Coming =
  | { readonly of: 'nothing' }
  | { readonly of: 'command'; readonly contextId: number }
  | {
      readonly of: 'request';
      readonly contextId: number;
      readonly isBounded: boolean;
      readonly data: IncomingData;
    }
  | { readonly of: 'response'; readonly contextId: number; readonly command: CommandSet };

/** Puts fragments together to messages. One message at a time, in one presentation context; all of it is held against the limits. */
export class Assembly {
  readonly #messages: Messages;
  readonly #limits: AssociationLimits;
  readonly #onFlow: () => void;
  readonly #gathering = new Gathering();
  #coming: Coming = { of: 'nothing' };
  #dataBytes = 0;

  constructor(messages: Messages, limits: AssociationLimits, onFlow: () => void) {
    this.#messages = messages;
    this.#limits = limits;
    this.#onFlow = onFlow;
  }

  /** Whether a message has begun that is not whole. */
  get isComing(): boolean {
    return this.#coming.of !== 'nothing';
  }

  /** Whether the peer should wait for the reader of a data set. */
  get isFull(): boolean {
    return this.#coming.of === 'request' && this.#coming.data.isFull;
  }

  /** Throws a `DimseError` for what no message is made of. */
  add({ contextId, isCommand, isLast, bytes }: Fragment): void {
    const coming = this.#coming;
    if (coming.of !== 'nothing' && coming.contextId !== contextId)
      throw violated('a message goes on in another presentation context');
    if (coming.of === 'nothing' || coming.of === 'command') {
      if (!isCommand) throw violated('a data set comes before its command set');
      this.#coming = { of: 'command', contextId };
      this.#bounded(this.#gathering.length + bytes.length, this.#limits.commandBytes, 'command set');
      this.#gathering.add(bytes);
      if (isLast) this.#begin(contextId, decodeCommandSet(this.#gathering.take()));
      return;
    }
    if (isCommand) throw violated('a command set comes within a data set');
    this.#dataBytes += bytes.length;
    if (coming.of === 'request') {
      if (coming.isBounded) this.#bounded(this.#dataBytes, this.#limits.identifierBytes, 'data set');
      coming.data.push(bytes);
      if (!isLast) return;
      this.#coming = { of: 'nothing' };
      coming.data.finish();
    } else {
      this.#bounded(this.#dataBytes, this.#limits.identifierBytes, 'data set');
      this.#gathering.add(bytes);
      if (!isLast) return;
      this.#coming = { of: 'nothing' };
      this.#messages.response(contextId, coming.command, this.#gathering.take());
    }
  }

  /** Nothing more comes. */
  fail(error: Error): void {
    if (this.#coming.of === 'request') this.#coming.data.fail(error);
    this.#coming = { of: 'nothing' };
    this.#gathering.take();
  }

  #begin(contextId: number, command: CommandSet): void {
    const isResponse = (command.commandField & RESPONSE_BIT) !== 0;
    const hasData = command.commandDataSetType !== NO_DATA_SET;
    this.#dataBytes = 0;
    if (!hasData) {
      this.#coming = { of: 'nothing' };
      if (isResponse) this.#messages.response(contextId, command, null);
      else this.#messages.request(contextId, command, null);
    } else if (isResponse) this.#coming = { of: 'response', contextId, command };
    else {
      const data = new IncomingData(this.#onFlow);
      this.#coming = { of: 'request', contextId, isBounded: command.commandField !== COMMAND.cStoreRq, data };
      this.#messages.request(contextId, command, data);
    }
  }

  #bounded(bytes: number, most: number, what: string): void {
    if (bytes > most)
      throw new DimseError(
        'MESSAGE_TOO_LARGE',
        `A peer's ${what} is larger than the limit of ${most} bytes`,
        'Raise the limit if it is meant to be so large.',
      );
  }
}
