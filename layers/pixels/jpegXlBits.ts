import { damaged } from './errors.ts';

/** The fields of JPEG XL (ISO 18181-1), from the lowest bit of each byte on. */
export class Bits {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The first byte of which no bit was taken. */
  get nextByte(): number {
    return Math.ceil(this.#at / 8);
  }

  /** Throws `PIXELS_DAMAGED` behind the last one. */
  take(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit++, this.#at++) {
      const byte = this.#bytes[this.#at >>> 3];
      if (byte === undefined) throw damaged('A JPEG XL stream ends within its header');
      value += ((byte >>> (this.#at & 7)) & 1) * 2 ** bit;
    }
    return value;
  }
}

export class BitWriter {
  readonly #bytes: number[] = [];
  #at = 0;

  put(value: number, count: number): void {
    for (let bit = 0; bit < count; bit++, this.#at++) {
      if ((this.#at & 7) === 0) this.#bytes.push(0);
      const set = Math.floor(value / 2 ** bit) % 2;
      this.#bytes[this.#bytes.length - 1] = (this.#bytes.at(-1) as number) | (set << (this.#at & 7));
    }
  }

  /** With zeros up to a whole byte. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
