import type { Palette } from '../fill.ts';
import type { Display } from '../reader.ts';
import type { Raster } from '../shape.ts';
import type { Picture } from './picture.ts';
import { samplesOf } from './samples.ts';

/** From black to white, in displayed values. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** More windows than an image needs would only cost time: each is a picture to be looked at. */
const MAX_WINDOWS = 4;

/**
 * A frame as it is shown: by each of its windows, the first being the one that a screen would open with. Then once more with all that occurs between black and white, where a
 * window makes black or white of values that differ: text that is burned in over what is white already can be seen nowhere else.
 */
export function* render(raster: Raster, display: Display): Generator<Picture, void, undefined> {
  const grey = greyOf(raster, display);
  const isInverse = display.photometric === 'MONOCHROME1';
  const all = extent(grey);
  const usual = usualRange(grey, all);
  const windows: Range[] = [];
  if (raster.samplesPerPixel === 1 && display.palette === null)
    for (const { center, width } of display.windows.slice(0, MAX_WINDOWS))
      if (Number.isFinite(center) && Number.isFinite(width)) windows.push(windowRange(center, width));
  const wanted = windows.length > 0 ? windows : [usual];
  if (wanted.every((range) => loses(range, all))) wanted.push(all);
  const told: Range[] = [];
  for (const range of wanted) {
    if (told.some((one) => isAlike(one, range))) continue;
    told.push(range);
    yield picture(raster, grey, range, isInverse);
  }
}

/** One value a pixel: rescaled, of a palette its luminance, of colours theirs. */
function greyOf(raster: Raster, display: Display): Float32Array {
  const samples = samplesOf(raster, display);
  const { samplesPerPixel } = raster;
  if (display.palette !== null) return paletteGrey(samples, display.palette);
  if (samplesPerPixel < 3) {
    const { slope, intercept } = display;
    if (samplesPerPixel === 1 && slope === 1 && intercept === 0) return samples;
    const made = new Float32Array(Math.floor(samples.length / samplesPerPixel));
    const factor = slope === 0 ? 1 : slope;
    for (let at = 0; at < made.length; at++)
      made[at] = (samples[at * samplesPerPixel] as number) * factor + intercept;
    return made;
  }
  const made = new Float32Array(Math.floor(samples.length / samplesPerPixel));
  const isLuma = display.photometric.startsWith('YBR_FULL') || display.photometric.startsWith('YBR_PARTIAL');
  for (let at = 0; at < made.length; at++) {
    const from = at * samplesPerPixel;
    made[at] = isLuma
      ? (samples[from] as number)
      : luminance(samples[from] as number, samples[from + 1] as number, samples[from + 2] as number);
  }
  return made;
}

function paletteGrey(samples: Float32Array, { first, red, green, blue }: Palette): Float32Array {
  const table = Float32Array.from(red, (value, at) => luminance(value, green[at] ?? 0, blue[at] ?? 0));
  const last = table.length - 1;
  return samples.map((value) => table[Math.min(last, Math.max(0, value - first))] ?? 0);
}

/** ITU-R BT.601, as PS3.3 C.7.6.3.1.2 has it. */
function luminance(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** PS3.3 C.11.2.1.2.1: what is black, and what is white. */
function windowRange(center: number, width: number): Range {
  const half = (Math.max(2, width) - 1) / 2;
  return { low: center - 0.5 - half, high: center - 0.5 + half };
}

function extent(grey: Float32Array): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of grey) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

const BINS = 4096;
/** Pixels that a few outliers may be, at either end: dead pixels, metal, the text itself. */
const OUTLIERS = 0.002;

/** Without the outliers: one white pixel must not make all else black. */
function usualRange(grey: Float32Array, { low, high }: Range): Range {
  if (high <= low) return { low, high };
  const counts = new Uint32Array(BINS);
  const step = (high - low) / BINS;
  for (const value of grey) {
    const bin = Math.min(BINS - 1, Math.floor((value - low) / step));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const least = grey.length * OUTLIERS;
  let [first, last, sum] = [0, BINS - 1, 0];
  for (sum = 0; first < BINS - 1 && sum + (counts[first] as number) <= least; first++)
    sum += counts[first] as number;
  for (sum = 0; last > first && sum + (counts[last] as number) <= least; last--)
    sum += counts[last] as number;
  return { low: low + first * step, high: low + (last + 1) * step };
}

/** Of what occurs, the share beyond a range that must at least be there to be worth a look of its own. */
const WORTH_A_LOOK = 0.1;

function loses(range: Range, all: Range): boolean {
  const span = all.high - all.low;
  return Math.max(range.low - all.low, all.high - range.high) > span * WORTH_A_LOOK;
}

function isAlike(one: Range, other: Range): boolean {
  const within = (one.high - one.low) * 0.05;
  return Math.abs(one.low - other.low) <= within && Math.abs(one.high - other.high) <= within;
}

function picture(
  { width, height }: Raster,
  grey: Float32Array,
  { low, high }: Range,
  isInverse: boolean,
): Picture {
  const bytes = new Uint8Array(width * height);
  const factor = high > low ? 255 / (high - low) : 0;
  for (let at = 0; at < bytes.length; at++) {
    const value = Math.min(255, Math.max(0, Math.round(((grey[at] ?? low) - low) * factor)));
    bytes[at] = isInverse ? 255 - value : value;
  }
  return { width, height, bytes };
}
