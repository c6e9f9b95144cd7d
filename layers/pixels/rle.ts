import { damaged, notAsMeant } from './errors.ts';
import type { Rectangle } from './region.ts';
import type { FrameShape } from './shape.ts';

/** PS3.5 G.5: the number of segments, and the offsets of 15 at most. */
const HEADER_BYTES = 64;

/** The byte planes of an RLE frame (PS3.5 Annex G): for each sample its bytes, the most significant one first. Throws `PIXELS_DAMAGED`. */
export function decodeRle(frame: Uint8Array, shape: FrameShape): Uint8Array[] {
  const { rows, columns, samplesPerPixel, bitsAllocated } = shape;
  const wanted = samplesPerPixel * Math.ceil(bitsAllocated / 8);
  if (frame.length < HEADER_BYTES) throw damaged('An RLE frame has no header');
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  if (header.getUint32(0, true) !== wanted)
    throw damaged('An RLE frame has another number of segments than its samples have bytes');
  const starts = Array.from({ length: wanted }, (_, at) => header.getUint32(4 + 4 * at, true));
  return starts.map((start, at) => {
    const end = starts[at + 1] ?? frame.length;
    if (start < HEADER_BYTES || end < start || end > frame.length)
      throw damaged('The segments of an RLE frame are not in order');
    return unpacked(frame.subarray(start, end), rows * columns);
  });
}

/** PS3.5 G.3.2. What a segment has beyond its last byte is padding. */
function unpacked(packed: Uint8Array, length: number): Uint8Array {
  const plane = new Uint8Array(length);
  let at = 0;
  for (let to = 0; to < length; ) {
    const control = packed[at++];
    if (control === undefined) throw damaged('A segment of an RLE frame ends too early');
    if (control === 128) continue;
    const count = control < 128 ? control + 1 : 257 - control;
    const taken = control < 128 ? count : 1;
    if (at + taken > packed.length || to + count > length)
      throw damaged('A run of an RLE frame is longer than its segment');
    if (control < 128) plane.set(packed.subarray(at, at + count), to);
    else plane.fill(packed[at] as number, to, to + count);
    at += taken;
    to += count;
  }
  return plane;
}

/** An RLE frame of these byte planes; each row is packed by itself (PS3.5 G.3.1). */
export function encodeRle(planes: readonly Uint8Array[], columns: number): Uint8Array {
  const segments = planes.map((plane) => packed(plane, columns));
  const frame = new Uint8Array(HEADER_BYTES + segments.reduce((sum, { length }) => sum + length, 0));
  const header = new DataView(frame.buffer);
  header.setUint32(0, segments.length, true);
  let at = HEADER_BYTES;
  segments.forEach((segment, index) => {
    header.setUint32(4 + 4 * index, at, true);
    frame.set(segment, at);
    at += segment.length;
  });
  return frame;
}

/** Of even length (PS3.5 G.3.1). */
function packed(plane: Uint8Array, columns: number): Uint8Array {
  // A literal run of 128 bytes costs one more.
  const rows = plane.length / columns;
  const out = new Uint8Array(rows * (columns + Math.ceil(columns / 128)) + 1);
  let to = 0;
  for (let start = 0; start < plane.length; start += columns) {
    const end = start + columns;
    for (let at = start; at < end; ) {
      const run = runAt(plane, at, end);
      if (run > 2) {
        out[to++] = 257 - run;
        out[to++] = plane[at] as number;
        at += run;
        continue;
      }
      const literal = literalAt(plane, at, end);
      out[to++] = literal - 1;
      out.set(plane.subarray(at, at + literal), to);
      to += literal;
      at += literal;
    }
  }
  return out.subarray(0, to + (to % 2));
}

const LONGEST = 128;

function runAt(plane: Uint8Array, start: number, end: number): number {
  const value = plane[start];
  let at = start + 1;
  while (at < end && at - start < LONGEST && plane[at] === value) at += 1;
  return at - start;
}

/** Bytes up to the next run that is worth two. */
function literalAt(plane: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < end && at - start < LONGEST) {
    if (at + 2 < end && plane[at] === plane[at + 1] && plane[at] === plane[at + 2]) break;
    at += 1;
  }
  return at - start;
}

/** An RLE frame with some regions filled. `fill`: a value for each sample. */
export function blankRle(
  frame: Uint8Array,
  shape: FrameShape,
  regions: readonly Rectangle[],
  fill: readonly number[],
): Uint8Array {
  const planes = decodeRle(frame, shape);
  const bytesPerSample = Math.ceil(shape.bitsAllocated / 8);
  planes.forEach((plane, at) => {
    const sample = Math.floor(at / bytesPerSample);
    const shift = 8 * (bytesPerSample - 1 - (at % bytesPerSample));
    const value = ((fill[sample] ?? 0) >>> shift) & 0xff;
    for (const { left, top, right, bottom } of regions)
      for (let row = top; row < bottom; row++)
        plane.fill(value, row * shape.columns + left, row * shape.columns + right);
  });
  const blanked = encodeRle(planes, shape.columns);
  decodeRle(blanked, shape).forEach((plane, at) => {
    if (Buffer.compare(plane, planes[at] as Uint8Array) !== 0) throw notAsMeant();
  });
  return blanked;
}
