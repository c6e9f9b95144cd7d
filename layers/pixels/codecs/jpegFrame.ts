import { damaged, unsupported } from '../errors.ts';
import { jpegColours } from '../jpeg/colours.ts';
import { type FrameHeader, frameHeaderOf, segmentsOf } from '../jpeg/stream.ts';
import type { DecodedFrame, FrameFormat } from '../reader.ts';
import type { FrameCodec } from './frameCodec.ts';
import { type Codestream, held } from './held.ts';
import { bitsThatHold, lowBits, rasterOf } from './samples.ts';
import type { Codecs, Picture } from './wasm.ts';

const SOI = [0xff, 0xd8];
const SOS = 0xda;
const DAC = 0xcc;
const isFrameHeader = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== DAC;

/** DCT processes: read only, their blanking is done in their coefficients. */
export const dctFrame: FrameCodec = { decode: decoded, encode: null };

/** Process 14 (T.81 H): lossless, by prediction. */
export const losslessJpegFrame: FrameCodec = {
  decode: decoded,
  encode: ({ raster, photometric }, { shape }, codecs) => {
    // PS3.5 table 8.2.1-1.
    if (shape.bitsAllocated !== 8 && shape.bitsAllocated !== 16)
      throw unsupported('A lossless JPEG frame has 8 or 16 bits allocated a sample');
    const stored = [8, 12, 16].find((bits) => bits >= shape.bitsStored) ?? 16;
    const bits = bitsThatHold(raster, shape.isSigned, [stored, 16]) ?? 16;
    const picture: Picture = {
      width: raster.width,
      height: raster.height,
      samples: raster.samplesPerPixel,
      bitsAllocated: bits <= 8 ? 8 : 16,
      bitsStored: bits,
      isSigned: shape.isSigned,
    };
    const stream = codecs.encode('Jpeg', picture, lowBits(raster, bits));
    return raster.samplesPerPixel === 1 ? bare(stream) : coloured(bare(stream), photometric !== 'RGB');
  },
};

/** By the process that the stream says: devices write a cosine transform under a lossless syntax, and the stream is what a decoder goes by (PS3.5 8.2.1). */
function decoded(frame: Uint8Array, { shape }: FrameFormat, codecs: Codecs): DecodedFrame {
  const header = frameHeaderOf(frame);
  const { precision } = held(said(header), shape);
  const samples = codecs.decode(
    'Jpeg',
    {
      width: header.width,
      height: header.height,
      samples: header.components.length,
      bitsAllocated: precision <= 8 ? 8 : 16,
      bitsStored: precision,
      isSigned: false,
    },
    bare(frame),
  );
  const raster = rasterOf(samples, precision, shape);
  return { raster, photometric: coloursOf(frame, header, shape.photometric) };
}

function said({ width, height, components, precision }: FrameHeader): Codestream {
  return { width, height, components: components.length, precision, isSigned: null };
}

function coloursOf(frame: Uint8Array, { components, process }: FrameHeader, photometric: string): string {
  if (components.length !== 3) return photometric;
  // Prediction goes without a change of colours: only Adobe's segment speaks against the data set.
  if (process === 'lossless' && !hasAdobe(frame)) return photometric === 'RGB' ? 'RGB' : 'YBR_FULL';
  return jpegColours(frame, photometric) === 'ybr' ? 'YBR_FULL' : 'RGB';
}

function hasAdobe(frame: Uint8Array): boolean {
  for (const { marker, bytes } of segmentsOf(frame, 2))
    if (marker === 0xee && Buffer.from(bytes.subarray(4, 9)).toString('latin1') === 'Adobe') return true;
  return false;
}

/** The stream with nothing before its first scan that a decoder could see otherwise than we did. */
function bare(stream: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [Uint8Array.from(SOI)];
  let frames = 0;
  for (const { marker, bytes, end } of segmentsOf(stream, 2)) {
    if (isFrameHeader(marker)) frames += 1;
    if (marker < 0xe0) kept.push(bytes);
    if (marker === SOS) kept.push(stream.subarray(end));
  }
  if (frames !== 1) throw damaged('A JPEG stream has two frame headers, or none');
  return Buffer.concat(kept);
}

/** With Adobe's segment, which says of three components whether they are luma and chroma. */
function coloured(stream: Uint8Array, isYbr: boolean): Uint8Array {
  const adobe = Buffer.from('ffee000e41646f626500640000000000', 'hex');
  adobe[15] = isYbr ? 1 : 0;
  return Buffer.concat([stream.subarray(0, 2), adobe, stream.subarray(2)]);
}
