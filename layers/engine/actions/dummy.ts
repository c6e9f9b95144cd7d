import type { Action } from '../../../rules/plan.ts';
import type { NewDataSet, NewElement } from '../../dicom/edit.ts';
import type { Element, Item } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isOfStandard } from '../../dicom/standard/uidKinds.ts';
import { asTag, isGroupLength, isPrivate, type Tag } from '../../dicom/tag.ts';
import { bytesOf, isLoaded, valuesOf } from '../../dicom/values.ts';
import type { Vr } from '../../dicom/vr.ts';
import { type ActionHandler, NEEDS_NOTHING } from './handler.ts';
import { replaced } from './replaced.ts';
import { replaceUid } from './replaceUid.ts';
import { encodeValues } from './textValue.ts';

/**
 * Puts a value that fits the VR and means nothing (PS3.15 Table E.1-1a, D). A UID gets its keyed replacement, so that references to it
 * still meet. A sequence keeps its first item with every value a dummy; a code becomes "Unknown".
 */
export const dummy: ActionHandler<Action & { kind: 'dummy' }> = {
  needs: (_action, subject) =>
    subject.element.vr === 'UI' ? replaceUid.needs(KEYED, subject) : NEEDS_NOTHING,
  edit: (_action, subject, resolutions) => {
    const { element, instance } = subject;
    if (element.vr === 'UI' && element.valueEnd > element.valueStart)
      return replaceUid.edit(KEYED, subject, resolutions);
    if (element.vr === 'SQ') return replaced(element, [dummyItem(instance, element.tag, element.items?.[0])]);
    return replaced(element, dummyValue(instance, element));
  },
  holds: (_action, subject, resolutions) => {
    const { element, instance } = subject;
    if (element.vr === 'UI' && isLoaded(instance, element) && !isDummy(instance, element))
      return replaceUid.holds(KEYED, subject, resolutions);
    if (element.vr === 'SQ')
      return element.items?.length === 1 && holdsDummies(instance, element.items[0] as Item);
    return isDummy(instance, element);
  },
};

const KEYED = { kind: 'replace-uid', method: 'keyed' } as const;

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
  return encodeValues({ instance, element }, [DUMMIES[element.vr]]);
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

/** Says how the parts of a tree or a drawing hang together, and nothing of whom (PS3.3 C.17.3, C.10.5). */
const STRUCTURAL: ReadonlySet<number> = new Set([
  0x0040a010, 0x0040a040, 0x0040a050, 0x00700003, 0x00700004, 0x00700005, 0x00700023,
]);

const CONTENT_SEQUENCE = asTag(0x0040a730);
/** A content item that says nothing (PS3.3 C.17.3). */
const EMPTY_CONTENT: NewDataSet = [
  { tag: asTag(0x0040a010), vr: 'CS', value: asciiValue('CONTAINS', 'CS') },
  { tag: asTag(0x0040a040), vr: 'CS', value: asciiValue('TEXT', 'CS') },
  { tag: asTag(0x0040a043), vr: 'SQ', value: [UNKNOWN_CODE] },
  { tag: asTag(0x0040a160), vr: 'UT', value: asciiValue(DUMMY_TEXT, 'UT') },
];

function dummyItem(instance: ParsedInstance, sequence: Tag, item: Item | undefined): NewDataSet {
  if (sequence === CONTENT_SEQUENCE) return EMPTY_CONTENT;
  if (item === undefined || item.elements.some(({ tag }) => CODE_TAGS.has(tag))) return UNKNOWN_CODE;
  return item.elements
    .filter(({ tag }) => !isPrivate(tag) && !isGroupLength(tag) && tag !== SPECIFIC_CHARACTER_SET)
    .map((element): NewElement => ({ tag: element.tag, vr: element.vr, value: dummyOf(instance, element) }));
}

const SPECIFIC_CHARACTER_SET = asTag(0x00080005);

function dummyOf(instance: ParsedInstance, element: Element): NewElement['value'] {
  if (element.vr === 'SQ')
    return element.items?.[0] === undefined ? [] : [dummyItem(instance, element.tag, element.items[0])];
  return saysNothing(instance, element) ? bytesOf(instance, element) : dummyValue(instance, element);
}

/** Structure, or a UID of the standard, e.g. of a SOP class: what kind of thing it is, and nothing of whom. */
function saysNothing(instance: ParsedInstance, element: Element): boolean {
  if (STRUCTURAL.has(element.tag)) return true;
  if (element.vr !== 'UI' || !isLoaded(instance, element)) return false;
  const uids = valuesOf(instance, element);
  return uids.length > 0 && uids.every((uid) => isOfStandard(element.tag, uid));
}

function holdsDummies(instance: ParsedInstance, item: Item): boolean {
  return (
    isItem(instance, item, UNKNOWN_CODE) ||
    isItem(instance, item, EMPTY_CONTENT) ||
    item.elements.every((element) =>
      element.items === null
        ? isDummy(instance, element) || saysNothing(instance, element)
        : element.items.every((inner) => holdsDummies(instance, inner)),
    )
  );
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
