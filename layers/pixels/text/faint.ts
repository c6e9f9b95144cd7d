import type { Picture } from '../display/picture.ts';

/** A picture in which faint letters stand out, and what of it there is no need to look at. */
export interface Faint {
  readonly picture: Picture;
  /** 1 for each pixel outside the cells that hold something faint. */
  readonly seen: Uint8Array;
}

/** Of a cell, in pixels: the height of the smallest glyphs. */
const CELL = 8;
/** Greys that letters of a device differ from their ground at the least. */
const LEAST = 4;
/** What differs by as much as this is looked at as it is. */
const ENOUGH = 24;
/** Of a cell, what must be of one grey to be the ground of letters, and of two to be their ground and ink: noise has neither. */
const GROUND = 0.6;
const GROUND_AND_INK = 0.85;
/** Letters stand in a row: of five cells in one, at least three have some. */
const AROUND = 2;
const AT_LEAST = 3;
const MIDDLE = 128;
/** A difference of 8 fills the range. */
const TIMES = 16;

/**
 * Letters that hardly differ from the one grey that they stand on: devices have screens on which names are grey on grey, and any viewer that turns up the brightness shows
 * them. Null: there are none.
 */
export function faintOf({ width, height, bytes }: Picture): Faint | null {
  const [columns, rows] = [Math.floor(width / CELL), Math.floor(height / CELL)];
  const grounds = new Int16Array(columns * rows).fill(NONE);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      grounds[row * columns + column] = groundOf(bytes, width, row * CELL * width + column * CELL);
  const made = new Uint8Array(bytes.length).fill(MIDDLE);
  const seen = new Uint8Array(bytes.length).fill(1);
  let isEmpty = true;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const ground = grounds[row * columns + column] as number;
      if (ground === NONE || !isInARow(grounds, columns, rows, row, column)) continue;
      isEmpty = false;
      for (let y = row * CELL; y < (row + 1) * CELL; y++)
        for (let at = y * width + column * CELL; at < y * width + (column + 1) * CELL; at++) {
          made[at] = Math.min(255, Math.max(0, MIDDLE + ((bytes[at] as number) - ground) * TIMES));
          seen[at] = 0;
        }
    }
  return isEmpty ? null : { picture: { width, height, bytes: made }, seen };
}

const NONE = -1;

/** The grey that most of a cell has, where nearly all the rest is of one other that hardly differs from it. `start`: its first pixel. */
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

/** Whether enough cells of the same row, or of the same column, hold something faint too. */
function isInARow(grounds: Int16Array, columns: number, rows: number, row: number, column: number): boolean {
  let [across, down] = [0, 0];
  for (let by = -AROUND; by <= AROUND; by++) {
    if (column + by >= 0 && column + by < columns && grounds[row * columns + column + by] !== NONE) across++;
    if (row + by >= 0 && row + by < rows && grounds[(row + by) * columns + column] !== NONE) down++;
  }
  return Math.max(across, down) >= AT_LEAST;
}
