import type { Palette } from '../fill.ts';
import type { Display } from '../reader.ts';
import type { Raster } from '../shape.ts';
import { samplesOf } from './samples.ts';

/** A frame in colours, as a screen shows it: red, green and blue from 0 to 255, row by row. */
export interface ShownFrame {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** A frame by its first window, its palette or its colours (PS3.3 C.7.6.3.1.2, C.7.6.3.1.5, C.11.2). For people to look at: nothing is decided by it. */
export function shownFrame(raster: Raster, display: Display): ShownFrame {
  const { width, height, samplesPerPixel } = raster;
  const samples = samplesOf(raster, display);
  const bytes = new Uint8Array(3 * width * height);
  if (samplesPerPixel === 3) colours(samples, display, bytes);
  else if (display.palette !== null) palette(samples, display.palette, bytes);
  else greys(samples, display, bytes);
  return { width, height, bytes };
}

/** The same, with what a frame goes by said as a window: another frame, or the same one filled, is then shown as light as this one. */
export function settledFor(raster: Raster, display: Display): Display {
  if (raster.samplesPerPixel !== 1 || display.palette !== null || display.windows.length > 0) return display;
  const [low, high] = rangeOf(samplesOf(raster, display), display);
  return { ...display, windows: [{ center: (low + high) / 2 + 0.5, width: high - low + 1 }] };
}

/** The lowest and highest value of a grey frame, as windows count them; null: it has colours. */
export function valuesShown(raster: Raster, display: Display): readonly [number, number] | null {
  if (raster.samplesPerPixel !== 1 || display.palette !== null) return null;
  return rangeOf(samplesOf(raster, display), { ...display, windows: [] });
}

function greys(samples: Float32Array, display: Display, bytes: Uint8Array): void {
  const { slope, intercept } = display;
  const [low, high] = rangeOf(samples, display);
  const factor = high > low ? 255 / (high - low) : 0;
  for (let at = 0; 3 * at < bytes.length; at++) {
    const light = limited(((samples[at] ?? 0) * slope + intercept - low) * factor);
    bytes.fill(display.photometric === 'MONOCHROME1' ? 255 - light : light, 3 * at, 3 * at + 3);
  }
}

function rangeOf(samples: Float32Array, { windows, slope, intercept }: Display): readonly [number, number] {
  const [window] = windows;
  if (window !== undefined) {
    const half = (Math.max(2, window.width) - 1) / 2;
    return [window.center - 0.5 - half, window.center - 0.5 + half];
  }
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const sample of samples) {
    const value = sample * slope + intercept;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function palette(samples: Float32Array, { first, red, green, blue }: Palette, bytes: Uint8Array): void {
  for (let at = 0; 3 * at < bytes.length; at++) {
    const entry = Math.min(red.length - 1, Math.max(0, (samples[at] ?? 0) - first));
    for (const [part, table] of [red, green, blue].entries()) bytes[3 * at + part] = (table[entry] ?? 0) >> 8;
  }
}

function colours(samples: Float32Array, { photometric, bitsStored }: Display, bytes: Uint8Array): void {
  const factor = 255 / (2 ** bitsStored - 1);
  const isYbr = photometric.startsWith('YBR_FULL') || photometric.startsWith('YBR_PARTIAL');
  const isPartial = photometric.startsWith('YBR_PARTIAL');
  for (let at = 0; at < bytes.length; at += 3) {
    const [one, two, three] = [0, 1, 2].map((part) => (samples[at + part] ?? 0) * factor) as [
      number,
      number,
      number,
    ];
    if (!isYbr) {
      bytes[at] = limited(one);
      bytes[at + 1] = limited(two);
      bytes[at + 2] = limited(three);
      continue;
    }
    // ITU-R BT.601; of the partial form a luma of 16 to 235, and a chroma of 16 to 240.
    const y = isPartial ? ((one - 16) * 255) / 219 : one;
    const [cb, cr] = [two, three].map((part) => (part - 128) * (isPartial ? 255 / 224 : 1)) as [
      number,
      number,
    ];
    bytes[at] = limited(y + 1.402 * cr);
    bytes[at + 1] = limited(y - 0.344136 * cb - 0.714136 * cr);
    bytes[at + 2] = limited(y + 1.772 * cb);
  }
}

function limited(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
