import type { Action, Rule, RulePlan, Selector } from '../../../rules/plan.ts';
import { type Element, tagPath } from '../../dicom/element.ts';
import { fitsPath } from '../../dicom/fitsPath.ts';
import { isUnknown } from '../../dicom/standard/vrOfTag.ts';
import { elementOf, groupOf, isPrivate, isPrivateCreator, type Tag } from '../../dicom/tag.ts';
import type { Vr } from '../../dicom/vr.ts';
import { isCleaning } from './cleaning.ts';

/** Positions of rules by how they are found: the first that a tag or a VR alone settles, and the others by what they go by. */
export interface RuleIndex {
  /** Whether any rule cleans what is in a sequence. */
  readonly cleans: boolean;
  readonly rules: readonly Rule[];
  /** The first rule that names a tag, wherever it is. */
  readonly named: ReadonlyMap<Tag, number>;
  /** The first rule that a tag settles, by name, mask, as any private one or any unknown one: what was found for the tags that were met. */
  readonly settled: Map<Tag, number>;
  /** Rules about masks, all private attributes and all that PS3.6 does not have, anywhere. */
  readonly byPattern: readonly number[];
  readonly byVr: ReadonlyMap<Vr, number>;
  readonly byCreator: ReadonlyMap<string, readonly number[]>;
  /** Groups that have private rules: elements of others are not asked for their creator. */
  readonly privateGroups: ReadonlySet<number>;
  /** Rules that name a tag in a place. */
  readonly placed: ReadonlyMap<Tag, readonly number[]>;
  /** All others about a place. */
  readonly others: readonly number[];
}

/** Who reserved the block of a private element. */
export type CreatorOf = (element: Element) => string;

const INDEXES = new WeakMap<RulePlan['rules'], RuleIndex>();

/** Made once of each list of rules: the plans of messages, and of what people decided, have the list of the plan that they are made of. */
export function indexOf({ rules }: RulePlan): RuleIndex {
  let index = INDEXES.get(rules);
  if (index === undefined) {
    index = indexed(rules);
    INDEXES.set(rules, index);
  }
  return index;
}

function indexed(rules: readonly Rule[]): RuleIndex {
  const named = new Map<Tag, number>();
  const byVr = new Map<Vr, number>();
  const byCreator = new Map<string, number[]>();
  const placed = new Map<Tag, number[]>();
  const privateGroups = new Set<number>();
  const byPattern: number[] = [];
  const others: number[] = [];
  rules.forEach(({ selector }, position) => {
    if (selector.kind === 'private') {
      push(byCreator, creatorKey(selector.group, selector.creator), position);
      privateGroups.add(selector.group);
    } else if (selector.kind === 'tag') {
      if (selector.path === undefined) setFirst(named, selector.tag, position);
      else push(placed, selector.tag, position);
    } else if (selector.path !== undefined) others.push(position);
    else if (selector.kind === 'vr') setFirst(byVr, selector.vr, position);
    else byPattern.push(position);
  });
  const cleans = rules.some(({ action }) => mayClean(action));
  const settled = new Map<Tag, number>();
  return { cleans, rules, named, settled, byPattern, byVr, byCreator, privateGroups, placed, others };
}

/** The smallest position among rules that match, each kind found by what it goes by. */
export function firstMatch(index: RuleIndex, element: Element, creatorOf: CreatorOf): Rule | null {
  const { rules, byVr, privateGroups, placed, others } = index;
  let best = firstOfTag(index, element.tag);
  if (byVr.size > 0) best = Math.min(best, byVr.get(element.vr) ?? rules.length);
  if (placed.size > 0) best = firstAmong(placed.get(element.tag), best, index, element, creatorOf);
  if (privateGroups.size > 0)
    best = firstAmong(ofCreator(index, element, creatorOf), best, index, element, creatorOf);
  if (others.length > 0) best = firstAmong(others, best, index, element, creatorOf);
  return rules[best] ?? null;
}

function ofCreator(
  { byCreator, privateGroups }: RuleIndex,
  element: Element,
  creatorOf: CreatorOf,
): readonly number[] | undefined {
  const group = groupOf(element.tag);
  if (!privateGroups.has(group) || isPrivateCreator(element.tag)) return undefined;
  return byCreator.get(creatorKey(group, creatorOf(element)));
}

/** As `firstMatch`, among some; `best`: what was found among the others. */
function firstAmong(
  positions: readonly number[] | undefined,
  best: number,
  { rules }: RuleIndex,
  element: Element,
  creatorOf: CreatorOf,
): number {
  for (const position of positions ?? []) {
    if (position >= best) break;
    if (matches((rules[position] as Rule).selector, element, creatorOf)) return position;
  }
  return best;
}

/** Tags that are remembered: more than PS3.6 has, and too few for a hostile object to fill the memory. */
const MOST_TAGS = 20_000;

function firstOfTag({ rules, named, settled, byPattern }: RuleIndex, tag: Tag): number {
  const known = settled.get(tag);
  if (known !== undefined) return known;
  let first = named.get(tag) ?? rules.length;
  for (const position of byPattern) {
    if (position >= first) break;
    if (isOfPattern((rules[position] as Rule).selector, tag)) first = position;
  }
  if (settled.size >= MOST_TAGS) settled.clear();
  settled.set(tag, first);
  return first;
}

function isOfPattern(selector: Selector, tag: Tag): boolean {
  if (selector.kind === 'mask') return (tag & selector.mask) >>> 0 === selector.value;
  return selector.kind === 'any-private' ? isPrivate(tag) : selector.kind === 'any-unknown' && isUnknown(tag);
}

/** Whether a selector is about an element. */
function matches(selector: Selector, element: Element, creatorOf: CreatorOf): boolean {
  return (
    isAbout(selector, element, creatorOf) &&
    (selector.path === undefined || fitsPath(selector.path, tagPath(element).slice(0, -1)))
  );
}

function isAbout(selector: Selector, element: Element, creatorOf: CreatorOf): boolean {
  const { tag } = element;
  switch (selector.kind) {
    case 'tag':
      return tag === selector.tag;
    case 'mask':
    case 'any-private':
    case 'any-unknown':
      return isOfPattern(selector, tag);
    case 'vr':
      return element.vr === selector.vr;
    case 'private':
      return (
        groupOf(tag) === selector.group &&
        !isPrivateCreator(tag) &&
        (selector.element === null || (elementOf(tag) & 0xff) === selector.element) &&
        (selector.vrs === undefined ||
          element.vrAsRead === null ||
          selector.vrs.includes(element.vrAsRead)) &&
        creatorOf(element) === selector.creator
      );
  }
}

function mayClean(action: Action): boolean {
  if (action.kind === 'by-vr') return isCleaning(action.others);
  if (action.kind !== 'by-type') return isCleaning(action);
  return [action.type1, action.type2, action.type3, action.unknown].some(isCleaning);
}

function setFirst<K>(positions: Map<K, number>, key: K, position: number): void {
  if (!positions.has(key)) positions.set(key, position);
}

function push<K>(positions: Map<K, number[]>, key: K, position: number): void {
  const known = positions.get(key);
  if (known === undefined) positions.set(key, [position]);
  else known.push(position);
}

function creatorKey(group: number, creator: string): string {
  return `${group} ${creator}`;
}
