import type { DataSet } from '../../../../layers/dicom/element.ts';
import type { PixelReader } from '../../../../layers/pixels/reader.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, instance, sq } from '../../../support/build.ts';
import { clean } from '../harness.ts';

const ICON = 0x00880200;
const word = (tag: number, value: number) => el(tag, 'US', new Uint8Array([value, 0]));

/** An icon of the image, and one of another image that a reference carries, two items deep. */
function withIcons(): Uint8Array {
  const icon = sq(ICON, [
    [word(0x00280010, 1), word(0x00280011, 2), el(0x7fe00010, 'OW', new Uint8Array([7, 9]))],
  ]);
  return instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00080060, 'CS', 'PT'),
      sq(0x00081115, [[sq(0x00081199, [[el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), icon]])]]),
      icon,
      word(0x00280010, 1),
      word(0x00280011, 2),
      word(0x00280100, 8),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      el(0x7fe00010, 'OW', new Uint8Array([1, 2])),
    ],
  });
}

const NEVER: PixelReader = {
  decode: async () => Promise.reject(new Error('nothing to decode')),
  encode: async () => Promise.reject(new Error('nothing to encode')),
  findText: async () => Promise.reject(new Error('nothing to look at')),
  close: async () => {},
};

function icons({ elements }: DataSet): number {
  return elements.reduce(
    (sum, { tag, items }) =>
      sum + (tag === ICON ? 1 : (items ?? []).reduce((inside, item) => inside + icons(item), 0)),
    0,
  );
}

/** How many icons are left. */
async function left(file: object): Promise<number> {
  const plan = planOf(compileLethe(sourceOf(JSON.stringify({ otherwise: { private: 'remove' }, ...file }))));
  const result = await clean(withIcons(), { plan, pixels: NEVER });
  if ('reason' in result) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  return icons(result.instance.dataSet);
}

describe('icons', () => {
  it('stay without a profile where nobody asks for clean pixel data', async () => {
    expect(await left({ profile: 'none' })).toBe(2);
  });

  it.each([
    ['without a profile', { profile: 'none' }],
    [
      'within what a rule keeps',
      { profile: 'none', rules: [{ select: 'ReferencedSeriesSequence', action: 'keep' }] },
    ],
    [
      'under a profile, within what a rule keeps',
      { rules: [{ select: 'ReferencedSeriesSequence', action: 'keep' }] },
    ],
  ])('go at any depth with the option: %s', async (_name, file) => {
    expect(await left({ ...file, options: ['cleanPixelData'] })).toBe(0);
  });

  it('stay where a rule of the file keeps them', async () => {
    const rules = [{ select: 'IconImageSequence', action: 'keep' }];
    expect(await left({ profile: 'none', options: ['cleanPixelData'], rules })).toBe(2);
  });
});
