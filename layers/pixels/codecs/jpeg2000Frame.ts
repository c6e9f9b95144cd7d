import { unsupported } from '../errors.ts';
import type { FrameCodec } from './frameCodec.ts';
import { held } from './held.ts';
import { samplesAre, wantsTransform } from './jpeg2000Colours.ts';
import { codestreamOf, jpeg2000Header, writeComponents } from './jpeg2000Header.ts';
import { bitsThatHold, lowBits, rasterOf } from './samples.ts';

/**
 * JPEG 2000. `.91` may hold reversible streams too, at the discretion of who writes (PS3.5 A.4.4), so both are written so. OpenJPEG is given samples from 0 and the sign is written into the header afterwards: what stands
 * in the stream is the same (T.800 G.1), and the binding reads signed bytes wrongly.
 */
export const jpeg2000Frame: FrameCodec = {
  decode: (frame, { shape }, codecs) => {
    const stream = codestreamOf(frame);
    const header = held(jpeg2000Header(stream), shape);
    const { precision, width, height, components } = header;
    colourBytes(components, precision);
    const picture = {
      width,
      height,
      samples: components,
      bitsAllocated: precision <= 8 ? 8 : 16,
      bitsStored: precision,
      isSigned: header.isSigned,
    };
    const samples = codecs.decode('Jpeg2000', picture, stream);
    return {
      raster: rasterOf(samples, precision, shape),
      photometric: samplesAre(header, shape.photometric),
    };
  },
  encode: ({ raster, photometric }, { shape }, codecs) => {
    if (shape.bitsAllocated > 16)
      throw unsupported('A JPEG 2000 frame of more than 16 bits a sample cannot be written');
    const bits =
      bitsThatHold(raster, shape.isSigned, [shape.bitsStored, shape.bitsAllocated]) ?? shape.bitsAllocated;
    const { width, height, samplesPerPixel: samples } = raster;
    colourBytes(samples, bits);
    const picture = {
      width,
      height,
      samples,
      bitsAllocated: bits <= 8 ? 8 : 16,
      bitsStored: bits,
      isSigned: false,
    };
    const isTransformed = samples === 3 && wantsTransform({ photometric, written: shape.photometric });
    const stream = codecs.encode(
      'Jpeg2000',
      picture,
      lowBits(raster, bits, shape.isSigned ? 2 ** (bits - 1) : 0),
      { isTransformed },
    );
    return shape.isSigned ? writeComponents(stream, bits, true) : stream;
  },
};

/** The binding takes colours by their lowest byte, and nothing but one component or three. */
function colourBytes(components: number, bits: number): void {
  if (components !== 1 && components !== 3)
    throw unsupported('A JPEG 2000 stream of two components, or of more than three');
  if (components === 3 && bits > 8)
    throw unsupported('A JPEG 2000 stream of colours with more than 8 bits a sample');
}
