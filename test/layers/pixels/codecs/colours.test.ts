import { decodeFrame, encodeFrame } from '../../../../layers/pixels/codecs/codec.ts';
import { jpeg2000Header } from '../../../../layers/pixels/codecs/jpeg2000Header.ts';
import { jpegColours } from '../../../../layers/pixels/jpeg/colours.ts';
import { codecsHere, drawn, shapeOf, uid } from '../../../support/frames.ts';

const codecs = codecsHere();
const shape = shapeOf({ rows: 8, columns: 8, samplesPerPixel: 3, photometric: 'RGB' });

const JFIF = 'ffe000104a46494600010100000100010000';
const adobe = (transform: string) => `ffee000e41646f62650064000000000${transform.slice(1)}`;

/** Sequential DCT of one block a component, made by hand (T.81): every coefficient 0. */
function dct(segments: string, ids = '010203', sampling = '11'): Uint8Array {
  const [one, two, three] = ids.match(/../g) as readonly string[];
  return new Uint8Array(
    Buffer.from(
      `ffd8${segments}ffdb004300${'01'.repeat(64)}ffc0001108000800080` +
        `3${one}${sampling}00${two}1100${three}1100` +
        'ffc40014000100000000000000000000000000000000ffc40014100100000000000000000000000000000000' +
        `ffda000c03${one}00${two}00${three}00003f0003ffd9`,
      'hex',
    ),
  );
}

const photometricOf = (frame: Uint8Array, photometric: string, syntax = uid('4.50')) =>
  decodeFrame(frame, { syntax, shape: { ...shape, photometric } }, codecs).photometric;

describe('colours of a JPEG stream', () => {
  it('are luma and chroma under JFIF, though the data set says RGB', () => {
    expect(photometricOf(dct(JFIF, '000102'), 'RGB')).toBe('YBR_FULL');
  });

  it('are luma and chroma by the identifiers 1, 2, 3, though the data set says RGB', () => {
    expect(photometricOf(dct(''), 'RGB')).toBe('YBR_FULL');
  });

  it("are what Adobe's segment says, whatever the data set says", () => {
    for (const photometric of ['RGB', 'YBR_FULL', 'YBR_FULL_422']) {
      expect(photometricOf(dct(adobe('00')), photometric)).toBe('RGB');
      expect(photometricOf(dct(adobe('01'), '525342'), photometric)).toBe('YBR_FULL');
    }
  });

  it('are red, green and blue by the identifiers R, G, B', () => {
    expect(photometricOf(dct('', '524742'), 'YBR_FULL')).toBe('RGB');
  });

  it('are luma and chroma where the chroma is sampled less', () => {
    expect(jpegColours(dct('', '000102', '22'), 'RGB')).toBe('ybr');
  });

  it('are what the data set says where the stream says nothing', () => {
    expect(photometricOf(dct('', '000102'), 'RGB')).toBe('RGB');
    expect(photometricOf(dct('', '000102'), 'YBR_FULL_422')).toBe('YBR_FULL');
  });
});

it('a cosine transform under a lossless syntax is read as what it is, and written without loss', () => {
  const format = { syntax: uid('4.70'), shape };
  const decoded = decodeFrame(dct(JFIF), format, codecs);
  expect(decoded.photometric).toBe('YBR_FULL');
  const again = decodeFrame(encodeFrame(decoded, format, codecs), format, codecs);
  expect(again).toEqual(decoded);
});

describe('colours of a JPEG 2000 stream', () => {
  const lost = expect.objectContaining({ code: 'PIXELS_COLOURS' });
  const written = (end: string, photometric: string, samples = 'RGB') =>
    jpeg2000Header(
      encodeFrame(
        drawn(shape, samples),
        { syntax: uid(`4.${end}`), shape: { ...shape, photometric } },
        codecs,
      ),
    );

  it.each(['90', '91'])('are written in .%s so that the data set stays true (PS3.5 8.2.4)', (end) => {
    expect(written(end, 'YBR_RCT')).toMatchObject({ isTransformed: true, isReversible: true });
    expect(written(end, 'RGB')).toMatchObject({ isTransformed: false, isReversible: true });
    expect(written(end, 'YBR_FULL', 'YBR_FULL')).toMatchObject({ isTransformed: false });
    expect(() => written(end, 'YBR_ICT')).toThrow(lost);
    expect(() => written(end, 'YBR_FULL')).toThrow(lost);
  });

  it.each(['201', '202', '203'])('are written in .%s where the data set names the transform', (end) => {
    expect(written(end, 'YBR_RCT')).toMatchObject({ isTransformed: true, isReversible: true });
    for (const photometric of ['RGB', 'YBR_ICT', 'YBR_FULL'])
      expect(() => written(end, photometric)).toThrow(lost);
  });
});
