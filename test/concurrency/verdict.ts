import { type Cohort, PATIENT_ID, PATIENT_NAME, patientKey, uidsOf } from './cohort.ts';
import type { Done } from './worker.ts';

/** What a run shows about identities. Every list is empty where all is well. */
export interface Verdict {
  /** Instances that were not released, and why. */
  readonly notReleased: readonly string[];
  /** Instances that came out with different bytes. */
  readonly differing: readonly number[];
  /** Originals with more than one substitute. */
  readonly split: readonly string[];
  /** Substitutes of more than one original. */
  readonly merged: readonly string[];
  /** Numbers from 0 that no patient has, and numbers beyond. */
  readonly gaps: readonly string[];
  readonly beyond: readonly string[];
  readonly originals: number;
  readonly patients: number;
}

export function judge(done: readonly Done[], cohort: Cohort): Verdict {
  const digests = new Map<number, Set<string>>();
  const substitutes = new Map<string, Set<string>>();
  const sources = new Map<string, Set<string>>();
  const numbers = new Set<string>();
  const put = <K, V>(map: Map<K, Set<V>>, key: K, value: V) =>
    void map.set(key, (map.get(key) ?? new Set<V>()).add(value));

  const released = done.filter(({ outcome }) => outcome === 'released');
  for (const { index, digest, texts } of released) {
    put(digests, index, digest);
    for (const [path, original] of Object.entries(uidsOf(index, cohort))) {
      put(substitutes, original, texts[path] ?? 'missing');
      put(sources, texts[path] ?? 'missing', original);
    }
    const [id = '', name = ''] = [texts[PATIENT_ID], texts[PATIENT_NAME]];
    const number = /^Site(\d{4})$/.exec(id)?.[1] ?? id;
    // In lock-step: the name has the ID's number.
    const same = name === `Anon^${number.slice(1)}` ? number : `${id} and ${name}`;
    put(substitutes, patientKey(index, cohort), same);
    put(sources, same, patientKey(index, cohort));
    numbers.add(same);
  }
  const wanted = Array.from({ length: cohort.patients }, (_, number) => String(number).padStart(4, '0'));
  const many = <K>(map: ReadonlyMap<K, ReadonlySet<unknown>>) =>
    [...map].filter(([, values]) => values.size !== 1).map(([key]) => key);
  return {
    notReleased: done
      .filter(({ outcome }) => outcome !== 'released')
      .map(({ index, outcome }) => `${index} ${outcome}`),
    differing: many(digests),
    split: many(substitutes),
    merged: many(sources),
    gaps: wanted.filter((number) => !numbers.has(number)),
    beyond: [...numbers].filter((number) => !wanted.includes(number)),
    originals: substitutes.size,
    patients: numbers.size,
  };
}

/** Instances whose bytes differ between two runs, or that only one has. */
export function differences(one: readonly Done[], two: readonly Done[]): readonly number[] {
  const [first, second] = [one, two].map((done) => new Map(done.map(({ index, digest }) => [index, digest])));
  const indices = new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])]);
  return [...indices].filter((index) => first?.get(index) !== second?.get(index));
}

export const FLAWLESS = {
  notReleased: [],
  differing: [],
  split: [],
  merged: [],
  gaps: [],
  beyond: [],
} as const satisfies Partial<Verdict>;
