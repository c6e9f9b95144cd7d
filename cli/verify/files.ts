import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sourceFault } from '../../layers/local/systemErrors.ts';
import type { ByteFile } from '../../layers/verify/reader/byteFile.ts';
import type { InstanceFile } from '../../layers/verify/verify.ts';
import { listInputs, pathOf } from '../deid/inputs.ts';

/** The files below a folder, or the one that was named. A file that cannot be opened ends the call with its fault: nothing is passed over. */
export function instanceFiles(named: string, leftOut = ''): InstanceFile[] {
  return listInputs([named], leftOut === '' ? '' : resolve(leftOut)).map((input) => ({
    path: input.path,
    use: (work) => {
      const descriptor = opened(pathOf(input));
      try {
        return work(byteFile(descriptor));
      } finally {
        closeSync(descriptor);
      }
    },
  }));
}

export function absolutePath(folder: string, path: string): string {
  return join(resolve(folder), path);
}

function opened(path: string | Uint8Array): number {
  try {
    return openSync(path as string, 'r');
  } catch (error) {
    throw sourceFault(error);
  }
}

function byteFile(descriptor: number): ByteFile {
  const { size } = fstatSync(descriptor);
  return {
    sizeBytes: size,
    read: (start, end) => {
      const bytes = new Uint8Array(end - start);
      for (let at = 0; at < bytes.length; ) {
        const got = readSync(descriptor, bytes, at, bytes.length - at, start + at);
        if (got === 0) throw sourceFault(Object.assign(new Error(), { code: 'EIO' }));
        at += got;
      }
      return bytes;
    },
  };
}
