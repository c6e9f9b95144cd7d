import { inflateRawSync } from 'node:zlib';
import { damaged } from '../errors.ts';
import { type FrameShape, nativeFrameBits } from '../shape.ts';
import { joined } from './pieces.ts';

const frameBytes = (shape: FrameShape) => Math.ceil(nativeFrameBits(shape) / 8);

/** An encapsulated frame of native bytes, up to its last one. */
export function withoutUncompressedHidden(frame: Uint8Array, shape: FrameShape): Uint8Array {
  return joined(frame, [frame.subarray(0, frameBytes(shape))]);
}

/** A deflated frame up to the end of its stream. */
export function withoutDeflatedHidden(frame: Uint8Array, shape: FrameShape): Uint8Array {
  return joined(frame, [frame.subarray(0, deflatedBytes(frame, frameBytes(shape)))]);
}

function deflatedBytes(frame: Uint8Array, bytes: number): number {
  try {
    const { engine } = inflateRawSync(frame, { info: true, maxOutputLength: bytes + 1 }) as unknown as {
      readonly engine: { readonly bytesWritten: number };
    };
    return engine.bytesWritten;
  } catch {
    throw damaged('A deflated frame is damaged, or longer than the instance says');
  }
}

const HEADER_BYTES = 64;

/** An RLE frame whose segments follow each other, each with no more than it is unpacked from and the byte that makes it even (PS3.5 G.3.1, G.5). */
export function withoutRleHidden(frame: Uint8Array, shape: FrameShape): Uint8Array {
  if (frame.length < HEADER_BYTES) throw damaged('An RLE frame has no header');
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  const count = header.getUint32(0, true);
  if (count > 15) throw damaged('An RLE frame has more segments than its header has room for');
  const starts = Array.from({ length: count }, (_, at) => header.getUint32(4 + 4 * at, true));
  const made = new Uint8Array(HEADER_BYTES);
  new DataView(made.buffer).setUint32(0, count, true);
  const pieces: Uint8Array[] = [made];
  let to = HEADER_BYTES;
  starts.forEach((start, at) => {
    const end = starts[at + 1] ?? frame.length;
    if (start < HEADER_BYTES || end < start || end > frame.length)
      throw damaged('The segments of an RLE frame are not in order');
    const segment = frame.subarray(start, end);
    const used = segment.subarray(0, packedBytes(segment, shape.rows * shape.columns));
    new DataView(made.buffer).setUint32(4 + 4 * at, to, true);
    pieces.push(used, new Uint8Array(used.length % 2));
    to += used.length + (used.length % 2);
  });
  // Some writers leave the last segment odd, or a segment: nothing hides in a byte that is not there.
  return isSparse(frame, starts, shape) ? joined(frame, pieces) : frame;
}

/** Whether any byte is there that no segment is unpacked from, but a 00 behind each. */
function isSparse(frame: Uint8Array, starts: readonly number[], { rows, columns }: FrameShape): boolean {
  const isEmpty = (from: number, to: number) => frame.subarray(from, to).every((byte) => byte === 0);
  if (!isEmpty(4 + 4 * starts.length, HEADER_BYTES)) return true;
  if ((starts[0] ?? frame.length) !== HEADER_BYTES) return true;
  return starts.some((start, at) => {
    const end = starts[at + 1] ?? frame.length;
    const used = start + packedBytes(frame.subarray(start, end), rows * columns);
    return end - used > 1 || !isEmpty(used, end);
  });
}

/** How many bytes so many bytes are unpacked from (PS3.5 G.3.2). */
function packedBytes(segment: Uint8Array, length: number): number {
  let at = 0;
  for (let to = 0; to < length; ) {
    const control = segment[at];
    if (control === undefined) throw damaged('A segment of an RLE frame ends too early');
    at += 1;
    if (control === 128) continue;
    to += control < 128 ? control + 1 : 257 - control;
    at += control < 128 ? control + 1 : 1;
  }
  if (at > segment.length) throw damaged('A run of an RLE frame is longer than its segment');
  return at;
}
