import type { RulePlan } from '../../../rules/plan.ts';
import type { NewDataSet } from '../../dicom/edit.ts';
import { type Element, elementWith, type Item } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { bytesOf, isLoaded } from '../../dicom/values.ts';
import { ENCRYPTED_ATTRIBUTES_SEQUENCE } from '../originals/encryptedAttributes.ts';
import {
  BURNED_IN_ANNOTATION,
  codeItem,
  DEIDENTIFICATION_METHOD,
  DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
  LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
  methodText,
  PATIENT_IDENTITY_REMOVED,
  withPixelStamps,
} from '../rewrite/rewrite.ts';

/** What a run writes into an instance beside the edits of its rules. */
export interface Written {
  readonly plan: RulePlan;
  /** The item of Encrypted Attributes Sequence; null: none. */
  readonly encrypted: NewDataSet | null;
  /** The instance says that its pixels were cleaned. */
  readonly claimsPixels: boolean;
}

/**
 * What of a root element this run did not write, as elements that rules and search must hold for: the element itself where it is not a stamp; none
 * where all of it is; parts of it where an earlier tool wrote something beside. A stamp is exempt byte for byte, and only the first of its tag.
 */
export function notWritten(instance: ParsedInstance, element: Element, written: Written): readonly Element[] {
  const part = PARTS.get(element.tag);
  if (part === undefined || elementWith(instance.dataSet, element.tag) !== element) return [element];
  return part(instance, element, written);
}

/** Whether an attribute of the root is one that a run may write. */
export function mayBeWritten(tag: Element['tag']): boolean {
  return PARTS.has(tag);
}

type Part = (instance: ParsedInstance, element: Element, written: Written) => readonly Element[];

const flag =
  (textOf: (stamps: NonNullable<RulePlan['stamps']>) => string): Part =>
  (instance, element, { plan: { stamps } }) =>
    stamps !== null && isValue(instance, element, 'CS', asciiValue(textOf(stamps), 'CS')) ? [] : [element];

/** The values before and behind ours. */
const method: Part = (instance, element, { plan }) => {
  if (plan.stamps === null || plan.stamps.method === 'omit') return [element];
  if (element.items !== null || element.fragments !== null || !isLoaded(instance, element)) return [element];
  const text = Buffer.from(bytesOf(instance, element)).toString('latin1');
  const own = methodText(plan);
  for (let at = text.indexOf(own); at >= 0; at = text.indexOf(own, at + 1)) {
    const isFirst = at === 0 || text[at - 1] === '\\';
    const rest = text.slice(at + own.length);
    const isLast = /^[ \0]*$/.test(rest);
    if (!isFirst || !(isLast || rest.startsWith('\\'))) continue;
    const { valueStart } = element;
    return [
      ...(at === 0 ? [] : [{ ...element, valueEnd: valueStart + at - 1, text: null }]),
      ...(isLast ? [] : [{ ...element, valueStart: valueStart + at + own.length + 1, text: null }]),
    ];
  }
  return [element];
};

const codes: Part = (instance, element, { plan: { stamps }, claimsPixels }) => {
  if (stamps === null) return [element];
  return otherItems(instance, element, itemsOf(claimsPixels ? withPixelStamps(stamps) : stamps));
};

const burnedIn: Part = (instance, element, { plan: { stamps }, claimsPixels }) =>
  stamps !== null && claimsPixels && isValue(instance, element, 'CS', asciiValue('NO', 'CS'))
    ? []
    : [element];

const ITEMS = new WeakMap<NonNullable<RulePlan['stamps']>, readonly NewDataSet[]>();

function itemsOf(stamps: NonNullable<RulePlan['stamps']>): readonly NewDataSet[] {
  let items = ITEMS.get(stamps);
  if (items === undefined) {
    items = stamps.methodCodes.map(codeItem);
    ITEMS.set(stamps, items);
  }
  return items;
}

const encryptedAttributes: Part = (instance, element, { encrypted }) =>
  encrypted === null ? [element] : otherItems(instance, element, [encrypted]);

const PARTS: ReadonlyMap<number, Part> = new Map<number, Part>([
  [PATIENT_IDENTITY_REMOVED, flag(() => 'YES')],
  [LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, flag(({ longitudinal }) => longitudinal)],
  [DEIDENTIFICATION_METHOD, method],
  [DEIDENTIFICATION_METHOD_CODE_SEQUENCE, codes],
  [BURNED_IN_ANNOTATION, burnedIn],
  [ENCRYPTED_ATTRIBUTES_SEQUENCE, encryptedAttributes],
]);

/** A sequence without the items that are ours; none if no other is left. */
function otherItems(
  instance: ParsedInstance,
  element: Element,
  own: readonly NewDataSet[],
): readonly Element[] {
  if (element.items === null) return [element];
  const items = element.items.filter((item) => !own.some((each) => isItem(instance, item, each)));
  return items.length === 0 ? [] : [{ ...element, items }];
}

/** Whether a sequence of the root holds an item as it was written. */
export function hasItem(instance: ParsedInstance, tag: Element['tag'], own: NewDataSet): boolean {
  const items = elementWith(instance.dataSet, tag)?.items ?? [];
  return items.some((item) => isItem(instance, item, own));
}

function isItem(instance: ParsedInstance, { elements }: Item, own: NewDataSet): boolean {
  return (
    elements.length === own.length &&
    own.every(({ tag, vr, value }, index) => {
      const element = elements[index] as Element;
      return value instanceof Uint8Array && element.tag === tag && isValue(instance, element, vr, value);
    })
  );
}

function isValue(instance: ParsedInstance, element: Element, vr: Element['vr'], value: Uint8Array): boolean {
  return (
    element.vr === vr &&
    element.items === null &&
    element.fragments === null &&
    isLoaded(instance, element) &&
    Buffer.compare(bytesOf(instance, element), value) === 0
  );
}
