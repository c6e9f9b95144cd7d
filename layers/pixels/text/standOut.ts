import type { Picture } from '../display/picture.ts';

/** A picture in which letters that can hardly be seen stand out, and what of it there is no need to look at. */
export interface StandOut {
  readonly picture: Picture;
  /** 1 for each pixel that is far from such letters. */
  readonly seen: Uint8Array;
}

/** Of a cell, in pixels: the height of the smallest glyphs. */
export const CELL = 8;
/** Of a cell, what must be of one tone to be the ground of letters: noise has none. */
export const GROUND = 0.6;
/** A cell without letters, or without a ground. */
export const NONE = -1;
/** Letters stand in a row: of five cells in one, at least three have some. */
const AROUND = 2;
const AT_LEAST = 3;
/** Of a picture, where there are no letters. */
const EMPTY = 128;

/**
 * Paints the letters of an image by what they differ from their ground. `groundOf`: the tone that a cell's letters stand on, by the place of its first pixel, or NONE.
 * `grey`: how a pixel is to be seen over such a ground. Null: there are no letters.
 */
export function standOut(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  groundOf: (start: number) => number,
  grey: (at: number, ground: number) => number,
): StandOut | null {
  const [columns, rows] = [Math.floor(width / CELL), Math.floor(height / CELL)];
  const grounds = new Int32Array(columns * rows);
  for (let cell = 0; cell < grounds.length; cell++)
    grounds[cell] = groundOf(Math.floor(cell / columns) * CELL * width + (cell % columns) * CELL);
  const bytes = new Uint8Array(width * height).fill(EMPTY);
  const seen = new Uint8Array(width * height).fill(1);
  let isEmpty = true;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const ground = grounds[row * columns + column] as number;
      if (ground === NONE || !isInARow(grounds, columns, rows, row, column)) continue;
      isEmpty = false;
      // The cells about it have the rest of its letters, more ink than ground some of them.
      for (let y = Math.max(0, (row - 1) * CELL); y < Math.min(height, (row + 2) * CELL); y++)
        for (let x = Math.max(0, (column - 1) * CELL); x < Math.min(width, (column + 2) * CELL); x++) {
          const at = y * width + x;
          bytes[at] = Math.min(255, Math.max(0, grey(at, ground)));
          seen[at] = 0;
        }
    }
  return isEmpty ? null : { picture: { width, height, bytes }, seen };
}

/** Whether enough cells of the same row, or of the same column, hold letters too. */
function isInARow(grounds: Int32Array, columns: number, rows: number, row: number, column: number): boolean {
  let [across, down] = [0, 0];
  for (let by = -AROUND; by <= AROUND; by++) {
    if (column + by >= 0 && column + by < columns && grounds[row * columns + column + by] !== NONE) across++;
    if (row + by >= 0 && row + by < rows && grounds[(row + by) * columns + column] !== NONE) down++;
  }
  return Math.max(across, down) >= AT_LEAST;
}
