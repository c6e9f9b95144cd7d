import { basename, dirname } from 'node:path';
import type { NewFile, SpoolFiles } from '../../cli/listen/spool/files.ts';

/**
 * What is left of what was not synced. `kept`: only the process ended. `lost`: nothing. `torn`: names without their bytes. `holed`: names, how long
 * files are, and their beginnings, but no other bytes.
 */
export type Cut = 'kept' | 'lost' | 'torn' | 'holed';

/** Of what was not synced, where a cut leaves the beginning. */
const BEGINNING_BYTES = 4096;

interface Content {
  bytes: Uint8Array;
  synced: Uint8Array | null;
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'test' });
}

/**
 * A file system in memory whose power can be cut after any call: bytes stay once they are synced, names once their folder is (POSIX promises no
 * more). After the cut every call fails, as nobody is there to make one.
 */
export class CuttableFiles implements SpoolFiles {
  /** Calls until the power is cut. */
  callsLeft = Number.POSITIVE_INFINITY;
  /** Bytes that fit. */
  room = Number.POSITIVE_INFINITY;
  calls = 0;
  readonly #folders = new Map<string, Map<string, Content>>();
  #syncedNames = new Map<string, Map<string, Content>>();

  #call(): void {
    this.calls += 1;
    if (this.callsLeft <= 0) throw errno('EIO');
    this.callsLeft -= 1;
  }

  #folder(path: string): Map<string, Content> {
    const folder = this.#folders.get(path);
    if (folder === undefined) throw errno('ENOENT');
    return folder;
  }

  async makeFolder(path: string): Promise<void> {
    this.#call();
    if (!this.#folders.has(path)) this.#folders.set(path, new Map());
  }

  async create(path: string): Promise<NewFile> {
    this.#call();
    const folder = this.#folder(dirname(path));
    if (folder.has(basename(path))) throw errno('EEXIST');
    const content: Content = { bytes: new Uint8Array(0), synced: null };
    folder.set(basename(path), content);
    return {
      write: async (chunks) => {
        this.#call();
        const more = Buffer.concat(chunks);
        const fits = more.subarray(0, Math.max(0, this.room));
        this.room -= more.length;
        content.bytes = Buffer.concat([content.bytes, fits]);
        if (fits.length < more.length) throw errno('ENOSPC');
      },
      overwrite: async (bytes) => {
        this.#call();
        overwrite(content, bytes);
      },
      overwriteNow: (bytes) => {
        this.#call();
        overwrite(content, bytes);
      },
      sync: async () => {
        this.#call();
        content.synced = content.bytes;
      },
      close: async () => this.#call(),
    };
  }

  async head(path: string, bytes: number) {
    this.#call();
    const content = this.#folder(dirname(path)).get(basename(path));
    if (content === undefined) throw errno('ENOENT');
    return { bytes: content.bytes.subarray(0, bytes), sizeBytes: content.bytes.length };
  }

  async *read(path: string): AsyncGenerator<Uint8Array> {
    this.#call();
    const content = this.#folder(dirname(path)).get(basename(path));
    if (content === undefined) throw errno('ENOENT');
    for (let at = 0; at < content.bytes.length; at += 100_000) yield content.bytes.subarray(at, at + 100_000);
  }

  async overwrite(path: string, bytes: Uint8Array): Promise<void> {
    this.#call();
    const content = this.#folder(dirname(path)).get(basename(path));
    if (content === undefined) throw errno('ENOENT');
    overwrite(content, bytes);
  }

  async remove(path: string): Promise<void> {
    this.#call();
    this.#folder(dirname(path)).delete(basename(path));
  }

  async syncFolder(path: string): Promise<void> {
    this.#call();
    this.#syncedNames.set(path, new Map(this.#folder(path)));
  }

  async list(path: string): Promise<readonly string[]> {
    this.#call();
    return [...this.#folder(path).keys()];
  }

  async freeBytes(): Promise<number> {
    this.#call();
    return this.room;
  }

  /** Of a folder as it is now. */
  contents(path: string): ReadonlyMap<string, Uint8Array> {
    return new Map([...(this.#folders.get(path) ?? [])].map(([name, { bytes }]) => [name, bytes]));
  }

  put(path: string, bytes: Uint8Array): void {
    this.#folder(dirname(path)).set(basename(path), { bytes, synced: bytes });
  }

  /** What the next process finds. */
  restart(cut: Cut): void {
    this.callsLeft = Number.POSITIVE_INFINITY;
    if (cut === 'kept') return;
    for (const [path, folder] of this.#folders) {
      const names = cut === 'lost' ? (this.#syncedNames.get(path) ?? new Map<string, Content>()) : folder;
      const left = [...names].map(([name, content]) => {
        content.bytes = cut === 'holed' ? holed(content) : (content.synced ?? new Uint8Array(0));
        return [name, content] as const;
      });
      this.#folders.set(path, new Map(left));
    }
    this.#syncedNames = new Map([...this.#folders].map(([path, folder]) => [path, new Map(folder)]));
  }
}

function overwrite(content: Content, bytes: Uint8Array): void {
  content.bytes = Buffer.concat([bytes, content.bytes.subarray(bytes.length)]);
}

function holed({ bytes, synced }: Content): Uint8Array {
  const left = new Uint8Array(bytes.length);
  if (synced !== null) left.set(synced);
  left.set(bytes.subarray(0, BEGINNING_BYTES));
  return left;
}
