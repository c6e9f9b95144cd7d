import type { FrameShape } from '../shape.ts';

/**
 * Samples without what stands in their bits beyond High Bit and below the lowest stored one (PS3.5 8.1.1): zeros, or of a signed sample its sign. Samples that are so already stay, as do those
 * that equal a value of `padding`. `bytes`: whole samples, in their order. The same array: nothing hides there.
 */
export function withoutHighBits(
  bytes: Uint8Array,
  { bitsAllocated, bitsStored, highBit, isSigned }: FrameShape,
  littleEndian: boolean,
  padding: readonly number[],
): Uint8Array {
  if (bitsAllocated % 8 !== 0 || bitsStored >= bitsAllocated) return bytes;
  const width = bitsAllocated / 8;
  const low = highBit + 1 - bitsStored;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = (at: number): number =>
    width === 1
      ? view.getUint8(at)
      : width === 2
        ? view.getUint16(at, littleEndian)
        : view.getUint32(at, littleEndian);
  let clean: Uint8Array | null = null;
  const full = 2 ** bitsAllocated;
  for (let at = 0; at + width <= bytes.length; at += width) {
    const value = read(at);
    const stored = Math.floor(value / 2 ** low) % 2 ** bitsStored;
    const bare = (stored * 2 ** low) % full;
    const isNegative = isSigned && stored >= 2 ** (bitsStored - 1);
    const wanted = isNegative ? bare + (full - 2 ** (highBit + 1)) : bare;
    if (value === wanted || value === bare || padding.includes(value)) continue;
    clean ??= new Uint8Array(bytes);
    const out = new DataView(clean.buffer);
    if (width === 1) out.setUint8(at, wanted);
    else if (width === 2) out.setUint16(at, wanted, littleEndian);
    else out.setUint32(at, wanted, littleEndian);
  }
  return clean ?? bytes;
}
