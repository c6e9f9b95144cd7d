import { damaged } from '../errors.ts';

/** Reads the entropy-coded bits of a JPEG scan, from the highest bit of each byte on; a zero byte after FF is not data (ITU-T T.81 F.1.2.3). */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;
  /** Zero bits behind the data, so that a look ahead needs no check. They may be looked at, not read. */
  #padding = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The next 16 bits, without reading them. */
  peek16(): number {
    if (this.#count < 16) this.#fill();
    return (this.#bits >>> (this.#count - 16)) & 0xffff;
  }

  skip(count: number): void {
    this.#count -= count;
  }

  /** An unsigned number of at most 16 bits. */
  take(count: number): number {
    if (count === 0) return 0;
    if (this.#count < count) this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & ((1 << count) - 1);
  }

  #fill(): void {
    while (this.#count <= 24) {
      let byte = 0;
      if (this.#isAtMarker()) this.#padding += 8;
      else {
        byte = this.#bytes[this.#at] as number;
        this.#at += byte === 0xff ? 2 : 1;
      }
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
  }

  #isAtMarker(): boolean {
    const { length } = this.#bytes;
    return this.#at >= length || (this.#bytes[this.#at] === 0xff && this.#bytes[this.#at + 1] !== 0);
  }

  /** Where the marker begins that ends these bits. Throws `PIXELS_DAMAGED` if more was read than there is, or a whole byte is left. */
  end(): number {
    const left = this.#count - this.#padding;
    if (left < 0) throw damaged('The data of a JPEG scan end too early');
    if (left >= 8 || !this.#isAtMarker()) throw damaged('A JPEG scan has more data than blocks');
    return this.#at;
  }

  /** Goes on behind a marker. */
  restart(at: number): void {
    this.#at = at;
    this.#bits = 0;
    this.#count = 0;
    this.#padding = 0;
  }
}

/** Writes bits as `BitReader` reads them. */
export class BitWriter {
  #bytes: Uint8Array;
  #length = 0;
  #bits = 0;
  #count = 0;

  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(Math.max(1024, expectedBytes));
  }

  /** A number of at most 16 bits. */
  put(value: number, count: number): void {
    this.#bits = (this.#bits << count) | (value & ((1 << count) - 1));
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#entropy((this.#bits >>> this.#count) & 0xff);
    }
  }

  /** Fills the last byte with ones (T.81 F.1.2.3). */
  align(): void {
    if (this.#count > 0) this.put(0x7f, 8 - this.#count);
    this.#bits = 0;
  }

  /** Bytes as they are, between scans or intervals. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #entropy(byte: number): void {
    this.#reserve(2);
    this.#bytes[this.#length++] = byte;
    if (byte === 0xff) this.#bytes[this.#length++] = 0;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * this.#bytes.length + count);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
