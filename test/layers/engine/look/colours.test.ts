import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { elementWith } from '../../../../layers/dicom/element.ts';
import { DEFAULT_LIMITS, parseInstance } from '../../../../layers/dicom/parse.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { rootText } from '../../../../layers/dicom/values.ts';
import { decodeFrame, encodeFrame } from '../../../../layers/pixels/codecs/codec.ts';
import { jpeg2000Header } from '../../../../layers/pixels/codecs/jpeg2000Header.ts';
import type { DecodedFrame, PixelReader } from '../../../../layers/pixels/reader.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, fragments, instance } from '../../../support/build.ts';
import { codecsHere, shapeOf, uid } from '../../../support/frames.ts';
import { objectOf } from '../../../support/segments.ts';
import { clean, refusal } from '../harness.ts';

/** 24 x 16 slopes of colours, by the irreversible transforms, written by Pillow 13.0 (OpenJPEG 2.5): `irreversible=True, mct=1, quality_layers=[6]`. The second is the first, turned round: it begins bright. */
const DARK_ICT = stream(
  '/0//UQAvAAAAAAAYAAAAEAAAAAAAAAAAAAAAGAAAABAAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAgQEAAD/XAARQl9SUAVQ' +
    'BVBHV9NX01di/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS40/5AACgAAAAAAUgAB/5PHyjgSgnIem6w7PIAR' +
    'gK27gsfGQBPN8uttalCnXY/orxBF4HTHxjQAoMHUdEq3Nedev4pWoODAA4JeoHBgANJWgICAgP/Z',
);
const BRIGHT_ICT = stream(
  '/0//UQAvAAAAAAAYAAAAEAAAAAAAAAAAAAAAGAAAABAAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAgQEAAD/XAARQl9SUAVQ' +
    'BVBHV9NX01di/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS40/5AACgAAAAAAUQAB/5PHyjgVDMZ8Sykp/orU' +
    'X1VZNsfGOBDg7VqHZiHfdCJCTxLrx8o4CPbZNHcMN9ixX/MiitCg4MAA0lagcGADgl6AgICA/9k=',
);

const [rows, columns] = [16, 24];
const codecs = codecsHere();
const shape = shapeOf({ rows, columns, samplesPerPixel: 3, photometric: 'RGB' });
const plan = planOf(
  compileLethe(
    sourceOf(JSON.stringify({ options: ['cleanPixelData'], pixels: { knownDevices: false, text: 'blank' } })),
  ),
);

function stream(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** The codecs in this process. Frames that begin bright show a text in their first two rows. */
const READER: PixelReader = {
  decode: async (frame, format) => decodeFrame(frame, format, codecs),
  encode: async (decoded, format) => encodeFrame(decoded, format, codecs),
  findText: async ({ bytes, width }) =>
    (bytes[0] as number) < 128
      ? []
      : [{ box: { left: 0, top: 0, right: width, bottom: 2 }, text: 'Ward 7 East', confidence: 0.9 }],
  close: async () => {},
};

/** The pixels of one of the two frames, as red, green and blue or as what they are said to be. */
function decoded(frame: Uint8Array, photometric = 'RGB'): DecodedFrame {
  const { raster } = decodeFrame(frame, { syntax: uid('4.91'), shape }, codecs);
  return { raster, photometric };
}

/** One of the two frames without loss: with the transform of colours, or without. */
function reversible(frame: Uint8Array, syntax: string, photometric: 'YBR_RCT' | 'RGB'): Uint8Array {
  return encodeFrame(decoded(frame), { syntax, shape: { ...shape, photometric } }, codecs);
}

const word = (tag: number, value: number) => el(tag, 'US', new Uint8Array([value & 0xff, value >> 8]));

function image(syntax: string, photometric: string, frames: readonly Uint8Array[]): Uint8Array {
  return instance({
    transferSyntax: syntax,
    elements: [
      el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.3.1'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00080060, 'CS', 'US'),
      word(0x00280002, 3),
      el(0x00280004, 'CS', photometric),
      word(0x00280006, 0),
      el(0x00280008, 'IS', String(frames.length)),
      word(0x00280010, rows),
      word(0x00280011, columns),
      word(0x00280100, 8),
      word(0x00280101, 8),
      word(0x00280102, 7),
      word(0x00280103, 0),
      fragments(frames.map((frame) => [even(frame)])),
    ],
  });
}

function even(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : Uint8Array.from([...bytes, 0]);
}

/** Photometric Interpretation and the frames of what an image becomes. */
async function released(syntax: string, photometric: string, frames: readonly Uint8Array[]) {
  const bytes = image(syntax, photometric, frames);
  const result = await clean(bytes, { plan, pixels: READER });
  if ('reason' in result) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  expect(result.outcome).toBe('released');
  const output = await objectOf(result.segments, bytes);
  const parsed = await parseInstance(memorySource(output), DEFAULT_LIMITS);
  const element = elementWith(parsed.dataSet, asTag(0x7fe00010));
  return {
    photometric: rootText(parsed, asTag(0x00280004)),
    frames: (element?.fragments ?? []).slice(1).map(({ start, end }) => output.subarray(start, end)),
  };
}

const pixelsOf = (frame: Uint8Array | undefined, syntax: string) =>
  decodeFrame(frame ?? new Uint8Array(0), { syntax, shape }, codecs).raster.bytes;
/** The first two rows black. */
const blanked = ({ raster }: DecodedFrame) => new Uint8Array(raster.bytes).fill(0, 0, 2 * columns * 3);
const [ICT, HTJ2K] = [uid('4.91'), uid('4.201')];

describe('colours that are blanked', () => {
  it('are written by the reversible transform in every frame, where the irreversible one was named', async () => {
    const { photometric, frames } = await released(ICT, 'YBR_ICT', [DARK_ICT, BRIGHT_ICT]);
    expect(photometric).toBe('YBR_RCT');
    for (const frame of frames)
      expect(jpeg2000Header(frame)).toMatchObject({ isTransformed: true, isReversible: true });
    expect(pixelsOf(frames[0], ICT)).toEqual(decoded(DARK_ICT).raster.bytes);
    expect(pixelsOf(frames[1], ICT)).toEqual(blanked(decoded(BRIGHT_ICT)));
  });

  it('stay as they are where no frame shows anything', async () => {
    const { photometric, frames } = await released(ICT, 'YBR_ICT', [DARK_ICT]);
    expect(photometric).toBe('YBR_ICT');
    // The comment that its writer left in it is all that goes.
    expect(jpeg2000Header(frames[0] as Uint8Array)).toMatchObject({ isReversible: false });
  });

  it.each([
    ['YBR_ICT', ICT],
    ['RGB', HTJ2K],
    ['YBR_FULL', uid('4.90')],
  ])('leave frames alone that are what %s becomes (%s)', async (named, syntax) => {
    const dark = reversible(DARK_ICT, syntax, 'YBR_RCT');
    const bright = reversible(BRIGHT_ICT, syntax, 'YBR_RCT');
    const { photometric, frames } = await released(syntax, named, [dark, bright]);
    expect(photometric).toBe('YBR_RCT');
    expect([...(frames[0] as Uint8Array)]).toEqual([...even(dark)]);
    expect(pixelsOf(frames[1], syntax)).toEqual(blanked(decoded(BRIGHT_ICT)));
  });

  it('of JPEG XL are called by what they are without loss', async () => {
    const syntax = uid('4.112');
    const { photometric, frames } = await released(syntax, 'YBR_FULL_422', [
      reversible(DARK_ICT, syntax, 'RGB'),
      reversible(BRIGHT_ICT, syntax, 'RGB'),
    ]);
    expect(photometric).toBe('RGB');
    expect(pixelsOf(frames[1], syntax)).toEqual(blanked(decoded(BRIGHT_ICT)));
  });

  it('keep the name of red, green and blue that go without a transform', async () => {
    const syntax = uid('4.90');
    const [dark, bright] = [DARK_ICT, BRIGHT_ICT].map((frame) => reversible(frame, syntax, 'RGB'));
    const { photometric, frames } = await released(syntax, 'RGB', [dark as Uint8Array, bright as Uint8Array]);
    expect(photometric).toBe('RGB');
    expect([...(frames[0] as Uint8Array)]).toEqual([...even(dark as Uint8Array)]);
    expect(jpeg2000Header(frames[1] as Uint8Array).isTransformed).toBe(false);
  });

  it('are refused where one frame has luma and chroma, and another red, green and blue', async () => {
    const syntax = uid('4.90');
    const format = { syntax, shape: { ...shape, photometric: 'YBR_FULL' } };
    const luma = encodeFrame(decoded(DARK_ICT, 'YBR_FULL'), format, codecs);
    const source = image(syntax, 'YBR_FULL', [luma, reversible(BRIGHT_ICT, syntax, 'YBR_RCT')]);
    expect(await refusal(source, { plan, pixels: READER })).toBe('PIXELS_COLOURS');
  });

  it('are not released where a frame is of other colours than the header says', async () => {
    const format = { syntax: ICT, shape };
    const liar: PixelReader = { ...READER, encode: async (frame) => encodeFrame(frame, format, codecs) };
    const source = image(ICT, 'YBR_ICT', [BRIGHT_ICT]);
    expect(await refusal(source, { plan, pixels: liar })).toBe('PIXELS_NOT_AS_MEANT');
  });

  it('are not released where a frame that shows nothing changed with its name', async () => {
    const turned: PixelReader = {
      ...READER,
      encode: async ({ raster, photometric }, format) => {
        const bytes = new Uint8Array(raster.bytes);
        // The other one begins black once it is blanked.
        if (bytes[2] !== 0) bytes[9] = 7;
        return encodeFrame({ raster: { ...raster, bytes }, photometric }, format, codecs);
      },
    };
    const source = image(ICT, 'YBR_ICT', [DARK_ICT, BRIGHT_ICT]);
    expect(await refusal(source, { plan, pixels: turned })).toBe('PIXELS_NOT_AS_MEANT');
  });
});
