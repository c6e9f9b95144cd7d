import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { elementWith } from '../../../../layers/dicom/element.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../../../layers/dicom/parse.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { bytesOf, rootText, valuesOf } from '../../../../layers/dicom/values.ts';
import { LOOK_ELSEWHERE, LookElsewhereError } from '../../../../layers/engine/look/elsewhere.ts';
import { wordOf } from '../../../../layers/engine/look/kinds.ts';
import { PixelsError } from '../../../../layers/pixels/errors.ts';
import type { FoundText, PixelReader } from '../../../../layers/pixels/reader.ts';
import type { Raster } from '../../../../layers/pixels/shape.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, instance, type Node } from '../../../support/build.ts';
import { objectOf } from '../../../support/segments.ts';
import { clean, refusal } from '../harness.ts';

const planWith = (pixels: object = {}, file: object = {}): RulePlan =>
  planOf(
    compileLethe(
      sourceOf(
        JSON.stringify({ options: ['cleanPixelData'], pixels: { knownDevices: false, ...pixels }, ...file }),
      ),
    ),
  );

const word = (tag: number, value: number) => el(tag, 'US', new Uint8Array([value & 0xff, value >> 8]));
const SIDE = 8;

/** A picture of 8 by 8 pixels a frame, grey; a frame that has a text has a bright row for it. */
function image(texts: readonly (string | null)[], more: readonly Node[] = [], modality = 'US'): Uint8Array {
  const frames = texts.map((text, frame) => {
    const bytes = new Uint8Array(SIDE * SIDE).fill(0x40);
    if (text !== null) bytes.fill(0xc0 + frame, 2 * SIDE, 3 * SIDE);
    return bytes;
  });
  return instance({
    elements: [
      el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.3.1'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00080060, 'CS', modality),
      el(0x00100010, 'PN', 'Marlowe^Ada'),
      word(0x00280002, 1),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      el(0x00280008, 'IS', String(texts.length)),
      word(0x00280010, SIDE),
      word(0x00280011, SIDE),
      word(0x00280100, 8),
      word(0x00280101, 8),
      word(0x00280102, 7),
      word(0x00280103, 0),
      word(0x00280106, 0x40),
      word(0x00280107, 0xc0),
      ...more,
      el(0x7fe00010, 'OW', Buffer.concat(frames)),
    ],
  });
}

/** Reads the bright row of a frame as its text, as long as it is bright. */
function readerOf(texts: readonly (string | null)[], confidence = 0.9): PixelReader & { looked: number } {
  const reader = {
    looked: 0,
    decode: async () => {
      throw new Error('native frames are not decoded');
    },
    encode: async () => {
      throw new Error('native frames are not encoded');
    },
    findText: async ({ bytes, width, height }: Raster): Promise<readonly FoundText[]> => {
      reader.looked += 1;
      const at = bytes.findIndex((value) => value >= 0xc0);
      const text = at < 0 ? null : texts[(bytes[at] as number) - 0xc0];
      if (text === null || text === undefined) return [];
      const top = Math.floor(at / width);
      return [{ box: { left: 0, top, right: width, bottom: Math.min(height, top + 1) }, text, confidence }];
    },
    close: async () => {},
  };
  return reader;
}

async function released(bytes: Uint8Array, pixels: PixelReader, plan = planWith()) {
  const result = await clean(bytes, { plan, pixels });
  if ('reason' in result) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  const output = await objectOf(result.segments, bytes);
  const parsed = await parseInstance(memorySource(output), DEFAULT_LIMITS);
  const element = elementWith(parsed.dataSet, asTag(0x7fe00010));
  if (element === undefined) throw new Error('no Pixel Data');
  const value = output.subarray(element.valueStart, element.valueEnd);
  return {
    outcome: result.outcome,
    codes: result.findings.map(({ code, severity }) => `${severity} ${code}`),
    parsed,
    frame: (at: number) => value.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE),
  };
}

const methodCodes = (parsed: Awaited<ReturnType<typeof released>>['parsed']): readonly string[] =>
  (elementWith(parsed.dataSet, asTag(0x00120064))?.items ?? []).map((item) => {
    const value = elementWith(item, asTag(0x00080100));
    return value === undefined ? '' : Buffer.from(bytesOf(parsed, value)).toString('latin1').trim();
  });

const imageType = (parsed: Awaited<ReturnType<typeof released>>['parsed']): readonly string[] => {
  const element = elementWith(parsed.dataSet, asTag(0x00080008));
  return element === undefined ? [] : valuesOf(parsed, element);
};

const clear = new Uint8Array(SIDE * SIDE).fill(0x40);
const blanked = Uint8Array.from(clear, (value, at) => (at >= 2 * SIDE && at < 3 * SIDE ? 0 : value));

describe('looking for text', () => {
  it('blanks it in the frames that show it, and in no other', async () => {
    const texts = [null, 'Ward 7 East', null];
    const { outcome, codes, frame } = await released(image(texts), readerOf(texts));
    expect(outcome).toBe('released');
    expect(codes).toEqual(['note TEXT_IN_PIXELS']);
    expect([...frame(0)]).toEqual([...clear]);
    expect([...frame(1)]).toEqual([...blanked]);
    expect([...frame(2)]).toEqual([...clear]);
  });

  it('an identifier of the instance goes whatever is allowed, and is said', async () => {
    const texts = ['MARLOWE ADA'];
    const { codes, frame } = await released(
      image(texts),
      readerOf(texts),
      planWith({ allow: ['Marlowe Ada'] }),
    );
    expect(codes).toEqual(['note IDENTIFIER_IN_PIXELS']);
    expect([...frame(0)]).toEqual([...blanked]);
  });

  it.each([
    ['is allowed', 'Courtesy copy', 0.9],
    ['is one character', 'Q', 0.9],
    ['was hardly read', 'Ward 7 East', 0.4],
  ])('what %s stays', async (_name, text, confidence) => {
    const plan = planWith({ allow: ['courtesy copy'] });
    const { outcome, codes, parsed } = await released(image([text]), readerOf([text], confidence), plan);
    expect([outcome, codes]).toEqual(['released', []]);
    expect(rootText(parsed, asTag(0x00280301))).toBe('NO');
  });

  it('with "blank", everything that looks like text goes', async () => {
    const { frame } = await released(image(['Q']), readerOf(['Q'], 0.1), planWith({ text: 'blank' }));
    expect([...frame(0)]).toEqual([...blanked]);
  });

  it('a frame that is as one before it shares what was found', async () => {
    const reader = readerOf(['Ward 7 East']);
    const bytes = image(['Ward 7 East', null, null, null]);
    const { frame } = await released(bytes, reader);
    // The first, as it came and once it is filled, and the second.
    expect(reader.looked).toBe(3);
    expect([...frame(0)]).toEqual([...blanked]);
  });

  it('what is still found in the output holds it', async () => {
    const reader = readerOf(['Ward 7 East']);
    const stubborn: PixelReader = {
      ...reader,
      findText: async ({ width }) => [
        { box: { left: 0, top: 2, right: width, bottom: 3 }, text: 'Ward 7 East', confidence: 0.9 },
      ],
    };
    const { outcome, codes } = await released(image(['Ward 7 East']), stubborn);
    expect([outcome, codes]).toEqual(['held', ['note TEXT_IN_PIXELS', 'doubt TEXT_LEFT_IN_PIXELS']]);
  });

  it('says of which modality the image is, and of no image that has no pixels', async () => {
    const begun: string[] = [];
    const reader = { ...readerOf([]), begin: (modality: string) => void begun.push(modality) };
    await released(image([null]), reader);
    const plan = planWith();
    await clean(instance({ elements: [el(0x00080018, 'UI', '2.25.1'), el(0x00080060, 'CS', 'SR')] }), {
      plan,
      pixels: reader,
    });
    expect(begun).toEqual(['US']);
  });

  it('an original slice is not decoded, unless all are looked at', async () => {
    const slice = image(['Ward 7 East'], [], 'CT');
    // 8 by 8 is no matrix of a CT.
    const usual = image([null], [], 'CT');
    expect(await refusal(slice, { plan: planWith() })).toBe('PIXELS_NO_READER');
    expect(await refusal(usual, { plan: planWith({ look: 'all' }) })).toBe('PIXELS_NO_READER');
  });

  it('without a reader the instance is refused, or handed over where another process has one', async () => {
    expect(await refusal(image([null]), { plan: planWith() })).toBe('PIXELS_NO_READER');
    await expect(clean(image(['a text']), { plan: planWith(), pixels: LOOK_ELSEWHERE })).rejects.toThrow(
      LookElsewhereError,
    );
  });

  it('weights that are missing are a fault of the surroundings: the instance is not quarantined', async () => {
    const broken: PixelReader = {
      ...readerOf([]),
      findText: async () => {
        throw new PixelsError('PIXELS_WEIGHTS', 'The weights are missing', 'Install Lethe again.');
      },
    };
    await expect(clean(image(['a text']), { plan: planWith(), pixels: broken })).rejects.toMatchObject({
      name: 'FaultError',
      code: 'PIXELS_WEIGHTS',
    });
  });
});

describe('what an instance says once its pixels were cleaned', () => {
  it('is the code, NO in Burned In Annotation, DERIVED, and the extremes as they are', async () => {
    const { parsed } = await released(image(['Ward 7 East']), readerOf(['Ward 7 East']));
    expect(methodCodes(parsed)).toEqual(['113100', '113101']);
    expect(rootText(parsed, asTag(0x00280301))).toBe('NO');
    expect(imageType(parsed)).toEqual(['DERIVED', 'PRIMARY']);
    expect([wordOf(parsed, 0x00280106), wordOf(parsed, 0x00280107)]).toEqual([0, 0x40]);
  });

  it('the extremes of signed samples are what is stored, whatever the bits above hold', async () => {
    const samples = [0x0fff, 0x0001, 0x0005, 0xfffe];
    const bytes = instance({
      elements: [
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
        el(0x00080018, 'UI', '2.25.1'),
        el(0x00080060, 'CS', 'OT'),
        word(0x00280002, 1),
        el(0x00280004, 'CS', 'MONOCHROME2'),
        word(0x00280010, 2),
        word(0x00280011, 2),
        word(0x00280100, 16),
        word(0x00280101, 12),
        word(0x00280102, 11),
        word(0x00280103, 1),
        el(0x00280106, 'SS', new Uint8Array([9, 0])),
        el(0x00280107, 'SS', new Uint8Array([9, 0])),
        el(0x7fe00010, 'OW', new Uint8Array(Uint16Array.from(samples).buffer)),
      ],
    });
    const reader: PixelReader = {
      ...readerOf([]),
      findText: async ({ bytes: shown }) =>
        shown[4] === 5
          ? [{ box: { left: 0, top: 1, right: 1, bottom: 2 }, text: 'Ward 7 East', confidence: 0.9 }]
          : [],
    };
    const { parsed } = await released(bytes, reader, planWith({ fill: [128, 128, 128] }));
    // -1 and 1 of the upper row, -2 of the lower one; the third sample is filled with about 0.
    expect([wordOf(parsed, 0x00280106), wordOf(parsed, 0x00280107)]).toEqual([0xfffe, 8]);
  });

  it('where nothing was to be blanked, all but the code stays', async () => {
    const { parsed } = await released(image([null], [el(0x00280301, 'CS', 'YES')]), readerOf([]));
    expect(methodCodes(parsed)).toEqual(['113100', '113101']);
    expect(rootText(parsed, asTag(0x00280301))).toBe('NO');
    expect(imageType(parsed)).toEqual(['ORIGINAL', 'PRIMARY']);
    expect(wordOf(parsed, 0x00280106)).toBe(0x40);
  });

  it('without the option, nothing is claimed', async () => {
    const plan = planWith({}, { options: [] });
    const { parsed, frame } = await released(image(['Ward 7 East']), readerOf(['Ward 7 East']), plan);
    expect(methodCodes(parsed)).toEqual(['113100']);
    expect(rootText(parsed, asTag(0x00280301))).toBe('');
    expect([...frame(0)]).toEqual([...blanked]);
  });

  it('under rules that keep its UID an image that changes is refused, one that does not is not', async () => {
    const plan = planWith({}, { options: ['cleanPixelData', 'retainUids'] });
    const texts = ['Ward 7 East'];
    expect(await refusal(image(texts), { plan, pixels: readerOf(texts) })).toBe('PIXELS_UID_KEPT');
    expect(await refusal(image([null]), { plan, pixels: readerOf([]) })).toBeNull();
  });
});

describe('what hides beside the picture', () => {
  it('in the bits above Bits Stored goes under the option, but for a padding value', async () => {
    const deep = (samples: readonly number[]) =>
      instance({
        elements: [
          el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
          el(0x00080018, 'UI', '2.25.1'),
          el(0x00080060, 'CS', 'US'),
          word(0x00280002, 1),
          el(0x00280004, 'CS', 'MONOCHROME2'),
          word(0x00280010, 1),
          word(0x00280011, samples.length),
          word(0x00280100, 16),
          word(0x00280101, 12),
          word(0x00280102, 11),
          word(0x00280103, 0),
          word(0x00280120, 0xf830),
          el(0x7fe00010, 'OW', new Uint8Array(Uint16Array.from(samples).buffer)),
        ],
      });
    const bytes = deep([0x0123, 0xa123, 0xf830, 0x0fff]);
    const result = await clean(bytes, { plan: planWith(), pixels: readerOf([]) });
    if ('reason' in result) throw new Error(result.reason.code);
    const output = await objectOf(result.segments, bytes);
    expect([...new Uint16Array(new Uint8Array(output.subarray(-8)).buffer)]).toEqual([
      0x0123, 0x0123, 0xf830, 0x0fff,
    ]);
  });
});
