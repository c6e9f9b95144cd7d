import { join, resolve } from 'node:path';
import { DicomError } from '../../../layers/dicom/errors.ts';
import { STATUS } from '../../../layers/dimse/statuses.ts';
import type { Timers } from '../../../layers/dimse/timers.ts';
import type { Clock, KeyRing } from '../../../layers/engine/ports.ts';
import { errnoOf } from '../../../layers/local/systemErrors.ts';
import { BEGINNING_BYTES, type Beginning, beginningOf } from './beginning.ts';
import { Blanks } from './blanks.ts';
import { entryName, type Incoming, numberOf, type SpoolEntry } from './entry.ts';
import { SpoolFault } from './faults.ts';
import { fileMetaBytes, readFileMeta } from './fileMeta.ts';
import type { NewFile, SpoolFiles } from './files.ts';
import { Receipts } from './receipts.ts';
import { SpoolRefusal, writeRefusal } from './refusal.ts';
import { type Place, Room, type SpoolBounds } from './room.ts';
import { isAsSealed, Seal, type Sealed, sealIn, UNSEALED } from './seal.ts';

export interface SpoolOptions {
  readonly folder: string;
  readonly files: SpoolFiles;
  readonly bounds: SpoolBounds;
  readonly keys: KeyRing;
  readonly clock: Pick<Clock, 'now'>;
  readonly timers: Timers;
}

/** One write's worth: to wake a thread of the pool takes longer than to write a chunk of a P-DATA-TF. A CT of 512 by 512 is one write, and its seal is in it. */
const WRITE_BYTES = 640 * 1024;
/** Of one instance, between two looks at the room on the disk. */
const FREE_LOOK_BYTES = 64 * 1024 * 1024;
/** Of a file whose beginning is looked at again: more is read where it does not do. */
const FIRST_HEAD_BYTES = 16 * 1024;

/**
 * What was received and has no outcome yet: one Part 10 file each, the data set as it came. A file is made and its name synced before anything
 * comes for it; its bytes are written, sealed and synced before its sender is told success; so after a power cut every instance that was acknowledged
 * is there, and what is there in part has no seal, or not the right one, and is removed. The folder is all that the spool knows: what else it
 * remembers is made of it again at the start.
 */
export class Spool {
  readonly folder: string;
  readonly receipts: Receipts;
  readonly #files: SpoolFiles;
  readonly #received: string;
  readonly #room: Room;
  readonly #blanks: Blanks;
  /** Found at the start and not looked at yet. */
  readonly #found: readonly string[];
  readonly #held = new Map<number, { readonly bytes: number; owes: boolean }>();
  #taker: ((entry: SpoolEntry) => void) | null = null;
  /** Received before anybody took, or while what was found is still looked at: it comes behind. */
  #early: SpoolEntry[] | null = [];
  readonly #receiving = new Set<Promise<SpoolEntry>>();
  #isClosed = false;

  private constructor(options: SpoolOptions, receipts: Receipts, room: Room, found: readonly string[]) {
    this.folder = resolve(options.folder);
    this.receipts = receipts;
    this.#files = options.files;
    this.#received = receivedIn(this.folder);
    this.#room = room;
    this.#blanks = new Blanks(this.#received, options.files, () => receipts.nextNumber());
    this.#found = found;
  }

  /** Finds what the last process left. Rejects with `SpoolFault`. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const { files, keys, clock, bounds, timers } = options;
    const folder = resolve(options.folder);
    try {
      for (const each of [folder, receivedIn(folder), cleanIn(folder)]) await files.makeFolder(each);
      await files.syncFolder(folder);
      const found = (await files.list(receivedIn(folder))).filter((name) => numberOf(name) !== null).sort();
      const last = numberOf(found.at(-1) ?? '') ?? 0;
      const receipts = await Receipts.open(join(folder, 'receipts.sqlite'), keys, clock, last);
      const room = new Room(bounds, files, folder, timers);
      return new Spool(options, receipts, room, found);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'UNKNOWN' || error instanceof SpoolFault) throw error;
      throw new SpoolFault(
        'SPOOL_UNAVAILABLE',
        `The spool folder cannot be used (${errno})`,
        'Check its path, the rights to it and the room on its disk',
      );
    }
  }

  /** Instances in the spool, those that are being received and those that were found included. */
  get instances(): number {
    return this.#room.instances;
  }

  get bytes(): number {
    return this.#room.bytes;
  }

  /**
   * Hands over every instance in the order of arrival: first those that were found, then each as it is received. Resolves when the found
   * ones are handed over. What was being received when the last process ended is removed. A file that is not the spool's own is left where it is and told to `odd`.
   */
  async take(taker: (entry: SpoolEntry) => void, odd: (name: string) => void): Promise<void> {
    for (const name of this.#found) {
      const entry = await this.#lookAt(name);
      if (entry === 'gone') continue;
      if (entry === 'odd') {
        odd(name);
        continue;
      }
      this.#room.hold(entry.sizeBytes);
      this.#room.owe(entry.sizeBytes);
      this.#held.set(entry.number, { bytes: entry.sizeBytes, owes: true });
      this.receipts.write(entry.receipt, entry.number, 'received', entry.sopClassUid);
      taker(entry);
    }
    this.#taker = taker;
    const early = this.#early ?? [];
    this.#early = null;
    for (const entry of early) taker(entry);
  }

  /**
   * Receives one instance. Resolves once it outlives a power cut: only then may its sender be told success. Rejects with `SpoolRefusal`, or with what
   * `data` rejects with; then nothing of it is left.
   */
  async receive(incoming: Incoming, data: AsyncIterable<Uint8Array>): Promise<SpoolEntry> {
    if (this.#isClosed)
      throw new SpoolRefusal('SPOOL_CLOSED', STATUS.outOfResources, 'The receiver is about to stop');
    const receiving = this.#receive(incoming, data);
    this.#receiving.add(receiving);
    try {
      return await receiving;
    } finally {
      this.#receiving.delete(receiving);
    }
  }

  async #receive(incoming: Incoming, data: AsyncIterable<Uint8Array>): Promise<SpoolEntry> {
    const place = await this.#room.enter();
    try {
      const entry = await this.#receiveAt(place, incoming, data);
      place.settle();
      this.#held.set(entry.number, { bytes: entry.sizeBytes, owes: true });
      if (this.#early !== null) this.#early.push(entry);
      else this.#taker?.(entry);
      return entry;
    } catch (error) {
      place.leave();
      throw error;
    }
  }

  /** The original has an outcome that outlives a power cut, and goes. Rejects with the system's error: then it comes again at the next start. */
  async remove(number: number): Promise<void> {
    await this.#files.remove(join(this.#received, entryName(number)));
    const held = this.#held.get(number);
    if (held === undefined) return;
    this.cleaned(number);
    this.#held.delete(number);
    this.#room.free(held.bytes);
  }

  /** Nothing more is written of an instance. */
  cleaned(number: number): void {
    const held = this.#held.get(number);
    if (held?.owes !== true) return;
    held.owes = false;
    this.#room.owe(-held.bytes);
  }

  /** Takes nothing more; resolves once what is being received is here, or gone. */
  async refuse(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#receiving);
    await this.#blanks.close();
  }

  close(): void {
    this.#isClosed = true;
    this.receipts.close();
  }

  async #receiveAt(place: Place, incoming: Incoming, data: AsyncIterable<Uint8Array>): Promise<SpoolEntry> {
    const { number, name, path, file } = await this.#blanks.take().catch((error: unknown) => {
      throw error instanceof SpoolFault ? error : writeRefusal(error);
    });
    try {
      const { beginning, sizeBytes } = await this.#write(file, place, incoming, data);
      const entry = this.#entry({ number, name, path, sizeBytes }, incoming, beginning);
      unseal(file);
      this.receipts.write(entry.receipt, number, 'received', entry.sopClassUid);
      void closeQuietly(file);
      return entry;
    } catch (error) {
      await closeQuietly(file);
      // What cannot be removed now is removed at the next start; sealed it would be taken for received, which harms nobody but is not wanted.
      await this.#files.remove(path).catch(() => {});
      throw error;
    }
  }

  /** Writes the file, seals it and syncs it. */
  async #write(
    file: NewFile,
    place: Place,
    incoming: Incoming,
    data: AsyncIterable<Uint8Array>,
  ): Promise<{ beginning: Beginning; sizeBytes: number }> {
    const meta = fileMetaBytes(incoming);
    const seal = new Seal(meta);
    place.take(meta.length);
    let waiting: Uint8Array[] = [meta];
    let waitingBytes = meta.length;
    let bodyBytes = 0;
    let lookedAt = 0;
    const look = new Look(incoming);
    for await (const chunk of data) {
      place.take(chunk.length);
      look.add(chunk);
      seal.add(chunk);
      bodyBytes += chunk.length;
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes < WRITE_BYTES) continue;
      await stored(file.write(waiting));
      [waiting, waitingBytes] = [[], 0];
      if (bodyBytes - lookedAt < FREE_LOOK_BYTES) continue;
      await this.#room.requireFree();
      lookedAt = bodyBytes;
    }
    const beginning = look.end();
    if (waiting[0] === meta) meta.set(seal.bytes());
    else await stored(file.overwrite(seal.bytes()));
    if (waitingBytes > 0) await stored(file.write(waiting));
    await stored(file.sync());
    return { beginning, sizeBytes: meta.length + bodyBytes };
  }

  /** Gone: it had an outcome before anybody took it, or it was never whole. */
  async #lookAt(name: string): Promise<SpoolEntry | 'gone' | 'odd'> {
    const number = numberOf(name) as number;
    const path = join(this.#received, name);
    for (const most of [FIRST_HEAD_BYTES, BEGINNING_BYTES]) {
      const head = await this.#files.head(path, most).catch((error: unknown) => {
        if (errnoOf(error) === 'ENOENT') return null;
        throw error;
      });
      if (head === null) return 'gone';
      const { bytes, sizeBytes } = head;
      const seal = sealIn(bytes);
      if (seal === 'unfinished') return this.#sweep(path);
      const read = readFileMeta(bytes);
      if (read === null) return 'odd';
      const isAll = bytes.length === sizeBytes;
      const beginning = lenient(bytes.subarray(read.bodyStart), isAll, read.meta.transferSyntaxUid);
      if (beginning?.seriesInstanceUid === null && !isAll && most < BEGINNING_BYTES) continue;
      const entry = this.#entry({ number, name, path, sizeBytes }, read.meta, beginning);
      if (seal === null) return entry;
      if (!(await this.#isWhole(entry, seal))) return this.#sweep(path);
      await this.#files.overwrite(path, UNSEALED);
      return entry;
    }
    return 'odd';
  }

  async #isWhole({ path, sizeBytes }: SpoolEntry, seal: Sealed): Promise<boolean> {
    return sizeBytes === seal.sizeBytes && (await isAsSealed(seal, this.#files.read(path)));
  }

  /** Its sender was never told success. */
  async #sweep(path: string): Promise<'gone'> {
    await this.#files.remove(path);
    return 'gone';
  }

  #entry(
    at: Pick<SpoolEntry, 'number' | 'name' | 'path' | 'sizeBytes'>,
    meta: Incoming,
    beginning: Beginning | null,
  ): SpoolEntry {
    const { callingAeTitle, calledAeTitle, sopClassUid, transferSyntaxUid } = meta;
    const series = beginning?.seriesInstanceUid || `\x1f${callingAeTitle}\x1f${calledAeTitle}`;
    return {
      ...at,
      callingAeTitle,
      calledAeTitle,
      sopClassUid,
      transferSyntaxUid,
      receipt: this.receipts.nameOf(meta.sopInstanceUid),
      series: this.receipts.nameOf(series),
    };
  }
}

/** Where originals lie, named by their numbers. */
export function receivedIn(folder: string): string {
  return join(folder, 'received');
}

/** Where clean instances wait to be delivered, named as their originals. */
export function cleanIn(folder: string): string {
  return join(folder, 'clean');
}

/** Looks at the beginning of a data set as it comes, once there is enough of it. */
class Look {
  readonly #incoming: Incoming;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #beginning: Beginning | null = null;

  constructor(incoming: Incoming) {
    this.#incoming = incoming;
  }

  add(chunk: Uint8Array): void {
    if (this.#beginning !== null) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= BEGINNING_BYTES) this.#look(false);
  }

  /** Throws `SpoolRefusal`. */
  end(): Beginning {
    if (this.#bytes === 0)
      throw new SpoolRefusal('SPOOL_INCOMPLETE', STATUS.cannotUnderstand, 'The data set is empty');
    return this.#beginning ?? this.#look(true);
  }

  #look(isWhole: boolean): Beginning {
    const { transferSyntaxUid, sopClassUid, sopInstanceUid } = this.#incoming;
    const [only, ...more] = this.#chunks;
    const bytes = only !== undefined && more.length === 0 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [];
    let found: Beginning;
    try {
      found = beginningOf(bytes, isWhole, transferSyntaxUid);
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      throw new SpoolRefusal(
        'SPOOL_UNREADABLE',
        STATUS.cannotUnderstand,
        `The data set cannot be read (${error.code})`,
        { cause: error },
      );
    }
    if (differs(found.sopClassUid, sopClassUid) || differs(found.sopInstanceUid, sopInstanceUid))
      throw new SpoolRefusal(
        'SPOOL_MISMATCH',
        STATUS.dataSetDoesNotMatchSopClass,
        'SOP Class or Instance UID of command and data set differ',
      );
    this.#beginning = found;
    return found;
  }
}

function differs(found: string | null, said: string): boolean {
  return found !== null && found !== said;
}

/** What was taken is not refused any more: what is wrong with it is told where it is de-identified. */
function lenient(bytes: Uint8Array, isWhole: boolean, transferSyntaxUid: string): Beginning | null {
  try {
    return beginningOf(bytes, isWhole, transferSyntaxUid);
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** Rejects with the refusal that a failed call of the file system is: what `data` rejects with is another matter. */
function stored<T>(call: Promise<T>): Promise<T> {
  return call.catch((error: unknown) => {
    throw writeRefusal(error);
  });
}

function unseal(file: NewFile): void {
  try {
    file.overwriteNow(UNSEALED);
  } catch (error) {
    throw writeRefusal(error);
  }
}

/** What is written is synced already, or thrown away. */
async function closeQuietly(file: NewFile): Promise<void> {
  await file.close().catch(() => {});
}
