import { type Picture, resized } from '../display/picture.ts';
import type { Rectangle } from '../region.ts';
import type { Network } from './network.ts';
import type { TextMap } from './textMap.ts';

/** The network halves its input five times. */
const STEP = 32;

/** As it was trained (PaddleOCR: means and deviations of ImageNet, blue first). */
const MEANS = [0.485, 0.456, 0.406] as const;
const DEVIATIONS = [0.229, 0.224, 0.225] as const;

/** Looks at a part of a picture at `scale` times its size: the map of that part, in the picture's own pixels. */
export async function detect(
  network: Network,
  picture: Picture,
  area: Rectangle,
  scale: number,
): Promise<TextMap> {
  const width = area.right - area.left;
  const height = area.bottom - area.top;
  const scaled =
    scale === 1
      ? cut(picture, area)
      : resized(picture, area, Math.round(width * scale), Math.round(height * scale));
  const across = Math.ceil(scaled.width / STEP) * STEP;
  const down = Math.ceil(scaled.height / STEP) * STEP;
  const { data } = await network.run({ data: input(scaled, across, down), dims: [1, 3, down, across] });
  const bytes = new Uint8Array(width * height);
  for (let y = 0; y < scaled.height; y++) {
    const row = Math.min(height - 1, Math.floor(y / scale)) * width;
    for (let x = 0; x < scaled.width; x++) {
      const at = row + Math.min(width - 1, Math.floor(x / scale));
      const value = Math.round((data[y * across + x] as number) * 255);
      if (value > (bytes[at] as number)) bytes[at] = value;
    }
  }
  return { width, height, bytes };
}

function cut(picture: Picture, { left, top, right, bottom }: Rectangle): Picture {
  const bytes = new Uint8Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y++)
    bytes.set(
      picture.bytes.subarray(y * picture.width + left, y * picture.width + right),
      (y - top) * (right - left),
    );
  return { width: right - left, height: bottom - top, bytes };
}

/** Three planes; what is wanting to whole steps repeats the edge, so that no line is made. */
function input({ width, height, bytes }: Picture, across: number, down: number): Float32Array {
  const plane = across * down;
  const made = new Float32Array(3 * plane);
  MEANS.forEach((mean, channel) => {
    const deviation = DEVIATIONS[channel] as number;
    const table = Float32Array.from({ length: 256 }, (_, grey) => (grey / 255 - mean) / deviation);
    for (let y = 0; y < down; y++) {
      const from = Math.min(y, height - 1) * width;
      const to = channel * plane + y * across;
      for (let x = 0; x < across; x++)
        made[to + x] = table[bytes[from + Math.min(x, width - 1)] as number] as number;
    }
  });
  return made;
}
