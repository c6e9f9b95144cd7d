import type { Picture } from '../display/picture.ts';
import { CELL, GROUND, NONE, type StandOut, standOut } from './standOut.ts';

/** Greys that letters of a device differ from their ground at the least. */
const LEAST = 4;
/** What differs by as much as this is looked at as it is. */
const ENOUGH = 24;
/** Of a cell, what must be of two greys to be the ground of letters and their ink. */
const GROUND_AND_INK = 0.85;
const MIDDLE = 128;
/** A difference of 8 fills the range. */
const TIMES = 16;

/**
 * Letters that hardly differ from the one grey that they stand on: devices have screens on which names are grey on grey, and any viewer that turns up the brightness shows
 * them. Null: the picture has none.
 */
export function faintOf(picture: Picture): StandOut | null {
  const { width, bytes } = picture;
  return standOut(
    picture,
    (start) => groundOf(bytes, width, start),
    (at, ground) => MIDDLE + ((bytes[at] as number) - ground) * TIMES,
  );
}

/** The grey that most of a cell has, where nearly all the rest is of one other that hardly differs from it. */
function groundOf(bytes: Uint8Array, width: number, start: number): number {
  let [low, high] = [255, 0];
  for (let y = 0; y < CELL; y++)
    for (let at = start + y * width; at < start + y * width + CELL; at++) {
      const value = bytes[at] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  if (high - low < LEAST || high - low >= ENOUGH) return NONE;
  const counts = new Uint8Array(ENOUGH);
  for (let y = 0; y < CELL; y++)
    for (let at = start + y * width; at < start + y * width + CELL; at++)
      counts[(bytes[at] as number) - low]!++;
  const [most, second] = [...counts].sort((one, other) => other - one) as [number, number];
  const isText = most >= CELL * CELL * GROUND && most + second >= CELL * CELL * GROUND_AND_INK;
  return isText ? low + counts.indexOf(most) : NONE;
}
