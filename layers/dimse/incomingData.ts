/** What a piece in the queue takes beside its bytes. */
const PIECE_BYTES = 256;
const PAUSE_BYTES = 256 * 1024;
const RESUME_BYTES = 64 * 1024;

/**
 * The data set of a message while it comes: read once, piece by piece. A reader that is slow makes the peer wait. Ends with an error where the
 * association ends before the data set does, so that nothing truncated passes for whole.
 */
export class IncomingData implements AsyncIterable<Uint8Array> {
  readonly #onFlow: () => void;
  #pieces: Uint8Array[] = [];
  #queuedBytes = 0;
  #isFull = false;
  #isUnread = false;
  #end: 'open' | 'whole' | Error = 'open';
  #wake: (() => void) | null = null;

  /** `onFlow` is called where `isFull` changes. */
  constructor(onFlow: () => void) {
    this.#onFlow = onFlow;
  }

  /** More than should wait here. */
  get isFull(): boolean {
    return this.#isFull;
  }

  push(piece: Uint8Array): void {
    if (piece.length === 0 || this.#isUnread) return;
    this.#pieces.push(piece);
    this.#queuedBytes += piece.length + PIECE_BYTES;
    if (!this.#isFull && this.#queuedBytes > PAUSE_BYTES) this.#setFull(true);
    this.#wakeUp();
  }

  finish(): void {
    if (this.#end === 'open') this.#end = 'whole';
    this.#wakeUp();
  }

  /** The rest will never come; what came is of no use. */
  fail(error: Error): void {
    if (this.#end !== 'open') return;
    this.#end = error;
    this.#pieces = [];
    this.#wakeUp();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        this.#queuedBytes -= piece.length + PIECE_BYTES;
        if (this.#isFull && this.#queuedBytes < RESUME_BYTES) this.#setFull(false);
        yield piece;
      } else if (this.#end === 'whole') return;
      else if (this.#end !== 'open') throw this.#end;
      else await this.#woken();
    }
  }

  /** Passes over what is left; resolves when nothing more comes. */
  async drain(): Promise<void> {
    this.#isUnread = true;
    this.#pieces = [];
    this.#queuedBytes = 0;
    if (this.#isFull) this.#setFull(false);
    while (this.#end === 'open') await this.#woken();
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #setFull(isFull: boolean): void {
    this.#isFull = isFull;
    this.#onFlow();
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
