import { ftruncateSync, write as writeCallback, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { type ByteSource, type Segment, segmentLength, segmentsLength } from '../dicom/byteSource.ts';
import { FileSource } from './fileSource.ts';

const pwrite = promisify(writeCallback);

/** One write's worth. Measured: from 256 KiB to 4 MiB the time to copy is the same, and a CT fits in one. */
const CHUNK_BYTES = 1024 * 1024;
/** Objects up to here are written without yielding, some tens of milliseconds: to wake a thread of the pool for each chunk took as long again. */
const BLOCKING_BYTES = 64 * 1024 * 1024;
const ZEROS = Buffer.alloc(CHUNK_BYTES);

/**
 * Writes what segments make into an open, empty file, through one buffer: every read of a span goes straight into
 * it, so the memory used does not grow with the object. Chunks of nothing but zeros, read from a source that has
 * holes, become holes again.
 */
export class SegmentWriter {
  #spare: Buffer | null = null;

  /** `seen` is told every byte, in order. Rejects with the file system's error, or the source's. */
  async write(
    handle: number,
    source: ByteSource,
    segments: readonly Segment[],
    seen: (bytes: Uint8Array) => void = () => {},
  ): Promise<void> {
    const total = segmentsLength(segments);
    const buffer = this.#spare ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.#spare = null;
    try {
      const keepsHoles = source instanceof FileSource && source.sparse;
      let position = 0;
      let filled = 0;
      for (const segment of segments) {
        const length = segmentLength(segment);
        const bytes = await bytesOf(segment);
        for (let done = 0; done < length; ) {
          const target = buffer.subarray(filled, filled + Math.min(length - done, CHUNK_BYTES - filled));
          if (bytes !== null) target.set(bytes.subarray(done, done + target.length));
          else if (segment.kind === 'span') await fill(target, source, segment.start + done, total);
          done += target.length;
          filled += target.length;
          if (filled < CHUNK_BYTES) continue;
          seen(buffer);
          if (!keepsHoles || !buffer.equals(ZEROS)) await flush(handle, buffer, position, total);
          position += filled;
          filled = 0;
        }
      }
      seen(buffer.subarray(0, filled));
      if (filled > 0) await flush(handle, buffer.subarray(0, filled), position, total);
      else if (keepsHoles) ftruncateSync(handle, total);
    } finally {
      this.#spare = buffer;
    }
  }
}

/** Null for a span. */
function bytesOf(segment: Segment): Uint8Array | null | Promise<Uint8Array> {
  if (segment.kind === 'made') return segment.make();
  return segment.kind === 'owned' ? segment.bytes : null;
}

async function fill(target: Buffer, source: ByteSource, start: number, total: number): Promise<void> {
  if (!(source instanceof FileSource)) target.set(await source.read(start, start + target.length));
  else if (total <= BLOCKING_BYTES) source.readIntoSync(target, start);
  else await source.readInto(target, start);
}

async function flush(handle: number, bytes: Buffer, position: number, total: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const [offset, length, at] = [done, bytes.length - done, position + done];
    done +=
      total <= BLOCKING_BYTES
        ? writeSync(handle, bytes, offset, length, at)
        : (await pwrite(handle, bytes, offset, length, at)).bytesWritten;
  }
}
