import type { ByteSource } from '../dicom/byteSource.ts';

const COMPARED_BYTES = 1024 * 1024;

/** Whether two sources have the same bytes. Rejects with what their reads reject with. */
export async function haveSameBytes(one: ByteSource, other: ByteSource): Promise<boolean> {
  if (one.size !== other.size) return false;
  for (let start = 0; start < one.size; start += COMPARED_BYTES) {
    const end = Math.min(one.size, start + COMPARED_BYTES);
    if (Buffer.compare(await one.read(start, end), await other.read(start, end)) !== 0) return false;
  }
  return true;
}
