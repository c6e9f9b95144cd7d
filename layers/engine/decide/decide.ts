import { settleByVr } from '../../../rules/byVr.ts';
import type { Action, Rule, RulePlan, SimpleAction } from '../../../rules/plan.ts';
import { type DataSet, type Element, formatPath, tagPath, withVr } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { attributeType } from '../../dicom/standard/iodTypes.ts';
import { asTag, isGroupLength, isPrivate, isPrivateCreator, isRepeatingGroup } from '../../dicom/tag.ts';
import { hasFormOfVr } from '../../dicom/valueForm.ts';
import { rootText } from '../../dicom/values.ts';
import { actionInside, decidedItems, isCleaning } from './cleaning.ts';
import { Creators } from './creators.ts';
import type { Decision } from './decision.ts';
import { isOfNoDataSet, refuseHiddenItems } from './misplaced.ts';
import { type GonePlanes, gonePlanes, goneWith } from './planes.ts';
import { reviewedOf } from './reviewedValues.ts';
import { firstMatch, indexOf, type RuleIndex } from './ruleIndex.ts';
import { shownValue } from './shownValue.ts';
import { withoutText } from './uidTexts.ts';

/**
 * Decides every element at every depth. The items of a sequence that is kept or cleaned are decided in turn; below any other action nothing
 * is left to decide. Decisions to keep are not listed.
 */
export function decide(plan: RulePlan, instance: ParsedInstance): Decision[] {
  const decisions: Decision[] = [];
  const decider = new Decider(plan, instance);
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      const decision = decider.decide(element);
      if (decision.action.kind !== 'keep') decisions.push(decision);
      else if (decider.decidesAll && element.items === null && !isStampedOver(plan, element))
        refuseHiddenItems(element);
      for (const item of decidedItems(instance, decision)) visit(item);
    }
  };
  visit(instance.dataSet);
  return decisions;
}

/** Takes an element away, whatever rules say of it by itself. */
type Taking = (element: Element, decider: Decider) => Decision | null;
/** What the rule of an element comes to; `rule`: the first that is about it. */
type Ruling = (element: Element, decider: Decider, rule: Rule | null) => Decision | null;
/** What a decision becomes beyond its rule. */
type Change = (decision: Decision, decider: Decider) => Decision;

/** The first that answers; then, by rulings, the first that answers; and all changes, one after the other. */
const TAKINGS: readonly Taking[] = [groupLength, ofNoDataSet, planeThatGoes];
const RULINGS: readonly Ruling[] = [privateCreator, withoutRule, unreadSequence, byRule];
const CHANGES: readonly Change[] = [insideCleaned, reviewedOnce, birthDateOfOld, textsOfUids];

/** Decides elements of one instance. */
export class Decider {
  readonly plan: RulePlan;
  readonly instance: ParsedInstance;
  readonly index: RuleIndex;
  readonly sopClassUid: string;
  /** A plan without rules asks for no change at all. */
  readonly decidesAll: boolean;
  readonly creators: Creators;
  /** The decisions on sequences that clean what is in their items; null: on any other. */
  readonly cleanings = new Map<Element, Decision | null>();
  /** The planes that go, of the data sets that have any. */
  readonly planes = new Map<DataSet, GonePlanes>();

  constructor(plan: RulePlan, instance: ParsedInstance) {
    this.plan = plan;
    this.instance = instance;
    this.index = indexOf(plan);
    this.sopClassUid = rootText(instance, SOP_CLASS_UID);
    this.decidesAll = plan.rules.length > 0;
    this.creators = new Creators(plan, instance, (element) => this.decide(element));
  }

  decide(element: Element): Decision {
    const { decided } = this.plan;
    const byPerson = decided === undefined ? undefined : decided.get(formatPath(element));
    return byPerson === undefined ? this.#byRules(element) : this.#byPerson(element, byPerson);
  }

  /** What a person confirms is as the rules leave it; what rules only keep for a look stays. */
  #byPerson(element: Element, action: SimpleAction | 'confirmed'): Decision {
    const own = this.#byRules(element);
    if (action !== 'confirmed') return { ...own, action, decided: true };
    return { ...own, action: own.action.kind === 'review' ? KEEP : own.action, decided: true };
  }

  #byRules(element: Element): Decision {
    for (const taking of TAKINGS) {
      const decision = taking(element, this);
      if (decision !== null) return decision;
    }
    return this.byItself(element);
  }

  /** By its own rule, and what cleans the sequence that it lies in. */
  readonly byItself = (element: Element): Decision => {
    let decision = this.#byOwnRule(element);
    for (const change of CHANGES) decision = change(decision, this);
    return decision;
  };

  #byOwnRule(element: Element): Decision {
    const rule = firstMatch(this.index, element, this.creators.of);
    for (const ruling of RULINGS) {
      const decision = ruling(element, this, rule);
      if (decision !== null) return decision;
    }
    throw new RangeError('an element that no ruling is about');
  }
}

const SOP_CLASS_UID = asTag(0x00080016);
const PATIENT_BIRTH_DATE = asTag(0x00100030);
const DEIDENTIFICATION_METHOD_CODE_SEQUENCE = asTag(0x00120064);
const KEEP: SimpleAction = { kind: 'keep' };
const REMOVE: SimpleAction = { kind: 'remove' };
const EMPTY: SimpleAction = { kind: 'empty' };

/** Whether a stamp takes the place of an element, whatever it is. */
function isStampedOver({ stamps }: RulePlan, { tag, dataSet }: Element): boolean {
  return stamps !== null && dataSet.item === null && tag === DEIDENTIFICATION_METHOD_CODE_SEQUENCE;
}

function removed(element: Element, rule: Rule | null = null): Decision {
  return { element, action: REMOVE, rule, readAs: element };
}

function groupLength(element: Element, { plan }: Decider): Decision | null {
  return isGroupLength(element.tag) && plan.housekeeping.groupLengths === 'drop' ? removed(element) : null;
}

function ofNoDataSet(element: Element, { plan }: Decider): Decision | null {
  return isOfNoDataSet(element.tag) && plan.housekeeping.fileMeta === 'follow' ? removed(element) : null;
}

/** By the decision on the data of the plane that an element belongs to. */
function planeThatGoes(element: Element, { plan, instance, planes, byItself }: Decider): Decision | null {
  const { tag, dataSet } = element;
  if (plan.planes !== 'whole' || !isRepeatingGroup(tag)) return null;
  let gone = planes.get(dataSet);
  if (gone === undefined) {
    gone = gonePlanes(dataSet, instance, byItself);
    planes.set(dataSet, gone);
  }
  const taking = goneWith(gone, tag);
  return taking === null ? null : removed(element, taking.rule);
}

/** A private creator goes with the last element of its block. */
function privateCreator(element: Element, { plan, creators }: Decider, rule: Rule | null): Decision | null {
  if (plan.privateCreators?.elements !== 'follow' || !isPrivateCreator(element.tag)) return null;
  return { element, action: creators.isUsed(element) ? KEEP : REMOVE, rule, readAs: element };
}

function withoutRule(element: Element, decider: Decider, rule: Rule | null): Decision | null {
  if (rule !== null) return null;
  const { otherwise } = decider.plan;
  const action = isPrivate(element.tag) ? otherwise.private : otherwise.public;
  return { element, action: settled(action, element, decider), rule, readAs: element };
}

/** A sequence that could not be read as one has items that no rule has seen. */
function unreadSequence(element: Element, _decider: Decider, rule: Rule | null): Decision | null {
  const { vr, items, valueStart, valueEnd } = element;
  if ((vr !== 'SQ' && vr !== 'UN') || items !== null || valueEnd === valueStart) return null;
  const readAs = readBy(rule, element);
  return readAs.vr === 'SQ' ? { element, action: REMOVE, rule, readAs } : null;
}

function byRule(element: Element, decider: Decider, rule: Rule | null): Decision | null {
  if (rule === null) return null;
  const readAs = readBy(rule, element);
  return { element, action: settled(rule.action, readAs, decider), rule, readAs };
}

/** With the VR that a rule says where the file says none. */
function readBy(rule: Rule | null, element: Element): Element {
  const selector = rule?.selector;
  return selector?.kind === 'private' &&
    selector.vr !== undefined &&
    element.vr === 'UN' &&
    element.items === null
    ? withVr(element, selector.vr)
    : element;
}

/** What the value itself settles is settled here, so that an item is decided as any. */
function settled(action: Action, element: Element, decider: Decider): SimpleAction {
  const byPlace = settledByPlace(action, element, decider);
  if (byPlace.kind !== 'keep-valid') return byPlace;
  return hasFormOfVr(decider.instance, element) ? KEEP : REMOVE;
}

function settledByPlace(action: Action, element: Element, { sopClassUid }: Decider): SimpleAction {
  if (action.kind === 'by-vr') return settleByVr(action, element.vr);
  if (action.kind !== 'by-type') return action;
  const type = attributeType(sopClassUid, tagPath(element));
  if (type === undefined) return action.unknown;
  return type === 1 ? action.type1 : type === 2 ? action.type2 : action.type3;
}

/** What lies in a sequence that is cleaned is cleaned with it. */
function insideCleaned(own: Decision, decider: Decider): Decision {
  const { item } = own.element.dataSet;
  const cleaning = item === null || !decider.index.cleans ? null : cleaningOf(item.sequence, decider);
  if (cleaning === null || !isCleaning(cleaning.action)) return own;
  const action = actionInside(cleaning.action, decider.instance, own);
  return action === own.action ? own : { ...own, action, rule: cleaning.rule };
}

/** The decision on a sequence if it cleans what is in it; null: on any other. */
function cleaningOf(sequence: Element, decider: Decider): Decision | null {
  let known = decider.cleanings.get(sequence);
  if (known === undefined) {
    const decision = decider.decide(sequence);
    known = isCleaning(decision.action) ? decision : null;
    decider.cleanings.set(sequence, known);
  }
  return known;
}

/** What rules leave to a person is settled where somebody has settled this value, or this attribute, before. */
function reviewedOnce(decision: Decision, { plan, instance }: Decider): Decision {
  const { element, action } = decision;
  const isDoubtful = action.kind === 'review' || action.kind === 'clean-text';
  if (plan.reviewed === undefined || !isDoubtful || element.items !== null) return decision;
  const reviewed = reviewedOf(plan, instance, element);
  if (reviewed?.isCleared === true) return { ...decision, action: EMPTY };
  const value = action.kind === 'review' ? shownValue(instance, element) : null;
  return value !== null && reviewed?.confirmed.has(value) === true ? { ...decision, action: KEEP } : decision;
}

/** A birth date that stays may tell an age over the cap. */
function birthDateOfOld(decision: Decision, { plan, decidesAll }: Decider): Decision {
  return decidesAll &&
    plan.capAgeYears !== undefined &&
    decision.element.tag === PATIENT_BIRTH_DATE &&
    decision.action.kind === 'keep'
    ? { ...decision, action: { kind: 'cap-age', maxYears: plan.capAgeYears } }
    : decision;
}

function textsOfUids(decision: Decision, { instance, decidesAll }: Decider): Decision {
  return decidesAll && decision.action.kind === 'keep' ? withoutText(instance, decision) : decision;
}
