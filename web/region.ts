import type { Region } from '../layers/engine/review/types.ts';

/** The size of frames, in pixels. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Between two corners, at least a pixel, within the frame. */
export function between(frame: number | null, from: Point, to: Point, { columns, rows }: Size): Region {
  const [left, right] = edges(from.x, to.x, columns);
  const [top, bottom] = edges(from.y, to.y, rows);
  return { frame, left, top, right, bottom };
}

function edges(one: number, other: number, most: number): readonly [number, number] {
  const low = Math.min(most - 1, Math.max(0, Math.floor(Math.min(one, other))));
  return [low, Math.min(most, Math.max(low + 1, Math.ceil(Math.max(one, other))))];
}

/** In the middle, a quarter as wide and a tenth as high as the frame. */
export function middle(frame: number | null, { columns, rows }: Size): Region {
  const from = { x: columns * 0.375, y: rows * 0.45 };
  return between(frame, from, { x: columns - from.x, y: rows - from.y }, { columns, rows });
}

/** By so many pixels, as far as the frame goes; the size stays. */
export function moved(region: Region, dx: number, dy: number, { columns, rows }: Size): Region {
  const x = Math.round(Math.min(columns - region.right, Math.max(-region.left, dx)));
  const y = Math.round(Math.min(rows - region.bottom, Math.max(-region.top, dy)));
  return {
    ...region,
    left: region.left + x,
    right: region.right + x,
    top: region.top + y,
    bottom: region.bottom + y,
  };
}

/** The lower right corner by so many pixels. */
export function resized(region: Region, dx: number, dy: number, { columns, rows }: Size): Region {
  return {
    ...region,
    right: Math.min(columns, Math.max(region.left + 1, Math.round(region.right + dx))),
    bottom: Math.min(rows, Math.max(region.top + 1, Math.round(region.bottom + dy))),
  };
}

export function isSameRegion(one: Region, other: Region): boolean {
  return (['frame', 'left', 'top', 'right', 'bottom'] as const).every((edge) => one[edge] === other[edge]);
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A box after an arrow: by a fiftieth of the frame, with Ctrl by a pixel; with Shift its size. Null: it is another key. */
export function byArrow(
  region: Region,
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey'>,
  size: Size,
): Region | null {
  const step = STEPS[event.key];
  if (step === undefined) return null;
  const pixels = (most: number) => (event.ctrlKey ? 1 : Math.max(1, Math.round(most / 50)));
  const [dx, dy] = [step[0] * pixels(size.columns), step[1] * pixels(size.rows)];
  return event.shiftKey ? resized(region, dx, dy, size) : moved(region, dx, dy, size);
}
