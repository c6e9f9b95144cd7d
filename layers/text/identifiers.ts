import { type DataSet, type Element, elementWith } from '../dicom/element.ts';
import type { ParsedInstance } from '../dicom/parse.ts';
import { asTag } from '../dicom/tag.ts';
import { isLoaded, textOf, valuesOf } from '../dicom/values.ts';
import {
  addCode,
  addInitials,
  addPlace,
  emptyDraft,
  type IdentifierDraft,
  type Identifiers,
} from './identifierDraft.ts';
import { CODE_CONCEPTS, CODES, PLACE_CONCEPTS, PLACES, TIMES } from './identifyingAttributes.ts';
import { addName } from './nameForms.ts';

const OF_INSTANCES = new WeakMap<ParsedInstance, Identifiers>();

/**
 * The identifying values of an instance, whatever its rules do with them: names of persons (every PN), identifiers, places, dates, at every
 * depth. Collected once.
 */
export function identifiersOf(instance: ParsedInstance): Identifiers {
  const known = OF_INSTANCES.get(instance);
  if (known !== undefined) return known;
  const draft = emptyDraft();
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      collect(instance, element, draft);
      for (const item of element.items ?? []) visit(item);
    }
  };
  visit(instance.fileMeta);
  visit(instance.dataSet);
  OF_INSTANCES.set(instance, draft);
  return draft;
}

const INSTITUTION_NAME = asTag(0x00080080);
const TEXT_VALUE = asTag(0x0040a160);

function collect(instance: ParsedInstance, element: Element, draft: IdentifierDraft): void {
  if (element.items !== null || element.fragments !== null) return;
  if (element.valueEnd === element.valueStart || !isLoaded(instance, element)) return;
  const { tag, vr } = element;
  const each = (add: (value: string, draft: IdentifierDraft) => void) => {
    for (const value of valuesOf(instance, element)) add(value, draft);
  };
  if (vr === 'PN') each(addName);
  else if (vr === 'DA' || vr === 'DT') each(addDate);
  else if (CODES.has(tag)) each(addCode);
  else if (PLACES.has(tag)) each(addPlace);
  else if (tag === TEXT_VALUE) {
    const concept = conceptOf(instance, element.dataSet);
    if (CODE_CONCEPTS.has(concept)) addCode(textOf(instance, element), draft);
    else if (PLACE_CONCEPTS.has(concept)) addPlace(textOf(instance, element), draft);
  }
  if (tag === INSTITUTION_NAME) each(addInitials);
  if (TIMES.has(tag)) each((time) => addTime(vr === 'DT' ? time.slice(8) : time, draft));
}

/** The code value of a content item's concept name in scheme DCM; an empty string if there is none. */
function conceptOf(instance: ParsedInstance, item: DataSet): string {
  const code = elementWith(item, asTag(0x0040a043))?.items?.[0];
  const text = (tag: number) => {
    const element = code === undefined ? undefined : elementWith(code, asTag(tag));
    return element === undefined || element.items !== null ? '' : (valuesOf(instance, element)[0] ?? '');
  };
  return text(0x00080102) === 'DCM' ? text(0x00080100) : '';
}

/** DA and DT, as the standard has them and as ACR-NEMA had them (`yyyy.mm.dd`, PS3.5 6.2). */
function addDate(text: string, { days }: IdentifierDraft): void {
  const digits = text.replace(/^(\d{4})\.(\d{2})\.(\d{2})/, '$1$2$3');
  if (/^\d{8}/.test(digits)) days.add(digits.slice(4, 8));
}

/** Midnight is what devices write that do not know the time. */
function addTime(text: string, { times }: IdentifierDraft): void {
  const digits = text.replaceAll(':', '');
  if (/^\d{4}/.test(digits) && !digits.startsWith('0000')) times.add(digits.slice(0, 4));
}
