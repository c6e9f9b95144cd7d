import type { RulePlan } from '../../../rules/plan.ts';
import { type DataSet, type Element, elementWith, type Item } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isRegisteredUid } from '../../dicom/standard/uid.ts';
import { namesKind } from '../../dicom/standard/uidKinds.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { asTag, isPrivate, type Tag } from '../../dicom/tag.ts';
import { isLoaded, rootText, textOf, valuesOf } from '../../dicom/values.ts';
import { vrFacts } from '../../dicom/vr.ts';
import { CODE_CONCEPTS, CODES, PLACE_CONCEPTS, PLACES } from '../../text/identifyingAttributes.ts';
import { decidedItems } from '../decide/cleaning.ts';
import { Decider } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import { type BirthDate, birthDateOf, digitForms, lookFor } from './birthDates.ts';
import { GramFilter } from './gramFilter.ts';
import { type CodeKind, IdentifierCodes, isFiller, SHORTEST_CODE } from './identifierCodes.ts';
import { DEVICES } from './place.ts';
import { RemovedNames } from './removedNames.ts';

/** Identifying values of an instance that changed or went. They live in memory for as long as the instance is certified. */
export interface RemovedIdentifiers {
  /** Tells most texts that hold none of them. */
  readonly filter: GramFilter;
  readonly names: RemovedNames;
  readonly codes: IdentifierCodes;
  readonly births: readonly BirthDate[];
  /** The study is of the day of birth, so that its date tells no more than a date does. */
  readonly isNewborn: boolean;
  readonly uids: ReadonlySet<string>;
}

/** Identifiers of requests, procedures, steps and visits (PS3.3 C.3.4, C.4.10 to C.4.13, C.7.2.1). */
const ORDERS: ReadonlySet<number> = new Set(
  [0x00200010, 0x00380010, 0x00400009, 0x00400253, 0x00401001, 0x00402016, 0x00402017].map(asTag),
);

/** Identifiers of a patient or a subject, which some make of the name (PS3.3 C.7.1.1, C.7.1.3). */
const PATIENT_IDS: ReadonlySet<number> = new Set(
  [0x00100020, 0x00101000, 0x00101001, 0x00101090, 0x00120040, 0x00120042].map(asTag),
);

/** Telephone numbers, and ways to reach somebody (PS3.3 C.2.3, 10.1, 10.9). */
const PHONES: ReadonlySet<number> = new Set(
  [0x00080094, 0x00102154, 0x00102155, 0x00401103, 0x00401104, 0x00402010].map(asTag),
);

/** Records, persons and ways to reach a person that the text layer need not know (PS3.3 C.7.1.1, 10.1). */
const MORE_CODES: ReadonlySet<number> = new Set([0x00101001, 0x00401101].map(asTag));

const PATIENT_BIRTH_DATE = asTag(0x00100030);
/** In the calendar of the patient's country (PS3.3 C.7.1.1): digits that are found as they are. */
const OTHER_CALENDAR_DATES: ReadonlySet<number> = new Set([0x00100033, 0x00100034].map(asTag));
const DATE = asTag(0x0040a121);
const TEXT_VALUE = asTag(0x0040a160);
const CONCEPT_NAME_CODE_SEQUENCE = asTag(0x0040a043);
/** Subject Birth Date (PS3.16 CID 7455). */
const BIRTH_DATE_CONCEPT = '121031';

/** Instance Creation, Study, Series, Acquisition and Content Date, Acquisition DateTime. */
const STUDY_DATES = [0x00080012, 0x00080020, 0x00080021, 0x00080022, 0x00080023, 0x0008002a].map(asTag);

const SOP_INSTANCE_UID = asTag(0x00080018);

type Kind = 'uid' | 'name' | 'birth' | 'place' | CodeKind;

/** By attribute, whatever its VR. */
const KINDS: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  ...[...PLACES].map((tag) => [tag, 'place'] as const),
  ...[...CODES, ...MORE_CODES, ...OTHER_CALENDAR_DATES].map((tag) => [tag, 'person'] as const),
  ...[...DEVICES].map((tag) => [tag, 'device'] as const),
  ...[...ORDERS].map((tag) => [tag, 'order'] as const),
  ...[...PHONES].map((tag) => [tag, 'phone'] as const),
  [PATIENT_BIRTH_DATE, 'birth'],
]);

/** What of an element's value identifies; null: nothing that is looked for. */
function kindOf(instance: ParsedInstance, { tag, vr, dataSet }: Element): Kind | null {
  if (vr === 'PN') return 'name';
  if (vr === 'UI') return namesKind(tag) ? null : 'uid';
  if (isPrivate(tag)) return null;
  const known = KINDS.get(tag);
  if (known !== undefined) return known;
  if (tag === TEXT_VALUE || tag === DATE) {
    const concept = conceptOf(instance, dataSet);
    if (tag === DATE) return concept === BIRTH_DATE_CONCEPT ? 'birth' : null;
    return CODE_CONCEPTS.has(concept) ? 'person' : PLACE_CONCEPTS.has(concept) ? 'place' : null;
  }
  return vrOfTag(tag) === 'PN' ? 'name' : null;
}

/** The code value of a content item's concept name in scheme DCM; an empty string if there is none. */
function conceptOf(instance: ParsedInstance, item: DataSet): string {
  const code = elementWith(item, CONCEPT_NAME_CODE_SEQUENCE)?.items?.[0];
  const text = (tag: number) => {
    const element = code === undefined ? undefined : elementWith(code, asTag(tag));
    return element === undefined || element.items !== null ? '' : (valuesOf(instance, element)[0] ?? '');
  };
  return text(0x00080102) === 'DCM' ? text(0x00080100) : '';
}

const NO_ITEMS: ReadonlySet<Item> = new Set();

/** What the decisions take out of an instance that identifies. What a rule retains of the same kind is not looked for. */
export function removedIdentifiers(
  plan: RulePlan,
  instance: ParsedInstance,
  decisions: readonly Decision[],
): RemovedIdentifiers {
  const collection = new Collection(instance, retainedValues(plan, instance, decisions));
  // Of a sequence that is cleaned only items go; what changes in the others is decided by itself.
  for (const decision of decisions) {
    if (decision.action.kind === 'review') continue;
    const { items } = decision.element;
    const stays = items === null ? NO_ITEMS : new Set(decidedItems(instance, decision));
    if (items === null || stays.size === 0) collection.add(decision.readAs);
    else
      for (const item of items) if (!stays.has(item)) for (const each of item.elements) collection.add(each);
  }
  const sought = soughtFor(collection.values);
  const isNewborn = sought.births.some((date) => isStudyDate(instance, digitForms(date)[0] as string));
  return { ...sought, isNewborn, uids: collection.uids };
}

function isStudyDate(instance: ParsedInstance, digits: string): boolean {
  return STUDY_DATES.some((tag) => rootText(instance, tag).startsWith(digits));
}

/** Values that a rule keeps though it names the attribute: what options retain in one place may go elsewhere with a sequence. */
interface Retained {
  /** Every UID stays. */
  readonly uids: boolean;
  readonly values: ReadonlySet<string>;
}

function retainedValues(plan: RulePlan, instance: ParsedInstance, decisions: readonly Decision[]): Retained {
  const values = new Set<string>();
  let uids = false;
  let decider: Decider | null = null;
  // Both are in the order of the file.
  let next = 0;
  for (const element of instance.dataSet.elements) {
    while ((decisions[next]?.element.start ?? element.start) < element.start) next += 1;
    if (decisions[next]?.element === element) continue;
    if (element.tag === SOP_INSTANCE_UID) uids = true;
    if (element.items !== null || element.valueEnd === element.valueStart || element.vr === 'UI') continue;
    const kind = kindOf(instance, element);
    if (kind === null || !isLoaded(instance, element)) continue;
    decider ??= new Decider(plan, instance);
    const { rule, action, decided } = decider.decide(element);
    // What a person lets stay in one place may not stay in others for that.
    if (rule === null || action.kind !== 'keep' || decided) continue;
    for (const value of valuesOf(instance, element)) values.add(value);
  }
  addKeptOfDevices(values, plan, instance);
  return { uids, values };
}

/** What a rule keeps of devices and places at any depth: their UIDs, and what they are called. Of a person nothing counts that is not in the root. */
function addKeptOfDevices(values: Set<string>, plan: RulePlan, instance: ParsedInstance): void {
  const tags = keptOfDevices(plan);
  if (tags.size === 0) return;
  const decider = new Decider(plan, instance);
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      if (element.items !== null) {
        for (const item of decidedItems(instance, decider.decide(element))) visit(item);
        continue;
      }
      if (!tags.has(element.tag) || element.fragments !== null || !isLoaded(instance, element)) continue;
      const { rule, action, decided } = decider.decide(element);
      if (rule !== null && action.kind === 'keep' && !decided)
        for (const value of valuesOf(instance, element)) values.add(value);
    }
  };
  visit(instance.dataSet);
}

const KEPT_OF_DEVICES = new WeakMap<RulePlan['rules'], ReadonlySet<Tag>>();

/** The attributes that name a device, a place or their like, and that rules of a plan keep somewhere. Most plans keep none. */
function keptOfDevices({ rules }: RulePlan): ReadonlySet<Tag> {
  let kept = KEPT_OF_DEVICES.get(rules);
  if (kept === undefined) {
    kept = new Set(
      rules.flatMap(({ selector, action }) =>
        selector.kind === 'tag' && action.kind === 'keep' && isOfDevices(selector.tag) ? [selector.tag] : [],
      ),
    );
    KEPT_OF_DEVICES.set(rules, kept);
  }
  return kept;
}

function isOfDevices(tag: Tag): boolean {
  if (vrOfTag(tag) === 'UI') return !namesKind(tag) && tag !== SOP_INSTANCE_UID;
  const kind = KINDS.get(tag);
  return kind === 'device' || kind === 'place';
}

/** Values that identify, each once, as what they are looked for. */
class Collection {
  /** By kind and value. */
  readonly values = new Map<string, Sighting>();
  readonly uids = new Set<string>();
  readonly #instance: ParsedInstance;
  readonly #retained: Retained;

  constructor(instance: ParsedInstance, retained: Retained) {
    this.#instance = instance;
    this.#retained = retained;
  }

  add(element: Element): void {
    if (element.items !== null) {
      for (const item of element.items) for (const each of item.elements) this.add(each);
      return;
    }
    if (element.fragments !== null || element.valueEnd === element.valueStart) return;
    const kind = kindOf(this.#instance, element);
    if (kind === null || !isLoaded(this.#instance, element)) return;
    if (kind === 'uid') {
      if (!this.#retained.uids) this.#addUids(element);
      return;
    }
    const mayName = kind === 'person' && PATIENT_IDS.has(element.tag);
    for (const value of this.#valuesOf(element))
      if (value !== '' && !this.#retained.values.has(value))
        this.values.set(`${mayName ? 'patient' : kind} ${value}`, { kind, value, mayName });
  }

  /** What stands in a text that PS3.5 does not cut into values is cut at the ends of lines. */
  #valuesOf(element: Element): readonly string[] {
    const { multiple, content } = vrFacts(element.vr);
    if (content !== 'binary' && multiple) return valuesOf(this.#instance, element);
    return textOf(this.#instance, element).split(/[\\\r\n]+/);
  }

  #addUids(element: Element): void {
    const retained = this.#retained.values;
    for (const uid of valuesOf(this.#instance, element))
      if (uid.length >= SHORTEST_CODE && !isRegisteredUid(uid) && !retained.has(uid)) this.uids.add(uid);
  }
}

interface Sighting {
  readonly kind: Exclude<Kind, 'uid'>;
  readonly value: string;
  /** An identifier of a patient that may be made of the name. */
  readonly mayName: boolean;
}

type Sought = Omit<RemovedIdentifiers, 'isNewborn' | 'uids'>;

/** Instances of a series say the same of the patient. So many are remembered in this process, and never written. */
const MOST_REMEMBERED = 16;
const REMEMBERED = new Map<string, Sought>();

function soughtFor(values: ReadonlyMap<string, Sighting>): Sought {
  const key = [...values.keys()].join('\x1f');
  const known = REMEMBERED.get(key);
  if (known !== undefined) return known;
  const sought = seek(values.values());
  if (REMEMBERED.size >= MOST_REMEMBERED) REMEMBERED.clear();
  if (key.length <= MOST_REMEMBERED_CHARACTERS) REMEMBERED.set(key, sought);
  return sought;
}

/** What says more is not a patient's but a list of patients. */
const MOST_REMEMBERED_CHARACTERS = 16_384;

function seek(values: Iterable<Sighting>): Sought {
  const filter = new GramFilter();
  const names = new RemovedNames();
  const codes = new IdentifierCodes();
  const births: BirthDate[] = [];
  for (const { kind, value, mayName } of values) {
    if (kind === 'name') {
      names.addName(value, filter);
      // Some write the number of a record into the name.
      codes.add(value, 'person', filter);
    } else if (kind === 'place') names.addPlace(value, filter);
    else if (kind === 'birth') {
      const date = birthDateOf(value);
      if (date === null) continue;
      births.push(date);
      lookFor(date, filter);
      for (const form of digitForms(date)) codes.addNumber(form, filter);
    } else if (!isFiller(value.replace(/[^\p{L}\p{N}]/gu, '')) && !codes.add(value, kind, filter)) {
      if (mayName) names.addName(value, filter);
      else names.addPlace(value, filter);
    }
  }
  return { filter, names, codes, births };
}
