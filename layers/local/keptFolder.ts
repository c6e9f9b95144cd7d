import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  gone,
  type Kept,
  type KeptArea,
  type KeptNote,
  type KeptShelf,
  keptName,
  keptPlace,
  parseNote,
} from '../engine/kept.ts';
import { FileSource } from './fileSource.ts';
import { PRIVATE_FILE_MODE, privateFolder } from './keptPlaces.ts';
import { PartNames, publish } from './partFile.ts';
import { renameFile } from './rename.ts';
import { errnoOf, sourceFault, storeFault } from './systemErrors.ts';

const AREAS: readonly KeptArea[] = ['quarantine', 'held'];

/** What a `DirectoryStore` keeps in its kept folder. */
export class KeptFolder implements KeptShelf {
  readonly container: string;
  readonly #names = new PartNames();

  constructor(kept: string) {
    this.container = resolve(kept);
  }

  async *list(): AsyncIterable<Kept> {
    for (const area of AREAS)
      for (const file of namesIn(join(this.container, area))) {
        if (!file.endsWith('.dcm')) continue;
        const kept = await this.find(keptName(area, file.slice(0, -'.dcm'.length)));
        if (kept !== null) yield kept;
      }
  }

  async find(name: string): Promise<Kept | null> {
    const path = this.#pathOf(name, 'dcm');
    if (path === null) return null;
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined || !stats.isFile()) return null;
      return { name, sizeBytes: stats.size, since: stats.ctime.toISOString() };
    } catch (error) {
      throw sourceFault(error);
    }
  }

  async note(name: string): Promise<KeptNote | null> {
    const path = this.#pathOf(name, 'json');
    if (path === null) return null;
    try {
      return parseNote(readFileSync(path, 'utf8'));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw sourceFault(error);
    }
  }

  async open(name: string): Promise<FileSource> {
    const path = this.#pathOf(name, 'dcm');
    if (path === null) throw gone();
    return FileSource.open(path);
  }

  async settle(name: string, area: KeptArea, note: KeptNote): Promise<void> {
    const hash = keptPlace(name)?.hash;
    if (hash === undefined) throw gone();
    const settled = keptName(area, hash);
    const part = join(privateFolder(this.container, area), this.#names.next());
    try {
      if (settled !== name) renameFile(this.#pathOf(name, 'dcm') ?? '', this.#pathOf(settled, 'dcm') ?? '');
      const handle = openSync(part, 'wx', PRIVATE_FILE_MODE);
      try {
        const text = Buffer.from(`${JSON.stringify(note, null, 2)}\n`);
        for (let done = 0; done < text.length; ) done += writeSync(handle, text, done);
      } finally {
        closeSync(handle);
      }
      publish(part, this.#pathOf(settled, 'json') ?? '');
      if (settled !== name) rmSync(this.#pathOf(name, 'json') ?? '', { force: true });
    } catch (error) {
      rmSync(part, { force: true });
      throw storeFault(error);
    }
  }

  async remove(name: string): Promise<void> {
    try {
      for (const suffix of ['json', 'dcm'] as const) {
        const path = this.#pathOf(name, suffix);
        if (path !== null) rmSync(path, { force: true });
      }
    } catch (error) {
      throw storeFault(error);
    }
  }

  /** Nobody looks for the outcome of a file that is where it was. */
  close(name: string): Promise<void> {
    return this.remove(name);
  }

  async destroy(name: string): Promise<number> {
    const isThere = (await this.find(name)) !== null;
    await this.remove(name);
    return isThere ? 1 : 0;
  }

  #pathOf(name: string, suffix: 'dcm' | 'json'): string | null {
    const place = keptPlace(name);
    return place === null ? null : join(this.container, place.area, `${place.hash}.${suffix}`);
  }
}

/** In order. A folder that was never needed is empty. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw sourceFault(error);
  }
}
