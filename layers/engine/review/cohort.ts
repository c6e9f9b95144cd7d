import { keptPlace } from '../kept.ts';
import { inLanes } from '../lanes.ts';
import type { FindingCode } from '../reason.ts';
import { ReviewError } from './errors.ts';
import { type HeldEntry, type HeldIndex, othersTurn } from './heldIndex.ts';
import { attributeOf, PIXELS_PLACE } from './places.ts';
import type { ReviewPorts } from './ports.ts';
import type { Cohort, CohortGroup, Place, Seen } from './types.ts';
import { viewOf } from './view.ts';

const LANES = 4;

/** A doubt of a held instance that has a value. */
export interface ValuedDoubt {
  readonly place: Place;
  /** The place without the numbers of items. */
  readonly attribute: string;
  readonly keyword: string;
  readonly codes: readonly FindingCode[];
  /** As it would leave; null: it is not text. */
  readonly value: string | null;
  /** Null: of pixels, which are looked at one by one. */
  readonly seen: Seen | null;
}

/** The values that doubts are about, of every held instance; each instance is taken through its rules once. */
export class Doubts {
  readonly #ports: ReviewPorts;
  readonly #index: HeldIndex;
  readonly #known = new Map<
    string,
    { readonly since: string; readonly doubts: readonly ValuedDoubt[] | null }
  >();
  /** What is being read behind a question, of how many; null: nothing is. */
  #reading: { readonly names: ReadonlySet<string>; readonly total: number } | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(ports: ReviewPorts, index: HeldIndex) {
    this.#ports = ports;
    this.#index = index;
  }

  /** Null: it cannot be read, or the rules or key of its run are not to be found. */
  async of({ kept, note, doubts }: HeldEntry): Promise<readonly ValuedDoubt[] | null> {
    const known = this.#known.get(kept.name);
    if (known?.since === kept.since) return known.doubts;
    // Five thousand take their time, and whoever looks at one of them meanwhile is not kept waiting.
    await othersTurn();
    const found = await this.#read(kept.name, note).catch((error: unknown) => {
      if (error instanceof ReviewError) return null;
      throw error;
    });
    const codes = doubts.get(PIXELS_PLACE) as readonly FindingCode[] | undefined;
    const inPixels: readonly ValuedDoubt[] =
      codes === undefined
        ? []
        : [
            {
              place: PIXELS_PLACE,
              attribute: PIXELS_PLACE,
              keyword: 'PixelData',
              codes,
              value: null,
              seen: null,
            },
          ];
    const all = found === null ? null : [...found, ...inPixels];
    this.#known.set(kept.name, { since: kept.since, doubts: all });
    return all;
  }

  async cohort(): Promise<Cohort> {
    const entries = await this.#index.entries();
    const decided = await this.#ports.book.places();
    const groups = new Map<string, { group: CohortGroup; names: Set<string>; settled: Set<string> }>();
    let unreadable = 0;
    const all = await inLanes(entries, LANES, (entry) => this.of(entry));
    for (const [at, doubts] of all.entries()) {
      const { kept } = entries[at] as HeldEntry;
      if (doubts === null) unreadable += 1;
      const standing = new Set(decided.get(keptPlace(kept.name)?.hash ?? ''));
      for (const { place, attribute, keyword, codes, value } of doubts ?? []) {
        const key = JSON.stringify([attribute, codes, value]);
        const example = { name: kept.name, place };
        const fresh = { attribute, keyword, codes, value, instances: 0, settled: 0, example };
        const known = groups.get(key) ?? { group: fresh, names: new Set(), settled: new Set() };
        groups.set(key, known);
        known.names.add(kept.name);
        if (standing.has(place)) known.settled.add(kept.name);
      }
    }
    return {
      groups: [...groups.values()]
        .map(({ group, names, settled }) => ({ ...group, instances: names.size, settled: settled.size }))
        .sort(rarestFirst),
      unreadable,
      unread: 0,
      total: entries.length,
    };
  }

  /** The same without waiting: what is not read yet is read behind it. */
  async soFar(): Promise<Cohort> {
    const failed = this.#failure;
    this.#failure = null;
    if (failed !== null) throw failed.error;
    if (this.#reading === null) {
      const entries = await this.#index.entries();
      const fresh = entries.filter(({ kept }) => this.#known.get(kept.name)?.since !== kept.since);
      if (fresh.length === 0) return this.cohort();
      for (const { kept } of fresh) this.#known.delete(kept.name);
      this.#reading = { names: new Set(fresh.map(({ kept }) => kept.name)), total: entries.length };
      this.cohort()
        .catch((error: unknown) => {
          this.#failure = { error };
        })
        .finally(() => {
          this.#reading = null;
        });
    }
    // Not asked of the folder again: to list ten thousand takes longer than to read a few of them.
    const { names, total } = this.#reading;
    const unread = [...names].filter((name) => !this.#known.has(name)).length;
    return { groups: [], unreadable: 0, unread: Math.max(1, unread), total };
  }

  /** Without its pixels: to look for text in each frame of a cohort would take hours, and has no value to group by. */
  async #read(name: string, note: HeldEntry['note']): Promise<readonly ValuedDoubt[] | null> {
    const services = await this.#ports.reading(note);
    const { pixels: _pixels, ...plan } = services.plan;
    const source = await this.#ports.shelf.open(name);
    try {
      const { elements } = await viewOf(keptPlace(name)?.hash ?? '', source, { ...services, plan }, []);
      if (elements.length === 0) return null;
      return elements.flatMap(({ place, keyword, findings, after, seen }) => {
        const codes = findings.flatMap(({ severity, code }) => (severity === 'doubt' ? [code] : []));
        if (codes.length === 0 || place === PIXELS_PLACE) return [];
        return [{ place, attribute: attributeOf(place), keyword, codes, value: after, seen }];
      });
    } finally {
      await source.close();
    }
  }
}

function rarestFirst(one: CohortGroup, other: CohortGroup): number {
  const [left, right] = [one, other].map(({ attribute, value }) => `${attribute} ${value ?? ''}`) as [
    string,
    string,
  ];
  return one.instances - other.instances || (left < right ? -1 : 1);
}
