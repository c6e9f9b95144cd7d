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

/** The tiles of a picture, without what is flat: where no glyph can be, none is looked for. */
export function tilesOf(picture: Picture): readonly Tile[] {
  const { width, height } = picture;
  const tiles: Tile[] = [];
  const [columns, rows] = [Math.ceil(width / MAX_CORE), Math.ceil(height / MAX_CORE)];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const core = busyPart(picture, {
        left: Math.floor((width * column) / columns),
        top: Math.floor((height * row) / rows),
        right: Math.floor((width * (column + 1)) / columns),
        bottom: Math.floor((height * (row + 1)) / rows),
      });
      if (core === null) continue;
      tiles.push({
        core,
        tile: {
          left: Math.max(0, core.left - OVERLAP),
          top: Math.max(0, core.top - OVERLAP),
          right: Math.min(width, core.right + OVERLAP),
          bottom: Math.min(height, core.bottom + OVERLAP),
        },
      });
    }
  return tiles;
}

/** Cells whose greys differ by less than this hold no glyph that could be seen. */
const LEAST_CONTRAST = 8;
const CELL = 16;

/** The least rectangle of `area` with all its cells that are not flat; null: there are none. */
function busyPart({ width, bytes }: Picture, area: Rectangle): Rectangle | null {
  let [left, top, right, bottom] = [area.right, area.bottom, area.left, area.top];
  for (let y = area.top; y < area.bottom; y += CELL)
    for (let x = area.left; x < area.right; x += CELL) {
      const [endX, endY] = [Math.min(area.right, x + CELL), Math.min(area.bottom, y + CELL)];
      let [low, high] = [255, 0];
      for (let line = y; line < endY; line++)
        for (let at = line * width + x; at < line * width + endX; at++) {
          const value = bytes[at] as number;
          if (value < low) low = value;
          if (value > high) high = value;
        }
      if (high - low < LEAST_CONTRAST) continue;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, endX);
      bottom = Math.max(bottom, endY);
    }
  return left < right ? { left, top, right, bottom } : null;
}
