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
  readonly size: number;
  /** Where a read goes over a network: as many bytes as it could bring in the time that it takes at least. */
  readonly readCostBytes?: number;
  /** The bytes of [start, end). The array belongs to the caller and is never written to again. */
  read(start: number, end: number): Promise<Uint8Array>;
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
 * What a clean object is made of: bytes of our own, or a span of the source that leaves as it came.
 * In a deflated object whose body changed there are no spans: its body is one owned segment.
 */
export type Segment =
  | { readonly kind: 'owned'; readonly bytes: Uint8Array }
  | ({ readonly kind: 'span' } & Span);

/** Bytes of the object that the segments make. */
export function segmentsLength(segments: readonly Segment[]): number {
  let total = 0;
  for (const segment of segments)
    total += segment.kind === 'owned' ? segment.bytes.length : segment.end - segment.start;
  return total;
}
