import type { ByteSource } from '../../layers/dicom/byteSource.ts';

/** A request of S3 brings so much of a long object: smaller ones would cost more in their time than in their bytes. */
const BLOCK_BYTES = 8 * 1024 * 1024;

/** A source whose short reads behind its first bytes are served out of long ones, for whoever reads it from start to end. */
export function readAhead(source: ByteSource, firstBytes: number): ByteSource {
  let block: { readonly start: number; readonly bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  return {
    size: source.size,
    read: async (start, end) => {
      if (end <= firstBytes || end - start >= BLOCK_BYTES) return source.read(start, end);
      const isThere = start >= block.start && end <= block.start + block.bytes.length;
      if (!isThere) {
        const bytes = await source.read(start, Math.min(source.size, start + BLOCK_BYTES));
        block = { start, bytes };
      }
      return block.bytes.subarray(start - block.start, end - block.start);
    },
    close: () => source.close(),
  };
}
