import { type ByteSource, type Segment, segmentLength } from './byteSource.ts';

/** The object that segments make, to be read by ranges before it is stored anywhere. What is made later is made for each read that wants it; the last one is kept. */
export function segmentSource(segments: readonly Segment[], source: ByteSource): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const segment of segments) {
    starts.push(size);
    size += segmentLength(segment);
  }
  let last: { readonly segment: Segment; readonly bytes: Uint8Array } | null = null;
  const bytesOf = async (segment: Segment, from: number, to: number): Promise<Uint8Array> => {
    if (segment.kind === 'span') return source.read(segment.start + from, segment.start + to);
    if (segment.kind === 'owned') return segment.bytes.subarray(from, to);
    if (last?.segment !== segment) last = { segment, bytes: await segment.make() };
    return last.bytes.subarray(from, to);
  };
  return {
    size,
    ...(source.readCostBytes === undefined ? {} : { readCostBytes: source.readCostBytes }),
    read: async (start, end) => {
      if (start < 0 || end > size || start > end) throw new RangeError('read beyond the object');
      const whole = new Uint8Array(end - start);
      for (let place = placeOf(starts, start), at = start; at < end; place++) {
        const segment = segments[place] as Segment;
        const first = starts[place] as number;
        const to = Math.min(end, first + segmentLength(segment));
        if (to > at) whole.set(await bytesOf(segment, at - first, to - first), at - start);
        at = Math.max(at, to);
      }
      return whole;
    },
    close: async () => {},
  };
}

/** The last segment that begins at an offset or before it. */
function placeOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
