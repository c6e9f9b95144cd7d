import {
  chmodSync,
  closeSync,
  constants,
  copyFile as copyFileCallback,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { type ByteSource, memorySource, type Segment } from '../dicom/byteSource.ts';
import { FaultError, OutputConflictError } from '../engine/faults.ts';
import type { InstanceStore, ObjectRef } from '../engine/ports.ts';
import type { Finding, Reason } from '../engine/reason.ts';
import { changed, FileSource, pinOfPath, samePin } from './fileSource.ts';
import { PartNames, publish, publishNew, sweepParts } from './partFile.ts';
import { SegmentWriter } from './segmentWriter.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

const copyFile = promisify(copyFileCallback);

/** What was kept as it came holds identifiers: nobody but its owner looks in. */
const PRIVATE_FOLDER_MODE = 0o700;
const PRIVATE_FILE_MODE = 0o600;
const CLEAN_FILE_MODE = 0o666;

type KeptArea = 'quarantine' | 'held';

export interface DirectoryStoreOptions {
  /** Clean objects go here, and what was not released under `quarantine/` and `held/`. Made when first needed. */
  readonly output: string;
  /** The folder that a container stands for; without it the container is the folder's path. */
  readonly folderOf?: (container: string) => string;
  /** The path of a source whose name text cannot say, as bytes; undefined: the container and the key say it. */
  readonly bytesOf?: (ref: ObjectRef) => Uint8Array | undefined;
  /** Whether the audit names sources by their paths, as it does without this, or by keyed hashes. */
  readonly namesSourceByPath?: boolean;
  /** Replace what another run released under the same key, whatever its bytes. */
  readonly overwrite?: boolean;
}

/**
 * Instances in an ingest folder and an output folder. An object appears by rename, so a reader sees all of it or nothing.
 * It is not forced to the disk: that would cost more than all the rest, and after a power cut the ingest folder still
 * has the source. A file does not say which source it was made of, so what is there already counts as another's.
 */
export class DirectoryStore implements InstanceStore {
  readonly namesSourceByPath: boolean;
  readonly #output: string;
  readonly #folderOf: (container: string) => string;
  readonly #bytesOf: NonNullable<DirectoryStoreOptions['bytesOf']>;
  readonly #names = new PartNames();
  readonly #writer = new SegmentWriter();
  readonly #overwrite: boolean;
  #isPrepared = false;

  constructor({ output, folderOf, bytesOf, namesSourceByPath, overwrite }: DirectoryStoreOptions) {
    this.namesSourceByPath = namesSourceByPath ?? true;
    this.#output = resolve(output);
    this.#overwrite = overwrite ?? false;
    this.#folderOf = folderOf ?? ((container) => container);
    this.#bytesOf = bytesOf ?? (() => undefined);
  }

  async open(ref: ObjectRef): Promise<FileSource> {
    return FileSource.open(this.#sourcePath(ref));
  }

  async release(
    cleanKey: string,
    source: ByteSource,
    segments: readonly Segment[],
    _sourceName: string,
  ): Promise<string> {
    const path = this.#cleanPath(cleanKey);
    this.#prepare();
    await this.#withPart(this.#output, async (part) => {
      await this.#write(part, CLEAN_FILE_MODE, source, segments);
      if (this.#overwrite) publish(part, path);
      else if (!publishNew(part, path)) {
        if (!(await haveSameBytes(part, path))) throw new OutputConflictError();
        unlinkSync(part);
      }
    });
    return cleanKey;
  }

  hold(name: string, ref: ObjectRef, source: ByteSource, findings: readonly Finding[]): Promise<string> {
    return this.#keep('held', name, ref, source, { findings });
  }

  quarantine(name: string, ref: ObjectRef, source: ByteSource | null, reason: Reason): Promise<string> {
    return this.#keep('quarantine', name, ref, source, { reason });
  }

  /** The bytes first: where the note is, the bytes are. */
  async #keep(
    area: KeptArea,
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
    note: { readonly reason: Reason } | { readonly findings: readonly Finding[] },
  ): Promise<string> {
    if (!/^[\w-]{1,128}$/.test(name)) throw outside('A name');
    this.#prepare();
    const folder = join(this.#output, area);
    let sizeBytes = 0;
    await this.#withPart(folder, async (part) => {
      mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
      sizeBytes = await this.#copySource(part, ref, source);
      publish(part, join(folder, `${name}.dcm`));
    });
    const text = JSON.stringify({ source: { key: ref.key.reveal(), sizeBytes }, ...note }, null, 2);
    const bytes = Buffer.from(`${text}\n`);
    await this.#withPart(folder, async (part) => {
      await this.#write(part, PRIVATE_FILE_MODE, NOTHING, [{ kind: 'owned', bytes }]);
      publish(part, join(folder, `${name}.json`));
    });
    return `${area}/${name}.dcm`;
  }

  /** Answers how many bytes were kept. A file is copied by the file system, which may share its blocks. */
  async #copySource(part: string, ref: ObjectRef, source: ByteSource | null): Promise<number> {
    if (source !== null && !(source instanceof FileSource)) {
      await this.#write(part, PRIVATE_FILE_MODE, source, [{ kind: 'span', start: 0, end: source.size }]);
      return source.size;
    }
    const path = this.#sourcePath(ref);
    // Opening tells a source that may not be read from an output that may not be written; copyFile says the same of both.
    const opened = source ?? FileSource.open(path);
    try {
      await copyFile(path as string, part, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      // A copy takes the rights of its source along, which anybody may have been let read.
      chmodSync(part, PRIVATE_FILE_MODE);
      if (!samePin(pinOfPath(path), opened.pin) || statSync(part).size !== opened.size) throw changed();
    } catch (error) {
      if (!samePin(pinOfPath(path), opened.pin)) throw changed();
      throw error;
    } finally {
      if (source === null) await opened.close();
    }
    return opened.size;
  }

  async #write(part: string, mode: number, source: ByteSource, segments: readonly Segment[]): Promise<void> {
    const handle = openSync(part, 'wx', mode);
    try {
      await this.#writer.write(handle, source, segments);
    } finally {
      closeSync(handle);
    }
    if (source instanceof FileSource) source.verify();
  }

  /** Lets `work` write a part in `folder` and give it its name. If that fails the part goes. */
  async #withPart(folder: string, work: (part: string) => Promise<void>): Promise<void> {
    const part = join(folder, this.#names.next());
    try {
      await work(part);
    } catch (error) {
      rmSync(part, { force: true });
      throw errnoOf(error) === 'UNKNOWN' ? error : storeFault(error);
    }
  }

  #prepare(): void {
    if (this.#isPrepared) return;
    try {
      mkdirSync(this.#output, { recursive: true });
    } catch (error) {
      throw storeFault(error);
    }
    for (const folder of ['', 'quarantine', 'held']) sweepParts(join(this.#output, folder));
    this.#isPrepared = true;
  }

  #sourcePath(ref: ObjectRef): string | Uint8Array {
    const bytes = this.#bytesOf(ref);
    if (bytes !== undefined) return bytes;
    const folder = resolve(this.#folderOf(ref.container));
    const path = resolve(folder, ref.key.reveal());
    if (path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return path;
    throw new FaultError(
      'SOURCE_UNREADABLE',
      false,
      'The source lies outside its ingest folder',
      'Name it by a path inside the folder',
    );
  }

  #cleanPath(cleanKey: string): string {
    const path = resolve(this.#output, cleanKey);
    if (path.startsWith(this.#output + sep) && join(this.#output, cleanKey) === path) return path;
    throw outside('A clean key');
  }
}

async function haveSameBytes(part: string, path: string): Promise<boolean> {
  const ours = FileSource.open(part);
  try {
    const theirs = FileSource.open(path);
    try {
      if (ours.size !== theirs.size) return false;
      for (let start = 0; start < ours.size; start += COMPARED_BYTES) {
        const end = Math.min(ours.size, start + COMPARED_BYTES);
        if (Buffer.compare(await ours.read(start, end), await theirs.read(start, end)) !== 0) return false;
      }
      return true;
    } finally {
      await theirs.close();
    }
  } catch {
    throw new FaultError(
      'STORE_UNAVAILABLE',
      true,
      'What stands under the clean key could not be compared with the new object',
      'Run again when nobody else writes to the output folder',
    );
  } finally {
    await ours.close();
  }
}
const COMPARED_BYTES = 1024 * 1024;

const NOTHING = memorySource(new Uint8Array(0));

function outside(what: string): FaultError {
  return new FaultError(
    'STORE_FORBIDDEN',
    false,
    `${what} may not lead outside the output folder`,
    'This is a fault in Lethe: report it',
  );
}
