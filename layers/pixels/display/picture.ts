import type { Rectangle } from '../region.ts';

/** A grey picture as a screen shows it: 0 is black, 255 is white, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Clockwise, in degrees. */
export type Turn = 0 | 90 | 180 | 270;

/** A part of a picture at another size, between pixels by their weighted means; where it shrinks, the mean of what falls together. */
export function resized(
  picture: Picture,
  { left, top, right, bottom }: Rectangle,
  width: number,
  height: number,
): Picture {
  const across = steps(left, right, width, picture.width);
  const down = steps(top, bottom, height, picture.height);
  const bytes = new Uint8Array(width * height);
  const rows = new Float32Array(picture.height > 0 ? width : 0);
  const row = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (const [line, share] of down[y] as Share) {
      const start = line * picture.width;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (const [column, weight] of across[x] as Share)
          sum += (picture.bytes[start + column] ?? 0) * weight;
        rows[x] = sum * share;
      }
      for (let x = 0; x < width; x++) row[x] = (row[x] as number) + (rows[x] as number);
    }
    for (let x = 0; x < width; x++) bytes[y * width + x] = Math.round(row[x] as number);
  }
  return { width, height, bytes };
}

/** The places that one sample is made of, and their weights, which sum to 1. */
type Share = readonly (readonly [at: number, weight: number])[];

function steps(start: number, end: number, count: number, limit: number): readonly Share[] {
  const step = (end - start) / count;
  const radius = Math.max(1, step);
  return Array.from({ length: count }, (_, at) => {
    const centre = start + (at + 0.5) * step - 0.5;
    const weights = new Map<number, number>();
    for (let place = Math.ceil(centre - radius); place <= centre + radius; place++) {
      const weight = 1 - Math.abs(place - centre) / radius;
      if (weight <= 0) continue;
      const held = Math.min(limit - 1, Math.max(0, place));
      weights.set(held, (weights.get(held) ?? 0) + weight);
    }
    const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
    return [...weights].map(([place, weight]) => [place, weight / sum] as const);
  });
}

export function turned({ width, height, bytes }: Picture, turn: Turn): Picture {
  if (turn === 0) return { width, height, bytes };
  const made = new Uint8Array(bytes.length);
  const isSideways = turn !== 180;
  const madeWidth = isSideways ? height : width;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [toX, toY] =
        turn === 90
          ? [height - 1 - y, x]
          : turn === 180
            ? [width - 1 - x, height - 1 - y]
            : [y, width - 1 - x];
      made[toY * madeWidth + toX] = bytes[y * width + x] ?? 0;
    }
  return { width: madeWidth, height: isSideways ? width : height, bytes: made };
}
