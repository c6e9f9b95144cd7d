import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

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
 * Forces the name of a file to the disk, and those of the folders it is in, up to `above`: some of them may be new. Throws the system's
 * error. Windows opens no folders, and needs no sync for a name.
 */
export function syncName(path: string, above: string): void {
  if (process.platform === 'win32') return;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (folder === above || folder === dirname(folder)) return;
  }
}
