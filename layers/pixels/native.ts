import { unsupported } from './errors.ts';
import type { Rectangle } from './region.ts';
import { type FrameShape, nativeFrameBits, sharesChroma } from './shape.ts';

/** Bytes that take the place of as many others. `at` counts from the start of the value. */
export interface Patch {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * What fills regions of a native frame (PS3.5 8), in ascending order. Rows that are filled alike share their bytes, so that a cine with a band costs the memory of one
 * band. `fill`: a value for each sample, in two's complement where it is negative. Samples of one bit: `blankBits`. Regions lie in the image and do not overlap.
 */
export function nativePatches(
  shape: FrameShape,
  littleEndian: boolean,
  frames: readonly { readonly frame: number; readonly regions: readonly Rectangle[] }[],
  fill: readonly number[],
): Patch[] {
  const { samplesPerPixel, bitsAllocated, isPlanar, photometric, rows, columns } = shape;
  if (bitsAllocated % 8 !== 0) throw unsupported('Native samples do not take whole bytes');
  const sampleBytes = bitsAllocated / 8;
  const frameBytes = nativeFrameBits(shape) / 8;
  const shared = new Map<string, Uint8Array>();
  const pixelsOf = (key: string, cell: Uint8Array, count: number): Uint8Array => {
    const name = `${key} ${count}`;
    const known = shared.get(name) ?? repeated(cell, count);
    shared.set(name, known);
    return known;
  };
  const planes: readonly Plane[] = sharesChroma(photometric)
    ? // Two luma samples, then the chroma of both (PS3.3 C.7.6.3.1.2).
      [
        {
          name: 'pairs',
          start: 0,
          cell: cellOf([fill[0] ?? 0, fill[0] ?? 0, fill[1] ?? 0, fill[2] ?? 0], sampleBytes, littleEndian),
          pixels: 2,
        },
      ]
    : isPlanar && samplesPerPixel > 1
      ? Array.from({ length: samplesPerPixel }, (_, sample) => ({
          name: `plane ${sample}`,
          start: sample * rows * columns * sampleBytes,
          cell: cellOf([fill[sample] ?? 0], sampleBytes, littleEndian),
          pixels: 1,
        }))
      : [
          {
            name: 'pixels',
            start: 0,
            cell: cellOf(
              Array.from({ length: samplesPerPixel }, (_, sample) => fill[sample] ?? 0),
              sampleBytes,
              littleEndian,
            ),
            pixels: 1,
          },
        ];
  return frames.flatMap(({ frame, regions }) =>
    planes.flatMap(({ name, start, cell, pixels }) =>
      runsOf(regions, columns, pixels).map(({ first, count }) => ({
        at: frame * frameBytes + start + (first / pixels) * cell.length,
        bytes: pixelsOf(name, cell, count / pixels),
      })),
    ),
  );
}

/** Cells of one kind, one after the other. */
interface Plane {
  readonly name: string;
  /** In bytes from the start of the frame. */
  readonly start: number;
  readonly cell: Uint8Array;
  /** Of a cell. */
  readonly pixels: number;
}

/** Runs of pixels in the order of the frame, those that touch as one; on whole cells of so many pixels. */
function runsOf(
  regions: readonly Rectangle[],
  columns: number,
  pixels: number,
): { readonly first: number; readonly count: number }[] {
  const spans: [number, number][] = [];
  for (const { left, top, right, bottom } of regions)
    for (let row = top; row < bottom; row++) {
      const first = Math.floor((row * columns + left) / pixels) * pixels;
      spans.push([first, Math.ceil((row * columns + right) / pixels) * pixels]);
    }
  spans.sort(([one], [other]) => one - other);
  const runs: { first: number; count: number }[] = [];
  for (const [first, end] of spans) {
    const last = runs[runs.length - 1];
    if (last !== undefined && first <= last.first + last.count)
      last.count = Math.max(last.count, end - last.first);
    else runs.push({ first, count: end - first });
  }
  return runs;
}

function cellOf(values: readonly number[], sampleBytes: number, littleEndian: boolean): Uint8Array {
  const cell = new Uint8Array(values.length * sampleBytes);
  values.forEach((value, index) => {
    for (let byte = 0; byte < sampleBytes; byte++) {
      const at = littleEndian ? byte : sampleBytes - 1 - byte;
      cell[index * sampleBytes + at] = (value >> (8 * byte)) & 0xff;
    }
  });
  return cell;
}

function repeated(cell: Uint8Array, count: number): Uint8Array {
  const bytes = new Uint8Array(cell.length * count);
  for (let at = 0; at < bytes.length; at += cell.length) bytes.set(cell, at);
  return bytes;
}

/**
 * Frames of one bit a pixel are packed without a gap, the first pixel in the lowest bit (PS3.5 8.1.1, D): fills regions of one, in place. `bytes` are the whole value's.
 */
export function blankBits(
  bytes: Uint8Array,
  { rows, columns }: FrameShape,
  frame: number,
  regions: readonly Rectangle[],
  bit: 0 | 1,
): void {
  for (const { left, top, right, bottom } of regions)
    for (let row = top; row < bottom; row++)
      for (let column = left; column < right; column++) {
        const pixel = (frame * rows + row) * columns + column;
        const mask = 1 << (pixel & 7);
        const byte = bytes[pixel >>> 3] as number;
        bytes[pixel >>> 3] = bit === 1 ? byte | mask : byte & ~mask;
      }
}
