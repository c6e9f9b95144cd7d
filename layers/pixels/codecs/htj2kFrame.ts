import { coloursLost, unsupported } from '../errors.ts';
import type { FrameFormat } from '../reader.ts';
import type { FrameCodec } from './frameCodec.ts';
import { held } from './held.ts';
import { samplesAre, wantsTransform } from './jpeg2000Colours.ts';
import { codestreamOf, jpeg2000Header, writeComponents } from './jpeg2000Header.ts';
import { bitsThatHold, lowBits, rasterOf } from './samples.ts';

/** PS3.5 A.4.9: resolutions one after the other. */
const RPCL_SYNTAX = '1.2.840.10008.1.2.4.202';
const RPCL = 2;

/**
 * High-Throughput JPEG 2000 (PS3.5 A.4.4, T.814). `.203` may be with or without loss (10.18), so all are written without. OpenJPH's binding writes as many bits as are allocated and one component with a sign correctly: so samples are given as signed ones of
 * 16 bits, and the header says afterwards what they are (T.800 G.1: the same coefficients).
 */
export const htj2kFrame: FrameCodec = {
  decode: (frame, { shape }, codecs) => {
    const stream = codestreamOf(frame);
    const header = held(jpeg2000Header(stream), shape);
    const { precision, width, height, components, isSigned } = header;
    if (components > 4) throw unsupported('A JPEG 2000 stream of more than four components');
    // Signed samples of one byte would be cut at 0.
    const isWide = precision > 8 || isSigned;
    const picture = {
      width,
      height,
      samples: components,
      bitsAllocated: isWide ? 16 : 8,
      bitsStored: precision,
      isSigned,
    };
    const samples = codecs.decode('HtJpeg2000', picture, stream);
    const lines =
      components > 1 && !header.isTransformed
        ? inLines(samples, components, height, isWide ? 2 : 1)
        : samples;
    const narrow = isWide && precision <= 8 ? lowBytes(lines) : lines;
    return { raster: rasterOf(narrow, precision, shape), photometric: samplesAre(header, shape.photometric) };
  },
  encode: ({ raster, photometric }, { shape, syntax }: FrameFormat, codecs) => {
    const { width, height, samplesPerPixel: samples } = raster;
    if (shape.bitsAllocated > 16)
      throw unsupported('A JPEG 2000 frame of more than 16 bits a sample cannot be written');
    const bits =
      bitsThatHold(raster, shape.isSigned, [shape.bitsStored, shape.bitsAllocated]) ?? shape.bitsAllocated;
    if (samples !== 1 && (samples !== 3 || bits > 8))
      throw unsupported('Colours that HTJ2K cannot write: of more than 8 bits a sample');
    if (samples === 3 && photometric !== 'RGB')
      throw coloursLost('Colours that HTJ2K cannot write: other than red, green and blue');
    // OpenJPH transforms whatever has three components.
    if (samples === 3 && !wantsTransform({ photometric, written: shape.photometric }))
      throw coloursLost(
        'HTJ2K colours are written by the reversible transform, and RGB says that no transform was used',
      );
    const progression = syntax === RPCL_SYNTAX ? RPCL : 0;
    const middle = 2 ** (bits - 1);
    if (samples === 3) {
      const bytes = lowBits(raster, 8, shape.isSigned ? 128 : 0);
      const picture = { width, height, samples, bitsAllocated: 8, bitsStored: 8, isSigned: false };
      const stream = codecs.encode('HtJpeg2000', picture, bytes, { progression });
      return shape.isSigned ? writeComponents(stream, 8, true) : stream;
    }
    const picture = { width, height, samples, bitsAllocated: 16, bitsStored: 16, isSigned: true };
    const centred = lowBits(wide(raster, shape.isSigned), 16, shape.isSigned ? 0 : -middle);
    return writeComponents(
      codecs.encode('HtJpeg2000', picture, centred, { progression }),
      bits,
      shape.isSigned,
    );
  },
};

/** By hand: `filter` and `from` of typed arrays keep each number on the heap, and a heap that is full may end the process. */
function lowBytes(words: Uint8Array): Uint8Array {
  const made = new Uint8Array(words.length >>> 1);
  for (let at = 0; at < made.length; at++) made[at] = words[2 * at] as number;
  return made;
}

/** Samples of two bytes at least, with their sign. */
function wide(raster: Parameters<typeof lowBits>[0], isSigned: boolean): Parameters<typeof lowBits>[0] {
  if (raster.bytesPerSample > 1) return raster;
  const made = new Uint16Array(raster.bytes.length);
  for (let at = 0; at < made.length; at++) {
    const byte = raster.bytes[at] as number;
    made[at] = isSigned ? (byte << 24) >> 24 : byte;
  }
  return { ...raster, bytesPerSample: 2, bytes: new Uint8Array(made.buffer) };
}

/**
 * Without a transform OpenJPH gives all lines of the first component, then those of the next, and the binding takes them for lines of each component in turn: put where they belong.
 */
function inLines(samples: Uint8Array, components: number, height: number, width: number): Uint8Array {
  const made = new Uint8Array(samples.length);
  const stride = samples.length / height;
  for (let line = 0; line < components * height; line++) {
    const from = Math.floor(line / components) * stride + (line % components) * width;
    const to = (line % height) * stride + Math.floor(line / height) * width;
    for (let at = 0; at < stride; at += components * width)
      for (let byte = 0; byte < width; byte++) made[to + at + byte] = samples[from + at + byte] as number;
  }
  return made;
}
