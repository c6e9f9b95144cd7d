import { createHmac, randomBytes } from 'node:crypto';
import { isPrivateTag, placedIn, type ReadInstance } from './reader/model.ts';
import { firstValue } from './reader/values.ts';
import { MARKER_TAGS } from './standard/claims.ts';
import { rowOf } from './standard/profile.ts';

/**
 * Which source an output was made of, by what de-identification leaves: the digest of the pixels, then attributes without a row in Table E.1-1. What is
 * remembered of a source are numbers made with a key of the run: no value of it.
 */
export interface Fingerprint {
  readonly sopClass: string;
  readonly pixels: string | null;
  /** One number for each attribute with its value. */
  readonly features: readonly number[];
}

/** Longer values are pixels, tables and texts, which may have been cleaned. */
const MOST_FEATURE_BYTES = 256;
/** Of a long report or plan so many of its first values are enough. */
const MOST_FEATURES = 400;
const SOP_CLASS = 0x00080016;
const NOT_FEATURES = new Set([0x00080005, 0x00080001, 0x00080016]);

export function fingerprinter(): (instance: ReadInstance, pixels: string | null) => Fingerprint {
  const seed = randomBytes(4).readUInt32LE(0);
  const key = randomBytes(32);
  return ({ dataSet }, pixels) => {
    const features: number[] = [];
    for (const { element, kind, sequences } of placedIn(dataSet)) {
      if (features.length >= MOST_FEATURES) break;
      const { tag, value, vr } = element;
      if (
        value === null ||
        value.length === 0 ||
        value.length > MOST_FEATURE_BYTES ||
        isPrivateTag(tag) ||
        NOT_FEATURES.has(tag)
      )
        continue;
      if (
        sequences.some(isListed) ||
        MARKER_TAGS.has(tag) ||
        vr === 'UI' ||
        rowOf(tag) !== undefined ||
        (tag & 0xffff) === 0
      )
        continue;
      features.push(featureOf(seed, kind, value));
    }
    return {
      sopClass: firstValue(dataSet, SOP_CLASS),
      pixels: pixels === null ? null : createHmac('sha256', key).update(pixels).digest('base64').slice(0, 22),
      features,
    };
  };
}

/** FNV-1a over the path, without the numbers of items, and the value without its padding. */
function featureOf(seed: number, kind: string, value: Uint8Array): number {
  let hash = seed ^ 0x811c9dc5;
  const mix = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (let at = 0; at < kind.length; at++) mix(kind.charCodeAt(at));
  let end = value.length;
  while (end > 0 && (value[end - 1] === 0 || value[end - 1] === 0x20)) end--;
  for (let at = 0; at < end; at++) mix(value[at] as number);
  return hash >>> 0;
}

export interface Pair {
  /** Of the sources, by their order. */
  readonly source: number;
  /** Another source fits as well as this one. */
  readonly isUnsure: boolean;
}

export interface Pairing {
  /** The source of an output; null: none fits. `told`: the one that an audit names. A source is given once. */
  take(output: Fingerprint, told: number | null): Pair | null;
}

/** A pair without equal pixels must have so much in common: rules may remove most of what the table does not list. */
const LEAST_ALIKE = 0.3;
/** Of sources with a common feature so many are looked at. */
const MOST_CANDIDATES = 256;

export function pairingOf(sources: readonly (Fingerprint | null)[]): Pairing {
  const byPixels = new Map<string, number[]>();
  const byFeature = new Map<number, number[]>();
  for (const [at, source] of sources.entries()) {
    if (source === null) continue;
    if (source.pixels !== null) push(byPixels, source.pixels, at);
    for (const feature of source.features) {
      const same = byFeature.get(feature);
      if (same === undefined) byFeature.set(feature, [at]);
      else if (same.length < MOST_CANDIDATES) same.push(at);
    }
  }
  const taken = new Set<number>();

  function candidatesOf(output: Fingerprint): readonly number[] {
    const exact = output.pixels === null ? undefined : byPixels.get(output.pixels);
    if (exact?.some((at) => !taken.has(at)) === true) return exact;
    // The features that fewest sources have say most.
    const lists = output.features
      .flatMap((feature) => byFeature.get(feature) ?? [])
      .filter((at) => (sources[at] as Fingerprint).sopClass === output.sopClass);
    const counts = new Map<number, number>();
    for (const at of lists) counts.set(at, (counts.get(at) ?? 0) + 1);
    const best = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_CANDIDATES);
    return best.map(([at]) => at);
  }

  return {
    take: (output, told) => {
      if (told !== null && sources[told] !== null && !taken.has(told)) {
        taken.add(told);
        return { source: told, isUnsure: false };
      }
      const scored = candidatesOf(output)
        .filter((at) => !taken.has(at))
        .map((at) => ({ at, score: scoreOf(output, sources[at] as Fingerprint) }))
        .sort((a, b) => b.score - a.score || a.at - b.at);
      const [best, second] = scored;
      if (best === undefined || best.score < LEAST_ALIKE) return null;
      taken.add(best.at);
      return { source: best.at, isUnsure: second !== undefined && second.score === best.score };
    },
  };
}

/** From 0 to 1, and 1 more for equal pixels. */
function scoreOf(output: Fingerprint, source: Fingerprint): number {
  if (output.sopClass !== source.sopClass) return 0;
  const theirs = new Set(source.features);
  let common = 0;
  for (const feature of output.features) if (theirs.has(feature)) common++;
  const all = theirs.size + output.features.length - common;
  // De-identification takes away: what is left must be the source's. How much was taken tells those apart that are left alike.
  const alike =
    output.features.length === 0 ? 0 : 0.9 * (common / output.features.length) + 0.1 * (common / all);
  return output.pixels !== null && output.pixels === source.pixels ? 1 + alike : alike;
}

/** What the table replaces, or a marker: what is in it is not what the source had. */
function isListed(tag: number): boolean {
  return MARKER_TAGS.has(tag) || rowOf(tag) !== undefined;
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else same.push(value);
}
