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
  const across = sharesOf(left, right, width, picture.width);
  const down = sharesOf(top, bottom, height, picture.height);
  const [first = 0, last = -1] = [down.places[0], down.places.at(-1)];
  // Each line is needed by some that are made, and is squeezed or stretched once.
  const lines = new Float32Array((last - first + 1) * width);
  for (let line = first; line <= last; line++)
    for (let x = 0, start = line * picture.width, to = (line - first) * width; x < width; x++) {
      let sum = 0;
      for (let at = across.starts[x] as number; at < (across.starts[x + 1] as number); at++)
        sum +=
          (picture.bytes[start + (across.places[at] as number)] as number) * (across.weights[at] as number);
      lines[to + x] = sum;
    }
  const bytes = new Uint8Array(width * height);
  const row = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let at = down.starts[y] as number; at < (down.starts[y + 1] as number); at++) {
      const [from, weight] = [((down.places[at] as number) - first) * width, down.weights[at] as number];
      for (let x = 0; x < width; x++) row[x] = (row[x] as number) + (lines[from + x] as number) * weight;
    }
    for (let x = 0; x < width; x++) bytes[y * width + x] = Math.round(row[x] as number);
  }
  return { width, height, bytes };
}

/** The places that each sample is made of, and their weights, which sum to 1: those of sample n stand from `starts[n]` to `starts[n + 1]`. */
interface Shares {
  readonly starts: Int32Array;
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

function sharesOf(start: number, end: number, count: number, limit: number): Shares {
  const step = (end - start) / count;
  const radius = Math.max(1, step);
  const starts = new Int32Array(count + 1);
  const [places, weights]: [number[], number[]] = [[], []];
  for (let sample = 0; sample < count; sample++) {
    const centre = start + (sample + 0.5) * step - 0.5;
    let sum = 0;
    for (let place = Math.ceil(centre - radius); place <= centre + radius; place++) {
      const weight = 1 - Math.abs(place - centre) / radius;
      if (weight <= 0) continue;
      places.push(Math.min(limit - 1, Math.max(0, place)));
      weights.push(weight);
      sum += weight;
    }
    starts[sample + 1] = places.length;
    for (let at = starts[sample] as number; at < places.length; at++)
      weights[at] = (weights[at] as number) / sum;
  }
  return { starts, places, weights };
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
