import { type FrameShape, type Raster, sharesChroma } from '../shape.ts';

/** The samples of a raster as a native value in little endian has them, from its first bit on: what `nativeRaster` reads. */
export function nativeBytes({ bytes, bytesPerSample: width }: Raster, shape: FrameShape): Uint8Array {
  const { rows, columns, samplesPerPixel, bitsAllocated, isPlanar, photometric } = shape;
  const pixels = rows * columns;
  if (bitsAllocated === 1) {
    const packed = new Uint8Array(Math.ceil(bytes.length / 8));
    for (let at = 0; at < bytes.length; at++)
      packed[at >>> 3] = (packed[at >>> 3] as number) | (((bytes[at] as number) & 1) << (at & 7));
    return packed;
  }
  if (samplesPerPixel === 3 && sharesChroma(photometric)) return shared(bytes, pixels, width);
  if (!isPlanar || samplesPerPixel === 1) return new Uint8Array(bytes);
  const made = new Uint8Array(bytes.length);
  for (let sample = 0; sample < samplesPerPixel; sample++)
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let byte = 0; byte < width; byte++)
        made[(sample * pixels + pixel) * width + byte] = bytes[
          (pixel * samplesPerPixel + sample) * width + byte
        ] as number;
  return made;
}

/** Y Y Cb Cr for two pixels, with the chroma of the first of them. */
function shared(bytes: Uint8Array, pixels: number, width: number): Uint8Array {
  const made = new Uint8Array(pixels * 2 * width);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let sample = 0; sample < 3; sample++) {
      const isSecond = pixel % 2 === 1;
      if (isSecond && sample > 0) continue;
      const to = (pixel >>> 1) * 4 + (sample === 0 ? pixel % 2 : 1 + sample);
      for (let byte = 0; byte < width; byte++)
        made[to * width + byte] = bytes[(pixel * 3 + sample) * width + byte] as number;
    }
  return made;
}
