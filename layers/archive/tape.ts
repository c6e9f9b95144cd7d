import type { ByteSource } from '../dicom/byteSource.ts';

/** Bytes that are taken one after the other. */
export interface Tape {
  /** Bytes that were taken or skipped. */
  readonly offset: number;
  /** The next so many bytes; fewer only at the end. */
  take(length: number): Promise<Uint8Array>;
  /** Passes over so many bytes; answers how many there were. */
  skip(length: number): Promise<number>;
}

/** A tape over what a stream gives. */
export function streamTape(stream: AsyncIterable<Uint8Array>): Tape & { close(): Promise<void> } {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = NOTHING;
  let offset = 0;
  /** Hands the next bytes to `use`, at most so many; answers how many there were. */
  const each = async (length: number, use: (bytes: Uint8Array, at: number) => void): Promise<number> => {
    let done = 0;
    while (done < length) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) break;
        rest = next.value;
        continue;
      }
      const piece = rest.subarray(0, length - done);
      use(piece, done);
      rest = rest.subarray(piece.length);
      done += piece.length;
      offset += piece.length;
    }
    return done;
  };
  return {
    get offset() {
      return offset;
    },
    take: async (length) => {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, await each(length, (piece, at) => bytes.set(piece, at)));
    },
    skip: (length) => each(length, () => {}),
    close: async () => {
      await chunks.return?.();
    },
  };
}

/** A tape over a source: to skip costs nothing. */
export function sourceTape(source: ByteSource): Tape {
  let offset = 0;
  const advance = (length: number) => {
    const start = offset;
    offset = Math.min(source.size, start + length);
    return start;
  };
  return {
    get offset() {
      return offset;
    },
    take: async (length) => {
      const start = advance(length);
      return source.read(start, offset);
    },
    skip: async (length) => {
      const start = advance(length);
      return offset - start;
    },
  };
}

/** A source whose reads must follow each other; `take` gives the next bytes, all of them or an error. */
export function forwardSource(size: number, take: (length: number) => Promise<Uint8Array>): ByteSource {
  let at = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    size,
    // What was asked for first is read first, also where nobody waits for it.
    read: (start, end) => {
      const reading = last.then(async () => {
        if (start !== at || end < start || end > size) throw new RangeError('read out of order');
        const bytes = await take(end - start);
        at = end;
        return bytes;
      });
      last = reading;
      reading.catch(() => {});
      return reading;
    },
    close: async () => {},
  };
}

/** The bytes [start, end) of a source as one of its own. */
export function windowOf(source: ByteSource, start: number, end: number): ByteSource {
  return {
    size: end - start,
    ...(source.readCostBytes === undefined ? {} : { readCostBytes: source.readCostBytes }),
    read: async (from, to) => {
      if (from < 0 || from > to || to > end - start) throw new RangeError('read beyond the member');
      return source.read(start + from, start + to);
    },
    close: async () => {},
  };
}

/** The same source, read a good piece at a time: members that lie side by side come with one request. */
export function readAhead(source: ByteSource): ByteSource {
  const pieceBytes = Math.max(MIN_PIECE_BYTES, 4 * (source.readCostBytes ?? 0));
  let at = 0;
  let piece: Uint8Array = NOTHING;
  return {
    size: source.size,
    read: async (start, end) => {
      if (start < at || end > at + piece.length) {
        if (end - start >= pieceBytes) return source.read(start, end);
        piece = await source.read(start, Math.min(source.size, start + pieceBytes));
        at = start;
      }
      return piece.subarray(start - at, end - at);
    },
    close: async () => {},
  };
}

const MIN_PIECE_BYTES = 1024 * 1024;
const NOTHING = new Uint8Array(0);
