import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;

/** The system's own word for a file that is too large (errno(3)); `errnoOf` reads it. */
class FileTooLarge extends Error {
  readonly code = 'EFBIG';
}

/**
 * The bytes of a file that somebody named, up to a bound: what it names may be a device, or a pipe that never ends. Throws as the
 * file system does, and with the code EFBIG where there is more.
 */
export function readBounded(path: string, mostBytes: number): Buffer {
  const handle = openSync(path, 'r');
  try {
    return readHandleBounded(handle, mostBytes);
  } finally {
    closeSync(handle);
  }
}

/** As `readBounded`, from where an open file stands. */
export function readHandleBounded(handle: number, mostBytes: number): Buffer {
  const chunks: Buffer[] = [];
  for (let total = 0; ; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, mostBytes + 1 - total));
    const count = readSync(handle, chunk, 0, chunk.length, null);
    if (count === 0) return Buffer.concat(chunks);
    total += count;
    if (total > mostBytes) throw new FileTooLarge('a file is larger than it may be');
    chunks.push(chunk.subarray(0, count));
  }
}
