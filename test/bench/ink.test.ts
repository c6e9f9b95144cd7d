import type { Font, PathCommand } from 'opentype.js';
import { inkOf } from '../../bench/pixels/ink.ts';

const square = (left: number, top: number, size: number, isClockwise: boolean): PathCommand[] => {
  const corners = [
    [left, top],
    [left + size, top],
    [left + size, top + size],
    [left, top + size],
  ] as const;
  const [first, ...others] = isClockwise ? corners : [...corners].reverse();
  return [
    { type: 'M', x: first?.[0] ?? 0, y: first?.[1] ?? 0 },
    ...others.map(([x, y]) => ({ type: 'L', x, y }) as const),
  ];
};

/** A font of one letter: a ring, whose contours nobody closes, as TrueType has them. */
const RING = {
  unitsPerEm: 10,
  charToGlyph: () => ({
    advanceWidth: 24,
    getPath: (x: number) => ({ commands: [...square(x, -10, 10, true), ...square(x + 3, -7, 4, false)] }),
  }),
} as unknown as Font;

test('a letter with a hole inks its ring, and nothing in it or beside it', () => {
  const { width, height, bytes } = inkOf(RING, 'oo', 10);
  const lines = Array.from({ length: height }, (_, y) =>
    [...bytes.subarray(y * width, (y + 1) * width)].map((ink) => (ink > 127 ? '#' : '.')).join(''),
  );
  expect(lines.slice(2, 12)).toEqual([
    ...Array(3).fill('..##########..............##########..'),
    ...Array(4).fill('..###....###..............###....###..'),
    ...Array(3).fill('..##########..............##########..'),
  ]);
});
