import { PduError } from './errors.ts';

/** Takes what is there and nothing else: no length is believed before it is held against what is left. Numbers are big endian (PS3.8 9.3.1). */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  /** The next bytes, as a view of what is read. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, this.#at);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** A reader of the next bytes alone. */
  sub(length: number): Reader {
    return new Reader(this.take(length));
  }

  rest(): Uint8Array {
    return this.take(this.remaining);
  }

  /** The next bytes as characters of ISO 646, without the spaces and NULs round them that say nothing. */
  text(length: number): string {
    return Buffer.from(this.take(length))
      .toString('latin1')
      .replace(/^[ \0]+|[ \0]+$/g, '');
  }

  /** Whatever is read has nothing behind it. */
  expectEmpty(what: string): void {
    if (this.remaining > 0)
      throw new PduError('invalid-pdu-parameter-value', `${what} is longer than what it holds`);
  }

  #advance(length: number): number {
    if (length > this.remaining)
      throw new PduError('invalid-pdu-parameter-value', 'a length is greater than what is left');
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
