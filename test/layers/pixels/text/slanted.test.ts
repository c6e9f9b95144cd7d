import type { Picture } from '../../../../layers/pixels/display/picture.ts';
import type { Rectangle } from '../../../../layers/pixels/region.ts';
import { type Slanted, slantedOf, stairsOf, uprightOf } from '../../../../layers/pixels/text/slanted.ts';
import { blobsOf, type TextMap } from '../../../../layers/pixels/text/textMap.ts';

/** Lines of text that stand askew. */

const SIDE = 200;
const GROWTH = 1.6;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A map in which every pixel that `isIn` is likely. */
function mapOf(isIn: (x: number, y: number) => boolean): TextMap {
  const bytes = Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
    isIn((at % SIDE) - SIDE / 2 + 0.5, Math.floor(at / SIDE) - SIDE / 2 + 0.5) ? 255 : 0,
  );
  return { width: SIDE, height: SIDE, bytes };
}

/** A bar round the middle, turned. */
const bar = (degrees: number, length: number, height: number) =>
  mapOf((x, y) => {
    const [cos, sin] = [Math.cos(radians(degrees)), Math.sin(radians(degrees))];
    return Math.abs(x * cos + y * sin) < length / 2 && Math.abs(y * cos - x * sin) < height / 2;
  });

const slantOf = (map: TextMap): Slanted | null => {
  const [blob] = blobsOf(map, 128);
  if (blob === undefined) throw new Error('nothing is in the map');
  return slantedOf(blob, GROWTH);
};

it.each([3, 5, 20, 45, 70, 87, -5, -20, -45, -80])('knows a line by %d degrees', (degrees) => {
  const slanted = slantOf(bar(degrees, 120, 6));
  expect(slanted?.angle).toBeCloseTo(radians(degrees), 1);
  expect(slanted?.x).toBeCloseTo(SIDE / 2, 0);
  expect(slanted?.y).toBeCloseTo(SIDE / 2, 0);
  expect(slanted?.length).toBeGreaterThan(120);
  expect(slanted?.length).toBeLessThan(150);
  expect(slanted?.height).toBeGreaterThan(14);
  expect(slanted?.height).toBeLessThan(24);
});

it.each([
  ['a straight line', bar(0, 120, 6)],
  ['one that stands upright', bar(90, 120, 6)],
  ['one that hardly rises', bar(2, 120, 6)],
  ['a spot', bar(30, 16, 8)],
  ['a ring', mapOf((x, y) => Math.abs(Math.hypot(x, y) - 50) < 3)],
  ['an arc', mapOf((x, y) => Math.abs(Math.hypot(x, y) - 80) < 3 && x > 0 && y > 0)],
  ['a cross', mapOf((x, y) => Math.hypot(x, y) < 60 && (Math.abs(x - y) < 4 || Math.abs(x + y) < 4))],
])('takes %s for none', (_, map) => expect(slantOf(map)).toBeNull());

it.each([5, 45, 87, -30])('sets a line by %d degrees upright', (degrees) => {
  const map = bar(degrees, 120, 10);
  const picture: Picture = map;
  const slanted: Slanted = { x: 100, y: 100, angle: radians(degrees), length: 130, height: 20 };
  const upright = uprightOf(picture, slanted);
  const { box } = upright;
  expect([box.right - box.left, box.bottom]).toEqual([130, 20]);
  const at = (x: number, y: number) => upright.picture.bytes[y * upright.picture.width + x];
  for (const x of [box.left + 8, box.left + 65, box.right - 9])
    expect([at(x, 2), at(x, 10)]).toEqual([0, 255]);
  expect([at(box.left + 1, 10), at(box.right - 2, 10)]).toEqual([0, 0]);
});

it.each([4, 12, 45, 78, 88, -4, -45, -60])(
  'covers the whole of a line by %d degrees, and little else',
  (degrees) => {
    const picture: Picture = bar(degrees, 120, 10);
    const slanted: Slanted = { x: 100, y: 100, angle: radians(degrees), length: 130, height: 20 };
    const upright = uprightOf(picture, slanted);
    const stairs = stairsOf(slanted, upright.picture, upright.box, picture);
    const isCovered = (at: number, by: readonly Rectangle[]) => {
      const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
      return by.some((box) => x >= box.left && x < box.right && y >= box.top && y < box.bottom);
    };
    const ink = [...picture.bytes.keys()].filter((at) => picture.bytes[at] === 255);
    expect(ink.filter((at) => !isCovered(at, stairs))).toEqual([]);
    const covered = [...picture.bytes.keys()].filter((at) => isCovered(at, stairs)).length;
    expect(covered).toBeLessThan(3 * 130 * 20);
  },
);

it('covers nothing beyond the picture', () => {
  const picture: Picture = mapOf(() => false);
  const slanted: Slanted = { x: 5, y: 190, angle: radians(20), length: 100, height: 20 };
  const upright = uprightOf(picture, slanted);
  for (const { left, top, right, bottom } of stairsOf(slanted, upright.picture, upright.box, picture)) {
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(Math.max(right, bottom)).toBeLessThanOrEqual(SIDE);
    expect(left < right && top < bottom).toBe(true);
  }
});
