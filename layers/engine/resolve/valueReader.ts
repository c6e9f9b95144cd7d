import type { ByteSource, Span } from '../../dicom/byteSource.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { Refusal } from '../refusal.ts';

/** One read of a bulk value: long enough that a round trip to S3 is not felt, short enough that four fit into a small function. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** Where a read costs no round trip, a short one leaves less behind for the garbage collector. */
const NEAR_PIECE_BYTES = 1024 * 1024;

/** What is made of a value may be as long again, and Base64 a third longer: more than this does not fit into a function's memory. */
export const MOST_WHOLE_BYTES = 128 * 1024 * 1024;

/** Bytes of the source and where they stand in it. */
interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads values of one instance that the index left where they are. Values one after the other, as the fragments of a frame are, share
 * their reads.
 */
export class ValueReader {
  readonly #instance: ParsedInstance;
  readonly #source: ByteSource;
  #last: Piece = { at: 0, bytes: new Uint8Array(0) };

  constructor(instance: ParsedInstance, source: ByteSource) {
    this.#instance = instance;
    this.#source = source;
  }

  /** The bytes of a span of the data set in pieces of its own order. */
  async *pieces({ start, end }: Span): AsyncGenerator<Uint8Array> {
    const { bodyBytes, inflated } = this.#instance;
    if (bodyBytes.has(start, end)) {
      for (let at = start; at < end; at += PIECE_BYTES)
        yield bodyBytes.view(at, Math.min(end, at + PIECE_BYTES));
      return;
    }
    if (inflated !== null) throw new RangeError('bytes of an inflated body that are not at hand');
    for (let at = start; at < end; ) {
      // What is read for one request is not taken from under it by another that is answered meanwhile.
      const last = this.#last;
      const piece = at >= last.at && at < last.at + last.bytes.length ? last : await this.#readFrom(at);
      this.#last = piece;
      const wanted = piece.bytes.subarray(at - piece.at, end - piece.at);
      yield wanted;
      at += wanted.length;
    }
  }

  /** The whole of a span. Refuses with `VALUE_NOT_READ` what is longer than 128 MiB; `path` names the element. */
  async whole(span: Span, path: string): Promise<Uint8Array> {
    const length = span.end - span.start;
    if (length > MOST_WHOLE_BYTES)
      throw new Refusal(
        'VALUE_NOT_READ',
        path,
        `A value of more than ${MOST_WHOLE_BYTES} bytes is wanted as a whole`,
        'Remove, empty or hash the attribute instead.',
      );
    const whole = new Uint8Array(length);
    let at = 0;
    for await (const piece of this.pieces(span)) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  async #readFrom(start: number): Promise<Piece> {
    const pieceBytes = this.#source.readCostBytes === undefined ? NEAR_PIECE_BYTES : PIECE_BYTES;
    const end = Math.min(this.#source.size, start + pieceBytes);
    return { at: start, bytes: await this.#source.read(start, end) };
  }
}
