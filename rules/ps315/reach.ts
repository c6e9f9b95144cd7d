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
  const byTag = new Map<Tag, number[]>();
  const others: number[] = [];
  rules.forEach(({ selector }, position) => {
    if (selector.kind === 'tag') {
      const known = byTag.get(selector.tag);
      if (known === undefined) byTag.set(selector.tag, [position]);
      else known.push(position);
    } else if (selector.kind === 'mask' || selector.kind === 'vr') others.push(position);
  });
  const upTo = (
    positions: readonly number[],
    isAbout: (selector: Selector) => boolean,
    isAboutAll: (selector: Selector) => boolean,
    rest: SimpleAction,
  ): readonly Reached[] => {
    const found: Reached[] = [];
    for (const position of positions) {
      const { selector, action } = rules[position] as Rule;
      if (!isAbout(selector) || isNowhere(selector, rules)) continue;
      found.push({ rule: position, action });
      if (isAnywhere(selector) && isAboutAll(selector)) return found;
    }
    return [...found, { rule: null, action: rest }];
  };
  return {
    of: (elements) => {
      const named = namedBy(elements, byTag);
      const more = others.filter((position) => isAboutSome((rules[position] as Rule).selector, elements));
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

function isAboutSome(selector: Selector, elements: Elements): boolean {
  const { mask, value } = elements;
  switch (selector.kind) {
    case 'tag':
      return (selector.tag & mask) >>> 0 === value;
    case 'mask':
      return ((selector.value ^ value) & selector.mask & mask) === 0;
    case 'vr':
      return elements.vrs().includes(selector.vr);
    case 'private':
    case 'any-private':
      return false;
  }
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

/** Whether a sequence on the way always goes, so that the rule finds nothing there. */
function isNowhere({ path }: Selector, rules: readonly Rule[]): boolean {
  for (const [depth, tag] of (path ?? []).entries()) {
    if (tag === '**') return false;
    if (alwaysGoes(tag, (path as readonly Tag[]).slice(0, depth), rules)) return true;
  }
  return false;
}

/** Whether whatever rule holds for a sequence in its place takes it away, with its items. */
function alwaysGoes(tag: Tag, place: readonly Tag[], rules: readonly Rule[]): boolean {
  for (const { selector, action } of rules) {
    if (!isAboutSome(selector, { mask: ONE_TAG, value: tag, vrs: () => ['SQ'] })) continue;
    const { path } = selector;
    const isExact = path?.length === place.length && path.every((step, at) => step === place[at]);
    const isThere = isAnywhere(selector) || isExact;
    const mayBeThere = isThere || path?.includes('**') === true;
    if (mayBeThere && !goes(action)) return false;
    if (isThere && selector.kind !== 'vr') return true;
  }
  return false;
}

const GOES: ReadonlySet<Action['kind']> = new Set<Action['kind']>(['remove', 'empty', 'dummy']);

function goes(action: Action): boolean {
  if (action.kind !== 'by-type') return GOES.has(action.kind);
  return [action.type1, action.type2, action.type3, action.unknown].every(goes);
}
