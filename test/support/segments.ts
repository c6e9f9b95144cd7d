import type { Segment } from '../../layers/dicom/byteSource.ts';

/** The bytes of a segment that are at hand, or in the source. */
export function bytesOfSegment(segment: Segment, source: Uint8Array): Uint8Array {
  if (segment.kind === 'made') throw new Error('bytes that are made later');
  return segment.kind === 'owned' ? segment.bytes : source.subarray(segment.start, segment.end);
}

/** The object that segments make. */
export async function objectOf(segments: readonly Segment[], source: Uint8Array): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (const segment of segments)
    parts.push(segment.kind === 'made' ? await segment.make() : bytesOfSegment(segment, source));
  return Buffer.concat(parts);
}
