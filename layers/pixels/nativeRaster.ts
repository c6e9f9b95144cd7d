import { type FrameShape, nativeFrameBits, type Raster, sharesChroma } from './shape.ts';

/**
 * The samples of one frame of a native value (PS3.5 8), pixel by pixel in little endian. `bytes` begin with the byte that the frame begins in; `firstBit` counts from there:
 * frames of one bit a pixel are packed without a gap (PS3.5 8.1.1).
 */
export function nativeRaster(
  bytes: Uint8Array,
  shape: FrameShape,
  littleEndian: boolean,
  firstBit = 0,
): Raster {
  const { rows, columns, samplesPerPixel, bitsAllocated, isPlanar, photometric } = shape;
  const pixels = rows * columns;
  const raster = (bytesPerSample: number, made: Uint8Array): Raster => ({
    width: columns,
    height: rows,
    samplesPerPixel,
    bytesPerSample,
    bytes: made,
  });
  if (bitsAllocated === 1) {
    const made = new Uint8Array(pixels * samplesPerPixel);
    for (let at = 0; at < made.length; at++) {
      const bit = firstBit + at;
      made[at] = ((bytes[bit >>> 3] ?? 0) >>> (bit & 7)) & 1;
    }
    return raster(1, made);
  }
  const width = bitsAllocated / 8;
  const ordered = littleEndian || width === 1 ? bytes : swapped(bytes, width);
  if (sharesChroma(photometric) && samplesPerPixel === 3)
    return raster(width, unshared(ordered, pixels, width));
  if (!isPlanar || samplesPerPixel === 1) return raster(width, ordered.slice(0, nativeFrameBits(shape) / 8));
  const made = new Uint8Array(pixels * samplesPerPixel * width);
  for (let sample = 0; sample < samplesPerPixel; sample++)
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let byte = 0; byte < width; byte++)
        made[(pixel * samplesPerPixel + sample) * width + byte] =
          ordered[(sample * pixels + pixel) * width + byte] ?? 0;
  return raster(width, made);
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const made = new Uint8Array(bytes.length);
  for (let at = 0; at + width <= bytes.length; at += width)
    for (let byte = 0; byte < width; byte++) made[at + byte] = bytes[at + width - 1 - byte] ?? 0;
  return made;
}

/** Y Y Cb Cr for two pixels (PS3.3 C.7.6.3.1.2), as Y Cb Cr for each. */
function unshared(bytes: Uint8Array, pixels: number, width: number): Uint8Array {
  const made = new Uint8Array(pixels * 3 * width);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const pair = (pixel >>> 1) * 4;
    [pair + (pixel & 1), pair + 2, pair + 3].forEach((from, sample) => {
      for (let byte = 0; byte < width; byte++)
        made[(pixel * 3 + sample) * width + byte] = bytes[from * width + byte] ?? 0;
    });
  }
  return made;
}
