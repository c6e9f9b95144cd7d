import { damaged, notAsMeant, unsupported } from '../errors.ts';
import { withoutHidden } from '../hidden/withoutHidden.ts';
import type { DecodedFrame, FrameFormat } from '../reader.ts';
import type { FrameCodec } from './frameCodec.ts';
import { FRAME_CODECS } from './syntaxes.ts';
import { CodecFailed, type Codecs } from './wasm.ts';

/** One frame as samples, held against what the data set says. Throws `PixelsError`. */
export function decodeFrame(frame: Uint8Array, format: FrameFormat, codecs: Codecs): DecodedFrame {
  const { shape } = format;
  const codec = codecOf(format);
  const decoded = orDamaged('A frame does not decode as its transfer syntax says', () =>
    codec.decode(frame, format, codecs),
  );
  const { raster } = decoded;
  const wanted = shape.rows * shape.columns * shape.samplesPerPixel * raster.bytesPerSample;
  if (raster.bytes.length !== wanted) throw damaged('A frame has other samples than its header says');
  return decoded;
}

/** Writes a frame without loss, and gives it out only if it decodes to the same samples. Throws `PixelsError`. */
export function encodeFrame(decoded: DecodedFrame, format: FrameFormat, codecs: Codecs): Uint8Array {
  const { encode } = codecOf(format);
  if (encode === null) throw unsupported('Frames of this transfer syntax cannot be written without loss');
  const { raster } = decoded;
  const { rows, columns, samplesPerPixel, bitsAllocated } = format.shape;
  const bytesPerSample = Math.ceil(bitsAllocated / 8);
  const isSame =
    raster.width === columns &&
    raster.height === rows &&
    raster.samplesPerPixel === samplesPerPixel &&
    raster.bytesPerSample === bytesPerSample &&
    raster.bytes.length === rows * columns * samplesPerPixel * bytesPerSample;
  if (!isSame) throw notAsMeant();
  // Codecs name themselves in comments.
  const written = withoutHidden(
    orUnsupported(() => encode(decoded, format, codecs)),
    format,
  );
  const again = readBack(written, format, codecs);
  if (again.photometric !== decoded.photometric || Buffer.compare(again.raster.bytes, raster.bytes) !== 0)
    throw notAsMeant();
  return written;
}

function codecOf({ syntax }: FrameFormat): FrameCodec {
  const codec = Object.hasOwn(FRAME_CODECS, syntax) ? FRAME_CODECS[syntax] : undefined;
  if (codec === undefined) throw unsupported('A transfer syntax whose frames cannot be decoded');
  return codec;
}

function orDamaged<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof CodecFailed ? damaged(what) : error;
  }
}

function orUnsupported<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof CodecFailed ? unsupported('A frame that its codec cannot write') : error;
  }
}

/** Whatever is wrong with what was written here is ours. */
function readBack(written: Uint8Array, format: FrameFormat, codecs: Codecs): DecodedFrame {
  try {
    return decodeFrame(written, format, codecs);
  } catch {
    throw notAsMeant();
  }
}
