import {
  chmodSync,
  closeSync,
  constants,
  copyFile as copyFileCallback,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ByteSource, memorySource, type Segment } from '../dicom/byteSource.ts';
import { type KeptArea, type KeptNote, parseNote } from '../engine/kept.ts';
import type { ObjectNames } from '../engine/ports.ts';
import { syncFile, syncName } from './durable.ts';
import { changed, FileSource, pinOfPath, samePin } from './fileSource.ts';
import { PRIVATE_FILE_MODE, privateFolder } from './keptPlaces.ts';
import { PartNames, publish, sweepParts } from './partFile.ts';
import { haveSameBytes } from './sameBytes.ts';
import type { SegmentWriter } from './segmentWriter.ts';
import { errnoOf, storeFault } from './systemErrors.ts';

const copyFile = promisify(copyFileCallback);
const AREAS: readonly KeptArea[] = ['quarantine', 'held'];

/**
 * The two folders of what was not released. Under one name, which says what path a source came from, there may be several kept instances,
 * `name`, `name-2`, ...: a path can have another file tomorrow, and what was kept of the first is not written over.
 */
export class KeptAreas {
  readonly #kept: string;
  readonly #writer: SegmentWriter;
  readonly #isDurable: boolean;
  readonly #parts = new PartNames();
  /** Names that something is kept under, without the numbers behind them: what comes out is seldom among them. */
  #names: Set<string> | null = null;

  /** `isDurable`: what is kept outlives a power cut. */
  constructor(kept: string, writer: SegmentWriter, isDurable = false) {
    this.#kept = kept;
    this.#writer = writer;
    this.#isDurable = isDurable;
  }

  /** Removes what crashed runs left half-written. */
  sweep(): void {
    for (const area of AREAS) sweepParts(join(this.#kept, area));
  }

  /** Keeps a source; answers its key. The bytes first: where the note is, the bytes are. `path`: of the source's file, if it is one. */
  async keep(
    area: KeptArea,
    name: string,
    path: string | Uint8Array | null,
    source: ByteSource,
    note: KeptNote,
  ): Promise<string> {
    const isKnown = this.#known().has(name);
    const { stem, isThere } = await this.#place(area, name, source);
    const folder = privateFolder(this.#kept, area);
    const bytes = join(folder, `${stem}.dcm`);
    if (!isThere)
      await this.#withPart(folder, async (part) => {
        if (source instanceof FileSource && path !== null) await copySource(part, path, source);
        else await this.#write(part, source, [{ kind: 'span', start: 0, end: source.size }]);
        this.#publish(part, bytes);
      });
    try {
      await this.#writeNote(area, stem, note);
    } catch (error) {
      // Nobody is told of bytes without a reason.
      if (!isThere) rmSync(bytes, { force: true });
      throw error;
    }
    this.#known().add(name);
    const other = area === 'held' ? 'quarantine' : 'held';
    if (!isKnown) return `${area}/${stem}.dcm`;
    for (const each of this.#stemsOf(other, name))
      if (await this.#holds(other, each, source)) this.#remove(other, each);
    return `${area}/${stem}.dcm`;
  }

  /** The source has come out. */
  async settle(of: Pick<ObjectNames, 'version'>, source: ByteSource, now: string): Promise<void> {
    const names = this.#known();
    // A name is hashed when it is asked for.
    if (names.size === 0 || !names.has(of.version)) return;
    const { version } = of;
    for (const area of AREAS)
      for (const stem of this.#stemsOf(area, version)) {
        if (await this.#holds(area, stem, source)) this.#remove(area, stem);
        else {
          const note = this.#note(area, stem);
          if (note?.settled === undefined)
            await this.#writeNote(area, stem, { ...(note ?? { source: {} }), settled: now });
        }
      }
  }

  /** Where a source goes: over the same bytes, or to the first free place. */
  async #place(
    area: KeptArea,
    name: string,
    source: ByteSource,
  ): Promise<{ readonly stem: string; readonly isThere: boolean }> {
    if (!this.#known().has(name)) return { stem: name, isThere: false };
    const stems = this.#stemsOf(area, name);
    for (const stem of stems) if (await this.#holds(area, stem, source)) return { stem, isThere: true };
    for (let number = 1; ; number += 1) {
      const stem = number === 1 ? name : `${name}-${number}`;
      if (!stems.includes(stem) && !existsSync(this.#path(area, stem, 'dcm')))
        return { stem, isThere: false };
    }
  }

  #stemsOf(area: KeptArea, name: string): readonly string[] {
    const stems: string[] = [];
    for (let number = 1; ; number += 1) {
      const stem = number === 1 ? name : `${name}-${number}`;
      if (existsSync(this.#path(area, stem, 'dcm'))) stems.push(stem);
      // One that was removed leaves a gap.
      else if (number > stems.length + MOST_GAPS) return stems;
    }
  }

  async #holds(area: KeptArea, stem: string, source: ByteSource): Promise<boolean> {
    const path = this.#path(area, stem, 'dcm');
    if (statSync(path, { throwIfNoEntry: false })?.size !== source.size) return false;
    const kept = FileSource.open(path);
    try {
      return await haveSameBytes(kept, source);
    } finally {
      await kept.close();
    }
  }

  #note(area: KeptArea, stem: string): KeptNote | null {
    try {
      return parseNote(readFileSync(this.#path(area, stem, 'json'), 'utf8'));
    } catch {
      return null;
    }
  }

  async #writeNote(area: KeptArea, stem: string, note: KeptNote): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(note, null, 2)}\n`);
    const folder = join(this.#kept, area);
    await this.#withPart(folder, async (part) => {
      await this.#write(part, NOTHING, [{ kind: 'owned', bytes }]);
      this.#publish(part, this.#path(area, stem, 'json'));
    });
  }

  #publish(part: string, path: string): void {
    if (this.#isDurable) syncFile(part);
    publish(part, path);
    if (this.#isDurable) syncName(path, this.#kept);
  }

  /** The note first: where a note is, the bytes are. */
  #remove(area: KeptArea, stem: string): void {
    try {
      for (const suffix of ['json', 'dcm'] as const) rmSync(this.#path(area, stem, suffix), { force: true });
    } catch (error) {
      throw storeFault(error);
    }
  }

  #known(): Set<string> {
    this.#names ??= new Set(AREAS.flatMap((area) => namesIn(join(this.#kept, area))));
    return this.#names;
  }

  #path(area: KeptArea, stem: string, suffix: 'dcm' | 'json'): string {
    return join(this.#kept, area, `${stem}.${suffix}`);
  }

  async #write(part: string, source: ByteSource, segments: readonly Segment[]): Promise<void> {
    const handle = openSync(part, 'wx', PRIVATE_FILE_MODE);
    try {
      await this.#writer.write(handle, source, segments);
    } finally {
      closeSync(handle);
    }
    if (source instanceof FileSource) source.verify();
  }

  /** Lets `work` write a part in `folder` and give it its name. If that fails the part goes. */
  async #withPart(folder: string, work: (part: string) => Promise<void>): Promise<void> {
    const part = join(folder, this.#parts.next());
    try {
      await work(part);
    } catch (error) {
      rmSync(part, { force: true });
      throw errnoOf(error) === 'UNKNOWN' ? error : storeFault(error);
    }
  }
}

/** How many kept instances of one name in a row may have been removed before one that is there. */
const MOST_GAPS = 16;

const NOTHING = memorySource(new Uint8Array(0));

/** Names that something is kept under in a folder; a folder that cannot be read has none to settle. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((file) => /^([\w-]+?)(?:-\d+)?\.dcm$/.exec(file)?.[1] ?? []);
  } catch {
    return [];
  }
}

/** A file is copied by the file system, which may share its blocks. */
async function copySource(part: string, path: string | Uint8Array, source: FileSource): Promise<void> {
  try {
    await copyFile(path as string, part, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    // A copy takes the rights of its source along, which anybody may have been let read.
    chmodSync(part, PRIVATE_FILE_MODE);
    if (!samePin(pinOfPath(path), source.pin) || statSync(part).size !== source.size) throw changed();
  } catch (error) {
    if (!samePin(pinOfPath(path), source.pin)) throw changed();
    throw error;
  }
}
