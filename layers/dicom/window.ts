import type { Span } from './byteSource.ts';
import { concat } from './encode.ts';
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
  /** The bytes of [start, end) as Latin-1, without a view of them: an object may have a million short texts. Throws as `view` does. */
  latin1(start: number, end: number): string;
  /** The loaded pieces of [start, end), in order. */
  within(start: number, end: number): Iterable<{ readonly start: number; readonly bytes: Uint8Array }>;
}

/**
 * The growing part of an object that the walk has asked for. Contiguous reads double in size, so that a header of n bytes
 * costs O(n) copied bytes; a jump over a value that nobody reads begins a new chunk. What was loaded stays, for the rules.
 */
export class ByteWindow implements LoadedBytes {
  readonly size: number;
  /** In order; some touch. */
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
  /** A Buffer over `bytes`. */
  #text: Buffer = Buffer.alloc(0);

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

  /**
   * The next read on the way to making [start, end) the current chunk's; null once it is. The caller checks `end <= size`. What is loaded
   * is never asked for again.
   */
  wanted(start: number, end: number): Span | null {
    if (start >= this.start && end <= this.end) return null;
    const known = this.#find(start, end);
    if (known !== undefined) {
      this.#select(known);
      return null;
    }
    let next = this.#positionOf(start) + 1;
    const before = this.#chunks[next - 1];
    let from = before === undefined ? start : Math.max(start, endOf(before));
    for (let chunk = this.#chunks[next]; chunk?.start === from; chunk = this.#chunks[next]) {
      from = endOf(chunk);
      next += 1;
    }
    if (from !== this.end || this.end === this.start) this.#nextReadBytes = this.#readBytesAt(from);
    const to = Math.min(
      this.size,
      this.#chunks[next]?.start ?? this.size,
      Math.max(end, from + this.#nextReadBytes),
    );
    this.#nextReadBytes = Math.max(this.#nextReadBytes, this.#firstReadBytes, to - from) * 2;
    return { start: from, end: to };
  }

  /** Takes the answer to `wanted`, or any bytes that are not there yet. */
  add(start: number, bytes: Uint8Array): void {
    this.#loadedBytes += bytes.length;
    if (this.#loadedBytes > this.#maxLoadedBytes)
      throw new DicomError(
        'HEADER_TOO_LARGE',
        { offset: start },
        `More than ${this.#maxLoadedBytes} bytes of elements that must be read`,
        'Raise the limit if the object is genuine.',
      );
    if (bytes.length === 0) return;
    const chunk = { start, bytes };
    const position = this.#positionOf(start) + 1;
    if (position === this.#chunks.length) this.#chunks.push(chunk);
    else this.#chunks.splice(position, 0, chunk);
    this.#select(chunk);
  }

  /** The first read of an object is long; one after a jump is not, for it may be no more than a fragment's header. */
  #readBytesAt(from: number): number {
    return this.#chunks.length === 0 && from === 0 ? this.#firstReadBytes : this.#jumpReadBytes;
  }

  #select(chunk: Chunk): void {
    this.bytes = chunk.bytes;
    this.start = chunk.start;
    this.end = endOf(chunk);
    const { buffer, byteOffset, byteLength } = chunk.bytes;
    this.words = new DataView(buffer, byteOffset, byteLength);
    this.#text = Buffer.from(buffer, byteOffset, byteLength);
  }

  has(start: number, end: number): boolean {
    return start === end || (start >= this.start && end <= this.end) || this.#find(start, end) !== undefined;
  }

  view(start: number, end: number): Uint8Array {
    if (start === end) return EMPTY;
    if (start >= this.start && end <= this.end)
      return this.bytes.subarray(start - this.start, end - this.start);
    const chunk = this.#find(start, end);
    if (chunk === undefined) throw new RangeError(`bytes ${start} to ${end} were not loaded`);
    return chunk.bytes.subarray(start - chunk.start, end - chunk.start);
  }

  latin1(start: number, end: number): string {
    if (start === end) return '';
    if (start < this.start || end > this.end) {
      const { buffer, byteOffset, byteLength } = this.view(start, end);
      return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
    }
    return this.#text.toString('latin1', start - this.start, end - this.start);
  }

  within(start: number, end: number): { start: number; bytes: Uint8Array }[] {
    const pieces: { start: number; bytes: Uint8Array }[] = [];
    for (let position = Math.max(0, this.#positionOf(start)); ; position++) {
      const chunk = this.#chunks[position];
      if (chunk === undefined || chunk.start >= end) return pieces;
      const from = Math.max(start, chunk.start);
      const to = Math.min(end, endOf(chunk));
      if (from < to)
        pieces.push({ start: from, bytes: chunk.bytes.subarray(from - chunk.start, to - chunk.start) });
    }
  }

  /**
   * The chunk that holds [start, end). Where several that touch hold it, all that touch there become one: a header that grew by reads of twice
   * the size each is copied O(n), and what nobody reads across stays in pieces.
   */
  #find(start: number, end: number): Chunk | undefined {
    const position = this.#positionOf(start);
    const chunk = this.#chunks[position];
    if (chunk === undefined || endOf(chunk) >= end) return chunk;
    let last = position;
    while (this.#touches(last)) last += 1;
    if (endOf(this.#chunks[last] as Chunk) < end) return undefined;
    let first = position;
    while (first > 0 && this.#touches(first - 1)) first -= 1;
    const run = this.#chunks.slice(first, last + 1);
    const whole = { start: (run[0] as Chunk).start, bytes: concat(run.map(({ bytes }) => bytes)) };
    this.#chunks.splice(first, run.length, whole);
    return whole;
  }

  /** Whether the next chunk begins where this one ends. */
  #touches(position: number): boolean {
    const next = this.#chunks[position + 1];
    return next !== undefined && next.start === endOf(this.#chunks[position] as Chunk);
  }

  /** Where the last chunk stands that begins at `start` or before; -1: none does. An object may have as many chunks as fragments. */
  #positionOf(start: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle] as Chunk).start <= start) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Makes [start, end) the current chunk's: yields the reads that it takes. */
export function* load(window: ByteWindow, start: number, end: number): Generator<Span, void, Uint8Array> {
  for (let span = window.wanted(start, end); span !== null; span = window.wanted(start, end))
    window.add(span.start, yield span);
}

function endOf(chunk: Chunk): number {
  return chunk.start + chunk.bytes.length;
}

const EMPTY = new Uint8Array(0);
