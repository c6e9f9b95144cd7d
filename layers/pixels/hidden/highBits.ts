import type { FrameShape } from '../shape.ts';

/**
 * Native samples without what stands in bits that are not stored, as old overlays did; the same array where nothing does. Those bits become 0, or the sign. They stay where they are
 * 0, or the sign already, or where the whole sample is one of `padding`: Pixel Padding Value (0028,0120) and its range limit.
 */
export function withoutHighBits(
  bytes: Uint8Array,
  { bitsAllocated, bitsStored, highBit, isSigned }: FrameShape,
  littleEndian: boolean,
  padding: readonly number[],
): Uint8Array {
  const width = bitsAllocated / 8;
  if ((width !== 1 && width !== 2 && width !== 4) || bitsStored >= bitsAllocated) return bytes;
  const allocated = 2 ** bitsAllocated - 1;
  const above = (allocated - (2 ** (highBit + 1) - 1)) >>> 0;
  const stored = (2 ** (highBit + 1) - 2 ** Math.max(0, highBit + 1 - bitsStored)) >>> 0;
  const unused = (allocated & ~stored) >>> 0;
  const sign = 2 ** highBit;
  const kept = new Set(padding.map((value) => (value & allocated) >>> 0));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let made: DataView | null = null;
  for (let at = 0; at + width <= bytes.length; at += width) {
    const value = read(view, at, width, littleEndian);
    const rest = (value & unused) >>> 0;
    if (rest === 0) continue;
    const extension = isSigned && (value & sign) !== 0 ? above : 0;
    if (rest === extension || kept.has(value)) continue;
    made ??= new DataView(new Uint8Array(bytes).buffer);
    write(made, at, width, ((value & stored) | extension) >>> 0, littleEndian);
  }
  return made === null ? bytes : new Uint8Array(made.buffer);
}

function read(view: DataView, at: number, width: 1 | 2 | 4, littleEndian: boolean): number {
  if (width === 1) return view.getUint8(at);
  return width === 2 ? view.getUint16(at, littleEndian) : view.getUint32(at, littleEndian);
}

function write(view: DataView, at: number, width: 1 | 2 | 4, value: number, littleEndian: boolean): void {
  if (width === 1) view.setUint8(at, value);
  else if (width === 2) view.setUint16(at, value, littleEndian);
  else view.setUint32(at, value, littleEndian);
}
