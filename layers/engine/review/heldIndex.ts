import { DicomError } from '../../dicom/errors.ts';
import { parseInstance } from '../../dicom/parse.ts';
import { FaultError } from '../faults.ts';
import { isArchive, type Kept, type KeptNote, keptPlace } from '../kept.ts';
import { inLanes } from '../lanes.ts';
import { reopen } from './again.ts';
import { ReviewError } from './errors.ts';
import { heldKind } from './heldKind.ts';
import type { ReviewPorts } from './ports.ts';
import { reviewKey } from './seen.ts';
import type { HeldKind, HeldList, HeldRow, ListFilter, Place, Progress } from './types.ts';

/** Notes and headers that are read at a time: one waits for the disk or the network while others are looked at. */
const LANES = 16;

/** A held instance, as far as its note and header tell. */
export interface HeldEntry {
  readonly kept: Kept;
  readonly note: KeptNote | null;
  /** The places of its doubts, and the codes of each. */
  readonly doubts: ReadonlyMap<Place, readonly string[]>;
  /** Undefined: not read yet; null: it cannot be read. */
  kind: HeldKind | null | undefined;
}

/** What is held, remembered for as long as somebody reviews: notes and headers do not change under a name but with the time that it came. */
export class HeldIndex {
  readonly #ports: ReviewPorts;
  readonly #entries = new Map<string, HeldEntry>();
  readonly #reopened = new Map<string, string>();
  #reading: Promise<void> | null = null;

  constructor(ports: ReviewPorts) {
    this.#ports = ports;
  }

  /** Every held instance as it is now. */
  async entries(): Promise<readonly HeldEntry[]> {
    const there: Kept[] = [];
    for await (const kept of this.#ports.shelf.list())
      if (keptPlace(kept.name)?.area === 'held') there.push(kept);
    const names = new Set(there.map(({ name }) => name));
    for (const name of [...this.#entries.keys()]) if (!names.has(name)) this.#entries.delete(name);
    const fresh = there.filter(({ name, since }) => this.#entries.get(name)?.kept.since !== since);
    await inLanes(fresh, LANES, async (kept) => {
      const note = await this.#ports.shelf.note(kept.name);
      if (isHeld(note)) await this.reopen(kept, note);
      this.#entries.set(kept.name, { kept, note, doubts: doubtsOf(note), kind: undefined });
    });
    return there.flatMap(({ name }) => {
      const entry = this.#entries.get(name);
      return entry === undefined || !isHeld(entry.note) ? [] : [entry];
    });
  }

  /** Lets stand again what it was released with before; once each time that it came here. */
  async reopen({ name, since }: Kept, note: KeptNote | null): Promise<void> {
    if (this.#reopened.get(name) === since) return;
    const { book, shelf, reading } = this.#ports;
    try {
      await reopen(keptPlace(name)?.hash ?? '', book, async () => {
        const under = await reading(note);
        return { under, source: await shelf.open(name) };
      });
    } catch (error) {
      // Its rules or its key are not to be found: who looks at it is told.
      if (!(error instanceof ReviewError)) throw error;
    }
    this.#reopened.set(name, since);
  }

  forget(name: string): void {
    this.#entries.delete(name);
  }

  /** Reads what headers were not read yet. One that cannot be read is as if it had none. */
  async readHeaders(): Promise<void> {
    this.#reading ??= this.entries()
      .then((entries) =>
        inLanes(
          entries.filter(({ kind }) => kind === undefined),
          LANES,
          async (entry) => {
            await othersTurn();
            entry.kind = await this.#kindOf(entry);
          },
        ),
      )
      .then(() => {})
      .finally(() => {
        this.#reading = null;
      });
    await this.#reading;
  }

  async list(filter: ListFilter): Promise<HeldList> {
    const [entries, decided] = [await this.entries(), await this.#ports.book.places()];
    // Nobody waits for it here; what goes wrong is met again by whoever does.
    this.readHeaders().catch(() => {});
    const rows = entries.map((entry) => rowOf(entry, decided));
    const fitting = rows.filter((row) => fits(row, filter));
    const { offset = 0, limit = fitting.length } = filter;
    const kinds = entries.flatMap(({ kind }) => kind ?? []);
    return {
      total: rows.length,
      matching: fitting.length,
      progress: sum(rows.map(({ progress }) => progress)),
      rows: fitting.slice(offset, offset + limit),
      choices: {
        codes: distinct(rows.flatMap(({ codes }) => codes)),
        modalities: distinct(kinds.map(({ modality }) => modality)),
        devices: distinct(kinds.map(({ device }) => device)),
        studies: distinct(kinds.map(({ study }) => study)),
      },
      unread: entries.filter(({ kind }) => kind === undefined).length,
    };
  }

  async #kindOf({ kept, note }: HeldEntry): Promise<HeldKind | null> {
    const { shelf } = this.#ports;
    try {
      const { keys, keyScope } = await this.#ports.reading(note);
      const source = await shelf.open(kept.name);
      try {
        const instance = await parseInstance(source);
        return heldKind(instance, await reviewKey(keys, keyScope));
      } finally {
        await source.close();
      }
    } catch (error) {
      if (error instanceof DicomError || error instanceof ReviewError || error instanceof FaultError)
        return null;
      throw error;
    }
  }
}

function isHeld(note: KeptNote | null): boolean {
  return note?.settled === undefined && note?.removed === undefined && !isArchive(note);
}

/** At a desk nothing of the reading waits for anything: without this, whoever asks for something else would wait for ten thousand instances. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function doubtsOf(note: KeptNote | null): ReadonlyMap<Place, readonly string[]> {
  const doubts = new Map<Place, string[]>();
  for (const { severity, path, code } of note?.findings ?? [])
    if (severity === 'doubt') doubts.set(path, [...(doubts.get(path) ?? []), code]);
  return doubts;
}

function rowOf({ kept, doubts, kind }: HeldEntry, decided: ReadonlyMap<string, readonly Place[]>): HeldRow {
  const standing = new Set(decided.get(keptPlace(kept.name)?.hash ?? ''));
  return {
    name: kept.name,
    since: kept.since,
    sizeBytes: kept.sizeBytes,
    codes: distinct([...doubts.values()].flat()),
    progress: {
      doubts: doubts.size,
      settled: [...doubts.keys()].filter((place) => standing.has(place)).length,
    },
    kind: kind ?? null,
  };
}

function fits({ codes, progress, kind }: HeldRow, filter: ListFilter): boolean {
  const { code, modality, device, study, state } = filter;
  const isReady = progress.settled === progress.doubts;
  return (
    (code === undefined || codes.includes(code)) &&
    (modality === undefined || kind?.modality === modality) &&
    (device === undefined || kind?.device === device) &&
    (study === undefined || kind?.study === study) &&
    (state === undefined || (state === 'ready') === isReady)
  );
}

function sum(parts: readonly Progress[]): Progress {
  let [settled, doubts] = [0, 0];
  for (const part of parts) {
    settled += part.settled;
    doubts += part.doubts;
  }
  return { settled, doubts };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
