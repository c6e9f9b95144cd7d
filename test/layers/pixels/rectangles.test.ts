import fc from 'fast-check';
import { complementOf } from '../../../layers/pixels/rectangles.ts';
import { onGrid, type Rectangle } from '../../../layers/pixels/region.ts';
import { holds } from '../../support/properties.ts';

const IMAGE = { width: 12, height: 9 };

function isIn(rectangles: readonly Rectangle[], column: number, row: number): number {
  return rectangles.filter(
    ({ left, top, right, bottom }) => column >= left && column < right && row >= top && row < bottom,
  ).length;
}

describe('what lies in none of some rectangles', () => {
  it('is every other pixel, once', async () => {
    const rectangle = fc
      .tuple(fc.nat(11), fc.nat(8), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }))
      .map(([left, top, width, height]) => ({
        left,
        top,
        right: Math.min(12, left + width),
        bottom: Math.min(9, top + height),
      }));
    await holds(
      fc.property(fc.array(rectangle, { maxLength: 5 }), (kept) => {
        const rest = complementOf(kept, IMAGE);
        for (let row = 0; row < IMAGE.height; row++)
          for (let column = 0; column < IMAGE.width; column++)
            expect(isIn(rest, column, row)).toBe(isIn(kept, column, row) > 0 ? 0 : 1);
      }),
    );
  });
});

describe('a rectangle on a grid', () => {
  it('takes in every cell that it touches, up to the edge of the image', () => {
    const cell = { width: 8, height: 8 };
    const image = { width: 20, height: 20 };
    expect(onGrid({ left: 7, top: 8, right: 9, bottom: 17 }, cell, image)).toEqual({
      left: 0,
      top: 8,
      right: 16,
      bottom: 20,
    });
  });
});
