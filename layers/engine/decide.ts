import type { Action, Rule, RulePlan, Selector, SimpleAction } from '../../rules/plan.ts';
import type { DataSet, Element } from '../dicom/element.ts';
import { tagPath } from '../dicom/element.ts';
import type { ParsedInstance } from '../dicom/parse.ts';
import { attributeType } from '../dicom/standard/iodTypes.ts';
import {
  asTag,
  elementOf,
  groupOf,
  isGroupLength,
  isPrivate,
  isPrivateCreator,
  type Tag,
} from '../dicom/tag.ts';
import { privateCreatorOf, rootText } from '../dicom/values.ts';

/** What happens to one element, and by which rule; null: the plan's `otherwise`. */
export interface Decision {
  readonly element: Element;
  readonly action: SimpleAction;
  readonly rule: Rule | null;
}

const SOP_CLASS_UID = asTag(0x00080016);

/**
 * Decides every element at every depth. The items of a kept sequence are decided in turn; below any other action nothing is left
 * to decide. Decisions to keep are not listed, unless a sequence.
 */
export function decide(plan: RulePlan, instance: ParsedInstance): Decision[] {
  const decisions: Decision[] = [];
  const decider = new Decider(plan, instance);
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      const decision = decider.decide(element);
      if (decision.action.kind !== 'keep') decisions.push(decision);
      else if (element.items !== null) for (const item of element.items) visit(item);
    }
  };
  visit(instance.dataSet);
  return decisions;
}

/** Decides elements of one instance. */
export class Decider {
  readonly #plan: RulePlan;
  readonly #instance: ParsedInstance;
  readonly #index: RuleIndex;
  readonly #sopClassUid: string;

  constructor(plan: RulePlan, instance: ParsedInstance) {
    this.#plan = plan;
    this.#instance = instance;
    this.#index = indexOf(plan);
    this.#sopClassUid = rootText(instance, SOP_CLASS_UID);
  }

  decide(element: Element): Decision {
    const { tag } = element;
    if (isGroupLength(tag) && this.#plan.housekeeping.groupLengths === 'drop')
      return { element, action: REMOVE, rule: null };
    const rule = this.#firstMatch(element);
    if (rule !== null) return { element, action: this.#settle(rule.action, element), rule };
    const { otherwise } = this.#plan;
    return { element, action: isPrivate(tag) ? otherwise.private : otherwise.public, rule: null };
  }

  #firstMatch(element: Element): Rule | null {
    const { rules } = this.#plan;
    const byTag = this.#index.byTag.get(element.tag);
    let best = byTag ?? rules.length;
    for (const position of this.#index.others) {
      if (position >= best) break;
      const rule = rules[position] as Rule;
      if (matches(rule.selector, element, this.#instance)) best = position;
    }
    return rules[best] ?? null;
  }

  #settle(action: Action, element: Element): SimpleAction {
    if (action.kind !== 'by-type') return action;
    const type = attributeType(this.#sopClassUid, tagPath(element));
    if (type === undefined) return action.unknown;
    return type === 1 ? action.type1 : type === 2 ? action.type2 : action.type3;
  }
}

const REMOVE: SimpleAction = { kind: 'remove' };

/** Whether a selector is about an element. */
function matches(selector: Selector, element: Element, instance: ParsedInstance): boolean {
  const { tag } = element;
  switch (selector.kind) {
    case 'tag':
      if (tag !== selector.tag) return false;
      break;
    case 'mask':
      if ((tag & selector.mask) >>> 0 !== selector.value) return false;
      break;
    case 'vr':
      if (element.vr !== selector.vr) return false;
      break;
    case 'any-private':
      if (!isPrivate(tag)) return false;
      break;
    case 'private':
      if (groupOf(tag) !== selector.group || isPrivateCreator(tag)) return false;
      if (selector.element !== null && (elementOf(tag) & 0xff) !== selector.element) return false;
      if (privateCreatorOf(instance, element) !== selector.creator) return false;
      break;
  }
  return selector.path === undefined || matchesPath(selector.path, tagPath(element).slice(0, -1));
}

/** Whether the enclosing sequences fit a path in which `**` stands for any number of any. */
function matchesPath(pattern: readonly (Tag | '**')[], path: readonly Tag[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return path.length === 0;
  if (head === '**')
    return matchesPath(rest, path) || (path.length > 0 && matchesPath(pattern, path.slice(1)));
  return path[0] === head && matchesPath(rest, path.slice(1));
}

/** Rules by how they are found: the first that names a tag anywhere, and the positions of all others in order. */
interface RuleIndex {
  readonly byTag: ReadonlyMap<Tag, number>;
  readonly others: readonly number[];
}

const INDEXES = new WeakMap<RulePlan, RuleIndex>();

function indexOf(plan: RulePlan): RuleIndex {
  const known = INDEXES.get(plan);
  if (known !== undefined) return known;
  const byTag = new Map<Tag, number>();
  const others: number[] = [];
  plan.rules.forEach(({ selector }, position) => {
    if (selector.kind !== 'tag' || selector.path !== undefined) others.push(position);
    else if (!byTag.has(selector.tag)) byTag.set(selector.tag, position);
  });
  const index = { byTag, others };
  INDEXES.set(plan, index);
  return index;
}
