import { STATUS } from '../../../layers/dimse/statuses.ts';
import type { Timers } from '../../../layers/dimse/timers.ts';
import type { SpoolFiles } from './files.ts';
import { SpoolRefusal, writeRefusal } from './refusal.ts';

/** How much a spool takes. */
export interface SpoolBounds {
  /** Bytes of all instances in it; beyond them senders wait. */
  readonly mostBytes: number;
  /** Instances in it, as above. */
  readonly mostInstances: number;
  /** Bytes of one instance. */
  readonly mostInstanceBytes: number;
  /** What is left free on its disk: originals and clean instances need it, and whoever else writes there. */
  readonly leastFreeBytes: number;
  /** How long a sender is kept waiting for room, in milliseconds, before it is refused: less than senders wait for an answer. */
  readonly patienceMs: number;
}

const GIB = 1024 ** 3;

export const DEFAULT_BOUNDS: SpoolBounds = {
  mostBytes: 200 * GIB,
  mostInstances: 500_000,
  mostInstanceBytes: 16 * GIB,
  leastFreeBytes: 2 * GIB,
  patienceMs: 10_000,
};

/** What is being received counts with so much until its length is known. */
const RESERVED_BYTES = 1024 * 1024;

/** The room of a spool: what is in it, what is coming, and who waits for some to go. */
export class Room {
  readonly #bounds: SpoolBounds;
  readonly #files: SpoolFiles;
  readonly #folder: string;
  readonly #timers: Timers;
  readonly #waiting = new Set<() => void>();
  #bytes = 0;
  #instances = 0;
  /** Of instances whose clean ones are still to be written here. */
  #owedBytes = 0;

  constructor(bounds: SpoolBounds, files: SpoolFiles, folder: string, timers: Timers) {
    this.#bounds = bounds;
    this.#files = files;
    this.#folder = folder;
    this.#timers = timers;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get instances(): number {
    return this.#instances;
  }

  /** Waits for room, then takes a place for one instance. Rejects with `SpoolRefusal` where none came in time, or the disk has none. */
  async enter(): Promise<Place> {
    const place = this.#hasRoom() ? this.#newPlace() : await this.#placeComes();
    if (place === null)
      throw new SpoolRefusal(
        'SPOOL_NO_ROOM',
        STATUS.outOfResources,
        'The spool is at its bound; send again later',
      );
    try {
      await this.requireFree();
    } catch (error) {
      place.leave();
      throw error;
    }
    return place;
  }

  /** Rejects with `SpoolRefusal` where the disk has less free than it is to have, once what is in the spool has become clean: else nothing would ever leave it. */
  async requireFree(): Promise<void> {
    let free: number;
    try {
      free = await this.#files.freeBytes(this.#folder);
    } catch (error) {
      throw writeRefusal(error);
    }
    if (free < this.#bounds.leastFreeBytes + this.#owedBytes)
      throw new SpoolRefusal('SPOOL_FULL', STATUS.outOfResources, 'The disk of the spool is nearly full');
  }

  /** An instance that is there already. */
  hold(bytes: number): void {
    this.#bytes += bytes;
    this.#instances += 1;
  }

  owe(bytes: number): void {
    this.#owedBytes += bytes;
  }

  grow(bytes: number): void {
    this.#bytes += bytes;
  }

  /** An instance has gone: whoever waited longest may come. */
  free(bytes: number): void {
    this.#bytes -= bytes;
    this.#instances -= 1;
    for (const wake of [...this.#waiting]) {
      if (!this.#hasRoom()) return;
      wake();
    }
  }

  #hasRoom(): boolean {
    return this.#bytes < this.#bounds.mostBytes && this.#instances < this.#bounds.mostInstances;
  }

  #newPlace(): Place {
    const place = new Place(this, this.#bounds.mostInstanceBytes);
    place.reserve(RESERVED_BYTES);
    this.#instances += 1;
    return place;
  }

  /** Null: none came in time. Who is woken has its place before the next one is. */
  #placeComes(): Promise<Place | null> {
    return new Promise((resolve) => {
      const end = (place: Place | null): void => {
        this.#waiting.delete(wake);
        cancel();
        resolve(place);
      };
      const wake = (): void => end(this.#newPlace());
      const cancel = this.#timers.after(this.#bounds.patienceMs, () => end(null));
      this.#waiting.add(wake);
    });
  }
}

/** The place of one instance while it is received. */
export class Place {
  readonly #room: Room;
  readonly #mostBytes: number;
  #reserved = 0;
  #used = 0;

  constructor(room: Room, mostBytes: number) {
    this.#room = room;
    this.#mostBytes = mostBytes;
  }

  reserve(bytes: number): void {
    this.#reserved += bytes;
    this.#room.grow(bytes);
  }

  /** So many more bytes came. Throws `SpoolRefusal` over the bound of one instance. */
  take(bytes: number): void {
    if (this.#used + bytes > this.#mostBytes)
      throw new SpoolRefusal(
        'SPOOL_TOO_LARGE',
        STATUS.outOfResources,
        'The instance is larger than the spool takes',
      );
    this.#used += bytes;
    this.#room.owe(bytes);
    if (this.#used > this.#reserved) this.reserve(this.#used - this.#reserved);
  }

  /** It is whole, and stays. */
  settle(): void {
    this.#room.grow(this.#used - this.#reserved);
    this.#reserved = this.#used;
  }

  /** It is not taken. */
  leave(): void {
    this.#room.owe(-this.#used);
    this.#room.free(this.#reserved);
  }
}
