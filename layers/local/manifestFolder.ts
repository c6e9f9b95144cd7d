import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { ManifestShelf } from '../engine/audit/manifest/ports.ts';
import { FaultError } from '../engine/faults.ts';
import { errnoOf } from './systemErrors.ts';

/** Manifests in a folder: a copy of the bucket, to be verified where it is not. */
export class ManifestFolder implements ManifestShelf {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, bytes: Uint8Array): Promise<boolean> {
    const path = join(this.#folder, key);
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes, { flag: 'wx', flush: true });
      return true;
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return false;
      throw folderFault(error);
    }
  }

  async get(key: string): Promise<Uint8Array | null> {
    try {
      return await readFile(join(this.#folder, key));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw folderFault(error);
    }
  }

  async keys(prefix: string): Promise<readonly string[]> {
    const folder = join(this.#folder, prefix.slice(0, prefix.lastIndexOf('/') + 1));
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(this.#folder, join(parentPath, name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
    } catch (error) {
      if (errnoOf(error) === 'ENOENT' && existsSync(this.#folder)) return [];
      throw folderFault(error);
    }
  }
}

function folderFault(error: unknown): FaultError {
  return new FaultError(
    'STORE_UNAVAILABLE',
    false,
    `The folder of manifests could not be used (${errnoOf(error)})`,
    'Check the path and its permissions',
  );
}
