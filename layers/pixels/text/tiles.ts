import type { Picture } from '../display/picture.ts';
import type { Rectangle } from '../region.ts';

/** What is looked at together, and the part of it whose result counts: the rest is what the detector needs to see about it. */
export interface Tile {
  readonly tile: Rectangle;
  readonly core: Rectangle;
}

/** Of a core; memory grows with its square: 300 MB for one that is 1,000 pixels wide and high. */
const MAX_CORE = 960;
/** Beyond a core, to each side where there is a picture. */
const OVERLAP = 32;
/** Greys in the square of a small glyph that differ by less hold none that a person could read. */
const LEAST_CONTRAST = 14;
const GLYPH = 8;
/** Pixels of a cell that no earlier picture showed: a glyph that was hidden had what it stands on hidden with it. */
const LEAST_FRESH = (GLYPH * GLYPH) / 2;
/** Part of what a tile costs that must be saved to make two of it. */
const WORTH_A_CUT = 0.1;

/**
 * The tiles of a picture, without what is flat: where no glyph can be, none is looked for. `seen`: pixels that an earlier picture of the same frame showed with all that
 * they differ by; where all are, there is nothing new.
 */
export function tilesOf(picture: Picture, seen: Uint8Array | null = null): readonly Tile[] {
  const grid = busyCells(picture, seen);
  const { width, height } = picture;
  return partsOf(grid, { left: 0, top: 0, right: grid.columns, bottom: grid.rows }).map((cells) => {
    const core = {
      left: cells.left * GLYPH,
      top: cells.top * GLYPH,
      right: Math.min(width, cells.right * GLYPH),
      bottom: Math.min(height, cells.bottom * GLYPH),
    };
    return {
      core,
      tile: {
        left: Math.max(0, core.left - OVERLAP),
        top: Math.max(0, core.top - OVERLAP),
        right: Math.min(width, core.right + OVERLAP),
        bottom: Math.min(height, core.bottom + OVERLAP),
      },
    };
  });
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** How many busy cells lie above and to the left: of any rectangle they are counted by four look-ups. */
  readonly sums: Uint32Array;
}

function busyCells({ width, height, bytes }: Picture, seen: Uint8Array | null): Grid {
  const [columns, rows] = [Math.ceil(width / GLYPH), Math.ceil(height / GLYPH)];
  const sums = new Uint32Array((columns + 1) * (rows + 1));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let [low, high, fresh] = [255, 0, 0];
      const right = Math.min(width, (column + 1) * GLYPH + 1);
      const bottom = Math.min(height, (row + 1) * GLYPH + 1);
      for (let y = row * GLYPH; y < bottom; y++)
        for (let at = y * width + column * GLYPH; at < y * width + right; at++) {
          if (seen !== null && seen[at] === 1) continue;
          const value = bytes[at] as number;
          if (value < low) low = value;
          if (value > high) high = value;
          fresh++;
        }
      const at = (row + 1) * (columns + 1) + column + 1;
      const before =
        (sums[at - 1] as number) + (sums[at - columns - 1] as number) - (sums[at - columns - 2] as number);
      sums[at] = before + (high - low >= LEAST_CONTRAST && fresh >= LEAST_FRESH ? 1 : 0);
    }
  return { columns, rows, sums };
}

function countIn({ columns, sums }: Grid, { left, top, right, bottom }: Rectangle): number {
  const at = (row: number, column: number) => sums[row * (columns + 1) + column] as number;
  return at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
}

/** The least rectangle of cells with all that are busy; null: there are none. */
function shrunk(grid: Grid, cells: Rectangle): Rectangle | null {
  if (countIn(grid, cells) === 0) return null;
  let { left, top, right, bottom } = cells;
  while (countIn(grid, { left, top, right: left + 1, bottom }) === 0) left++;
  while (countIn(grid, { left: right - 1, top, right, bottom }) === 0) right--;
  while (countIn(grid, { left, top, right, bottom: top + 1 }) === 0) top++;
  while (countIn(grid, { left, top: bottom - 1, right, bottom }) === 0) bottom--;
  return { left, top, right, bottom };
}

const cost = (cells: Rectangle | null): number =>
  cells === null
    ? 0
    : ((cells.right - cells.left) * GLYPH + 2 * OVERLAP) * ((cells.bottom - cells.top) * GLYPH + 2 * OVERLAP);

/** Rectangles with all busy cells: cut where that costs least, as long as it saves something, and where one is too large. */
function partsOf(grid: Grid, cells: Rectangle): readonly Rectangle[] {
  const whole = shrunk(grid, cells);
  if (whole === null) return [];
  const { left, top, right, bottom } = whole;
  const most = MAX_CORE / GLYPH;
  const cuts: (readonly [Rectangle, Rectangle])[] = [];
  for (let at = left + 1; at < right; at++)
    cuts.push([
      { ...whole, right: at },
      { ...whole, left: at },
    ]);
  for (let at = top + 1; at < bottom; at++)
    cuts.push([
      { ...whole, bottom: at },
      { ...whole, top: at },
    ]);
  let best: readonly [Rectangle, Rectangle] | null = null;
  let least = cost(whole) * (1 - WORTH_A_CUT);
  for (const cut of cuts) {
    const costs = cost(shrunk(grid, cut[0])) + cost(shrunk(grid, cut[1]));
    if (costs < least) [best, least] = [cut, costs];
  }
  if (best === null && (right - left > most || bottom - top > most)) {
    const [across, down] = [Math.floor((left + right) / 2), Math.floor((top + bottom) / 2)];
    best =
      right - left > bottom - top
        ? [
            { ...whole, right: across },
            { ...whole, left: across },
          ]
        : [
            { ...whole, bottom: down },
            { ...whole, top: down },
          ];
  }
  return best === null ? [whole] : best.flatMap((part) => partsOf(grid, part));
}
