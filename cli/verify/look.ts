import { transferSyntaxOf } from '../../layers/dicom/standard/transferSyntax.ts';
import { lazyReader } from '../../layers/pixels/lazyReader.ts';
import { nativeRaster } from '../../layers/pixels/nativeRaster.ts';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import type { FrameShape } from '../../layers/pixels/shape.ts';
import { mayStay } from '../../layers/pixels/text/allowed.ts';
import type { AskedImage, TextLooker } from '../../layers/verify/ports.ts';

/** Letters and digits from which something that was read is a text: less is what noise looks like. */
const LEAST_CHARACTERS = 3;
const LEAST_CONFIDENCE = 0.5;

/** The detector that Lethe brings, with its list of what may stay in an image: sides, scales, measures. */
export function textLooker(): TextLooker & { close(): Promise<void> } {
  const reader = lazyReader(async () => (await import('../../layers/pixels/openReader.ts')).openReader());
  return { textPlaces: (image, frame) => placesIn(reader, image, frame), close: () => reader.close() };
}

async function placesIn(reader: PixelReader, image: AskedImage, frame: Uint8Array): Promise<number | null> {
  const { transferSyntax, slope, intercept, windows, littleEndian, ...aFrame } = image;
  const shape: FrameShape = { ...aFrame, frames: 1 };
  try {
    const decoded = transferSyntaxOf(transferSyntax)?.encapsulated
      ? await reader.decode(frame, { syntax: transferSyntax, shape })
      : { raster: nativeRaster(frame, shape, littleEndian), photometric: shape.photometric };
    const display = {
      photometric: decoded.photometric,
      bitsStored: shape.bitsStored,
      highBit: shape.highBit,
      isSigned: shape.isSigned,
      slope,
      intercept,
      windows,
      palette: null,
    };
    const found = await reader.findText(decoded.raster, display);
    return found.filter(
      ({ text, confidence }) =>
        confidence >= LEAST_CONFIDENCE &&
        (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= LEAST_CHARACTERS &&
        !mayStay(text, []),
    ).length;
  } catch {
    // What was read is an original: nothing of the error goes on.
    return null;
  }
}
