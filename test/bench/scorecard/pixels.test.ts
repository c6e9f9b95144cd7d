import { randomOf } from '../../../bench/pixels/random.ts';
import { passedPixels } from '../../../bench/scorecard/judge/pixels.ts';
import { readPart10 } from '../../../bench/scorecard/judge/read.ts';
import type { Check } from '../../../bench/scorecard/key.ts';
import { type Burned, burn, bytesOf, type Frame, slice } from '../../../bench/scorecard/set/frames.ts';
import { el, instance, pixels } from '../../support/build.ts';

/** Texts in pixels: hidden or not, and pixels as they were or not, against frames made by hand. */

const noReader = () => {
  throw new Error('nothing here is compressed');
};
const fileOf = (frame: Frame) =>
  readPart10(
    instance({
      elements: [
        el(0x00280002, 'US', [1]),
        el(0x00280010, 'US', [frame.rows]),
        el(0x00280011, 'US', [frame.columns]),
        el(0x00280100, 'US', [frame.bits]),
        pixels(bytesOf(frame), frame.bits === 8 ? 'OB' : 'OW'),
      ],
    }),
  );
const clean = (bits: 8 | 16) => slice(randomOf(5), 120, 200, bits);
const check = (action: 'pixels_hidden' | 'pixels_retained', box?: Check['box']): Check => ({
  action,
  category: 'PIXELS',
  path: '7FE00010',
  name: 'PixelData',
  value: '',
  text: '',
  ...(box === undefined ? {} : { box }),
});
const passes = async (asked: Check, source: Frame, output: Frame | null) =>
  (await passedPixels([asked], fileOf(source), output === null ? null : fileOf(output), noReader)).has(asked);

describe.each([8, 16] as const)('a text burned into %d bits', (bits) => {
  const source = clean(bits);
  const [{ box }] = burn(source, ['DOE, JANE 1961'], [], randomOf(1)) as [Burned];
  const asked = check('pixels_hidden', box);
  const copy = (): Frame => ({ ...source, samples: source.samples.slice() });
  /** The box, each sample made of what is there. */
  const changed = (make: (sample: number, at: number) => number): Frame => {
    const frame = copy();
    const { left, top, right, bottom } = box;
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const at = y * frame.columns + x;
        frame.samples[at] = make(frame.samples[at] as number, at);
      }
    return frame;
  };

  it('is not hidden as it was, dimmed or inverted', async () => {
    expect(await passes(asked, source, copy())).toBe(false);
    expect(
      await passes(
        asked,
        source,
        changed((sample) => sample >> 2),
      ),
    ).toBe(false);
    expect(
      await passes(
        asked,
        source,
        changed((sample) => 255 - (sample >> (bits - 8))),
      ),
    ).toBe(false);
  });

  it('is hidden where its box is black, white or as it was without text, and where nothing came out', async () => {
    expect(
      await passes(
        asked,
        source,
        changed(() => 0),
      ),
    ).toBe(true);
    expect(
      await passes(
        asked,
        source,
        changed(() => 200),
      ),
    ).toBe(true);
    const before = clean(bits).samples;
    expect(
      await passes(
        asked,
        source,
        changed((_sample, at) => before[at] as number),
      ),
    ).toBe(true);
    expect(await passes(asked, source, null)).toBe(true);
  });

  it('and a frame is retained only with every sample', async () => {
    const retained = check('pixels_retained');
    expect(await passes(retained, source, copy())).toBe(true);
    expect(
      await passes(
        retained,
        source,
        changed((sample) => sample ^ 1),
      ),
    ).toBe(false);
    expect(await passes(retained, source, null)).toBe(false);
  });
});
