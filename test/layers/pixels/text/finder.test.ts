import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Display, FoundText } from '../../../../layers/pixels/reader.ts';
import type { Raster } from '../../../../layers/pixels/shape.ts';
import { openTextFinder, type TextFinder } from '../../../../layers/pixels/text/finder.ts';
import {
  readWeights,
  WEIGHTS,
  WEIGHTS_DIGEST,
  WEIGHTS_FOLDER,
} from '../../../../layers/pixels/text/weights.ts';
import { eachPixelOf, GLYPH_HEIGHT, GLYPH_WIDTH } from '../../../support/bitmapFont.ts';

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

/** A frame of one tone. */
function flat(tone: number, width = 320, height = 160): Raster {
  return {
    width,
    height,
    samplesPerPixel: 1,
    bytesPerSample: 1,
    bytes: new Uint8Array(width * height).fill(tone),
  };
}

interface Line {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly times: number;
  readonly tone: number;
}

/** Writes a line, each pixel of its glyphs `times` wide and high; the places of its ink. */
function write(raster: Raster, { text, left, top, times, tone }: Line): readonly number[] {
  const ink: number[] = [];
  eachPixelOf(text, (x, y) => {
    for (let down = 0; down < times; down++)
      for (let across = 0; across < times; across++) {
        const at = (top + y * times + down) * raster.width + left + x * times + across;
        raster.bytes[at] = tone;
        ink.push(at);
      }
  });
  return ink;
}

/** The share of ink that lies in what was found. */
function covered(ink: readonly number[], { width }: Raster, found: readonly FoundText[]): number {
  const inside = ink.filter((at) =>
    found.some(
      ({ box }) =>
        at % width >= box.left &&
        at % width < box.right &&
        Math.floor(at / width) >= box.top &&
        Math.floor(at / width) < box.bottom,
    ),
  );
  return inside.length / ink.length;
}

const NAME = { text: 'DOE MARIA', left: 40, top: 60, times: 2, tone: 255 };

describe('looking for text', () => {
  let finder: TextFinder;
  beforeAll(async () => {
    finder = await openTextFinder();
  });
  afterAll(() => finder.close());

  it('finds and reads a name', async () => {
    const raster = flat(20);
    const ink = write(raster, NAME);
    const found = await finder.find(raster, DISPLAY);
    expect(covered(ink, raster, found)).toBeGreaterThanOrEqual(0.9);
    expect(found.map(({ text }) => text.replace(/\s/g, ''))).toContain('DOEMARIA');
    expect(found[0]?.confidence).toBeGreaterThan(0.5);
  });

  it('and one of glyphs 7 pixels high', async () => {
    const raster = flat(20);
    const ink = write(raster, { ...NAME, times: 1 });
    expect(covered(ink, raster, await finder.find(raster, DISPLAY))).toBeGreaterThanOrEqual(0.9);
  });

  it.each([90, 180, 270])('and one that stands at %d degrees', async (turn) => {
    const raster = flat(20, 200, 200);
    const upright = flat(20, 200, 200);
    const ink = write(upright, { ...NAME, left: 4, times: 3 }).map((at) => {
      const [x, y] = [at % 200, Math.floor(at / 200)];
      return turn === 90 ? x * 200 + 199 - y : turn === 180 ? (199 - y) * 200 + 199 - x : (199 - x) * 200 + y;
    });
    for (const at of ink) raster.bytes[at] = 255;
    const found = await finder.find(raster, DISPLAY);
    expect(covered(ink, raster, found)).toBeGreaterThanOrEqual(0.9);
    expect(found.map(({ text }) => text.replace(/\s/g, ''))).toContain('DOEMARIA');
  });

  it.each([3, -8, 35, 80])('and one that stands askew, by %d degrees', async (degrees) => {
    const [raster, upright] = [flat(20, 480, 480), flat(20, 480, 480)];
    write(upright, { text: 'DOE MARIA 1961', left: 114, top: 230, times: 3, tone: 255 });
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const ink = [...raster.bytes.keys()].filter((at) => {
      const [x, y] = [(at % 480) - 240, Math.floor(at / 480) - 240];
      const [column, row] = [Math.round(x * cos + y * sin) + 240, Math.round(y * cos - x * sin) + 240];
      return upright.bytes[row * 480 + column] === 255;
    });
    for (const at of ink) raster.bytes[at] = 255;
    const found = await finder.find(raster, DISPLAY);
    expect(covered(ink, raster, found)).toBeGreaterThanOrEqual(0.9);
    // Like stairs along it, and not a box round the whole.
    const area = found.reduce(
      (sum, { box }) => Math.max(sum, (box.right - box.left) * (box.bottom - box.top)),
      0,
    );
    expect(area).toBeLessThan(480 * 480 * 0.12);
  });

  it('and one that the image shows only beyond its window', async () => {
    const raster = flat(200);
    const ink = write(raster, NAME);
    const windows = [{ center: 64, width: 128 }];
    expect(covered(ink, raster, await finder.find(raster, { ...DISPLAY, windows }))).toBeGreaterThanOrEqual(
      0.9,
    );
  });

  it('and one that is hardly there', async () => {
    const raster = flat(2, 480, 480);
    raster.bytes.fill(255, 300 * 480, 320 * 480);
    const ink = write(raster, { ...NAME, tone: 6 });
    expect(covered(ink, raster, await finder.find(raster, DISPLAY))).toBeGreaterThanOrEqual(0.9);
  });

  it.each([
    ['RGB', [0, 102, 0], [200, 0, 0]],
    ['YBR_FULL', [60, 94, 85], [60, 94, 228]],
  ] as const)('and one that is as bright as its ground, in %s', async (photometric, ground, tint) => {
    const places = write(flat(0), NAME);
    const raster = { ...flat(0), samplesPerPixel: 3, bytes: new Uint8Array(3 * 320 * 160) };
    raster.bytes.forEach((_, at) => {
      raster.bytes[at] = ground[at % 3] as number;
    });
    // Something black and white, so that the rest is neither.
    for (let at = 0; at < 320 * 8; at++)
      raster.bytes.set(at < 320 * 4 ? [0, 128, 128] : [255, 128, 128], 3 * at);
    for (const at of places) raster.bytes.set(tint, 3 * at);
    const found = await finder.find(raster, { ...DISPLAY, photometric });
    expect(covered(places, raster, found)).toBeGreaterThanOrEqual(0.9);
  });

  it('and lines at the edges of a picture of several tiles', async () => {
    const raster = flat(60, 1400, 1100);
    const lines = [
      { ...NAME, left: 0, top: 0 },
      { ...NAME, left: 1400 - NAME.text.length * GLYPH_WIDTH * 2, top: 1100 - GLYPH_HEIGHT * 2 },
      { ...NAME, left: 650, top: 545 },
    ];
    const ink = lines.map((line) => write(raster, line));
    const found = await finder.find(raster, DISPLAY);
    for (const one of ink) expect(covered(one, raster, found)).toBeGreaterThanOrEqual(0.9);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await finder.find(flat(0), DISPLAY)).toEqual([]);
    expect(await finder.find(flat(255, 3, 2), DISPLAY)).toEqual([]);
    const ramp = flat(0);
    ramp.bytes.forEach((_, at) => {
      ramp.bytes[at] = (at % 320) * 0.7;
    });
    expect(await finder.find(ramp, DISPLAY)).toEqual([]);
  });

  it('says what it reads with', () => {
    expect(finder.weights).toBe(WEIGHTS_DIGEST);
  });
});

describe('weights', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weights-'));
    for (const { file } of Object.values(WEIGHTS))
      copyFileSync(new URL(file, WEIGHTS_FOLDER), join(folder, file));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(['detector', 'recogniser', 'characters'] as const)(
    'of the %s with one other byte are refused, and so are none',
    async (weight) => {
      const path = join(folder, WEIGHTS[weight].file);
      const weights = pathToFileURL(`${folder}/`);
      expect(readWeights(weight, weights).length).toBeGreaterThan(0);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
      writeFileSync(path, bytes);
      await expect(openTextFinder({ weights })).rejects.toMatchObject({ code: 'PIXELS_WEIGHTS' });
      rmSync(path);
      await expect(openTextFinder({ weights })).rejects.toMatchObject({ code: 'PIXELS_WEIGHTS' });
    },
  );

  it('lie beside their notices and their licence', () => {
    for (const file of ['LICENSE', 'NOTICE-ocrspine.txt', 'NOTICE-rapidocr.md'])
      expect(readFileSync(new URL(file, WEIGHTS_FOLDER), 'utf8')).toContain('Apache License');
  });
});
