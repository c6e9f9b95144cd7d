import { samplesOf } from '../display/samples.ts';
import type { Display } from '../reader.ts';
import type { Raster } from '../shape.ts';
import { CELL, GROUND, NONE, type StandOut, standOut } from './standOut.ts';

/** Of 255, in one of the three colours: what letters differ from their ground at the least. */
const LEAST = 40;
/** Of 255: what is lighter or darker than its ground by as much is seen in grey. */
const ENOUGH = 24;
/** Steps of a colour that are taken for one: what is compressed is never quite even. */
const STEP = 16;
/** A difference of 64 fills the range. */
const TIMES = 4;

/**
 * Letters that are as bright as what they stand on, and of another colour: in grey there are none. `grey`: the same image in grey. Null: no such letters, or no colours.
 */
export function tintedOf(raster: Raster, display: Display, grey: Uint8Array): StandOut | null {
  const colours = coloursOf(raster, display);
  if (colours === null) return null;
  const { width } = raster;
  const apart = (place: number, part: number) => Math.abs((colours[place] as number) - part);
  const distance = (at: number, ground: number): number =>
    Math.max(
      apart(3 * at, ground >> 16),
      apart(3 * at + 1, (ground >> 8) & 0xff),
      apart(3 * at + 2, ground & 0xff),
    );
  return standOut(
    raster,
    (start) => groundOf(colours, grey, width, start, distance),
    (at, ground) => distance(at, ground) * TIMES,
  );
}

/** Three values of 8 bits a pixel, in whatever three the image has. */
function coloursOf(raster: Raster, display: Display): Uint8Array | null {
  const { palette, bitsStored } = display;
  if (raster.samplesPerPixel === 3) {
    const scale = 255 / (2 ** bitsStored - 1);
    return Uint8Array.from(samplesOf(raster, display), (value) => value * scale);
  }
  if (palette === null) return null;
  const samples = samplesOf(raster, display);
  const made = new Uint8Array(3 * samples.length);
  const last = palette.red.length - 1;
  for (let at = 0; at < samples.length; at++) {
    const entry = Math.min(last, Math.max(0, (samples[at] as number) - palette.first));
    made[3 * at] = (palette.red[entry] as number) >> 8;
    made[3 * at + 1] = (palette.green[entry] as number) >> 8;
    made[3 * at + 2] = (palette.blue[entry] as number) >> 8;
  }
  return made;
}

/** The colour that most of a cell has, where the rest is of another one and as bright. */
function groundOf(
  colours: Uint8Array,
  grey: Uint8Array,
  width: number,
  start: number,
  distance: (at: number, ground: number) => number,
): number {
  let [low, high] = [255, 0];
  const counts = new Map<number, number>();
  for (let y = 0; y < CELL; y++)
    for (let at = start + y * width; at < start + y * width + CELL; at++) {
      const value = grey[at] as number;
      if (value < low) low = value;
      if (value > high) high = value;
      if (high - low >= ENOUGH) return NONE;
      const colour = colourAt(colours, at);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  if (counts.size === 1) return NONE;
  const [ground = 0, most = 0] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  if (most < CELL * CELL * GROUND) return NONE;
  for (let y = 0; y < CELL; y++)
    for (let at = start + y * width; at < start + y * width + CELL; at++)
      if (distance(at, ground) >= LEAST) return ground;
  return NONE;
}

/** Packed, in steps. */
function colourAt(colours: Uint8Array, at: number): number {
  const part = (channel: number) =>
    Math.floor((colours[3 * at + channel] as number) / STEP) * STEP + STEP / 2;
  return (part(0) << 16) | (part(1) << 8) | part(2);
}
