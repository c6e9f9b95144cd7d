import { fitsPath } from '../layers/dicom/fitsPath.ts';
import { lookupTag } from '../layers/dicom/standard/dictionary.ts';
import { attributeType } from '../layers/dicom/standard/iodTypes.ts';
import { isUnknown } from '../layers/dicom/standard/vrOfTag.ts';
import {
  elementOf,
  groupOf,
  isGroupLength,
  isPrivate,
  isPrivateCreator,
  type Tag,
} from '../layers/dicom/tag.ts';
import type { Vr } from '../layers/dicom/vr.ts';
import { settleByVr } from './byVr.ts';
import type { Rule, RulePlan, Selector, SimpleAction } from './plan.ts';

/** An attribute somewhere in an instance, before there is any instance. */
export interface Place {
  readonly tag: Tag;
  /** Those that PS3.6 gives it; empty: not known. */
  readonly vrs: readonly Vr[];
  /** Who reserves the block of a private attribute; null: not said, or a public attribute. */
  readonly creator: string | null;
  /** The enclosing sequences from the root. */
  readonly path: readonly Tag[];
}

/** What the rules make of an attribute, without an instance. */
export interface Explanation {
  /** The first rule that matches; null: what becomes of attributes without a rule. */
  readonly winner: Rule | null;
  /** Rules behind it that match as well. */
  readonly others: readonly Rule[];
  readonly action: Rule['action'];
  /** The attribute's type in the IOD that was named; undefined: none was, or the tables do not have it. */
  readonly type: 1 | 2 | 3 | undefined;
  /** What is done in such an instance; null: it goes by the type, or the VR, and that is not known. */
  readonly settled: SimpleAction | null;
  /** The outermost enclosing sequence that does not simply stay, and what becomes of it; null: none. */
  readonly within: { readonly tag: Tag; readonly action: Rule['action'] } | null;
}

/** A place as a person names it: a selector of one attribute; null: it is about several. */
export function placeOf(selector: Selector): Place | null {
  const path = selector.path ?? [];
  const steps = path.filter((step): step is Tag => step !== '**');
  if (steps.length !== path.length) return null;
  if (selector.kind === 'tag') {
    const vrs = isPrivate(selector.tag) ? [] : (lookupTag(selector.tag)?.vrs ?? []);
    return { tag: selector.tag, vrs, creator: null, path: steps };
  }
  if (selector.kind !== 'private' || selector.element === null) return null;
  const { group, element, creator, vr } = selector;
  // Any block will do: a rule goes by the creator.
  const tag = (((group << 16) | 0x1000 | element) >>> 0) as Tag;
  return { tag, vrs: vr === undefined ? [] : [vr], creator, path: steps };
}

/** What the rules make of a place. `sopClassUid`: of the instance; empty: not known. */
export function explain(plan: RulePlan, place: Place, sopClassUid = ''): Explanation {
  const matching = matchingRules(plan, place);
  const winner = matching[0] ?? null;
  const action = actionFor(plan, place, winner);
  const type = sopClassUid === '' ? undefined : attributeType(sopClassUid, [...place.path, place.tag]);
  return {
    winner,
    others: matching.slice(1),
    action,
    type,
    settled: settle(action, type, sopClassUid, place.vrs.length > 0 ? place.vrs : vrsOf(winner)),
    within: enclosing(plan, place.path, sopClassUid),
  };
}

/** Of a private attribute whose VR was not said: the list's. */
function vrsOf(winner: Rule | null): readonly Vr[] {
  return winner?.selector.kind === 'private' && winner.selector.vr !== undefined ? [winner.selector.vr] : [];
}

function matchingRules(plan: RulePlan, place: Place): readonly Rule[] {
  const isDropped = isGroupLength(place.tag) && plan.housekeeping.groupLengths === 'drop';
  return isDropped ? [] : plan.rules.filter(({ selector }) => isAbout(selector, place));
}

function actionFor(
  { otherwise, housekeeping }: RulePlan,
  { tag }: Place,
  winner: Rule | null,
): Rule['action'] {
  if (isGroupLength(tag) && housekeeping.groupLengths === 'drop') return REMOVE;
  return winner?.action ?? (isPrivate(tag) ? otherwise.private : otherwise.public);
}

function enclosing(plan: RulePlan, path: readonly Tag[], sopClassUid: string): Explanation['within'] {
  for (const [depth, tag] of path.entries()) {
    const place: Place = { tag, vrs: ['SQ'], creator: null, path: path.slice(0, depth) };
    const action = actionFor(plan, place, matchingRules(plan, place)[0] ?? null);
    const type = sopClassUid === '' ? undefined : attributeType(sopClassUid, path.slice(0, depth + 1));
    const settled = settle(action, type, sopClassUid, place.vrs) ?? action;
    if (settled.kind !== 'keep') return { tag, action: settled };
  }
  return null;
}

const REMOVE: SimpleAction = { kind: 'remove' };

function settle(
  action: Rule['action'],
  type: 1 | 2 | 3 | undefined,
  sopClassUid: string,
  vrs: readonly Vr[],
): SimpleAction | null {
  if (action.kind === 'by-vr') return vrs[0] === undefined ? null : settleByVr(action, vrs[0]);
  if (action.kind !== 'by-type') return action;
  if (sopClassUid === '') return null;
  if (type === undefined) return action.unknown;
  return type === 1 ? action.type1 : type === 2 ? action.type2 : action.type3;
}

/** As the engine matches an element of an instance, by what is known without one. */
export function isAbout(selector: Selector, place: Place): boolean {
  return (
    isAboutElement(selector, place) && (selector.path === undefined || fitsPath(selector.path, place.path))
  );
}

function isAboutElement(selector: Selector, { tag, vrs, creator }: Place): boolean {
  switch (selector.kind) {
    case 'tag':
      return selector.tag === tag;
    case 'mask':
      return (tag & selector.mask) >>> 0 === selector.value;
    case 'vr':
      return vrs.includes(selector.vr);
    case 'any-private':
      return isPrivate(tag);
    case 'any-unknown':
      return isUnknown(tag);
    case 'private':
      return (
        creator === selector.creator &&
        groupOf(tag) === selector.group &&
        !isPrivateCreator(tag) &&
        (selector.element === null || (elementOf(tag) & 0xff) === selector.element) &&
        (selector.vrs === undefined || vrs.length === 0 || vrs.some((vr) => selector.vrs?.includes(vr)))
      );
  }
}
