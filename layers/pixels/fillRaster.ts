import type { Rectangle } from './region.ts';
import type { Raster } from './shape.ts';

/** A copy of a raster with regions filled. `fill`: a value for each sample; negative ones become two's complement. Regions may overlap. */
export function filledRaster(raster: Raster, regions: readonly Rectangle[], fill: readonly number[]): Raster {
  if (regions.length === 0) return raster;
  const { width, samplesPerPixel, bytesPerSample } = raster;
  const cell = new Uint8Array(samplesPerPixel * bytesPerSample);
  for (let sample = 0; sample < samplesPerPixel; sample++)
    for (let byte = 0; byte < bytesPerSample; byte++)
      cell[sample * bytesPerSample + byte] = (Math.round(fill[sample] ?? 0) >> (8 * byte)) & 0xff;
  const bytes = new Uint8Array(raster.bytes);
  for (const { left, top, right, bottom } of regions)
    for (let row = top; row < bottom; row++) {
      const start = (row * width + left) * cell.length;
      const end = (row * width + right) * cell.length;
      if (cell.every((byte) => byte === cell[0])) bytes.fill(cell[0] ?? 0, start, end);
      else for (let at = start; at < end; at += cell.length) bytes.set(cell, at);
    }
  return { ...raster, bytes };
}

/** One sample of a raster as a number. */
export function sampleAt({ bytes, bytesPerSample }: Raster, index: number, isSigned = false): number {
  const at = index * bytesPerSample;
  let value = 0;
  for (let byte = bytesPerSample - 1; byte >= 0; byte--) value = value * 256 + (bytes[at + byte] ?? 0);
  const span = 2 ** (8 * bytesPerSample);
  return isSigned && value >= span / 2 ? value - span : value;
}

/** A rectangle of a raster as one of its own. */
export function croppedRaster(raster: Raster, { left, top, right, bottom }: Rectangle): Raster {
  const cell = raster.samplesPerPixel * raster.bytesPerSample;
  const width = right - left;
  const bytes = new Uint8Array(width * (bottom - top) * cell);
  for (let row = top; row < bottom; row++) {
    const start = (row * raster.width + left) * cell;
    bytes.set(raster.bytes.subarray(start, start + width * cell), (row - top) * width * cell);
  }
  return { ...raster, width, height: bottom - top, bytes };
}

/** Puts a rectangle of one raster into another one of the same size, in place. */
export function copyInto(target: Raster, source: Raster, { left, top, right, bottom }: Rectangle): void {
  const cell = target.samplesPerPixel * target.bytesPerSample;
  for (let row = top; row < bottom; row++) {
    const start = (row * target.width + left) * cell;
    const end = (row * target.width + right) * cell;
    target.bytes.set(source.bytes.subarray(start, end), start);
  }
}
