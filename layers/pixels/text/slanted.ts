import type { Picture } from '../display/picture.ts';
import type { Rectangle } from '../region.ts';
import type { Blob } from './textMap.ts';

/** A line that does not stand along the edges of its picture: a sheet that lay askew in a scanner, a label in a photograph. */
export interface Slanted {
  /** Its middle, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Of its direction, in radians clockwise from the rows of the picture: more than -π/2, at most π/2. */
  readonly angle: number;
  /** Along it and across it, in pixels. */
  readonly length: number;
  readonly height: number;
}

/** Along its length a slanted line is so many times its height at least: of shorter ones nobody can tell a direction. */
const LEAST_LENGTH = 4;
/** Of a rectangle that is spread as it is, what a line fills; arcs and nets of edges fill less. */
const LEAST_FILL = 0.7;
/** So many heights must it rise or fall: less does not matter to whoever reads it. */
const LEAST_RISE = 1;

/** The slanted line that a blob is the middle of; null: it is not a line of that kind. `growth`: see `lineOf`. */
export function slantedOf({ pixels, spread }: Blob, growth: number): Slanted | null {
  const { x, y, xx, yy, xy } = spread;
  const [mean, apart] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  // A row of n pixels has a variance of (n² - 1) / 12.
  const [along, across] = [mean + apart, Math.max(0, mean - apart)].map((variance) =>
    Math.sqrt(12 * variance + 1),
  ) as [number, number];
  if (along < LEAST_LENGTH * across || pixels < along * across * LEAST_FILL) return null;
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const rise = along * Math.min(Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle)));
  if (rise < LEAST_RISE * across) return null;
  const by = Math.ceil((along * across * growth) / (2 * (along + across))) + 1;
  return { x, y, angle, length: along + 2 * by, height: across + 2 * by };
}

/** Beyond both ends of a line, in its heights. */
const MARGIN = 8;

/** A line set upright, and where it stands there, with what is to be seen beyond its ends. */
export function uprightOf(
  picture: Picture,
  { x, y, angle, length, height }: Slanted,
): { readonly picture: Picture; readonly box: Rectangle } {
  const [across, down] = [Math.round(length), Math.round(height)];
  const margin = MARGIN * down;
  const width = across + 2 * margin;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const bytes = new Uint8Array(width * down);
  for (let row = 0; row < down; row++)
    for (let column = 0; column < width; column++) {
      const [right, below] = [column + 0.5 - width / 2, row + 0.5 - down / 2];
      bytes[row * width + column] = between(
        picture,
        x + right * cos - below * sin,
        y + right * sin + below * cos,
      );
    }
  return {
    picture: { width, height: down, bytes },
    box: { left: margin, top: 0, right: margin + across, bottom: down },
  };
}

/** Between four pixels by their distance; beyond the edge it is as at the edge. */
function between({ width, height, bytes }: Picture, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number) =>
    bytes[
      Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))
    ] as number;
  const [byX, byY] = [x - left, y - top];
  const upper = at(left, top) * (1 - byX) + at(left + 1, top) * byX;
  const lower = at(left, top + 1) * (1 - byX) + at(left + 1, top + 1) * byX;
  return Math.round(upper * (1 - byY) + lower * byY);
}

/** The boxes that cover a slanted line from one place to another of its upright picture, like stairs: a box round the whole would cover what lies beside it. */
export function stairsOf(
  { x, y, angle, height }: Slanted,
  upright: Picture,
  { left, right }: Rectangle,
  limits: Picture,
): readonly Rectangle[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [halfAcross, halfDown] = [Math.abs(sin), Math.abs(cos)].map((part) => (part * height) / 2) as [
    number,
    number,
  ];
  // A stair is as much higher than the line as the line is high.
  const most = height / Math.min(Math.abs(sin), Math.abs(cos));
  const stairs = Math.max(1, Math.ceil((right - left) / most));
  const step = (right - left) / stairs;
  const pointAt = (along: number) => [
    x + (along - upright.width / 2) * cos,
    y + (along - upright.width / 2) * sin,
  ];
  return Array.from({ length: stairs }, (_, stair) => {
    const [fromX = 0, fromY = 0] = pointAt(left + stair * step);
    const [toX = 0, toY = 0] = pointAt(left + (stair + 1) * step);
    return {
      left: Math.max(0, Math.floor(Math.min(fromX, toX) - halfAcross)),
      top: Math.max(0, Math.floor(Math.min(fromY, toY) - halfDown)),
      right: Math.min(limits.width, Math.ceil(Math.max(fromX, toX) + halfAcross)),
      bottom: Math.min(limits.height, Math.ceil(Math.max(fromY, toY) + halfDown)),
    };
  }).filter((box) => box.left < box.right && box.top < box.bottom);
}
