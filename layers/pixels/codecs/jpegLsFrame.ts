import { unsupported } from '../errors.ts';
import type { FrameCodec } from './frameCodec.ts';
import { held } from './held.ts';
import { jpegLsHeader } from './jpegLsHeader.ts';
import { bitsThatHold, lowBits, rasterOf } from './samples.ts';

/** JPEG-LS. `.81` may hold streams with an error of zero too, at the discretion of who writes (PS3.5 A.4.3), so both are written so. */
export const jpegLsFrame: FrameCodec = {
  decode: (frame, { shape }, codecs) => {
    const { precision, width, height, components, isApart } = held(jpegLsHeader(frame), shape);
    const picture = {
      width,
      height,
      samples: components,
      bitsAllocated: precision <= 8 ? 8 : 16,
      bitsStored: precision,
      isSigned: false,
    };
    const samples = codecs.decode('JpegLs', picture, frame);
    const together = isApart ? interleaved(samples, components, precision <= 8 ? 1 : 2) : samples;
    // CharLS changes nothing but what HP's segment says, which leads to RGB.
    return { raster: rasterOf(together, precision, shape), photometric: shape.photometric };
  },
  encode: ({ raster }, { shape }, codecs) => {
    // PS3.5 table 8.2.3-1.
    if (shape.bitsAllocated !== 8 && shape.bitsAllocated !== 16)
      throw unsupported('A JPEG-LS frame has 8 or 16 bits allocated a sample');
    const bits =
      bitsThatHold(raster, shape.isSigned, [Math.max(2, shape.bitsStored), shape.bitsAllocated]) ??
      shape.bitsAllocated;
    const { width, height, samplesPerPixel: samples } = raster;
    // CharLS takes its precision from the bits that are allocated.
    const picture = { width, height, samples, bitsAllocated: bits, bitsStored: bits, isSigned: false };
    return codecs.encode('JpegLs', picture, lowBits(raster, bits));
  },
};

/** One component after the other, as pixel by pixel. */
function interleaved(samples: Uint8Array, components: number, width: number): Uint8Array {
  const made = new Uint8Array(samples.length);
  const pixels = samples.length / components / width;
  for (let component = 0; component < components; component++)
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let byte = 0; byte < width; byte++)
        made[(pixel * components + component) * width + byte] = samples[
          (component * pixels + pixel) * width + byte
        ] as number;
  return made;
}
