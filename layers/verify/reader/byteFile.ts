/** Bytes that are read where they are wanted: a file, or a body that was inflated. Duty: `read` answers exactly what was asked, or throws. */
export interface ByteFile {
  readonly sizeBytes: number;
  read(start: number, end: number): Uint8Array;
}

export function memoryFile(bytes: Uint8Array): ByteFile {
  return { sizeBytes: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** Of a large file so much is held while its elements are read. */
const WINDOW_BYTES = 128 * 1024;

/** A file seen through a window that moves along with whoever reads: a header is one read, not one an element. */
export function windowed(file: ByteFile): ByteFile {
  let from = 0;
  let held = new Uint8Array(0);
  return {
    sizeBytes: file.sizeBytes,
    read: (start, end) => {
      if (start < from || end > from + held.length) {
        if (end - start >= WINDOW_BYTES) return file.read(start, end);
        from = start;
        held = new Uint8Array(
          file.read(start, Math.min(file.sizeBytes, Math.max(end, start + WINDOW_BYTES))),
        );
      }
      return held.subarray(start - from, end - from);
    },
  };
}

/** The bytes of a stretch, a piece at a time: nothing is held whole. */
export function* piecesOf(file: ByteFile, start: number, end: number): Generator<Uint8Array> {
  for (let at = start; at < end; at += PIECE_BYTES) yield file.read(at, Math.min(end, at + PIECE_BYTES));
}
const PIECE_BYTES = 1024 * 1024;
