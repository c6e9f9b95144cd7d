import { settleByVr } from '../../../rules/byVr.ts';
import type { Action, Rule, RulePlan, Selector, SimpleAction } from '../../../rules/plan.ts';
import type { DataSet, Element } from '../../dicom/element.ts';
import { elementWith, tagPath, withVr } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { attributeType } from '../../dicom/standard/iodTypes.ts';
import {
  asTag,
  creatorTagOf,
  elementOf,
  groupOf,
  isGroupLength,
  isPrivate,
  isPrivateCreator,
  isRepeatingGroup,
  type Tag,
} from '../../dicom/tag.ts';
import { hasFormOfVr } from '../../dicom/valueForm.ts';
import { privateCreatorOf, rootText } from '../../dicom/values.ts';
import type { Vr } from '../../dicom/vr.ts';
import { actionInside, type Cleaning, decidedItems, isCleaning } from './cleaning.ts';
import type { Decision } from './decision.ts';
import { isOfNoDataSet, refuseHiddenItems } from './misplaced.ts';
import { type GonePlanes, gonePlanes, goneWith } from './planes.ts';
import { withoutText } from './uidTexts.ts';

const SOP_CLASS_UID = asTag(0x00080016);
const PATIENT_BIRTH_DATE = asTag(0x00100030);

/**
 * Decides every element at every depth. The items of a sequence that is kept or cleaned are decided in turn; below any other action nothing
 * is left to decide. Decisions to keep are not listed.
 */
export function decide(plan: RulePlan, instance: ParsedInstance): Decision[] {
  const decisions: Decision[] = [];
  const decider = new Decider(plan, instance);
  const decidesAll = plan.rules.length > 0;
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      const decision = decider.decide(element);
      if (decision.action.kind !== 'keep') decisions.push(decision);
      else if (decidesAll && element.items === null && !isStampedOver(plan, element))
        refuseHiddenItems(element);
      for (const item of decidedItems(instance, decision)) visit(item);
    }
  };
  visit(instance.dataSet);
  return decisions;
}

const DEIDENTIFICATION_METHOD_CODE_SEQUENCE = asTag(0x00120064);

/** Whether a stamp takes the place of an element, whatever it is. */
function isStampedOver({ stamps }: RulePlan, { tag, dataSet }: Element): boolean {
  return stamps !== null && dataSet.item === null && tag === DEIDENTIFICATION_METHOD_CODE_SEQUENCE;
}

/** Decides elements of one instance. */
export class Decider {
  readonly #plan: RulePlan;
  readonly #instance: ParsedInstance;
  readonly #index: RuleIndex;
  readonly #sopClassUid: string;
  /** A plan without rules asks for no change at all. */
  readonly #decidesAll: boolean;
  readonly #used = new Map<DataSet, ReadonlySet<Tag>>();
  /** The decisions on sequences that clean what is in their items; null: on any other. */
  readonly #cleanings = new Map<Element, Decision | null>();
  /** The planes that go, of the data sets that have any. */
  readonly #planes = new Map<DataSet, GonePlanes>();

  constructor(plan: RulePlan, instance: ParsedInstance) {
    this.#plan = plan;
    this.#instance = instance;
    this.#index = indexOf(plan);
    this.#sopClassUid = rootText(instance, SOP_CLASS_UID);
    this.#decidesAll = plan.rules.length > 0;
  }

  decide(element: Element): Decision {
    const { tag } = element;
    if (isGroupLength(tag) && this.#plan.housekeeping.groupLengths === 'drop')
      return { element, action: REMOVE, rule: null, readAs: element };
    if (isOfNoDataSet(tag) && this.#plan.housekeeping.fileMeta === 'follow')
      return { element, action: REMOVE, rule: null, readAs: element };
    const taking = isRepeatingGroup(tag) && this.#plan.planes === 'whole' ? this.#takingPlane(element) : null;
    return taking === null
      ? this.#byItself(element)
      : { element, action: REMOVE, rule: taking.rule, readAs: element };
  }

  /** The decision on the data of the plane that an element belongs to, where that goes. */
  #takingPlane({ dataSet, tag }: Element): Decision | null {
    let gone = this.#planes.get(dataSet);
    if (gone === undefined) {
      gone = gonePlanes(dataSet, this.#instance, this.#byItself);
      this.#planes.set(dataSet, gone);
    }
    return goneWith(gone, tag);
  }

  /** By its own rule, and what cleans the sequence that it lies in. */
  readonly #byItself = (element: Element): Decision => {
    const own = this.#byOwnRule(element);
    const { item } = element.dataSet;
    const sequence = item === null || !this.#index.cleans ? null : this.#cleaningOf(item.sequence);
    const decision =
      sequence === null || !isCleaning(sequence.action) ? own : this.#inside(sequence.action, sequence, own);
    if (!this.#decidesAll || decision.action.kind !== 'keep') return decision;
    if (element.tag === PATIENT_BIRTH_DATE && this.#plan.capAgeYears !== undefined)
      return { ...decision, action: { kind: 'cap-age', maxYears: this.#plan.capAgeYears } };
    return withoutText(this.#instance, decision);
  };

  #inside(cleaning: Cleaning, { rule }: Decision, own: Decision): Decision {
    const action = actionInside(cleaning, this.#instance, own);
    return action === own.action ? own : { ...own, action, rule };
  }

  /** The decision on the sequence that an element lies in if it cleans what is in it; null: on any other. */
  #cleaningOf(sequence: Element): Decision | null {
    let known = this.#cleanings.get(sequence);
    if (known === undefined) {
      const decision = this.decide(sequence);
      known = isCleaning(decision.action) ? decision : null;
      this.#cleanings.set(sequence, known);
    }
    return known;
  }

  #byOwnRule(element: Element): Decision {
    const { tag } = element;
    const rule = this.#firstMatch(element);
    if (isPrivateCreator(tag) && this.#plan.privateCreators?.elements === 'follow') {
      const action = this.#isUsed(element.dataSet, tag) ? KEEP : REMOVE;
      return { element, action, rule, readAs: element };
    }
    if (rule === null) {
      const { otherwise } = this.#plan;
      const action = isPrivate(tag) ? otherwise.private : otherwise.public;
      return { element, action: this.#settle(action, element), rule, readAs: element };
    }
    const readAs = readBy(rule, element);
    // A sequence that could not be read as one has items that no rule has seen.
    const isOpaque = readAs.vr === 'SQ' && element.items === null && element.valueEnd > element.valueStart;
    return { element, action: isOpaque ? REMOVE : this.#settle(rule.action, readAs), rule, readAs };
  }

  /** The smallest position among rules that match, each kind found by what it goes by. */
  #firstMatch(element: Element): Rule | null {
    const { rules } = this.#plan;
    const { byVr, privateGroups, others } = this.#index;
    let best = firstOfTag(this.#index, rules, element.tag);
    if (byVr.size > 0) best = Math.min(best, byVr.get(element.vr) ?? rules.length);
    if (others.length > 0 || privateGroups.size > 0) best = this.#firstInPlace(element, best);
    return rules[best] ?? null;
  }

  /** As `#firstMatch`, among the rules about a private creator or a place; `best`: what was found among the others. */
  #firstInPlace(element: Element, best: number): number {
    const { rules } = this.#plan;
    const { byCreator, privateGroups, others } = this.#index;
    let first = best;
    const isMatch = (position: number) =>
      matches((rules[position] as Rule).selector, element, this.#creatorOf);
    const group = groupOf(element.tag);
    if (privateGroups.has(group) && !isPrivateCreator(element.tag)) {
      const found = byCreator.get(creatorKey(group, this.#creatorOf(element)))?.find(isMatch);
      first = Math.min(first, found ?? rules.length);
    }
    for (const position of others) {
      if (position >= first) break;
      if (isMatch(position)) first = position;
    }
    return first;
  }

  /** Who reserved the block of a private element: in its own item, or where the plan says so in the nearest enclosing data set that does. */
  readonly #creatorOf = (element: Element): string => {
    const isWide = this.#plan.privateCreators?.wrongLevel === 'enclosing';
    for (let { dataSet } = element; ; dataSet = dataSet.item.sequence.dataSet) {
      const creator = privateCreatorOf(this.#instance, { tag: element.tag, dataSet });
      if (creator !== '' || !isWide || dataSet.item === null) return creator;
    }
  };

  /** Whether an element stays for which this data set reserves its block. */
  #isUsed(dataSet: DataSet, creatorTag: Tag): boolean {
    return this.#usedCreators(dataSet).has(creatorTag);
  }

  /** The creator tags of a data set's private elements that stay, and where the plan looks for creators further out, of those in its items. */
  #usedCreators(dataSet: DataSet): ReadonlySet<Tag> {
    const known = this.#used.get(dataSet);
    if (known !== undefined) return known;
    const used = new Set<Tag>();
    for (const element of dataSet.elements) {
      const { tag } = element;
      // Whether a creator stays is the question: an element in the place of one does not answer it.
      if (isPrivateCreator(tag)) continue;
      if (isPrivate(tag) && this.decide(element).action.kind !== 'remove') used.add(creatorTagOf(tag));
      if (this.#plan.privateCreators?.wrongLevel !== 'enclosing' || element.items === null) continue;
      for (const item of decidedItems(this.#instance, this.decide(element)))
        for (const creatorTag of this.#usedCreators(item))
          if (elementWith(item, creatorTag) === undefined) used.add(creatorTag);
    }
    this.#used.set(dataSet, used);
    return used;
  }

  /** What the value itself settles is settled here: a private creator goes with the last element of its block, and an item is decided as any. */
  #settle(action: Action, element: Element): SimpleAction {
    const settled = this.#settleByPlace(action, element);
    if (settled.kind !== 'keep-valid') return settled;
    return hasFormOfVr(this.#instance, element) ? KEEP : REMOVE;
  }

  #settleByPlace(action: Action, element: Element): SimpleAction {
    if (action.kind === 'by-vr') return settleByVr(action, element.vr);
    if (action.kind !== 'by-type') return action;
    const type = attributeType(this.#sopClassUid, tagPath(element));
    if (type === undefined) return action.unknown;
    return type === 1 ? action.type1 : type === 2 ? action.type2 : action.type3;
  }
}

const KEEP: SimpleAction = { kind: 'keep' };
const REMOVE: SimpleAction = { kind: 'remove' };

function readBy({ selector }: Rule, element: Element): Element {
  return selector.kind === 'private' &&
    selector.vr !== undefined &&
    element.vr === 'UN' &&
    element.items === null
    ? withVr(element, selector.vr)
    : element;
}

/** Whether a selector is about an element. */
function matches(selector: Selector, element: Element, creatorOf: (element: Element) => string): boolean {
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
      if (creatorOf(element) !== selector.creator) return false;
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

/** Positions of rules by how they are found: the first that a tag or a VR alone settles, those of a private creator, and all others in order. */
interface RuleIndex {
  /** Whether any rule cleans what is in a sequence. */
  readonly cleans: boolean;
  /** The first rule that names a tag. */
  readonly named: ReadonlyMap<Tag, number>;
  /** The first rule that a tag settles, by name, mask or as any private one: what was found for the tags that were met. */
  readonly settled: Map<Tag, number>;
  /** Rules about masks and all private attributes, anywhere. */
  readonly byPattern: readonly number[];
  readonly byVr: ReadonlyMap<Vr, number>;
  readonly byCreator: ReadonlyMap<string, readonly number[]>;
  /** Groups that have private rules: elements of others are not asked for their creator. */
  readonly privateGroups: ReadonlySet<number>;
  readonly others: readonly number[];
}

function mayClean(action: Action): boolean {
  if (action.kind === 'by-vr') return isCleaning(action.others);
  if (action.kind !== 'by-type') return isCleaning(action);
  return [action.type1, action.type2, action.type3, action.unknown].some(isCleaning);
}

const INDEXES = new WeakMap<RulePlan, RuleIndex>();

function indexOf(plan: RulePlan): RuleIndex {
  const known = INDEXES.get(plan);
  if (known !== undefined) return known;
  const named = new Map<Tag, number>();
  const byVr = new Map<Vr, number>();
  const byCreator = new Map<string, number[]>();
  const privateGroups = new Set<number>();
  const byPattern: number[] = [];
  const others: number[] = [];
  plan.rules.forEach(({ selector }, position) => {
    if (selector.kind === 'private') {
      const key = creatorKey(selector.group, selector.creator);
      const positions = byCreator.get(key);
      if (positions === undefined) byCreator.set(key, [position]);
      else positions.push(position);
      privateGroups.add(selector.group);
    } else if (selector.path !== undefined) others.push(position);
    else if (selector.kind === 'tag') setFirst(named, selector.tag, position);
    else if (selector.kind === 'vr') setFirst(byVr, selector.vr, position);
    else byPattern.push(position);
  });
  const cleans = plan.rules.some(({ action }) => mayClean(action));
  const index = {
    cleans,
    named,
    settled: new Map<Tag, number>(),
    byPattern,
    byVr,
    byCreator,
    privateGroups,
    others,
  };
  INDEXES.set(plan, index);
  return index;
}

/** Tags that are remembered: more than PS3.6 has, and too few for a hostile object to fill the memory. */
const MOST_TAGS = 20_000;

function firstOfTag({ named, settled, byPattern }: RuleIndex, rules: readonly Rule[], tag: Tag): number {
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
  return selector.kind === 'any-private' && isPrivate(tag);
}

function setFirst<K>(positions: Map<K, number>, key: K, position: number): void {
  if (!positions.has(key)) positions.set(key, position);
}

function creatorKey(group: number, creator: string): string {
  return `${group} ${creator}`;
}
