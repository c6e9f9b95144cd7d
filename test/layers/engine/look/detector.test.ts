import { FaultError } from '../../../../layers/engine/faults.ts';
import { LOOK_ELSEWHERE, LookElsewhereError } from '../../../../layers/engine/look/elsewhere.ts';
import type { FoundText, PixelReader, TextDetector } from '../../../../layers/pixels/reader.ts';
import type { Raster } from '../../../../layers/pixels/shape.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, instance } from '../../../support/build.ts';
import { objectOf } from '../../../support/segments.ts';
import { clean, refusal } from '../harness.ts';

const SIDE = 32;
const GREY = 0x40;

const planWith = (pixels: object = {}): RulePlan =>
  planOf(
    compileLethe(
      sourceOf(
        JSON.stringify({
          options: ['cleanPixelData'],
          pixels: { knownDevices: false, detector: 'rekognition', ...pixels },
        }),
      ),
    ),
  );

/** An ultrasound of one frame of grey, 32 pixels wide and high; each row named is bright. */
function image(rows: readonly number[]): Uint8Array {
  const word = (tag: number, value: number) => el(tag, 'US', new Uint8Array([value & 0xff, value >> 8]));
  const bytes = new Uint8Array(SIDE * SIDE).fill(GREY);
  for (const row of rows) bytes.fill(0xc0, row * SIDE, (row + 1) * SIDE);
  return instance({
    elements: [
      el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.6.1'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00080060, 'CS', 'US'),
      el(0x00100010, 'PN', 'Marlowe^Ada'),
      word(0x00280002, 1),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      word(0x00280010, SIDE),
      word(0x00280011, SIDE),
      word(0x00280100, 8),
      word(0x00280101, 8),
      word(0x00280102, 7),
      word(0x00280103, 0),
      el(0x7fe00010, 'OW', bytes),
    ],
  });
}

/** Reads a bright row of a frame of full height as this text. */
const seeing =
  (row: number, text: string, looks: number[] = []) =>
  async ({ bytes, width, height }: Raster): Promise<readonly FoundText[]> => {
    looks.push(height);
    return bytes[row * width] === 0xc0 && height === SIDE
      ? [{ box: { left: 0, top: row, right: width, bottom: row + 1 }, text, confidence: 0.9 }]
      : [];
  };

const readerOf = (findText: PixelReader['findText']): PixelReader => ({
  decode: async () => {
    throw new Error('native frames are not decoded');
  },
  encode: async () => {
    throw new Error('native frames are not encoded');
  },
  findText,
  close: async () => {},
});

/** Rows of the output that are blank. */
async function blankRows(
  bytes: Uint8Array,
  pixels: PixelReader,
  detector: TextDetector,
  plan = planWith(),
): Promise<{ readonly rows: readonly number[]; readonly codes: readonly string[] }> {
  const result = await clean(bytes, { plan, pixels, detector });
  if ('reason' in result) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  const frame = (await objectOf(result.segments, bytes)).subarray(-SIDE * SIDE);
  return {
    rows: Array.from({ length: SIDE }, (_, row) => row).filter((row) => frame[row * SIDE] === 0),
    codes: result.findings.map(({ code }) => code),
  };
}

describe('a detector beside the built-in one', () => {
  it('adds what it finds, and takes nothing away', async () => {
    const reader = readerOf(seeing(3, 'Ward 7 East'));
    const detector = { findText: seeing(20, 'Ward 8 West') };
    expect(await blankRows(image([3, 20]), reader, detector)).toEqual({
      rows: [3, 20],
      codes: ['TEXT_IN_PIXELS'],
    });
    const nothing = { findText: async () => [] };
    expect((await blankRows(image([3, 20]), reader, nothing)).rows).toEqual([3]);
  });

  it('is held to the same words: an own identifier always goes, what is allowed stays', async () => {
    const reader = readerOf(async () => []);
    const plan = planWith({ allow: ['Marlowe Ada', 'Ward 8 West'] });
    expect(await blankRows(image([20]), reader, { findText: seeing(20, 'MARLOWE ADA') }, plan)).toEqual({
      rows: [20],
      codes: ['IDENTIFIER_IN_PIXELS'],
    });
    expect(
      (await blankRows(image([20]), reader, { findText: seeing(20, 'WARD 8 WEST') }, plan)).rows,
    ).toEqual([]);
  });

  it('makes a line go that the built-in one reads as allowed, and the other way round', async () => {
    const [allowed, name] = [seeing(20, '5 cm'), seeing(20, 'Szcm Adams')];
    expect((await blankRows(image([20]), readerOf(allowed), { findText: name })).rows).toEqual([20]);
    expect((await blankRows(image([20]), readerOf(name), { findText: allowed })).rows).toEqual([20]);
  });

  it('is not asked once more about what was filled: that look is the built-in one’s', async () => {
    const [own, others]: [number[], number[]] = [[], []];
    const reader = readerOf(seeing(3, 'Ward 7 East', own));
    await blankRows(image([3]), reader, { findText: seeing(3, 'Ward 7 East', others) });
    expect(others).toEqual([SIDE]);
    expect(own.length).toBeGreaterThan(1);
  });

  it('is not asked where the rules do not name it', async () => {
    const asked: number[] = [];
    const reader = readerOf(seeing(3, 'Ward 7 East'));
    const detector = { findText: seeing(20, 'Ward 8 West', asked) };
    const { rows } = await blankRows(image([3, 20]), reader, detector, planWith({ detector: 'built-in' }));
    expect([rows, asked]).toEqual([[3], []]);
  });

  it('that there is none refuses the instance: it is never released by the built-in one alone', async () => {
    const pixels = readerOf(async () => []);
    expect(await refusal(image([3]), { plan: planWith(), pixels })).toBe('PIXELS_NO_DETECTOR');
    expect(await refusal(image([3]), { plan: planWith({ detector: 'built-in' }), pixels })).toBeNull();
  });

  it('is the matter of whoever reads frames, where another process does', async () => {
    await expect(
      clean(image([3]), { plan: planWith(), pixels: LOOK_ELSEWHERE, detector: LOOK_ELSEWHERE }),
    ).rejects.toThrow(LookElsewhereError);
  });

  it('that does not answer is a fault of the surroundings: the instance comes again, and is not quarantined', async () => {
    const away = {
      findText: async () => {
        throw new FaultError('DETECTOR_UNAVAILABLE', true, 'It does not answer', 'The instance comes again');
      },
    };
    await expect(
      clean(image([3]), { plan: planWith(), pixels: readerOf(async () => []), detector: away }),
    ).rejects.toMatchObject({ name: 'FaultError', code: 'DETECTOR_UNAVAILABLE', transient: true });
  });
});
