import { shownFrame } from '../../../../layers/pixels/display/shown.ts';
import type { Display } from '../../../../layers/pixels/reader.ts';
import type { Raster } from '../../../../layers/pixels/shape.ts';

/** What a screen shows of a few pixels, worked out by hand from PS3.3 C.7.6.3.1.2 and C.11.2. */

const DISPLAY: Display = {
  photometric: 'MONOCHROME2',
  bitsStored: 8,
  highBit: 7,
  isSigned: false,
  slope: 1,
  intercept: 0,
  windows: [],
  palette: null,
};
const grey = (...values: number[]): Raster => ({
  width: values.length,
  height: 1,
  samplesPerPixel: 1,
  bytesPerSample: 1,
  bytes: new Uint8Array(values),
});
const colour = (...values: number[]): Raster => ({
  ...grey(...values),
  width: values.length / 3,
  samplesPerPixel: 3,
});
const shown = (raster: Raster, display: Partial<Display> = {}) => [
  ...shownFrame(raster, { ...DISPLAY, ...display }).bytes,
];
const greys = (...values: number[]) => values.flatMap((value) => [value, value, value]);

describe('a frame as it is shown', () => {
  it('goes from the darkest to the brightest without a window, and by its first one with', () => {
    expect(shown(grey(10, 20, 30))).toEqual(greys(0, 128, 255));
    const windows = [{ center: 20.5, width: 11 }];
    expect(shown(grey(10, 15, 20, 25, 30), { windows })).toEqual(greys(0, 0, 128, 255, 255));
  });

  it('is inverse where 0 is white', () => {
    expect(shown(grey(10, 20, 30), { photometric: 'MONOCHROME1' })).toEqual(greys(255, 127, 0));
  });

  it('is rescaled before its window', () => {
    const windows = [{ center: 0.5, width: 21 }];
    expect(shown(grey(0, 10, 20), { slope: 1, intercept: -10, windows })).toEqual(greys(0, 128, 255));
  });

  it('has the colours of its palette, and of RGB', () => {
    const palette = {
      first: 1,
      red: Uint16Array.from([0, 65_535]),
      green: Uint16Array.from([257, 0]),
      blue: Uint16Array.from([514, 256]),
    };
    expect(shown(grey(0, 1, 2, 9), { photometric: 'PALETTE COLOR', palette })).toEqual([
      0, 1, 2, 0, 1, 2, 255, 0, 1, 255, 0, 1,
    ]);
    expect(shown(colour(1, 2, 3), { photometric: 'RGB' })).toEqual([1, 2, 3]);
  });

  it('has the colours of YBR, full and partial', () => {
    expect(shown(colour(76, 85, 255, 255, 128, 128), { photometric: 'YBR_FULL_422' })).toEqual([
      254, 0, 0, 255, 255, 255,
    ]);
    expect(shown(colour(16, 128, 128, 235, 128, 128), { photometric: 'YBR_PARTIAL_420' })).toEqual([
      0, 0, 0, 255, 255, 255,
    ]);
  });

  it('of 12 bits, signed', () => {
    const bytes = new Uint8Array([0x00, 0x08, 0xff, 0x07]);
    const raster = { ...grey(0, 0), bytesPerSample: 2, bytes };
    expect(shown(raster, { bitsStored: 12, highBit: 11, isSigned: true })).toEqual(greys(0, 255));
  });
});
