import type { Span } from './byteSource.ts';
import { DicomError } from './errors.ts';

interface Chunk {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Bytes of an object that have been read, by their offset in it. */
export interface LoadedBytes {
  /** The bytes of [start, end), not copied. Throws a RangeError if they were not loaded: a bug, not bad input. */
  view(start: number, end: number): Uint8Array;
  has(start: number, end: number): boolean;
  /** The loaded pieces of [start, end), in order. */
  within(start: number, end: number): Iterable<{ readonly start: number; readonly bytes: Uint8Array }>;
}

/**
 * The growing part of an object that the walk has asked for. Contiguous reads double in size, so that a header of n bytes
 * costs O(n) copied bytes; a jump over a value that nobody reads begins a new chunk. What was loaded stays, for the rules.
 */
export class ByteWindow implements LoadedBytes {
  readonly size: number;
  readonly #chunks: Chunk[] = [];
  readonly #firstReadBytes: number;
  readonly #jumpReadBytes: number;
  readonly #maxLoadedBytes: number;
  #nextReadBytes: number;
  #loadedBytes = 0;
  /** The chunk being walked, its start and end. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** A DataView over `bytes`. */
  words: DataView = new DataView(new ArrayBuffer(0));

  constructor(
    size: number,
    options: { firstReadBytes: number; jumpReadBytes: number; maxLoadedBytes: number },
  ) {
    this.size = size;
    this.#firstReadBytes = options.firstReadBytes;
    this.#jumpReadBytes = options.jumpReadBytes;
    this.#maxLoadedBytes = options.maxLoadedBytes;
    this.#nextReadBytes = options.firstReadBytes;
  }

  /** The read that makes [start, end) the current chunk's; null if it is there already. The caller checks `end <= size`. */
  wanted(start: number, end: number): Span | null {
    if (start >= this.start && end <= this.end) return null;
    const known = this.#find(start, end);
    if (known !== undefined) {
      this.#select(known);
      return null;
    }
    const contiguous = start >= this.start && start <= this.end;
    const from = contiguous ? this.end : start;
    if (!contiguous) this.#nextReadBytes = this.#jumpReadBytes;
    const to = Math.min(this.size, Math.max(end, from + this.#nextReadBytes));
    this.#nextReadBytes = Math.max(this.#nextReadBytes, this.#firstReadBytes, to - from) * 2;
    return { start: from, end: to };
  }

  /** Takes the answer to `wanted`. */
  add(start: number, bytes: Uint8Array): void {
    this.#loadedBytes += bytes.length;
    if (this.#loadedBytes > this.#maxLoadedBytes)
      throw new DicomError(
        'HEADER_TOO_LARGE',
        { offset: start },
        `More than ${this.#maxLoadedBytes} bytes of elements that must be read`,
        'Raise the limit if the object is genuine.',
      );
    if (start === this.end && this.end > this.start) {
      const joined = new Uint8Array(this.bytes.length + bytes.length);
      joined.set(this.bytes);
      joined.set(bytes, this.bytes.length);
      const chunk = { start: this.start, bytes: joined };
      this.#chunks[this.#chunks.findIndex((each) => each.start === this.start)] = chunk;
      this.#select(chunk);
      return;
    }
    const chunk = { start, bytes };
    this.#chunks.push(chunk);
    this.#select(chunk);
  }

  #select(chunk: Chunk): void {
    this.bytes = chunk.bytes;
    this.start = chunk.start;
    this.end = chunk.start + chunk.bytes.length;
    this.words = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  }

  has(start: number, end: number): boolean {
    return start === end || this.#find(start, end) !== undefined;
  }

  view(start: number, end: number): Uint8Array {
    if (start === end) return EMPTY;
    const chunk = this.#find(start, end);
    if (chunk === undefined) throw new RangeError(`bytes ${start} to ${end} were not loaded`);
    return chunk.bytes.subarray(start - chunk.start, end - chunk.start);
  }

  within(start: number, end: number): { start: number; bytes: Uint8Array }[] {
    return this.#chunks
      .filter((chunk) => chunk.start < end && chunk.start + chunk.bytes.length > start)
      .sort((a, b) => a.start - b.start)
      .map((chunk) => {
        const from = Math.max(start, chunk.start);
        return {
          start: from,
          bytes: chunk.bytes.subarray(from - chunk.start, Math.min(end - chunk.start, chunk.bytes.length)),
        };
      });
  }

  #find(start: number, end: number): Chunk | undefined {
    for (const chunk of this.#chunks)
      if (start >= chunk.start && end <= chunk.start + chunk.bytes.length) return chunk;
    return undefined;
  }
}

const EMPTY = new Uint8Array(0);
