import type { Display } from '../../../../layers/pixels/reader.ts';
import type { Raster } from '../../../../layers/pixels/shape.ts';
import { tintedOf } from '../../../../layers/pixels/text/tinted.ts';
import { eachPixelOf } from '../../../support/bitmapFont.ts';

const [WIDTH, HEIGHT] = [160, 64];
const RGB: Display = {
  photometric: 'RGB',
  bitsStored: 8,
  highBit: 7,
  isSigned: false,
  slope: 1,
  intercept: 0,
  windows: [],
  palette: null,
};

type Colour = readonly [number, number, number];

function written(ground: Colour, ink: Colour): { raster: Raster; places: readonly number[] } {
  const bytes = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, at) => ground[at % 3] as number);
  const places: number[] = [];
  eachPixelOf('DOE MARIA', (x, y) => {
    for (const by of [0, 1, WIDTH, WIDTH + 1]) {
      const at = (24 + 2 * y) * WIDTH + 16 + 2 * x + by;
      bytes.set(ink, 3 * at);
      places.push(at);
    }
  });
  return { raster: { width: WIDTH, height: HEIGHT, samplesPerPixel: 3, bytesPerSample: 1, bytes }, places };
}

const grey = ({ bytes }: Raster) =>
  Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) =>
    Math.round(
      0.299 * (bytes[3 * at] as number) +
        0.587 * (bytes[3 * at + 1] as number) +
        0.114 * (bytes[3 * at + 2] as number),
    ),
  );

describe('letters as bright as their ground', () => {
  test.each<[string, Colour, Colour]>([
    ['red on green', [0, 102, 0], [200, 0, 0]],
    ['yellow on grey', [140, 140, 140], [150, 162, 0]],
    ['blue on a dark grey', [29, 29, 29], [0, 0, 255]],
  ])('%s stand out', (_, ground, ink) => {
    const { raster, places } = written(ground, ink);
    const tinted = tintedOf(raster, RGB, grey(raster));
    const inked = places.filter((at) => (tinted?.picture.bytes[at] ?? 0) >= 128 && tinted?.seen[at] === 0);
    expect(inked.length / places.length).toBeGreaterThan(0.95);
    expect(tinted?.picture.bytes[20 * WIDTH + 40]).toBeLessThan(64);
  });

  test('so do those of a palette', () => {
    const { raster, places } = written([0, 0, 0], [1, 1, 1]);
    const indices = { ...raster, samplesPerPixel: 1, bytes: raster.bytes.filter((_, at) => at % 3 === 0) };
    const table = (first: number, second: number) => Uint16Array.from([first * 257, second * 257]);
    const palette = { first: 0, red: table(0, 200), green: table(102, 0), blue: table(0, 0) };
    const display = { ...RGB, photometric: 'PALETTE COLOR', palette };
    const tinted = tintedOf(indices, display, new Uint8Array(WIDTH * HEIGHT).fill(60));
    expect(places.every((at) => (tinted?.picture.bytes[at] ?? 0) >= 128)).toBe(true);
  });

  test('what grey shows needs none, nor does an image without letters or colours', () => {
    for (const [ground, ink] of [
      [
        [0, 0, 0],
        [255, 255, 255],
      ],
      [
        [90, 90, 90],
        [90, 90, 90],
      ],
      [
        [90, 90, 90],
        [92, 88, 90],
      ],
    ] as const) {
      const { raster } = written(ground, ink);
      expect(tintedOf(raster, RGB, grey(raster))).toBeNull();
    }
    const { raster } = written([0, 102, 0], [200, 0, 0]);
    expect(tintedOf({ ...raster, samplesPerPixel: 1 }, RGB, grey(raster))).toBeNull();
  });
});
