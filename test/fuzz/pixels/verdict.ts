import { PixelsError } from '../../../layers/pixels/errors.ts';
import { withoutHidden } from '../../../layers/pixels/hidden/withoutHidden.ts';
import type { PixelReader } from '../../../layers/pixels/reader.ts';
import type { EncodedFrame } from './mutants.ts';

/** `decoded`, `written`, or the code of a refusal; anything else is wrong. */
export async function verdictOn(
  reader: PixelReader,
  { frame, format }: EncodedFrame,
  isFilled: boolean,
): Promise<string> {
  const before = Buffer.from(frame);
  try {
    const decoded = await reader.decode(frame, format);
    const { rows, columns, samplesPerPixel, bitsAllocated } = format.shape;
    const { bytes } = decoded.raster;
    if (bytes.length !== rows * columns * samplesPerPixel * Math.ceil(bitsAllocated / 8)) return 'wrong size';
    if (Buffer.compare(before, frame) !== 0) return 'wrong: the frame changed';
    withoutHidden(frame, format);
    if (!isFilled) return 'decoded';
    bytes.fill(0, 0, Math.ceil(bytes.length / 3));
    await reader.encode(decoded, format);
    return 'written';
  } catch (error) {
    return error instanceof PixelsError
      ? error.code
      : `wrong: ${error instanceof Error ? error.name : typeof error}`;
  }
}
