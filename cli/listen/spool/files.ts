import { createReadStream, statfsSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from '../../../layers/local/keptPlaces.ts';

/** Of a file that is read whole. */
const PIECE_BYTES = 256 * 1024;

/** A file that is being written. Each rejects with the system's error. */
export interface NewFile {
  /** Appends chunks, in their order. The bytes are not changed and not kept after it resolves. */
  write(chunks: readonly Uint8Array[]): Promise<void>;
  /** Writes over the first bytes. They are not changed and not kept after it resolves. */
  overwrite(bytes: Uint8Array): Promise<void>;
  /** The same at once, for a few bytes of a file that is synced. Throws the system's error. */
  overwriteNow(bytes: Uint8Array): void;
  /** Resolves once the bytes outlive a power cut (fdatasync(2)). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The beginning of a file, and how long it is. */
export interface FileHead {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
}

/**
 * What the spool asks of a file system. Tests have one whose power can be cut after any call. Each rejects with the
 * system's error.
 */
export interface SpoolFiles {
  /** Makes a folder for its owner alone, with those above it; one that is there keeps what is in it. */
  makeFolder(path: string): Promise<void>;
  /** Makes a file for its owner alone. Rejects with EEXIST if it is there. */
  create(path: string): Promise<NewFile>;
  /** The first bytes of a file, so many at most. */
  head(path: string, bytes: number): Promise<FileHead>;
  /** All of a file, in pieces. */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Writes over the first bytes of a file. */
  overwrite(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file; one that is not there is no error. */
  remove(path: string): Promise<void>;
  /** Resolves once the names in a folder outlive a power cut: what was made in it, and what was removed. */
  syncFolder(path: string): Promise<void>;
  list(path: string): Promise<readonly string[]>;
  /** Room that a user without special rights has left on the file system of a path. */
  freeBytes(path: string): Promise<number>;
}

/** The machine's own. */
export const SYSTEM_FILES: SpoolFiles = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  },
  create: async (path) => new SystemFile(await open(path, 'wx', PRIVATE_FILE_MODE)),
  head: async (path, bytes) => {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.allocUnsafe(Math.min(bytes, size));
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return { bytes: buffer.subarray(0, filled), sizeBytes: size };
    } finally {
      await handle.close();
    }
  },
  read: (path) => createReadStream(path, { highWaterMark: PIECE_BYTES }),
  overwrite: async (path, bytes) => {
    const file = new SystemFile(await open(path, 'r+'));
    try {
      await file.overwrite(bytes);
    } finally {
      await file.close();
    }
  },
  remove: async (path) => {
    try {
      await unlink(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  },
  syncFolder: async (path) => {
    // Windows opens no folders, and needs no sync for a name (NTFS keeps a journal of them).
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  list: (path) => readdir(path),
  freeBytes: async (path) => {
    // Asked of the kernel's memory, for every instance: to wake a thread for it takes longer.
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  },
};

class SystemFile implements NewFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(chunks: readonly Uint8Array[]): Promise<void> {
    let left = chunks;
    while (left.length > 0) {
      const { bytesWritten } = await this.#handle.writev(left as Uint8Array[]);
      left = after(left, bytesWritten);
    }
  }

  async overwrite(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; )
      at += (await this.#handle.write(bytes, at, bytes.length - at, at)).bytesWritten;
  }

  overwriteNow(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#handle.fd, bytes, at, bytes.length - at, at);
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** What is left of chunks once so many bytes of them are written: writev(2) may write less than it was given. */
function after(chunks: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let done = written;
  for (const [index, chunk] of chunks.entries()) {
    if (done < chunk.length) return [chunk.subarray(done), ...chunks.slice(index + 1)];
    done -= chunk.length;
  }
  return [];
}
