import fc from 'fast-check';
import type { Raster } from '../../../../layers/pixels/shape.ts';
import { changedArea } from '../../../../layers/pixels/text/changed.ts';
import { eachPixelOf, GLYPH_HEIGHT, GLYPH_WIDTH } from '../../../support/bitmapFont.ts';
import { holds } from '../../../support/properties.ts';

const SIZE = { width: 320, height: 240 };

/** A frame with noise that is the same in every frame, and lines of text, one bit, at a place. */
function frame(
  lines: readonly (readonly [text: string, x: number, y: number])[],
  { samplesPerPixel = 1, bytesPerSample = 1 } = {},
): Raster {
  const pixelBytes = samplesPerPixel * bytesPerSample;
  const bytes = new Uint8Array(SIZE.width * SIZE.height * pixelBytes).map(
    (_, at) => (at * 2654435761) >>> 27,
  );
  for (const [text, left, top] of lines)
    eachPixelOf(text, (x, y) => {
      const at = ((top + y) * SIZE.width + left + x) * pixelBytes;
      bytes[at + pixelBytes - 1] = 255;
    });
  return { ...SIZE, samplesPerPixel, bytesPerSample, bytes };
}

describe('what of a later frame must be looked at again', () => {
  it('nothing, where it is the same', () => {
    expect(changedArea(frame([['12:30:05', 20, 200]]), frame([['12:30:05', 20, 200]]))).toBeNull();
  });

  it.each([
    [1, 1],
    [3, 1],
    [1, 2],
  ])(
    'a clock that ticks: every second that follows another, with %d samples of %d bytes',
    (samplesPerPixel, bytesPerSample) => {
      const [x, y] = [200, 150];
      const clock = (second: number) =>
        frame([[`12:30:${String(second).padStart(2, '0')}`, x, y]], { samplesPerPixel, bytesPerSample });
      for (let second = 1; second < 60; second++) {
        const area = changedArea(clock(second - 1), clock(second));
        const lastDigit = {
          left: x + 7 * GLYPH_WIDTH,
          right: x + 8 * GLYPH_WIDTH - 1,
          top: y,
          bottom: y + GLYPH_HEIGHT,
        };
        expect(area?.left).toBeLessThanOrEqual(lastDigit.left);
        expect(area?.top).toBeLessThanOrEqual(lastDigit.top);
        expect(area?.right).toBeGreaterThanOrEqual(lastDigit.right);
        expect(area?.bottom).toBeGreaterThanOrEqual(lastDigit.bottom);
        expect(
          ((area?.right ?? 0) - (area?.left ?? 0)) * ((area?.bottom ?? 0) - (area?.top ?? 0)),
        ).toBeLessThan((SIZE.width * SIZE.height) / 3);
      }
    },
  );

  it('a name that appears anywhere, also at the edges', () => {
    holds(
      fc.property(fc.nat(SIZE.width - 4 * GLYPH_WIDTH), fc.nat(SIZE.height - GLYPH_HEIGHT), (x, y) => {
        const area = changedArea(frame([]), frame([['DOE', x, y]]));
        return (
          area !== null &&
          area.left <= x &&
          area.top <= y &&
          area.right >= x + 3 * GLYPH_WIDTH - 1 &&
          area.bottom >= y + GLYPH_HEIGHT
        );
      }),
    );
  });

  it('not single pixels that lie apart: no glyph is that small', () => {
    const later = frame([]);
    for (let y = 4; y < SIZE.height; y += 32)
      for (let x = 4; x < SIZE.width; x += 32) later.bytes[y * SIZE.width + x] = 200;
    expect(changedArea(frame([]), later)).toBeNull();
  });

  it('all of it, where the frames have not the same shape', () => {
    const other = { ...frame([]), width: 240, height: 320 };
    expect(changedArea(frame([]), other)).toEqual({ left: 0, top: 0, right: 240, bottom: 320 });
  });
});
