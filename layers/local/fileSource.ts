import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  read as readCallback,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { ByteSource } from '../dicom/byteSource.ts';
import { FaultError } from '../engine/faults.ts';
import { sourceFault } from './systemErrors.ts';

const pread = promisify(readCallback);

/** Up to here a read blocks: from the page cache it is over before a thread of the pool would have been woken. */
const BLOCKING_READ_BYTES = 256 * 1024;
/** `st_blocks` counts in these whatever the file system's own block is (stat(2)). */
const STAT_BLOCK_BYTES = 512;

/** What tells one state of a file from the next. Change time is left out: a rename or a new link changes no byte. */
export interface FilePin {
  readonly device: number;
  readonly inode: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/**
 * A file, read by offset, in the state it was opened in. Every read that reaches the file looks whether size or
 * modification time moved and rejects with SOURCE_CHANGED; a writer that keeps both cannot be seen. A file that is
 * replaced by rename is not a change: the handle still reads the one that was opened.
 */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly pin: FilePin;
  /** Fewer blocks than bytes: the file has holes, and whoever copies it may keep them. */
  readonly sparse: boolean;
  #handle: number | null;

  private constructor(handle: number, stats: Stats) {
    this.#handle = handle;
    this.pin = pinOf(stats);
    this.size = stats.size;
    this.sparse = stats.blocks * STAT_BLOCK_BYTES < stats.size;
  }

  /** Throws `FaultError` SOURCE_GONE or SOURCE_UNREADABLE. */
  static open(path: string | Uint8Array): FileSource {
    let handle: number | null = null;
    try {
      // Without O_NONBLOCK opening a pipe would wait for its writer for ever. Windows lacks this flag.
      handle = openSync(path as string, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      const stats = fstatSync(handle);
      if (!stats.isFile())
        throw new FaultError(
          'SOURCE_UNREADABLE',
          false,
          'The source is not a regular file',
          'Name files, or a folder of them',
        );
      return new FileSource(handle, stats);
    } catch (error) {
      if (handle !== null) closeSync(handle);
      throw sourceFault(error);
    }
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    this.#checkBounds(start, end);
    const bytes = Buffer.allocUnsafe(end - start);
    await this.readInto(bytes, start);
    return bytes;
  }

  /** Fills `target` with the bytes from `start` on. */
  async readInto(target: Uint8Array, start: number): Promise<void> {
    if (target.length <= BLOCKING_READ_BYTES) {
      this.readIntoSync(target, start);
      return;
    }
    this.#checkBounds(start, start + target.length);
    try {
      let filled = 0;
      while (filled < target.length) {
        const { bytesRead } = await pread(
          this.#opened(),
          target,
          filled,
          target.length - filled,
          start + filled,
        );
        if (bytesRead === 0) throw changed();
        filled += bytesRead;
      }
    } catch (error) {
      throw sourceFault(error);
    }
    this.verify();
  }

  /** As `readInto`, blocking. */
  readIntoSync(target: Uint8Array, start: number): void {
    this.#checkBounds(start, start + target.length);
    try {
      let filled = 0;
      while (filled < target.length) {
        const count = readSync(this.#opened(), target, filled, target.length - filled, start + filled);
        if (count === 0) throw changed();
        filled += count;
      }
    } catch (error) {
      throw sourceFault(error);
    }
    this.verify();
  }

  /** Throws `FaultError` SOURCE_CHANGED if the file is not as it was opened. */
  verify(): void {
    let now: FilePin;
    try {
      now = pinOf(fstatSync(this.#opened()));
    } catch (error) {
      throw sourceFault(error);
    }
    if (!samePin(now, this.pin)) throw changed();
  }

  async close(): Promise<void> {
    if (this.#handle === null) return;
    const handle = this.#handle;
    this.#handle = null;
    closeSync(handle);
  }

  #checkBounds(start: number, end: number): void {
    if (start < 0 || end > this.size || start > end) throw new RangeError('read beyond the object');
  }

  /** A closed handle's number may already be another file's, so it is never used again. */
  #opened(): number {
    if (this.#handle === null)
      throw new FaultError(
        'SOURCE_UNREADABLE',
        false,
        'The source is closed',
        'Open the object again to read it',
      );
    return this.#handle;
  }
}

/** The state of the file that is at `path` now. Throws `FaultError`. */
export function pinOfPath(path: string | Uint8Array): FilePin {
  try {
    return pinOf(statSync(path as string));
  } catch (error) {
    throw sourceFault(error);
  }
}

export function samePin(a: FilePin, b: FilePin): boolean {
  return (
    a.device === b.device &&
    a.inode === b.inode &&
    a.sizeBytes === b.sizeBytes &&
    a.modifiedMs === b.modifiedMs
  );
}

/** Passes: opened again, the file is pinned in its new state. */
export function changed(): FaultError {
  return new FaultError(
    'SOURCE_CHANGED',
    true,
    'The source changed while it was read',
    'Wait until its writer is done and run again',
  );
}

function pinOf(stats: Stats): FilePin {
  return { device: stats.dev, inode: stats.ino, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
}
