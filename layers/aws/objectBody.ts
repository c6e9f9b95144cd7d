import { type ByteSource, type Segment, type Span, segmentsLength } from '../dicom/byteSource.ts';

/** To read this much too much costs less than another request: about what S3 sends in the time of one round trip. */
const WORTH_A_REQUEST_BYTES = 1024 * 1024;

/** One read of the source, and where in the body its pieces belong. */
export interface GatheredRead extends Span {
  readonly pieces: readonly (Span & { readonly at: number })[];
}

/**
 * The bytes that `segments` make, in the beginning of `memory` where it is given and has room. A header is many short spans: they are read together, in
 * as few requests as is sensible.
 */
export async function assembleBody(
  source: ByteSource,
  segments: readonly Segment[],
  memory?: Buffer,
): Promise<Buffer> {
  const length = segmentsLength(segments);
  const body =
    memory !== undefined && memory.length >= length ? memory.subarray(0, length) : Buffer.allocUnsafe(length);
  let at = 0;
  for (const segment of segments) {
    if (segment.kind === 'owned') body.set(segment.bytes, at);
    else if (segment.kind === 'made') body.set(await segment.make(), at);
    at += segmentsLength([segment]);
  }
  for (const { start, end, pieces } of gatherReads(segments)) {
    const [first] = pieces;
    if (pieces.length === 1 && first !== undefined && source.readInto !== undefined) {
      await source.readInto(body.subarray(first.at, first.at + end - start), start);
      continue;
    }
    const bytes = await source.read(start, end);
    for (const piece of pieces) body.set(bytes.subarray(piece.start - start, piece.end - start), piece.at);
  }
  return body;
}

/**
 * Joins short spans that follow each other in the source with gaps not worth a request. A long one stands alone,
 * so that it is read straight into its place.
 */
export function gatherReads(segments: readonly Segment[]): readonly GatheredRead[] {
  const reads: { start: number; end: number; pieces: (Span & { at: number })[] }[] = [];
  let at = 0;
  for (const segment of segments) {
    const length = segmentsLength([segment]);
    if (segment.kind === 'span' && length > 0) {
      const { start, end } = segment;
      const last = reads.at(-1);
      const isNear = last !== undefined && start >= last.end && end - last.start <= WORTH_A_REQUEST_BYTES;
      if (isNear) {
        last.end = end;
        last.pieces.push({ start, end, at });
      } else reads.push({ start, end, pieces: [{ start, end, at }] });
    }
    at += length;
  }
  return reads;
}
