import type { Display } from '../reader.ts';
import type { Raster } from '../shape.ts';

/** Every sample as a number: of Bits Stored bits, below High Bit (PS3.5 8.1.1), signed where the image is. */
export function samplesOf(raster: Raster, { bitsStored, highBit, isSigned }: Display): Float32Array {
  const { bytes, bytesPerSample } = raster;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.byteLength / bytesPerSample);
  const made = new Float32Array(count);
  const shift = Math.max(0, highBit + 1 - bitsStored);
  const upper = 32 - Math.min(32, bitsStored);
  for (let at = 0; at < count; at++) {
    const word =
      bytesPerSample === 1
        ? view.getUint8(at)
        : bytesPerSample === 2
          ? view.getUint16(at * 2, true)
          : view.getUint32(at * 4, true);
    const high = (word >>> shift) << upper;
    made[at] = isSigned ? high >> upper : high >>> upper;
  }
  return made;
}
