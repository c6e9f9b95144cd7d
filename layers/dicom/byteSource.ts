/** A half-open range of bytes, counted from the start of its object. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Ranged reads over one immutable version of an object.
 * Duty of an implementer: every read answers from the same version or rejects (`SourceChangedError`); a short answer
 * is an error, never a shorter array.
 */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Where a read goes over a network: as many bytes as it could bring in the time that it takes at least. */
  readonly readCostBytes?: number;
  /**
   * The bytes of [start, end). The array belongs to the caller and is never written to again.
   *
   * @param start the first byte, from 0
   * @param end the byte behind the last
   */
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * Where it can: fills `target`, for whoever reads a large object through memory of their own.
   *
   * @param target is filled whole
   * @param start the first byte, from 0
   */
  readInto?(target: Uint8Array, start: number): Promise<void>;
  /** Nothing is read afterwards. */
  close(): Promise<void>;
}

/** A source over bytes in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (start, end) => {
      if (start < 0 || end > bytes.length || start > end) throw new RangeError('read beyond the object');
      return bytes.subarray(start, end);
    },
    close: async () => {},
  };
}

/**
 * Bytes that are made when they are wanted, and may be wanted more than once: a frame that was written anew, where all of them would not fit into memory.
 * Duty of an implementer: every call gives the same bytes, or rejects.
 */
export interface MadeBytes {
  readonly length: number;
  readonly make: () => Promise<Uint8Array>;
}

/**
 * What a clean object is made of: bytes of our own, at hand or made when they are stored, or a span of the source that leaves as it came.
 * In a deflated object whose body changed there are no spans: its body is one owned segment.
 */
export type Segment =
  | { readonly kind: 'owned'; readonly bytes: Uint8Array }
  | ({ readonly kind: 'made' } & MadeBytes)
  | ({ readonly kind: 'span' } & Span);

export function segmentLength(segment: Segment): number {
  if (segment.kind === 'owned') return segment.bytes.length;
  return segment.kind === 'made' ? segment.length : segment.end - segment.start;
}

/** The part of a segment from its byte `start` to its byte `end`. */
export function segmentPart(segment: Segment, start: number, end: number): Segment {
  if (segment.kind === 'owned') return { kind: 'owned', bytes: segment.bytes.subarray(start, end) };
  if (segment.kind === 'span')
    return { kind: 'span', start: segment.start + start, end: segment.start + end };
  if (start === 0 && end === segment.length) return segment;
  const make = async (): Promise<Uint8Array> => (await segment.make()).subarray(start, end);
  return { kind: 'made', length: end - start, make };
}

/** Bytes of the object that the segments make. */
export function segmentsLength(segments: readonly Segment[]): number {
  let total = 0;
  for (const segment of segments) total += segmentLength(segment);
  return total;
}
