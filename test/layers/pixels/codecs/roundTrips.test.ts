import { decodeFrame, encodeFrame } from '../../../../layers/pixels/codecs/codec.ts';
import { FRAME_CODECS } from '../../../../layers/pixels/codecs/syntaxes.ts';
import type { FrameShape } from '../../../../layers/pixels/shape.ts';
import { codecsHere, drawn, shapeOf, uid } from '../../../support/frames.ts';

const codecs = codecsHere();

const GREY = [
  [8, 8],
  [8, 7],
  [16, 8],
  [16, 10],
  [16, 12],
  [16, 16],
].flatMap(([bitsAllocated, bitsStored]) =>
  [false, true].map((isSigned) => shapeOf({ bitsAllocated, bitsStored, isSigned } as Partial<FrameShape>)),
);
const COLOUR = shapeOf({ samplesPerPixel: 3, photometric: 'RGB' });
const DEEP_COLOUR = { ...COLOUR, bitsAllocated: 16, bitsStored: 12, highBit: 11 };
const LONG = shapeOf({ bitsAllocated: 32, bitsStored: 32, highBit: 31 });

const lossless = Object.keys(FRAME_CODECS).filter((syntax) => FRAME_CODECS[syntax]?.encode !== null);
const plain = [uid('1.98'), uid('5'), uid('8.1')];
const deepColours = [...plain, ...['57', '70', '80', '81', '110', '112'].map((end) => uid(`4.${end}`))];

function roundTrip(syntax: string, shape: FrameShape, photometric = shape.photometric) {
  const frame = drawn(shape, photometric);
  const written = encodeFrame(frame, { syntax, shape }, codecs);
  const again = decodeFrame(written, { syntax, shape }, codecs);
  expect(Buffer.compare(again.raster.bytes, frame.raster.bytes)).toBe(0);
  expect(again).toMatchObject({ photometric, raster: { ...frame.raster, bytes: expect.anything() } });
  return written;
}

describe.each(lossless)('frames of %s', (syntax) => {
  it('keep every grey sample, of all bits, with a sign and without', () => {
    for (const shape of GREY) roundTrip(syntax, shape);
  });

  it('keep 8-bit colours', () => {
    const isTransformed = /\.4\.20[123]$/.test(syntax);
    const written = roundTrip(syntax, isTransformed ? { ...COLOUR, photometric: 'YBR_RCT' } : COLOUR, 'RGB');
    if (!plain.includes(syntax)) expect(written.length).toBeLessThan(37 * 29 * 3);
  });

  it('keep colours of more bits, or are refused', () => {
    const work = () => roundTrip(syntax, DEEP_COLOUR);
    if (deepColours.includes(syntax)) work();
    else expect(work).toThrow(expect.objectContaining({ code: 'PIXELS_UNSUPPORTED' }));
  });

  it('keep 32 bits, or are refused', () => {
    const work = () => roundTrip(syntax, LONG);
    if (plain.includes(syntax)) work();
    else expect(work).toThrow(expect.objectContaining({ code: 'PIXELS_UNSUPPORTED' }));
  });

  it('keep the odd values above Bits Stored', () => {
    const shape = shapeOf({ bitsAllocated: 16, bitsStored: 12 });
    const frame = drawn(shape);
    frame.raster.bytes[7] = 0xf3;
    const written = encodeFrame(frame, { syntax, shape }, codecs);
    const again = decodeFrame(written, { syntax, shape }, codecs);
    expect(Buffer.compare(again.raster.bytes, frame.raster.bytes)).toBe(0);
  });
});

it('frames without a gap between bits, planes and shared chroma lie natively as PS3.5 says', () => {
  for (const syntax of [uid('1.98'), uid('8.1')]) {
    roundTrip(syntax, { ...COLOUR, isPlanar: true });
    const bits = shapeOf({ bitsAllocated: 1, bitsStored: 1 });
    roundTrip(syntax, bits);
    expect(encodeFrame(drawn(bits), { syntax: uid('1.98'), shape: bits }, codecs)).toHaveLength(
      Math.ceil((37 * 29) / 8),
    );
  }
});

it('single bits are refused where the standard has no stream of them', () => {
  const shape = shapeOf({ bitsAllocated: 1, bitsStored: 1 });
  for (const end of ['57', '70', '80', '81'])
    expect(() => roundTrip(uid(`4.${end}`), shape)).toThrow(
      expect.objectContaining({ code: 'PIXELS_UNSUPPORTED' }),
    );
  for (const end of ['90', '91', '201', '202', '203']) roundTrip(uid(`4.${end}`), shape);
});

it('DCT frames, and JPEGs within JPEG XL, cannot be written', () => {
  for (const end of ['50', '51', '53', '55', '111'])
    expect(() => roundTrip(uid(`4.${end}`), shapeOf())).toThrow(
      expect.objectContaining({ code: 'PIXELS_UNSUPPORTED' }),
    );
});
