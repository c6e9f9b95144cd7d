import { asTag } from '../../../layers/dicom/tag.ts';
import { WEIGHTS_DIGEST } from '../../../layers/pixels/text/weights.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { writeLethe } from '../../../rules/lethe/write.ts';
import { knownDevices } from '../../../rules/pixels/knownDevices.ts';
import { codesOf, planOf, sourceOf } from '../harness.ts';

const compile = (file: object) => compileLethe(sourceOf(JSON.stringify(file)));
const plan = (file: object) => planOf(compile(file));

const DEVICE = { when: { Modality: 'US' }, size: [800, 600], blank: [[0, 0, 800, 59]] };
const pixelsOf = (pixels: unknown) => plan({ pixels }).pixels;

describe('the key "pixels"', () => {
  it('left out, or null: no pixel is looked at', () => {
    expect(plan({}).pixels).toBeUndefined();
    expect(pixelsOf(null)).toBeUndefined();
    expect(plan({ pixels: null }).digest).toBe(plan({}).digest);
  });

  it('empty: known devices and ultrasound regions, and the rest is held', () => {
    expect(pixelsOf({})).toEqual({
      devices: knownDevices(),
      ultrasoundRegions: 'keep-only',
      text: 'blank-unless-allowed',
      weights: WEIGHTS_DIGEST,
      allow: [],
      look: 'default',
      unmatched: 'hold',
      fill: 'darkest',
    });
  });

  it('is what the option says by itself, with its code for instances that were seen to', () => {
    const asked = plan({ options: ['cleanPixelData', 'retainUids'] });
    expect(asked.pixels).toEqual({ ...pixelsOf({}), option: true });
    expect(asked.stamps?.methodCodes.map(({ value }) => value)).toEqual(['113100', '113110']);
    expect(asked.claims?.codes.map(({ value }) => value)).toEqual(['113100', '113101', '113110']);
    expect(plan({ options: ['cleanPixelData'], pixels: { text: 'blank' } }).pixels).toMatchObject({
      option: true,
      text: 'blank',
    });
    expect(plan({ pixels: {} }).claims?.codes.map(({ value }) => value)).toEqual(['113100']);
    expect(compileLethe(sourceOf(writeLethe(asked))).plan?.digest).toBe(asked.digest);
  });

  it('names a detector beside the built-in one, whose weights it has all the same, and is other rules by that', () => {
    const [one, two] = [plan({ pixels: {} }), plan({ pixels: { detector: 'rekognition' } })];
    expect(two.pixels).toEqual({ ...one.pixels, detector: 'rekognition' });
    expect(two.digest).not.toBe(one.digest);
    expect(plan({ pixels: { detector: 'built-in' } }).digest).toBe(one.digest);
  });

  it('has the file’s devices before the known ones', () => {
    const own = {
      when: [{ tag: asTag(0x00080060), anyOf: ['US'] }],
      size: [800, 600],
      blank: [[0, 0, 800, 59]],
    };
    expect(pixelsOf({ devices: [DEVICE] })?.devices).toEqual([own, ...knownDevices()]);
    expect(pixelsOf({ devices: [DEVICE], knownDevices: false })?.devices).toEqual([own]);
  });

  it.each<readonly [string, unknown, string]>([
    ['a rectangle beyond the columns', { devices: [{ ...DEVICE, blank: [[1, 0, 800, 9]] }] }, 'OUT_OF_RANGE'],
    ['a rectangle beyond the rows', { devices: [{ ...DEVICE, blank: [[0, 590, 800, 11]] }] }, 'OUT_OF_RANGE'],
    ['an empty rectangle', { devices: [{ ...DEVICE, blank: [[0, 0, 0, 9]] }] }, 'OUT_OF_RANGE'],
    ['no size', { devices: [{ when: DEVICE.when, blank: DEVICE.blank }] }, 'MISSING_KEY'],
    ['a size of one number', { devices: [{ ...DEVICE, size: [600] }] }, 'WRONG_TYPE'],
    ['no condition', { devices: [{ ...DEVICE, when: {} }] }, 'WRONG_TYPE'],
    ['an unknown attribute', { devices: [{ ...DEVICE, when: { Modalty: 'US' } }] }, 'UNKNOWN_KEYWORD'],
    [
      'an attribute twice, by keyword and by tag',
      { devices: [{ ...DEVICE, when: { Modality: 'US', '(0008,0060)': 'XA' } }] },
      'DUPLICATE_KEY',
    ],
    ['an attribute of numbers', { devices: [{ ...DEVICE, when: { Rows: '600' } }] }, 'WRONG_TYPE'],
    ['an attribute of bytes', { devices: [{ ...DEVICE, when: { PixelData: 'x' } }] }, 'WRONG_TYPE'],
    ['a sequence', { devices: [{ ...DEVICE, when: { IconImageSequence: 'x' } }] }, 'WRONG_TYPE'],
    ['an unknown word', { unmatched: 'keep' }, 'UNKNOWN_WORD'],
    ['an unknown detector', { detector: 'textract' }, 'UNKNOWN_WORD'],
    ['a detector of what nobody looks for', { detector: 'rekognition', text: 'ignore' }, 'CONTRADICTION'],
    ['a colour out of range', { fill: [0, 0, 256] }, 'WRONG_TYPE'],
  ])('%s is an error', (_name, pixels, code) => {
    expect(codesOf(compile({ pixels }))).toEqual([code]);
  });

  it('and "pixels" of "screening" are a contradiction', () => {
    expect(codesOf(compile({ pixels: {}, screening: { pixels: 'hold' } }))).toEqual(['CONTRADICTION']);
    expect(codesOf(compile({ pixels: null, screening: { pixels: 'hold' } }))).toEqual([]);
  });

  it.each([
    {},
    { detector: 'rekognition' },
    { devices: [DEVICE], fill: [255, 0, 128], unmatched: 'release' },
    {
      devices: [
        {
          when: { Manufacturer: ['GE', 'Philips'], SeriesDescription: 'x' },
          size: [null, 600],
          blank: [[0, 0, 9, 9]],
        },
      ],
      knownDevices: false,
      ultrasoundRegions: 'ignore',
    },
  ])('is written as it was read: %j', (pixels) => {
    const written = JSON.parse(writeLethe(plan({ pixels })));
    expect(written.pixels).toEqual(pixels);
    expect(plan(written).digest).toBe(plan({ pixels }).digest);
  });
});

describe('the known devices', () => {
  it('all say their size, and what lies within it', () => {
    expect(knownDevices().length).toBeGreaterThan(80);
    for (const { when, size, blank } of knownDevices()) {
      expect(when.length).toBeGreaterThan(0);
      expect(blank.length).toBeGreaterThan(0);
      for (const [left, top, width, height] of blank) {
        expect(top + height).toBeLessThanOrEqual(size[1]);
        if (size[0] !== null) expect(left + width).toBeLessThanOrEqual(size[0]);
      }
    }
  });
});
