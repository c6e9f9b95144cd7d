import type { Display, FoundText } from '../../../layers/pixels/reader.ts';
import { rememberedTexts } from '../../../layers/pixels/rememberedTexts.ts';
import type { Raster } from '../../../layers/pixels/shape.ts';

/** What a detector is asked again, and what it is not. */

const raster = (first: number, width = 2): Raster => ({
  width,
  height: 4 / width,
  samplesPerPixel: 1,
  bytesPerSample: 1,
  bytes: new Uint8Array([first, 2, 3, 4]),
});
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
const palette = (last: number, first = 0) => ({
  first,
  red: new Uint16Array([1, 2]),
  green: new Uint16Array([1, 2]),
  blue: new Uint16Array([1, last]),
});

/** Finds a text of its own each time it is asked. */
function counting(fails = 0) {
  let asked = 0;
  const findText = async (): Promise<readonly FoundText[]> => {
    asked += 1;
    if (asked <= fails) throw new Error('it died');
    return [{ box: { left: 0, top: 0, right: 1, bottom: 1 }, text: String(asked), confidence: 1 }];
  };
  return { findText, asked: () => asked };
}

it('asks once for a picture, also while the answer is under way', async () => {
  const detector = counting();
  const remembered = rememberedTexts(detector);
  const [one, other] = await Promise.all([
    remembered.findText(raster(1), DISPLAY),
    remembered.findText(raster(1), DISPLAY),
  ]);
  expect(other).toBe(one);
  expect(await remembered.findText(raster(1), { ...DISPLAY })).toBe(one);
  expect(detector.asked()).toBe(1);
});

it('takes no picture for another', async () => {
  const detector = counting();
  const remembered = rememberedTexts(detector);
  const pictures: readonly (readonly [Raster, Display])[] = [
    [raster(1), DISPLAY],
    [raster(9), DISPLAY],
    [raster(1, 4), DISPLAY],
    [raster(1, 1), DISPLAY],
    [{ ...raster(1), bytesPerSample: 2 }, DISPLAY],
    [raster(1), { ...DISPLAY, photometric: 'MONOCHROME1' }],
    [raster(1), { ...DISPLAY, slope: 2 }],
    [raster(1), { ...DISPLAY, windows: [{ center: 1, width: 2 }] }],
    [raster(1), { ...DISPLAY, palette: palette(3) }],
    [raster(1), { ...DISPLAY, palette: palette(4) }],
    [raster(1), { ...DISPLAY, palette: palette(3, 1) }],
  ];
  const found = new Set<string | undefined>();
  for (const [of, by] of pictures) found.add((await remembered.findText(of, by))[0]?.text);
  expect(found.size).toBe(pictures.length);
});

it('asks again after a failure', async () => {
  const detector = counting(1);
  const remembered = rememberedTexts(detector);
  await expect(remembered.findText(raster(1), DISPLAY)).rejects.toThrow('it died');
  expect(await remembered.findText(raster(1), DISPLAY)).toMatchObject([{ text: '2' }]);
});

it('forgets what was not asked for the longest time', async () => {
  const detector = counting();
  const remembered = rememberedTexts(detector, 2);
  for (const picture of [1, 2, 1, 3, 1]) await remembered.findText(raster(picture), DISPLAY);
  expect(detector.asked()).toBe(3);
  await remembered.findText(raster(2), DISPLAY);
  expect(detector.asked()).toBe(4);
});
