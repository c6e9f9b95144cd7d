import { faintOf } from '../../../../layers/pixels/text/faint.ts';
import { eachPixelOf } from '../../../support/bitmapFont.ts';

const [WIDTH, HEIGHT] = [160, 64];

function written(ground: number, ink: number) {
  const bytes = new Uint8Array(WIDTH * HEIGHT).fill(ground);
  const places: number[] = [];
  eachPixelOf('DOE MARIA', (x, y) => {
    for (const by of [0, 1, WIDTH, WIDTH + 1]) {
      const at = (24 + 2 * y) * WIDTH + 16 + 2 * x + by;
      bytes[at] = ink;
      places.push(at);
    }
  });
  return { picture: { width: WIDTH, height: HEIGHT, bytes }, places };
}

describe('letters that hardly differ from their ground', () => {
  test.each([
    [2, 6],
    [178, 190],
    [250, 240],
  ])('on %d, with %d: they stand out', (ground, ink) => {
    const { picture, places } = written(ground, ink);
    const faint = faintOf(picture);
    const seen = places.filter((at) => Math.abs((faint?.picture.bytes[at] ?? 128) - 128) >= 64);
    expect(seen.length / places.length).toBeGreaterThan(0.95);
    expect(places.filter((at) => faint?.seen[at] === 0)).toHaveLength(seen.length);
    expect(faint?.seen[0]).toBe(1);
  });

  test('what is flat has none', () => {
    expect(faintOf(written(40, 40).picture)).toBeNull();
  });

  test('what can be seen as it is needs none', () => {
    expect(faintOf(written(0, 255).picture)).toBeNull();
  });

  test('noise is none, nor is a slope', () => {
    const noise = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => 20 + ((at * 7919) % 11));
    const slope = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => Math.floor((at % WIDTH) / 2));
    for (const bytes of [noise, slope]) expect(faintOf({ width: WIDTH, height: HEIGHT, bytes })).toBeNull();
  });

  test('a speck is no line', () => {
    const bytes = new Uint8Array(WIDTH * HEIGHT).fill(10);
    bytes[20 * WIDTH + 20] = 18;
    expect(faintOf({ width: WIDTH, height: HEIGHT, bytes })).toBeNull();
  });
});
