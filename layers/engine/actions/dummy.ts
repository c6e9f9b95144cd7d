import type { Action, RulePlan } from '../../../rules/plan.ts';
import type { NewDataSet, NewElement } from '../../dicom/edit.ts';
import { type Element, elementWith, type Item } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { leastCount } from '../../dicom/standard/multiplicity.ts';
import { isValidUid } from '../../dicom/standard/uid.ts';
import { isOfStandard } from '../../dicom/standard/uidKinds.ts';
import { asTag, isGroupLength, isPrivate, type Tag } from '../../dicom/tag.ts';
import { hasFormOfVr } from '../../dicom/valueForm.ts';
import { bytesOf, isLoaded, valuesOf } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';
import type { Request, Resolutions } from '../resolve/requests.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { replaced } from './replaced.ts';
import { replaceUid } from './replaceUid.ts';
import { encodeValues } from './textValue.ts';

/**
 * Puts a value that fits the VR and means nothing (PS3.15 Table E.1-1a, D). A UID gets its keyed replacement, so that references to it
 * still meet. A sequence keeps its first item with every value a dummy; a code becomes "Unknown", and references stay, with the UIDs that the
 * instances get which they lead to.
 */
export const dummy: ActionHandler<Action & { kind: 'dummy' }> = {
  needs: (_action, subject) => {
    const { element } = subject;
    if (element.vr === 'UI') return replaceUid.needs(KEYED, subject);
    return element.vr === 'SQ' ? uidsIn(subject) : NEEDS_NOTHING;
  },
  edit: (_action, subject, resolutions) => {
    const { element, instance } = subject;
    if (element.vr === 'UI' && element.valueEnd > element.valueStart)
      return replaceUid.edit(KEYED, subject, resolutions);
    if (element.vr === 'SQ')
      return replaced(element, [dummyItem(subject, element.tag, element.items?.[0], resolutions)]);
    return replaced(element, dummyValue(instance, element));
  },
  holds: (_action, subject, resolutions) => {
    const { element, instance } = subject;
    if (element.vr === 'UI' && isLoaded(instance, element) && !isDummy(instance, element))
      return replaceUid.holds(KEYED, subject, resolutions);
    if (element.vr === 'SQ')
      return element.items?.length === 1 && holdsDummies(subject, element.items[0] as Item, resolutions);
    return isDummy(instance, element);
  },
};

const KEYED: ReplaceUid = { kind: 'replace-uid', method: 'keyed' };

/** Plain text that every character set has. */
const DUMMY_TEXT = 'DEIDENTIFIED';
/** A dummy for each VR (PS3.5 Table 6.2-1); for binary values one zero. */
const DUMMIES: Readonly<Record<Vr, string>> = {
  AE: DUMMY_TEXT,
  AS: '000D',
  AT: '00000000',
  CS: DUMMY_TEXT,
  DA: '19010203',
  DS: '0',
  DT: '19010203010203',
  FD: '0',
  FL: '0',
  IS: '0',
  LO: DUMMY_TEXT,
  LT: DUMMY_TEXT,
  OB: '0',
  OD: '0',
  OF: '0',
  OL: '0',
  OV: '0',
  OW: '0',
  PN: DUMMY_TEXT,
  SH: DUMMY_TEXT,
  SL: '0',
  SQ: '',
  SS: '0',
  ST: DUMMY_TEXT,
  SV: '0',
  TM: '010203',
  UC: DUMMY_TEXT,
  UI: '2.25.0',
  UL: '0',
  UN: '0',
  UR: 'about:blank',
  US: '0',
  UT: DUMMY_TEXT,
  UV: '0',
};

function dummyValue(instance: ParsedInstance, element: Element): Uint8Array {
  const count = vrFacts(element.vr).multiple ? leastCount(element.tag) : 1;
  return encodeValues({ instance, element }, new Array<string>(count).fill(DUMMIES[element.vr]));
}

function isDummy(instance: ParsedInstance, element: Element): boolean {
  return (
    isLoaded(instance, element) &&
    Buffer.compare(bytesOf(instance, element), dummyValue(instance, element)) === 0
  );
}

const CODE_VALUE = asTag(0x00080100);
/** SNOMED CT 261665006 "Unknown" (PS3.16 uses it in CID 5000 and others). */
const UNKNOWN_CODE: NewDataSet = [
  { tag: CODE_VALUE, vr: 'SH', value: asciiValue('261665006', 'SH') },
  { tag: asTag(0x00080102), vr: 'SH', value: asciiValue('SCT', 'SH') },
  { tag: asTag(0x00080104), vr: 'LO', value: asciiValue('Unknown', 'LO') },
];
const CODE_TAGS: ReadonlySet<number> = new Set([0x00080100, 0x00080119, 0x00080120]);

/**
 * Says how the parts of a tree, a drawing or an annotation hang together, and which part of an instance a reference is to, and nothing of whom (PS3.3
 * C.17.3, C.10.5, C.10.10, Table 10-3): a dummy of one would be against the IOD, or about something else.
 */
const STRUCTURAL: ReadonlySet<number> = new Set([
  0x00081160, 0x0040a010, 0x0040a040, 0x0040a050, 0x0040a0b0, 0x0062000b, 0x00700003, 0x00700004, 0x00700005,
  0x00700012, 0x00700015, 0x00700020, 0x00700021, 0x00700023, 0x00700024,
]);

const CONTENT_SEQUENCE = asTag(0x0040a730);
/** A content item that says nothing (PS3.3 C.17.3). */
const EMPTY_CONTENT: NewDataSet = [
  { tag: asTag(0x0040a010), vr: 'CS', value: asciiValue('CONTAINS', 'CS') },
  { tag: asTag(0x0040a040), vr: 'CS', value: asciiValue('TEXT', 'CS') },
  { tag: asTag(0x0040a043), vr: 'SQ', value: [UNKNOWN_CODE] },
  { tag: asTag(0x0040a160), vr: 'UT', value: asciiValue(DUMMY_TEXT, 'UT') },
];

function dummyItem(
  subject: Subject,
  sequence: Tag,
  item: Item | undefined,
  resolutions: Resolutions,
): NewDataSet {
  if (sequence === CONTENT_SEQUENCE) return EMPTY_CONTENT;
  if (item === undefined || isCode(item)) return UNKNOWN_CODE;
  return item.elements.filter(isDummied).map(
    (element): NewElement => ({
      tag: element.tag,
      vr: element.vr,
      value: dummyOf({ ...subject, element }, resolutions),
    }),
  );
}

const SPECIFIC_CHARACTER_SET = asTag(0x00080005);

/** What of an item has a dummy in the new one; the rest is not in it. */
function isDummied({ tag }: Element): boolean {
  return !isPrivate(tag) && !isGroupLength(tag) && tag !== SPECIFIC_CHARACTER_SET;
}

function isCode(item: Item): boolean {
  return item.elements.some(({ tag }) => CODE_TAGS.has(tag));
}

/** Where items are references each stays: a drawing is of all the images that it names. Of any other sequence one says enough. */
function dummiedItems({ items }: Element): readonly Item[] {
  if (items === null) return [];
  return items.every(isReference) ? items : items.slice(0, 1);
}

/** PS3.3 Table 10-11: what it refers to is said by its class and UID. */
function isReference(item: Item): boolean {
  return elementWith(item, REFERENCED_SOP_INSTANCE_UID) !== undefined;
}

const REFERENCED_SOP_INSTANCE_UID = asTag(0x00081155);

function dummyOf(subject: Subject, resolutions: Resolutions): NewElement['value'] {
  const { instance, element } = subject;
  if (element.vr === 'SQ')
    return dummiedItems(element).map((item) => dummyItem(subject, element.tag, item, resolutions));
  if (saysNothing(instance, element)) return bytesOf(instance, element);
  const action = uidActionOf(subject);
  if (action === null) return dummyValue(instance, element);
  if (action.kind === 'keep') return bytesOf(instance, element);
  const edit = replaceUid.edit(action, subject, resolutions);
  return edit?.kind === 'replace' ? edit.by.value : bytesOf(instance, element);
}

/** What the UIDs of the item that stays must be replaced by, at every depth of it. */
function uidsIn({ element: sequence, ...round }: Subject): readonly Request[] {
  const requests: Request[] = [];
  const visit = (of: Tag, item: Item | undefined): void => {
    if (item === undefined || of === CONTENT_SEQUENCE || isCode(item)) return;
    for (const element of item.elements.filter(isDummied)) {
      for (const inner of dummiedItems(element)) visit(element.tag, inner);
      const action = uidActionOf({ ...round, element });
      if (action?.kind === 'replace-uid') requests.push(...replaceUid.needs(action, { ...round, element }));
    }
  };
  visit(sequence.tag, sequence.items?.[0]);
  return requests;
}

type ReplaceUid = Action & { readonly kind: 'replace-uid' };

/**
 * What becomes of a UID in an item of dummies: as the plan has it for the attribute elsewhere, or it would lead to another instance than the other
 * references do. Null: no UID, or an empty one.
 */
function uidActionOf({ plan, instance, element }: Subject): ReplaceUid | (Action & { kind: 'keep' }) | null {
  if (element.vr !== 'UI' || element.items !== null || element.fragments !== null) return null;
  if (!isLoaded(instance, element) || valuesOf(instance, element).length === 0) return null;
  const action = uidRulesOf(plan).get(element.tag);
  const isKept = action?.kind === 'keep' && valuesOf(instance, element).every(isValidUid);
  return isKept || action?.kind === 'replace-uid' ? action : KEYED;
}

const UID_RULES = new WeakMap<RulePlan, ReadonlyMap<Tag, Action>>();

/** The first rule for each tag that names it for every place. */
function uidRulesOf(plan: RulePlan): ReadonlyMap<Tag, Action> {
  let rules = UID_RULES.get(plan);
  if (rules === undefined) {
    const found = new Map<Tag, Action>();
    for (const { selector, action } of plan.rules)
      if (selector.kind === 'tag' && selector.path === undefined && !found.has(selector.tag))
        found.set(selector.tag, action);
    rules = found;
    UID_RULES.set(plan, rules);
  }
  return rules;
}

/** Structure, or a UID of the standard, e.g. of a SOP class: what kind of thing it is, and nothing of whom. */
function saysNothing(instance: ParsedInstance, element: Element): boolean {
  if (STRUCTURAL.has(element.tag)) return hasFormOfVr(instance, element);
  if (element.vr !== 'UI' || !isLoaded(instance, element)) return false;
  const uids = valuesOf(instance, element);
  return uids.length > 0 && uids.every((uid) => isOfStandard(element.tag, uid));
}

function holdsDummies(subject: Subject, item: Item, resolutions: Resolutions): boolean {
  const { instance } = subject;
  return (
    isItem(instance, item, UNKNOWN_CODE) ||
    isItem(instance, item, EMPTY_CONTENT) ||
    item.elements.every((element) =>
      element.items === null
        ? isDummy(instance, element) ||
          saysNothing(instance, element) ||
          holdsUids({ ...subject, element }, resolutions)
        : element.items.every((inner) => holdsDummies(subject, inner, resolutions)),
    )
  );
}

function holdsUids(subject: Subject, resolutions: Resolutions): boolean {
  const action = uidActionOf(subject);
  return action !== null && (action.kind === 'keep' || replaceUid.holds(action, subject, resolutions));
}

/** Whether an item is what a new one would be. */
function isItem(instance: ParsedInstance, item: Item, expected: NewDataSet): boolean {
  return (
    item.elements.length === expected.length &&
    item.elements.every((element, index) => {
      const { tag, value } = expected[index] as NewElement;
      if (element.tag !== tag) return false;
      if (value instanceof Uint8Array) return Buffer.compare(bytesOf(instance, element), value) === 0;
      return (
        element.items?.length === value.length &&
        element.items.every((inner, at) => isItem(instance, inner, value[at] as NewDataSet))
      );
    })
  );
}
