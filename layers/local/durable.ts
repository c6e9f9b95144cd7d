import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** On macOS a sync reaches the disk itself, as SQLite's does elsewhere (sqlite.org/pragma.html, fullfsync); no other system knows the difference. */
export const DISK_PRAGMAS = 'PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON';

/** Forces what a file has to the disk. Throws the system's error. */
export function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fdatasyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Forces the names in a folder to the disk. Throws the system's error. Windows opens no folders, and needs no sync for a name (NTFS keeps a
 * journal of them).
 */
export function syncFolder(folder: string, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Forces the name of a file to the disk, and those of the folders it is in, up to `above`: some of them may be new. Throws the system's error. */
export function syncName(path: string, above: string): void {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    syncFolder(folder);
    if (folder === above || folder === dirname(folder)) return;
  }
}
