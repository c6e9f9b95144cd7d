import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { damaged } from '../errors.ts';
import { nativeRaster } from '../nativeRaster.ts';
import { decodeRle, encodeRle } from '../rle.ts';
import { type FrameShape, nativeFrameBits, type Raster, sharesChroma } from '../shape.ts';
import type { FrameCodec } from './frameCodec.ts';
import { disagrees, withinBounds } from './held.ts';
import { nativeBytes } from './nativeBytes.ts';

/** Encapsulated Uncompressed (PS3.5 A.4.11): the native bytes of a frame in a fragment. */
export const uncompressedFrame: FrameCodec = {
  decode: (frame, { shape }) => plain(frame, shape),
  encode: ({ raster }, { shape }) => nativeBytes(raster, shape),
};

/** Deflated Image Frame Compression (PS3.5 A.4.12): each frame is a stream of RFC 1951. */
export const deflatedFrame: FrameCodec = {
  decode: (frame, { shape }) => plain(inflated(frame, frameBytes(shape)), shape),
  encode: ({ raster }, { shape }) => deflateRawSync(nativeBytes(raster, shape)),
};

/** RLE (PS3.5 Annex G). */
export const rleFrame: FrameCodec = {
  decode: (frame, { shape }) => {
    withinBounds(shape);
    const planes = decodeRle(frame, shape);
    const bytesPerSample = Math.ceil(shape.bitsAllocated / 8);
    const stride = planes.length;
    const bytes = new Uint8Array(shape.rows * shape.columns * stride);
    planes.forEach((plane, at) => {
      const to = placeOf(at, bytesPerSample);
      for (let pixel = 0; pixel < plane.length; pixel++) bytes[pixel * stride + to] = plane[pixel] as number;
    });
    const { columns: width, rows: height, samplesPerPixel, photometric } = shape;
    return {
      raster: { width, height, samplesPerPixel, bytesPerSample, bytes },
      photometric: sharesChroma(photometric) ? 'YBR_FULL' : photometric,
    };
  },
  encode: ({ raster: { bytes, bytesPerSample, samplesPerPixel, width } }) => {
    const stride = bytesPerSample * samplesPerPixel;
    const planes = Array.from({ length: stride }, (_, at) => {
      const from = placeOf(at, bytesPerSample);
      const plane = new Uint8Array(bytes.length / stride);
      for (let pixel = 0; pixel < plane.length; pixel++)
        plane[pixel] = bytes[pixel * stride + from] as number;
      return plane;
    });
    return encodeRle(planes, width);
  },
};

/** Where the byte of a plane stands in a pixel: planes begin with the most significant byte. */
function placeOf(plane: number, bytesPerSample: number): number {
  const sample = Math.floor(plane / bytesPerSample);
  return sample * bytesPerSample + bytesPerSample - 1 - (plane % bytesPerSample);
}

const frameBytes = (shape: FrameShape) => Math.ceil(nativeFrameBits(shape) / 8);

function plain(
  bytes: Uint8Array,
  shape: FrameShape,
): { readonly raster: Raster; readonly photometric: string } {
  withinBounds(shape);
  if (bytes.length < frameBytes(shape))
    throw disagrees(
      'A frame is smaller than the instance says',
      'Rows, Columns, Samples per Pixel and Bits Allocated',
    );
  const isShared = sharesChroma(shape.photometric) && shape.samplesPerPixel === 3;
  return { raster: nativeRaster(bytes, shape, true), photometric: isShared ? 'YBR_FULL' : shape.photometric };
}

/** No more than a frame can have, and the byte that makes its length even. */
function inflated(frame: Uint8Array, bytes: number): Uint8Array {
  try {
    return inflateRawSync(frame, { maxOutputLength: bytes + 1 });
  } catch {
    throw damaged('A deflated frame is damaged, or longer than the instance says');
  }
}
