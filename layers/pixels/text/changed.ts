import type { Rectangle } from '../region.ts';
import type { Raster } from '../shape.ts';

/** The height of the smallest glyph that is looked for, in pixels. */
const GLYPH = 8;
/** As many pixels that differ within a glyph's square are taken for a glyph: one alone is none, and two tell an I from an L. */
const GLYPH_PIXELS = 2;
/** What is looked at again around a change, in pixels: a line needs its neighbourhood to be found. */
const MARGIN = 48;

/**
 * Where a frame differs from an earlier one, so that a glyph of 8 pixels could hide in the difference; null where none could, and the frame may have the earlier one's
 * result. Always compare with the frame that was looked at, not with the one before: small changes would add up. Any difference of a sample counts: what a value looks
 * like is a matter of windows and palettes.
 */
export function changedArea(before: Raster, after: Raster): Rectangle | null {
  const { width, height, samplesPerPixel, bytesPerSample } = after;
  const whole: Rectangle = { left: 0, top: 0, right: width, bottom: height };
  if (
    before.width !== width ||
    before.height !== height ||
    before.samplesPerPixel !== samplesPerPixel ||
    before.bytesPerSample !== bytesPerSample ||
    before.bytes.length !== after.bytes.length
  )
    return whole;
  const changes = new Changes(width, height);
  const rowBytes = width * samplesPerPixel * bytesPerSample;
  const pixelBytes = samplesPerPixel * bytesPerSample;
  for (let row = 0; row < height; row++) {
    const [start, end] = [row * rowBytes, (row + 1) * rowBytes];
    if (Buffer.compare(before.bytes.subarray(start, end), after.bytes.subarray(start, end)) === 0) continue;
    for (let column = 0; column < width; column++) {
      const at = start + column * pixelBytes;
      for (let byte = at; byte < at + pixelBytes; byte++)
        if (before.bytes[byte] !== after.bytes[byte]) {
          changes.add(column, row);
          break;
        }
    }
  }
  return changes.area();
}

/** Counts pixels in squares that overlap by half, so that each glyph lies wholly in one of them. */
class Changes {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #counts: Uint16Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / GLYPH) + 1;
    this.#counts = new Uint16Array(this.#columns * (Math.ceil(height / GLYPH) + 1));
  }

  /** Squares begin at every eighth pixel and are twice as wide. */
  add(column: number, row: number): void {
    const [x, y] = [Math.floor(column / GLYPH) + 1, Math.floor(row / GLYPH) + 1];
    for (const down of [y - 1, y])
      for (const right of [x - 1, x]) {
        const at = down * this.#columns + right;
        this.#counts[at] = (this.#counts[at] ?? 0) + 1;
      }
  }

  area(): Rectangle | null {
    let [left, top, right, bottom] = [this.#columns, Number.MAX_SAFE_INTEGER, -1, -1];
    this.#counts.forEach((count, at) => {
      if (count < GLYPH_PIXELS) return;
      const [x, y] = [at % this.#columns, Math.floor(at / this.#columns)];
      [left, top, right, bottom] = [
        Math.min(left, x),
        Math.min(top, y),
        Math.max(right, x),
        Math.max(bottom, y),
      ];
    });
    if (right < 0) return null;
    return {
      left: Math.max(0, (left - 1) * GLYPH - MARGIN),
      top: Math.max(0, (top - 1) * GLYPH - MARGIN),
      right: Math.min(this.#width, (right + 1) * GLYPH + MARGIN),
      bottom: Math.min(this.#height, (bottom + 1) * GLYPH + MARGIN),
    };
  }
}
