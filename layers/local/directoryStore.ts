import {
  closeSync,
  existsSync,
  fchownSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { ByteSource, Segment } from '../dicom/byteSource.ts';
import { FaultError, OutputConflictError } from '../engine/faults.ts';
import type { KeptArea, KeptNote } from '../engine/kept.ts';
import type { KeptRun } from '../engine/keptRun.ts';
import type { InstanceStore, ObjectNames, ObjectRef, Released } from '../engine/ports.ts';
import type { Finding, Reason } from '../engine/reason.ts';
import { removeClean } from './cleanFiles.ts';
import { syncName } from './durable.ts';
import { FileSource } from './fileSource.ts';
import { KeptAreas } from './keptAreas.ts';
import { keptBeside, privateFolder } from './keptPlaces.ts';
import { PartNames, publish, publishNew, sweepParts } from './partFile.ts';
import type { BookedPlace, Publishing, ReleaseBook } from './releaseBook.ts';
import { haveSameBytes } from './sameBytes.ts';
import { SegmentWriter } from './segmentWriter.ts';
import { systemClock } from './system.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

const CLEAN_FILE_MODE = 0o666;
/** The bit of a folder whose files get the folder's group (chmod(2), S_ISGID). */
const SET_GROUP = 0o2000;

/** As `hashedName` makes one. */
const HASHED_NAME = /^[0-9a-f]{32}$/;

export interface DirectoryStoreOptions {
  /** Clean instances go here, and nothing else. Made when first needed. */
  readonly output: string;
  /** What was not released goes here, and what is half-written; without it the folder of the same name with `.kept` behind it. */
  readonly kept?: string;
  /** The folder that a container stands for; without it the container is the folder's path. */
  readonly folderOf?: (container: string) => string;
  /** The path of a source whose name text cannot say, as bytes; undefined: the container and the key say it. */
  readonly bytesOf?: (ref: ObjectRef) => Uint8Array | undefined;
  /** Whether the audit names sources by their paths, as it does without this, or by keyed hashes. */
  readonly namesSourceByPath?: boolean;
  /** Replace what another run released under the same key, whatever its bytes. */
  readonly overwrite?: boolean;
  /** With `overwrite` and `releases`: what earlier runs released of a source and this one does not release is removed (`withdraw`). */
  readonly withdraws?: boolean;
  /** The run of this store, and the book of what runs have released; without it nobody knows which run made what is there. */
  readonly releases?: { readonly book: ReleaseBook; readonly run: BookedPlace };
  /** What is released or kept outlives a power cut, for sources that are removed then. Without it, it may not. */
  readonly isDurable?: boolean;
}

/**
 * Instances in an ingest folder and an output folder. An object appears by rename, so a reader sees all of it or nothing.
 * It is not forced to the disk unless it is asked for: that would cost more than all the rest, and after a power cut the ingest folder still
 * has the source. It is written in the kept folder, and only there where both are of one file system; else in a hidden file of the output
 * folder itself, which a later run removes if this one does not get to it.
 */
export class DirectoryStore implements InstanceStore {
  readonly namesSourceByPath: boolean;
  readonly #output: string;
  readonly #kept: string;
  readonly #folderOf: (container: string) => string;
  readonly #bytesOf: NonNullable<DirectoryStoreOptions['bytesOf']>;
  readonly #parts = new PartNames();
  readonly #writer = new SegmentWriter();
  readonly #areas: KeptAreas;
  readonly #overwrite: boolean;
  readonly #withdraws: boolean;
  readonly #releases: DirectoryStoreOptions['releases'];
  readonly #isDurable: boolean;
  #isPrepared = false;
  /** Where clean instances are written before they get their names. */
  #partsFolder: string;
  /** Of the output folder, where its files are to have it. */
  #group: number | null = null;

  constructor(options: DirectoryStoreOptions) {
    const { output, kept, folderOf, bytesOf, namesSourceByPath, overwrite, releases } = options;
    this.namesSourceByPath = namesSourceByPath ?? true;
    this.#bytesOf = bytesOf ?? (() => undefined);
    this.#output = resolve(output);
    this.#kept = resolve(kept ?? keptBeside(output));
    this.#partsFolder = join(this.#kept, 'state');
    this.#overwrite = overwrite ?? false;
    this.#withdraws = options.withdraws ?? false;
    this.#releases = releases;
    this.#isDurable = options.isDurable ?? false;
    this.#areas = new KeptAreas(this.#kept, this.#writer, this.#isDurable);
    this.#folderOf = folderOf ?? ((container) => container);
  }

  async open(ref: ObjectRef): Promise<FileSource> {
    return FileSource.open(this.#sourcePath(ref));
  }

  async release(
    cleanKey: string,
    source: ByteSource,
    segments: readonly Segment[],
    sourceName: string,
    told = sourceName,
  ): Promise<Released> {
    const path = this.#cleanPath(cleanKey);
    this.#prepare();
    const releaseBy = (folder: string) =>
      this.#withPart(folder, async (part) => {
        await this.#write(part, source, segments);
        const released = await this.#publish(part, path, cleanKey, sourceName, told);
        if (this.#isDurable) syncName(path, this.#output);
        return released;
      });
    try {
      return await releaseBy(this.#partsFolder);
    } catch (error) {
      if (errnoOf(error) !== 'EXDEV') throw error;
      this.#partsFolder = this.#output;
      return releaseBy(this.#output);
    }
  }

  hold(
    name: string,
    ref: ObjectRef,
    source: ByteSource,
    findings: readonly Finding[],
    run: KeptRun,
  ): Promise<string> {
    return this.#keep('held', name, ref, source, { findings, run });
  }

  quarantine(
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
    reason: Reason,
    run: KeptRun,
  ): Promise<string> {
    return this.#keep('quarantine', name, ref, source, { reason, run });
  }

  settle(names: ObjectNames, source: ByteSource): Promise<void> {
    return this.#areas.settle(names, source, new Date(systemClock.now()).toISOString());
  }

  async withdraw(
    sourceName: string,
    released: string | null,
    place: string | null,
  ): Promise<readonly string[]> {
    if (!this.#withdraws || this.#releases === undefined) return [];
    const { book, run } = this.#releases;
    return book.withdraw(run, sourceName, { released, place }, (cleanKey) =>
      removeClean(this.#cleanPath(cleanKey), this.#output),
    );
  }

  /** What `withdraw` would remove, if nothing is released of the source. */
  async standing(sourceName: string): Promise<readonly string[]> {
    if (!this.#withdraws || this.#releases === undefined) return [];
    const { book, run } = this.#releases;
    const keys = await book.standing(run, sourceName);
    return keys.filter((key) => existsSync(this.#cleanPath(key)));
  }

  async #keep(
    area: KeptArea,
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
    note: Omit<KeptNote, 'source'>,
  ): Promise<string> {
    if (!/^[\w-]{1,128}$/.test(name)) throw outside('A name');
    this.#prepare();
    // Of what is read from memory there is no file to copy.
    const path = source === null || source instanceof FileSource ? this.#sourcePath(ref) : null;
    // Opening tells a source that may not be read from an output that may not be written; copying says the same of both.
    const opened = source ?? FileSource.open(path ?? '');
    try {
      const from = { folder: ref.container, key: ref.key.reveal(), sizeBytes: opened.size };
      return await this.#areas.keep(area, name, path, opened, { source: from, ...note });
    } finally {
      if (source === null) await opened.close();
    }
  }

  /** Gives a part its name, if the run has no other source of that name, and the folder no other bytes. */
  async #publish(
    part: string,
    path: string,
    cleanKey: string,
    sourceName: string,
    told: string,
  ): Promise<Released> {
    const claim = this.#claims(cleanKey, sourceName, told);
    const { isOurs, isPublished, source } = await claim({
      publish: () => {
        if (!this.#overwrite) return publishNew(part, path);
        publish(part, path);
        return true;
      },
      takeBack: this.#overwrite ? null : () => unlinkSync(path),
    });
    if (isPublished) return { key: cleanKey, isDuplicate: false };
    if (!(await standsAlready(part, path)))
      throw new OutputConflictError({ output: cleanKey, source: this.#sayable(source) });
    unlinkSync(part);
    // The same bytes of an earlier run are this run's from now on.
    const taken = isOurs ? await claim({ publish: () => true, takeBack: null }) : { isOurs };
    if (!taken.isOurs && this.#releases !== undefined)
      await this.#releases.book.isAlsoOf(this.#releases.run, cleanKey, sourceName);
    return { key: cleanKey, isDuplicate: !taken.isOurs };
  }

  /** Where the audit names sources by their hashes, a path that an earlier run wrote into the book is not said. */
  #sayable(source: string | null): string | null {
    return source !== null && (this.namesSourceByPath || HASHED_NAME.test(source)) ? source : null;
  }

  #claims(cleanKey: string, sourceName: string, told: string) {
    if (this.#releases === undefined)
      return async ({ publish }: Publishing) => ({ isOurs: true, isPublished: publish(), source: null });
    const { book, run } = this.#releases;
    return (publishing: Publishing) => book.claim(run, cleanKey, sourceName, told, publishing);
  }

  async #write(part: string, source: ByteSource, segments: readonly Segment[]): Promise<void> {
    const handle = openSync(part, 'wx', CLEAN_FILE_MODE);
    try {
      if (this.#group !== null) giveGroup(handle, this.#group);
      await this.#writer.write(handle, source, segments);
      if (this.#isDurable) fdatasyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (source instanceof FileSource) source.verify();
  }

  /** Lets `work` write a part in `folder` and give it its name. If that fails the part goes. */
  async #withPart<T>(folder: string, work: (part: string) => Promise<T>): Promise<T> {
    const part = join(folder, this.#parts.next());
    try {
      return await work(part);
    } catch (error) {
      rmSync(part, { force: true });
      const errno = errnoOf(error);
      throw errno === 'UNKNOWN' || (errno === 'EXDEV' && folder !== this.#output) ? error : storeFault(error);
    }
  }

  #prepare(): void {
    if (this.#isPrepared) return;
    const state = privateFolder(this.#kept, 'state');
    try {
      mkdirSync(this.#output, { recursive: true });
      const { mode, gid } = statSync(this.#output);
      this.#group = (mode & SET_GROUP) === 0 ? null : gid;
    } catch (error) {
      throw storeFault(error);
    }
    for (const folder of [this.#output, state]) sweepParts(folder);
    this.#areas.sweep();
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

/** Whether what stands under the name has the bytes of the part. */
async function standsAlready(part: string, path: string): Promise<boolean> {
  const ours = FileSource.open(part);
  try {
    const theirs = FileSource.open(path);
    try {
      return await haveSameBytes(ours, theirs);
    } finally {
      await theirs.close();
    }
  } catch {
    throw new FaultError(
      'STORE_UNAVAILABLE',
      true,
      'The existing object under the clean key could not be compared with the new one',
      'Run again when nobody else writes to the output folder',
    );
  } finally {
    await ours.close();
  }
}

/** As if the file had been made in the output folder. Who is not of the group cannot give it, and could not have got it there either. */
function giveGroup(handle: number, group: number): void {
  try {
    fchownSync(handle, process.getuid?.() ?? -1, group);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') throw error;
  }
}

function outside(what: string): FaultError {
  return new FaultError(
    'STORE_FORBIDDEN',
    false,
    `${what} may not lead outside the output folder`,
    'This is a fault in Lethe: report it',
  );
}
