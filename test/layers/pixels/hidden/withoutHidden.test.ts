import { deflateRawSync } from 'node:zlib';
import { decodeFrame, encodeFrame } from '../../../../layers/pixels/codecs/codec.ts';
import { FRAME_CODECS } from '../../../../layers/pixels/codecs/syntaxes.ts';
import { withoutHidden } from '../../../../layers/pixels/hidden/withoutHidden.ts';
import { codecsHere, drawn, shapeOf, uid } from '../../../support/frames.ts';

const codecs = codecsHere();
const shape = shapeOf();
const NAME = Buffer.from('MARLOWE^ADA');
const clean = (end: string) => encodeFrame(drawn(shape), { syntax: uid(end), shape }, codecs);
const segment = (marker: number, body: Uint8Array) =>
  Buffer.concat([Buffer.from([0xff, marker, 0, body.length + 2]), body]);
const box = (type: string, body: Uint8Array) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const spliced = (frame: Uint8Array, at: number, ...more: readonly Uint8Array[]) =>
  Buffer.concat([frame.subarray(0, at), ...more, frame.subarray(at)]);
/** Without the byte that makes a frame even. */
const bare = (frame: Uint8Array, end: readonly number[]) =>
  frame.subarray(0, Buffer.from(frame).lastIndexOf(Buffer.from(end)) + end.length);

/** A frame with planted bytes loses them, and its samples stay. */
function loses(end: string, planted: Uint8Array): void {
  expect(Buffer.from(planted).includes(NAME)).toBe(true);
  const cleaned = withoutHidden(planted, { syntax: uid(end), shape });
  expect(Buffer.from(cleaned).includes(NAME)).toBe(false);
  expect(Buffer.from(cleaned).includes(NAME.subarray(2, 7))).toBe(false);
  expect(cleaned.length % 2).toBe(0);
  expect(decodeFrame(cleaned, { syntax: uid(end), shape }, codecs)).toEqual(drawn(shape));
  expect(withoutHidden(cleaned, { syntax: uid(end), shape })).toBe(cleaned);
}

const written = Object.keys(FRAME_CODECS)
  .filter((syntax) => FRAME_CODECS[syntax]?.encode !== null)
  .map((syntax) => syntax.slice(uid('').length));
const JPEGS = ['4.57', '4.70', '4.80', '4.81'];
const JPEG_2000 = ['4.90', '4.91', '4.201', '4.202', '4.203'];
const JPEG_XL = ['4.110', '4.112'];

it.each(written)('a frame of %s in which nothing hides is the same array', (end) => {
  const frame = clean(end);
  expect(withoutHidden(frame, { syntax: uid(end), shape })).toBe(frame);
});

describe.each(JPEGS)('a JPEG of %s', (end) => {
  it('loses APPn, COM, and a thumbnail, wherever they stand', () => {
    for (const marker of [0xfe, 0xe1, 0xe2, 0xed, 0xef, 0xe0, 0xee])
      loses(end, spliced(clean(end), 2, segment(marker, NAME)));
    const scan = Buffer.from(clean(end)).indexOf(Buffer.from([0xff, 0xda]));
    loses(end, spliced(clean(end), scan, segment(0xfe, NAME)));
    const jfif = Buffer.from([...Buffer.from('JFIF\0'), 1, 2, 0, 0, 1, 0, 1, 1, 4]);
    loses(end, spliced(clean(end), 2, segment(0xe0, Buffer.concat([jfif, NAME]))));
  });

  it('loses what stands behind its end', () => {
    loses(end, Buffer.concat([bare(clean(end), [0xff, 0xd9]), NAME]));
    loses(end, Buffer.concat([bare(clean(end), [0xff, 0xd9]), NAME, Buffer.from([0xff, 0xd9])]));
  });

  it("keeps JFIF's and Adobe's own segments", () => {
    const jfif = segment(0xe0, Buffer.from([...Buffer.from('JFIF\0'), 1, 2, 0, 0, 1, 0, 1, 0, 0]));
    const adobe = segment(0xee, Buffer.from([...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]));
    const frame = spliced(clean(end), 2, jfif, adobe);
    expect(withoutHidden(frame, { syntax: uid(end), shape })).toBe(frame);
  });
});

describe.each(JPEG_2000)('a JPEG 2000 stream of %s', (end) => {
  const siz = (frame: Uint8Array) => 4 + ((frame[4] ?? 0) << 8) + (frame[5] ?? 0);

  it('loses its comments, and what stands behind its end', () => {
    const frame = clean(end);
    const comment = segment(0x64, Buffer.concat([Buffer.from([0, 1]), NAME]));
    loses(end, spliced(frame, siz(frame), comment));
    loses(end, Buffer.concat([bare(frame, [0xff, 0xd9]), NAME]));
  });

  it('loses the boxes of a JP2 file that no decoder needs', () => {
    const head = [box('jP  ', Buffer.from('0d0a870a', 'hex')), box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 '))];
    const stream = box('jp2c', clean(end));
    for (const more of [box('xml ', NAME), box('uuid', Buffer.concat([Buffer.alloc(16), NAME]))]) {
      loses(end, Buffer.concat([...head, more, stream]));
      loses(end, Buffer.concat([...head, stream, more]));
    }
  });

  it('loses the comments of a tile-part', () => {
    const frame = Buffer.from(clean(end));
    const tile = frame.indexOf(Buffer.from([0xff, 0x90]));
    const comment = segment(0x64, Buffer.concat([Buffer.from([0, 1]), NAME]));
    const planted = spliced(frame, tile + 12, comment);
    const view = Buffer.from(planted);
    if (view.readUInt32BE(tile + 6) > 0)
      view.writeUInt32BE(view.readUInt32BE(tile + 6) + comment.length, tile + 6);
    const cleaned = withoutHidden(view, { syntax: uid(end), shape });
    expect(Buffer.from(cleaned).includes(NAME)).toBe(false);
    // Of an odd length as well.
    const odd = withoutHidden(bare(view, [0xff, 0xd9]), { syntax: uid(end), shape });
    expect(Buffer.from(odd).includes(NAME)).toBe(false);
  });
});

describe.each(JPEG_XL)('a JPEG XL frame of %s', (end) => {
  it('loses boxes that no decoder needs', () => {
    const head = [box('JXL ', Buffer.from('0d0a870a', 'hex')), box('ftyp', Buffer.from('jxl \0\0\0\0jxl '))];
    const stream = box('jxlc', clean(end));
    for (const type of ['Exif', 'xml ', 'jumb', 'brob', 'free']) {
      loses(end, Buffer.concat([...head, box(type, NAME), stream]));
      loses(end, Buffer.concat([...head, stream, box(type, NAME)]));
    }
  });
});

it('RLE segments, native frames and deflated ones lose what stands behind them', () => {
  for (const end of ['5', '1.98', '8.1']) loses(end, Buffer.concat([clean(end), NAME]));
  const deflated = deflateRawSync(drawn(shape).raster.bytes);
  expect(withoutHidden(deflated, { syntax: uid('8.1'), shape }).length - deflated.length).toBeLessThan(2);
});

it('an RLE frame loses what stands in its header, and between its segments', () => {
  const deep = shapeOf({ bitsAllocated: 16, bitsStored: 12 });
  const frame = Buffer.from(encodeFrame(drawn(deep), { syntax: uid('5'), shape: deep }, codecs));
  const header = Buffer.from(frame);
  NAME.copy(header, 40);
  const second = frame.readUInt32LE(8);
  const between = spliced(frame, second, NAME, Buffer.from([0]));
  between.writeUInt32LE(second + NAME.length + 1, 8);
  for (const planted of [header, between]) {
    const cleaned = withoutHidden(planted, { syntax: uid('5'), shape: deep });
    expect(Buffer.from(cleaned).includes(NAME)).toBe(false);
    expect(decodeFrame(cleaned, { syntax: uid('5'), shape: deep }, codecs)).toEqual(drawn(deep));
  }
});

it('what nobody can search is refused', () => {
  expect(() => withoutHidden(NAME, { syntax: uid('4.100'), shape })).toThrow(
    expect.objectContaining({ code: 'PIXELS_UNSUPPORTED' }),
  );
});
