import { createHash } from 'node:crypto';
import { type ByteFile, piecesOf } from './reader/byteFile.ts';

/** SHA-256 over the digests of all files, in the order of their names. */
export interface InputDigest {
  readonly files: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface DigestDraft {
  add(file: ByteFile): void;
  digest(): InputDigest;
}

/** SHA-256 over the SHA-256 of each file, in the order in which they are added. `sha256sum` of them, without the names, and of that again, gives the same. */
export function inputDigest(): DigestDraft {
  const all = createHash('sha256');
  let [files, bytes] = [0, 0];
  return {
    add: (file) => {
      const one = createHash('sha256');
      for (const piece of piecesOf(file, 0, file.sizeBytes)) one.update(piece);
      all.update(`${one.digest('hex')}\n`);
      files++;
      bytes += file.sizeBytes;
    },
    digest: () => ({ files, bytes, sha256: all.copy().digest('hex') }),
  };
}
