import type { CommandSet } from './commandSet.ts';
import type { IncomingData } from './incomingData.ts';
import type { AcceptedContext, DimseRequest } from './messages.ts';

/** A request while it is served. */
export class IncomingRequest implements DimseRequest {
  readonly command: CommandSet;
  readonly context: AcceptedContext;
  readonly data: IncomingData | null;
  #isCancelled = false;
  #controller: AbortController | null = null;

  constructor(command: CommandSet, context: AcceptedContext, data: IncomingData | null) {
    this.command = command;
    this.context = context;
    this.data = data;
  }

  /** Made when it is asked for: most requests are never cancelled. */
  get cancelled(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isCancelled) this.#controller.abort();
    return this.#controller.signal;
  }

  isCancelled(): boolean {
    return this.#isCancelled;
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#controller?.abort();
  }
}
