import { unsupported } from '../errors.ts';
import type { DecodedFrame, FrameFormat } from '../reader.ts';
import type { FrameCodec } from './frameCodec.ts';
import { held } from './held.ts';
import { jpegXlColours, jpegXlHeader } from './jpegXlHeader.ts';
import { bitsThatHold, lowBits, rasterOf, words } from './samples.ts';
import type { Codecs } from './wasm.ts';

/** JPEG XL. `.112` is "potentially lossy" (PS3.5 8.2.15), so a stream without loss is one of its own, and both are written so. */
export const jpegXlFrame: FrameCodec = {
  decode,
  encode: ({ raster }, { shape }, codecs) => {
    if (shape.bitsAllocated > 16)
      throw unsupported('A JPEG XL frame of more than 16 bits a sample cannot be written');
    const bits =
      bitsThatHold(raster, shape.isSigned, [shape.bitsStored, shape.bitsAllocated]) ?? shape.bitsAllocated;
    const { width, height, samplesPerPixel: samples } = raster;
    if (samples !== 1 && samples !== 3) throw unsupported('A JPEG XL frame has one component or three');
    // The binding says as many bits in the stream as are allocated.
    const picture = { width, height, samples, bitsAllocated: bits, bitsStored: bits, isSigned: false };
    return codecs.encode('JpegXl', picture, lowBits(raster, bits));
  },
};

/** A JPEG within JPEG XL: nothing but a JPEG can be written so, and its coefficients are not at hand. */
export const jpegWithinXlFrame: FrameCodec = { decode, encode: null };

function decode(frame: Uint8Array, { shape }: FrameFormat, codecs: Codecs): DecodedFrame {
  const header = held(jpegXlHeader(frame), shape);
  const { width, height, components, precision } = header;
  const bitsAllocated = precision <= 8 ? 8 : 16;
  const picture = {
    width,
    height,
    samples: components,
    bitsAllocated,
    bitsStored: precision,
    isSigned: false,
  };
  const samples = codecs.decode('JpegXl', picture, frame);
  return {
    raster: rasterOf(precision === bitsAllocated ? samples : scaled(samples, precision), precision, shape),
    photometric: jpegXlColours(header, shape.photometric),
  };
}

/** libjxl stretches samples over the whole width of what it writes to. */
function scaled(samples: Uint8Array, precision: number): Uint8Array {
  const source = words(samples, precision <= 8 ? 1 : 2);
  const [most, wanted] = [precision <= 8 ? 255 : 65535, 2 ** precision - 1];
  const made = source.slice();
  for (let at = 0; at < made.length; at++) made[at] = Math.round(((source[at] as number) * wanted) / most);
  return new Uint8Array(made.buffer);
}
