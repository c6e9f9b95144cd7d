import { isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { Action, Rule, Selector, SimpleAction } from '../plan.ts';

/** An action that elements may meet, and whose it is: the position of its rule; null: that of elements without a rule. */
export interface Reached {
  readonly rule: number | null;
  readonly action: Action;
}

/** Elements by their tags: `(tag & mask) === value`. */
export interface Elements {
  readonly mask: number;
  readonly value: number;
  /** Those they may have. */
  vrs(): readonly Vr[];
}

/** Finds what elements may meet among rules of which the first that matches holds. */
export interface Reach {
  /** Of public attributes. */
  of(elements: Elements): readonly Reached[];
  /** Of private attributes: every rule that may be about one, to the first that is about all that are left. */
  ofPrivate(): readonly Reached[];
}

export function reachOf(
  rules: readonly Rule[],
  otherwise: { readonly public: SimpleAction; readonly private: SimpleAction },
): Reach {
  const index = indexOf(rules);
  const nowhere = new Map<readonly Step[], boolean>();
  const isNowhere = ({ path }: Selector): boolean => {
    if (path === undefined || path.length === 0) return false;
    const known = nowhere.get(path) ?? isBehindWhatGoes(path, rules, index);
    nowhere.set(path, known);
    return known;
  };
  const upTo = (
    positions: readonly number[],
    isAbout: (selector: Selector) => boolean,
    isAboutAll: (selector: Selector) => boolean,
    rest: SimpleAction,
  ): readonly Reached[] => {
    const reached: Reached[] = [];
    for (const position of positions) {
      const { selector, action } = rules[position] as Rule;
      if (!isAbout(selector) || isNowhere(selector)) continue;
      reached.push({ rule: position, action });
      if (isAnywhere(selector) && isAboutAll(selector)) return reached;
    }
    reached.push({ rule: null, action: rest });
    return reached;
  };
  return {
    of: (elements) => {
      const named = namedBy(elements, index.byTag);
      const more = othersAbout(elements, index);
      return upTo(
        more.length === 0 ? named : [...named, ...more].toSorted((a, b) => a - b),
        () => true,
        (selector) => isAboutAll(selector, elements),
        otherwise.public,
      );
    },
    ofPrivate: () =>
      upTo(
        [...rules.keys()],
        (selector) =>
          selector.kind === 'private' ||
          selector.kind === 'any-private' ||
          selector.kind === 'vr' ||
          (selector.kind === 'tag' ? isPrivate(selector.tag) : isOfOddGroups(selector)),
        (selector) => selector.kind === 'any-private' || (selector.kind === 'mask' && selector.mask === 0),
        otherwise.private,
      ),
  };
}

const ONE_TAG = 0xffffffff;

/** The rules that name tags among the elements. */
function namedBy({ mask, value }: Elements, byTag: ReadonlyMap<Tag, readonly number[]>): readonly number[] {
  if (mask >>> 0 === ONE_TAG) return byTag.get(value as Tag) ?? [];
  return [...byTag]
    .filter(([tag]) => (tag & mask) >>> 0 === value)
    .flatMap(([, positions]) => positions)
    .toSorted((a, b) => a - b);
}

/** The rules by masks and VRs that are about some of the elements. */
function othersAbout({ mask, value, vrs }: Elements, { byMask, byVr }: RulesIndex): readonly number[] {
  const about: number[] = [];
  const { masks, values, positions } = byMask;
  for (let at = 0; at < positions.length; at += 1)
    if ((((values[at] as number) ^ value) & (masks[at] as number) & mask) === 0)
      about.push(positions[at] as number);
  if (byVr.size === 0) return about;
  for (const vr of new Set(vrs())) about.push(...(byVr.get(vr) ?? []));
  return about.toSorted((a, b) => a - b);
}

/** A file may write another VR than PS3.6 has: a rule for one is never about all. */
function isAboutAll(selector: Selector, { mask, value }: Elements): boolean {
  if (selector.kind === 'tag') return mask >>> 0 === ONE_TAG;
  return (
    selector.kind === 'mask' &&
    (selector.mask & mask) >>> 0 === selector.mask >>> 0 &&
    (value & selector.mask) >>> 0 === selector.value
  );
}

const ODD = 0x00010000;

function isOfOddGroups(selector: Selector): boolean {
  return selector.kind === 'mask' && ((selector.mask & ODD) === 0 || (selector.value & ODD) !== 0);
}

function isAnywhere({ path }: Selector): boolean {
  return path === undefined || (path.length > 0 && path.every((step) => step === '**'));
}

/** Whether a sequence on the way always goes, so that nothing is found there. */
function isBehindWhatGoes(path: readonly Step[], rules: readonly Rule[], index: RulesIndex): boolean {
  for (const [depth, tag] of path.entries()) {
    if (tag === '**') return false;
    if (alwaysGoes(tag, path.slice(0, depth), rules, index)) return true;
  }
  return false;
}

/** Whether whatever rule holds for a sequence in its place takes it away, with its items. */
function alwaysGoes(tag: Tag, place: readonly Step[], rules: readonly Rule[], index: RulesIndex): boolean {
  const candidates = [
    ...(index.anywhere.get(tag) ?? []),
    ...(index.inPlace.get(placeKey(tag, place)) ?? []),
    ...othersAbout({ mask: ONE_TAG, value: tag, vrs: () => ['SQ'] }, index),
  ].toSorted((a, b) => a - b);
  for (const position of candidates) {
    const { selector, action } = rules[position] as Rule;
    const { path } = selector;
    const isExact = path?.length === place.length && path.every((step, at) => step === place[at]);
    const isThere = isAnywhere(selector) || isExact;
    const mayBeThere = isThere || path?.includes('**') === true;
    if (mayBeThere && !goes(action)) return false;
    if (isThere && selector.kind !== 'vr') return true;
  }
  return false;
}

type Step = Tag | '**';

/** Positions of rules by what they are about: each row is held against those that may be about it, and a file may have tens of thousands. */
interface RulesIndex {
  readonly byTag: ReadonlyMap<Tag, readonly number[]>;
  /** Of `byTag` those that may hold in any place: without a path, or with one that has `**`. */
  readonly anywhere: ReadonlyMap<Tag, readonly number[]>;
  /** Of `byTag` the others, by tag and path. */
  readonly inPlace: ReadonlyMap<string, readonly number[]>;
  readonly byMask: {
    readonly masks: Int32Array;
    readonly values: Int32Array;
    readonly positions: readonly number[];
  };
  readonly byVr: ReadonlyMap<Vr, readonly number[]>;
}

function indexOf(rules: readonly Rule[]): RulesIndex {
  const byTag = new Map<Tag, number[]>();
  const anywhere = new Map<Tag, number[]>();
  const inPlace = new Map<string, number[]>();
  const byVr = new Map<Vr, number[]>();
  const masks: { readonly mask: number; readonly value: number; readonly position: number }[] = [];
  rules.forEach(({ selector }, position) => {
    const { path } = selector;
    if (selector.kind === 'tag') {
      push(byTag, selector.tag, position);
      if (path === undefined || path.includes('**')) push(anywhere, selector.tag, position);
      else push(inPlace, placeKey(selector.tag, path), position);
    } else if (selector.kind === 'vr') push(byVr, selector.vr, position);
    else if (selector.kind === 'mask') masks.push({ ...selector, position });
  });
  const byMask = {
    masks: Int32Array.from(masks, ({ mask }) => mask),
    values: Int32Array.from(masks, ({ value }) => value),
    positions: masks.map(({ position }) => position),
  };
  return { byTag, anywhere, inPlace, byMask, byVr };
}

function push<K>(positions: Map<K, number[]>, key: K, position: number): void {
  const known = positions.get(key);
  if (known === undefined) positions.set(key, [position]);
  else known.push(position);
}

function pathKey(path: readonly Step[]): string {
  return path.join('/');
}

function placeKey(tag: Tag, path: readonly Step[]): string {
  return `${pathKey(path)}/${tag}`;
}

const GOES: ReadonlySet<Action['kind']> = new Set<Action['kind']>(['remove', 'empty', 'dummy']);

function goes(action: Action): boolean {
  if (action.kind !== 'by-type') return GOES.has(action.kind);
  return [action.type1, action.type2, action.type3, action.unknown].every(goes);
}
