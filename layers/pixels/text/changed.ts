import type { Rectangle } from '../region.ts';
import type { Raster } from '../shape.ts';

export function changedArea(before: Raster, after: Raster): Rectangle | null {
  if (Buffer.compare(before.bytes, after.bytes) === 0) return null;
  return { left: 0, top: 0, right: after.width, bottom: after.height };
}
