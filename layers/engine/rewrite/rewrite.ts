import type { MethodCode } from '../../../rules/claims.ts';
import type { AddedAttribute, RulePlan } from '../../../rules/plan.ts';
import {
  type Edit,
  type Edits,
  type ElementEdits,
  editAt,
  type NewDataSet,
  type NewElement,
  withEdits,
} from '../../dicom/edit.ts';
import { type DataSet, type Element, elementWith } from '../../dicom/element.ts';
import { asciiValue, padded } from '../../dicom/encode.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../../dicom/implementation.ts';
import { withoutTrailingPadding } from '../../dicom/padding.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, formatTag, groupOf, isGroupLength, type Tag } from '../../dicom/tag.ts';
import { bytesOf, isLoaded, rootText, textOf } from '../../dicom/values.ts';
import type { Vr } from '../../dicom/vr.ts';
import { handlerOf } from '../actions/index.ts';
import { REMOVED } from '../actions/remove.ts';
import { encodeValuesAs } from '../actions/textValue.ts';
import type { RemovedIdentifiers } from '../certify/removed.ts';
import { holdsAny, holdsIn } from '../certify/residue.ts';
import type { Decision } from '../decide/decision.ts';
import type { Resolutions } from '../resolve/requests.ts';
import { ENGINE_VERSION } from '../version.ts';
import { addedBy, valuesOfAdded } from './added.ts';

/**
 * The edits that carry out the decisions, the de-identification stamps and the housekeeping. `gone`: what an earlier tool's stamps must not hold;
 * null: the plan does not look for it.
 */
export function rewrite(
  plan: RulePlan,
  instance: ParsedInstance,
  decisions: readonly Decision[],
  resolutions: Resolutions,
  now: number,
  gone: RemovedIdentifiers | null,
  claimsPixels = false,
): Edits {
  const draft = new Draft();
  for (const { element, readAs, action } of decisions) {
    // Most decisions are removals, which ask nothing.
    const edit =
      action.kind === 'remove'
        ? REMOVED
        : handlerOf(action).edit(action, { instance, element: readAs, plan, now }, resolutions);
    if (edit !== null) draft.edit(element, edit);
  }
  sign(plan, instance, draft, gone, claimsPixels);
  if (plan.housekeeping.groupLengths === 'keep') dropStaleGroupLengths(instance, draft);
  return {
    elements: draft.elements(),
    inserts: draft.inserts,
    zeroPreamble: plan.housekeeping.preamble === 'zero',
    dropPadding: plan.housekeeping.trailingPadding === 'drop',
  };
}

/** The stamps, what the root gets where it has none, and the file meta information that follows the data set. */
function sign(
  plan: RulePlan,
  instance: ParsedInstance,
  draft: Signature,
  gone: RemovedIdentifiers | null,
  claimsPixels: boolean,
): void {
  if (plan.stamps !== null)
    stamp(plan, claimsPixels ? withPixelStamps(plan.stamps) : plan.stamps, instance, draft, gone);
  if (plan.stamps !== null && claimsPixels)
    draft.put(instance.dataSet, BURNED_IN_ANNOTATION, 'CS', asciiValue('NO', 'CS'));
  for (const attribute of addedBy(plan)) add(attribute, instance, draft);
  if (plan.housekeeping.fileMeta === 'follow') followFileMeta(instance, draft);
}

/** Whether an output has the stamps, what was to be added and the file meta information that the plan wants: to write them again would change nothing. */
export function isSigned(plan: RulePlan, output: ParsedInstance, claimsPixels = false): boolean {
  let isThere = true;
  const found: Signature = {
    edit: () => {
      isThere = false;
    },
    editOf: () => undefined,
    put: (dataSet, tag, vr, value) => {
      const element = elementWith(dataSet, tag);
      isThere &&=
        element?.vr === vr &&
        value instanceof Uint8Array &&
        Buffer.compare(value, bytesOf(output, element)) === 0;
    },
  };
  // What an earlier tool wrote is searched by whoever certifies.
  sign(plan, output, found, null, claimsPixels);
  return isThere;
}

const WITH_PIXELS = new WeakMap<NonNullable<RulePlan['stamps']>, NonNullable<RulePlan['stamps']>>();

/** The stamps of an instance whose pixels were cleaned as well: its code is in the order of CID 7050. */
export function withPixelStamps(stamps: NonNullable<RulePlan['stamps']>): NonNullable<RulePlan['stamps']> {
  const known = WITH_PIXELS.get(stamps);
  if (known !== undefined) return known;
  const codes = stamps.methodCodes.filter(({ value }) => value !== CLEAN_PIXEL_DATA.value);
  const place = codes.findIndex(({ scheme, value }) => scheme === 'DCM' && value > CLEAN_PIXEL_DATA.value);
  const methodCodes = codes.toSpliced(place < 0 ? codes.length : place, 0, CLEAN_PIXEL_DATA);
  const made = { ...stamps, methodCodes };
  WITH_PIXELS.set(stamps, made);
  return made;
}

/** CID 7050 (PS3.16). */
const CLEAN_PIXEL_DATA: MethodCode = {
  value: '113101',
  scheme: 'DCM',
  meaning: 'Clean Pixel Data Option',
};

export const BURNED_IN_ANNOTATION = asTag(0x00280301);

/** The text of (0012,0063) that names this engine and plan; at most 64 characters (LO). */
export function methodText(plan: RulePlan): string {
  return `Lethe ${ENGINE_VERSION} plan ${plan.digest.slice(0, 32)}`;
}

/** Takes what signs an instance: to write it, or to see whether it is there. */
interface Signature {
  edit(element: Element, edit: Edit): void;
  editOf(element: Element): Edit | undefined;
  /** Gives an attribute of a data set this value, in its place or as a new element. */
  put(dataSet: DataSet, tag: Tag, vr: Vr, value: NewElement['value']): void;
}

class Draft implements Signature {
  readonly inserts = new Map<DataSet, NewElement[]>();
  /** As the decisions come, in the order of the file. */
  readonly #inOrder = { starts: [] as number[], edits: [] as Edit[] };
  /** Of elements before the last one, and of those that have an edit already: it goes before that one. */
  readonly #over = new Map<number, Edit>();

  edit({ start }: Element, edit: Edit): void {
    const { starts, edits } = this.#inOrder;
    if (start <= (starts[starts.length - 1] ?? -1)) this.#over.set(start, edit);
    else {
      starts.push(start);
      edits.push(edit);
    }
  }

  editOf({ start }: Element): Edit | undefined {
    return this.#over.get(start) ?? editAt(this.#inOrder, start);
  }

  elements(): ElementEdits {
    return withEdits(this.#inOrder, this.#over);
  }

  put(dataSet: DataSet, tag: Tag, vr: Vr, value: NewElement['value']): void {
    const element = elementWith(dataSet, tag);
    const by = { tag, vr, value };
    if (element !== undefined) this.edit(element, { kind: 'replace', by });
    else this.inserts.set(dataSet, [...(this.inserts.get(dataSet) ?? []), by]);
  }
}

export const PATIENT_IDENTITY_REMOVED = asTag(0x00120062);
export const DEIDENTIFICATION_METHOD = asTag(0x00120063);
export const DEIDENTIFICATION_METHOD_CODE_SEQUENCE = asTag(0x00120064);
export const LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED = asTag(0x00280303);

/**
 * (0012,0062), (0012,0063), (0012,0064), (0028,0303) (PS3.15 E.2, PS3.3 C.7.1.1, C.12.1), each once. What an earlier pass wrote stays, if it
 * holds nothing that was removed.
 */
function stamp(
  plan: RulePlan,
  stamps: NonNullable<RulePlan['stamps']>,
  instance: ParsedInstance,
  draft: Signature,
  gone: RemovedIdentifiers | null,
): void {
  const root = instance.dataSet;
  draft.put(root, PATIENT_IDENTITY_REMOVED, 'CS', asciiValue(stamps.identityRemoved ?? 'YES', 'CS'));
  draft.put(root, LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, 'CS', asciiValue(stamps.longitudinal, 'CS'));

  if (stamps.method !== 'omit') stampMethod(plan, instance, draft, gone);

  stampCodes(stamps.methodCodes, instance, draft, gone);

  dropSecondCopies(stamps, root, draft);
}

/** What stands in the output already was set, or left, by its own rule. */
function add(attribute: AddedAttribute, instance: ParsedInstance, draft: Signature): void {
  const { sopClassUid, tag, vr } = attribute;
  const root = instance.dataSet;
  if (sopClassUid !== undefined && rootText(instance, SOP_CLASS_UID) !== sopClassUid) return;
  if (willStay(elementWith(root, tag), draft)) return;
  draft.put(
    root,
    tag,
    vr,
    encodeValuesAs(vr, valuesOfAdded(attribute), instance, root, () => formatTag(tag)),
  );
}

function willStay(element: Element | undefined, draft: Signature): boolean {
  return element !== undefined && draft.editOf(element)?.kind !== 'remove';
}

const STAMPED: ReadonlySet<number> = new Set([
  PATIENT_IDENTITY_REMOVED,
  DEIDENTIFICATION_METHOD,
  DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
  LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
]);

/** PS3.5 7.1 allows an attribute once. A reader may take the second copy, in whatever VR it is, for the stamp. */
function dropSecondCopies(
  { method }: NonNullable<RulePlan['stamps']>,
  root: DataSet,
  draft: Signature,
): void {
  const seen = new Set<Tag>();
  for (const element of root.elements) {
    const { tag } = element;
    if (!STAMPED.has(tag) || (tag === DEIDENTIFICATION_METHOD && method === 'omit')) continue;
    if (seen.has(tag)) draft.edit(element, { kind: 'remove' });
    seen.add(tag);
  }
}

/**
 * De-identification Method Code Sequence: the codes that are not in it come behind those that are. One that a rule changes begins anew, and an
 * item goes in which an earlier tool left what is removed now.
 */
function stampCodes(
  codes: readonly MethodCode[],
  instance: ParsedInstance,
  draft: Signature,
  gone: RemovedIdentifiers | null,
): void {
  const root = instance.dataSet;
  const sequence = elementWith(root, DEIDENTIFICATION_METHOD_CODE_SEQUENCE);
  if (sequence === undefined || sequence.items === null || draft.editOf(sequence) !== undefined) {
    if (codes.length > 0) draft.put(root, DEIDENTIFICATION_METHOD_CODE_SEQUENCE, 'SQ', codes.map(codeItem));
    // It may not be empty (PS3.3 C.7.1.1).
    else if (sequence !== undefined) draft.edit(sequence, { kind: 'remove' });
    return;
  }
  const spoilt = gone === null ? [] : sequence.items.filter((item) => isSpoilt(instance, item, draft, gone));
  const removed = new Set(spoilt);
  const present = sequence.items
    .filter((item) => !removed.has(item))
    .map((item) => codeOf(instance, item, draft));
  const missing = codes.filter(({ value, scheme }) => !present.includes(`${scheme}\\${value}`));
  if (missing.length > 0 || removed.size > 0)
    draft.edit(sequence, { kind: 'append-items', items: missing.map(codeItem), removed });
}

/** Whether what stays of an item holds what was removed elsewhere, or is more than could be searched. */
function isSpoilt(
  instance: ParsedInstance,
  { elements }: DataSet,
  draft: Signature,
  gone: RemovedIdentifiers,
): boolean {
  return elements.some((element) => {
    const edit = draft.editOf(element);
    if (edit?.kind === 'remove' || edit?.kind === 'replace') return false;
    if (element.items !== null) return element.items.some((item) => isSpoilt(instance, item, draft, gone));
    return !isLoaded(instance, element) || holdsAny(instance, element, gone);
  });
}

/** De-identification Method, behind what earlier passes wrote, no rule takes away and holds nothing that was removed. */
function stampMethod(
  plan: RulePlan,
  instance: ParsedInstance,
  draft: Signature,
  gone: RemovedIdentifiers | null,
): void {
  const method = methodText(plan);
  const element = elementWith(instance.dataSet, DEIDENTIFICATION_METHOD);
  // The bytes stand as they came, in whatever set they are written; only their padding goes.
  const bytes = valueToCome(instance, draft, DEIDENTIFICATION_METHOD);
  const isSpoiltText = gone !== null && element !== undefined && holdsIn(bytes, { instance, element }, gone);
  const before = isSpoiltText ? '' : withoutTrailingPadding(Buffer.from(bytes).toString('latin1'));
  const isThere = before.split('\\').includes(method);
  if (isThere && element?.vr === 'LO') return;
  const end = before.includes('\x1b') ? TO_ASCII : '';
  const text = isThere ? before : before === '' ? method : `${before}${end}\\${method}`;
  draft.put(instance.dataSet, DEIDENTIFICATION_METHOD, 'LO', padded(Buffer.from(text, 'latin1'), 'LO'));
}

/** ESC ( B. A set that a value leaves open, against PS3.5 6.1.2.5.3, would take the delimiter for half of a character. */
const TO_ASCII = '\x1b(B';

const CODE_VALUE = asTag(0x00080100);
const CODING_SCHEME_DESIGNATOR = asTag(0x00080102);
const CODE_MEANING = asTag(0x00080104);

/** The code of an item; nothing of it that will change. */
function codeOf(instance: ParsedInstance, item: DataSet, draft: Signature): string {
  const text = (tag: Tag) => {
    const element = elementWith(item, tag);
    return element === undefined || !isLoaded(instance, element) || draft.editOf(element) !== undefined
      ? ''
      : textOf(instance, element).trim();
  };
  return `${text(CODING_SCHEME_DESIGNATOR)}\\${text(CODE_VALUE)}`;
}

/** An item of De-identification Method Code Sequence. */
export function codeItem({ value, scheme, meaning }: MethodCode): NewDataSet {
  return [
    { tag: CODE_VALUE, vr: 'SH', value: asciiValue(value, 'SH') },
    { tag: CODING_SCHEME_DESIGNATOR, vr: 'SH', value: asciiValue(scheme, 'SH') },
    { tag: CODE_MEANING, vr: 'LO', value: asciiValue(meaning, 'LO') },
  ];
}

const SOP_CLASS_UID = asTag(0x00080016);
const SOP_INSTANCE_UID = asTag(0x00080018);
const MEDIA_STORAGE_SOP_CLASS_UID = asTag(0x00020002);
const MEDIA_STORAGE_SOP_INSTANCE_UID = asTag(0x00020003);
/** What stays of the file meta information (PS3.10 7.1): what the data set cannot be read without, and its class. */
const META_KEPT: ReadonlySet<number> = new Set([
  0x00020000, 0x00020001, 0x00020002, 0x00020003, 0x00020010, 0x00020012, 0x00020013,
]);

/**
 * File meta information follows the data set: the Media Storage SOP Class and Instance UIDs are its own, the writer is Lethe (PS3.10 7.1:
 * the implementation that wrote the file), and AE titles, network addresses, private information and second copies of anything are gone.
 */
function followFileMeta(instance: ParsedInstance, draft: Signature): void {
  const { fileMeta, transferSyntax, hasPreamble } = instance;
  const seen = new Set<Tag>();
  for (const element of fileMeta.elements) {
    if (!META_KEPT.has(element.tag) || seen.has(element.tag)) draft.edit(element, { kind: 'remove' });
    seen.add(element.tag);
  }
  draft.put(fileMeta, asTag(0x00020001), 'OB', new Uint8Array([0, 1]));
  if (!hasPreamble) draft.put(fileMeta, asTag(0x00020010), 'UI', asciiValue(transferSyntax.uid, 'UI'));
  draft.put(fileMeta, asTag(0x00020012), 'UI', asciiValue(IMPLEMENTATION_CLASS_UID, 'UI'));
  draft.put(fileMeta, asTag(0x00020013), 'SH', asciiValue(IMPLEMENTATION_VERSION_NAME, 'SH'));
  draft.put(fileMeta, MEDIA_STORAGE_SOP_CLASS_UID, 'UI', valueToCome(instance, draft, SOP_CLASS_UID));
  draft.put(fileMeta, MEDIA_STORAGE_SOP_INSTANCE_UID, 'UI', valueToCome(instance, draft, SOP_INSTANCE_UID));
}

/** What a root attribute has once the edits are made; no bytes where it goes, or holds items. */
function valueToCome(instance: ParsedInstance, draft: Signature, tag: Tag): Uint8Array {
  const element = elementWith(instance.dataSet, tag);
  if (element === undefined || element.items !== null || element.fragments !== null) return EMPTY;
  const edit = draft.editOf(element);
  if (edit === undefined) return bytesOf(instance, element);
  return edit.kind === 'replace' && edit.by.value instanceof Uint8Array ? edit.by.value : EMPTY;
}

const EMPTY = new Uint8Array(0);

/** A group length that a plan keeps is dropped where an element of its group changes: it would be wrong (PS3.5 7.2). */
function dropStaleGroupLengths({ fileMeta, dataSet: root }: ParsedInstance, draft: Draft): void {
  /** Whether anything in a data set changes: then what contains it gets another length, too. */
  const visit = (dataSet: DataSet): boolean => {
    const inserts = draft.inserts.get(dataSet) ?? [];
    const touched = new Set(inserts.map(({ tag }) => groupOf(tag)));
    for (const element of dataSet.elements) {
      let isTouched = draft.editOf(element) !== undefined;
      for (const item of element.items ?? []) if (visit(item)) isTouched = true;
      if (isTouched) touched.add(groupOf(element.tag));
    }
    for (const element of dataSet.elements)
      if (
        isGroupLength(element.tag) &&
        element.tag !== FILE_META_GROUP_LENGTH &&
        touched.has(groupOf(element.tag))
      )
        draft.edit(element, { kind: 'remove' });
    return touched.size > 0;
  };
  visit(fileMeta);
  visit(root);
}

/** Counted anew by the splice. */
const FILE_META_GROUP_LENGTH = asTag(0x00020000);
