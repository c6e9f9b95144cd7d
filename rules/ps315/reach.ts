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
  /** Of public attributes, each handed over in turn: rows and rules may make millions of pairs. */
  eachOf(elements: Elements, take: (reached: Reached) => void): void;
  /** Of private attributes: every rule that may be about one, to the first that is about all that are left. */
  eachOfPrivate(take: (reached: Reached) => void): void;
}

export function reachOf(
  rules: readonly Rule[],
  otherwise: { readonly public: SimpleAction; readonly private: SimpleAction },
): Reach {
  const index = indexOf(rules);
  const goneBefore = new Gone(rules, index);
  // Rows meet the same rules again and again. Null: no element meets the rule.
  const met: (Reached | null)[] = [];
  const reachedBy = (position: number): Reached | null => {
    const known = met[position];
    if (known !== undefined) return known;
    const { selector, action } = rules[position] as Rule;
    const isNowhere = selector.path !== undefined && goneBefore.isOnTheWay(selector.path);
    const reached = isNowhere ? null : { rule: position, action };
    met[position] = reached;
    return reached;
  };
  const privately: Reached = { rule: null, action: otherwise.private };
  const publicly: Reached = { rule: null, action: otherwise.public };
  const positionsOf = positionsByVrs(index);
  return {
    eachOf: (elements, take) => {
      const named = [...namedBy(elements, index.byTag), ...maskedBy(elements, index.byMask)].toSorted(
        ascending,
      );
      const others = index.byVr.size === 0 ? NONE : positionsOf(elements.vrs());
      let next = 0;
      for (const position of named) {
        // A file may write another VR than PS3.6 has: a rule for one is never about all.
        for (; (others[next] ?? Number.POSITIVE_INFINITY) < position; next++)
          hand(others[next] as number, take);
        hand(position, take);
        const { selector } = rules[position] as Rule;
        if (isAnywhere(selector) && isAboutAll(selector, elements) && reachedBy(position) !== null) return;
      }
      for (; next < others.length; next++) hand(others[next] as number, take);
      take(publicly);
    },
    eachOfPrivate: (take) => {
      for (const [position, { selector }] of rules.entries()) {
        if (!mayBePrivate(selector)) continue;
        hand(position, take);
        const isAboutAny =
          selector.kind === 'any-private' || (selector.kind === 'mask' && selector.mask === 0);
        if (isAboutAny && isAnywhere(selector)) return;
      }
      take(privately);
    },
  };

  function hand(position: number, take: (reached: Reached) => void): void {
    const reached = reachedBy(position);
    if (reached !== null) take(reached);
  }
}

function mayBePrivate(selector: Selector): boolean {
  switch (selector.kind) {
    case 'private':
    case 'any-private':
    case 'vr':
      return true;
    case 'any-unknown':
      return false;
    case 'tag':
      return isPrivate(selector.tag);
    case 'mask':
      return isOfOddGroups(selector);
  }
}

const ONE_TAG = 0xffffffff;
const NONE: readonly number[] = [];
const ascending = (a: number, b: number): number => a - b;

/** The rules that name tags among the elements. */
function namedBy({ mask, value }: Elements, byTag: ReadonlyMap<Tag, readonly number[]>): readonly number[] {
  if (mask >>> 0 === ONE_TAG) return byTag.get(value as Tag) ?? [];
  return [...byTag]
    .filter(([tag]) => (tag & mask) >>> 0 === value)
    .flatMap(([, positions]) => positions)
    .toSorted((a, b) => a - b);
}

/** The rules by masks that are about some of the elements. */
function maskedBy(
  { mask, value }: Pick<Elements, 'mask' | 'value'>,
  { masks, values, positions }: MaskIndex,
): readonly number[] {
  const about: number[] = [];
  for (let at = 0; at < positions.length; at += 1)
    if ((((values[at] as number) ^ value) & (masks[at] as number) & mask) === 0)
      about.push(positions[at] as number);
  return about;
}

/** The rules by any of some VRs, in their order: found once for the rows of the same VRs. */
function positionsByVrs({ byVr }: RulesIndex): (vrs: readonly Vr[]) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (vrs) => {
    const key = vrs.join();
    const positions =
      known.get(key) ?? [...new Set(vrs)].flatMap((vr) => byVr.get(vr) ?? NONE).toSorted(ascending);
    known.set(key, positions);
    return positions;
  };
}

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

/** Finds sequences that always go, so that nothing is found in them. */
class Gone {
  readonly #rules: readonly Rule[];
  readonly #index: RulesIndex;
  /** By tag and place. */
  readonly #known = new Map<string, boolean>();

  constructor(rules: readonly Rule[], index: RulesIndex) {
    this.#rules = rules;
    this.#index = index;
  }

  isOnTheWay(path: readonly Step[]): boolean {
    for (const [depth, tag] of path.entries()) {
      if (tag === '**') return false;
      const place = path.slice(0, depth);
      const key = placeKey(tag, place);
      const goes = this.#known.get(key) ?? this.#alwaysGoes(tag, place);
      this.#known.set(key, goes);
      if (goes) return true;
    }
    return false;
  }

  /** Whether whatever rule holds for a sequence in its place takes it away, with its items. */
  #alwaysGoes(tag: Tag, place: readonly Step[]): boolean {
    const { anywhere, inPlace, masksAnywhere, othersInPlace, firstVrThatStays } = this.#index;
    const candidates = [
      ...(anywhere.get(tag) ?? []),
      ...(inPlace.get(placeKey(tag, place)) ?? []),
      ...maskedBy({ mask: ONE_TAG, value: tag }, masksAnywhere),
      ...(othersInPlace.get(pathKey(place)) ?? []).filter((position) => this.#mayBeAbout(position, tag)),
      // A rule by VR is never about all that may stand there, so that of those anywhere only the first counts that leaves one.
      ...(firstVrThatStays === null ? [] : [firstVrThatStays]),
    ].toSorted(ascending);
    for (const position of candidates) {
      const { selector, action } = this.#rules[position] as Rule;
      const { path } = selector;
      const isExact = path?.length === place.length && path.every((step, at) => step === place[at]);
      const isThere = isAnywhere(selector) || isExact;
      const mayBeThere = isThere || path?.includes('**') === true;
      if (mayBeThere && !goes(action)) return false;
      if (isThere && selector.kind !== 'vr') return true;
    }
    return false;
  }

  #mayBeAbout(position: number, tag: Tag): boolean {
    const { selector } = this.#rules[position] as Rule;
    return selector.kind !== 'mask' || (tag & selector.mask) >>> 0 === selector.value;
  }
}

type Step = Tag | '**';

/** Positions of rules by what they are about: each row is held against those that may be about it, and a file may have tens of thousands. */
interface RulesIndex {
  readonly byTag: ReadonlyMap<Tag, readonly number[]>;
  /** Of `byTag` those that may hold in any place: without a path, or with one that has `**`. */
  readonly anywhere: ReadonlyMap<Tag, readonly number[]>;
  /** Of `byTag` the others, by tag and path. */
  readonly inPlace: ReadonlyMap<string, readonly number[]>;
  readonly byMask: MaskIndex;
  readonly byVr: ReadonlyMap<Vr, readonly number[]>;
  /** Of the rules by masks those that may hold in any place. */
  readonly masksAnywhere: MaskIndex;
  /** The other rules by masks, and those by SQ, by their path. */
  readonly othersInPlace: ReadonlyMap<string, readonly number[]>;
  /** The first rule by SQ that may hold in any place and leaves sequences; null: there is none. */
  readonly firstVrThatStays: number | null;
}

interface MaskIndex {
  readonly masks: Int32Array;
  readonly values: Int32Array;
  readonly positions: readonly number[];
}

function indexOf(rules: readonly Rule[]): RulesIndex {
  const byTag = new Map<Tag, number[]>();
  const anywhere = new Map<Tag, number[]>();
  const inPlace = new Map<string, number[]>();
  const byVr = new Map<Vr, number[]>();
  const othersInPlace = new Map<string, number[]>();
  const masks: Masked[] = [];
  let firstVrThatStays: number | null = null;
  rules.forEach(({ selector, action }, position) => {
    const { path } = selector;
    const isOfOnePlace = path !== undefined && !path.includes('**');
    if (selector.kind === 'tag') {
      push(byTag, selector.tag, position);
      if (isOfOnePlace) push(inPlace, placeKey(selector.tag, path), position);
      else push(anywhere, selector.tag, position);
    } else if (selector.kind === 'vr') {
      push(byVr, selector.vr, position);
      if (selector.vr === 'SQ' && !isOfOnePlace && !goes(action)) firstVrThatStays ??= position;
    } else if (selector.kind === 'mask') masks.push({ ...selector, position, isOfOnePlace });
    if (isOfOnePlace && (selector.kind === 'mask' || (selector.kind === 'vr' && selector.vr === 'SQ')))
      push(othersInPlace, pathKey(path), position);
  });
  return {
    byTag,
    anywhere,
    inPlace,
    byMask: maskIndex(masks),
    byVr,
    masksAnywhere: maskIndex(masks.filter((each) => !each.isOfOnePlace)),
    othersInPlace,
    firstVrThatStays,
  };
}

interface Masked {
  readonly mask: number;
  readonly value: number;
  readonly position: number;
  readonly isOfOnePlace: boolean;
}

function maskIndex(masks: readonly Masked[]): MaskIndex {
  return {
    masks: Int32Array.from(masks, ({ mask }) => mask),
    values: Int32Array.from(masks, ({ value }) => value),
    positions: masks.map(({ position }) => position),
  };
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
