import { type DataSet, type Element, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { elementOf, groupOf, isRepeatingGroup, type Tag } from '../../dicom/tag.ts';
import { bytesOf, isLoaded } from '../../dicom/values.ts';
import type { Decision } from './decision.ts';

/** Overlay Data (60xx,3000), Curve Data (50xx,3000). */
const DATA = 0x3000;
/** Audio Sample Data (50xx,200C); (50xx,2000) to (50xx,200E) describe it (PS3.3-2004 C.10.3). */
const AUDIO = { data: 0x200c, first: 0x2000, last: 0x200e };

/**
 * Overlay planes (60xx) and curves (50xx, retired): a group of a data set is one of them (PS3.5 7.6). Here those whose data goes, with the decision that takes it. Without its data an overlay is not valid (PS3.3 C.9.2: what describes
 * it is type 1), and what it says of a drawing that is gone serves nobody.
 */
export interface GonePlanes {
  readonly planes: ReadonlyMap<number, Decision>;
  readonly sounds: ReadonlyMap<number, Decision>;
}

/** `decide`: of an element by itself, whatever its plane does. */
export function gonePlanes(
  dataSet: DataSet,
  instance: ParsedInstance,
  decide: (element: Element) => Decision,
): GonePlanes {
  const planes = new Map<number, Decision>();
  const sounds = new Map<number, Decision>();
  for (const element of dataSet.elements) {
    if (!isRepeatingGroup(element.tag)) continue;
    const number = elementOf(element.tag);
    if (number !== DATA && !isSound(element.tag)) continue;
    const decision = decide(element);
    if (goes(decision, instance)) (number === DATA ? planes : sounds).set(groupOf(element.tag), decision);
  }
  return { planes, sounds };
}

function isSound(tag: Tag): boolean {
  return tag >>> 24 === 0x50 && elementOf(tag) === AUDIO.data;
}

function goes({ element, action }: Decision, instance: ParsedInstance): boolean {
  if (action.kind === 'remove' || action.kind === 'empty') return true;
  return action.kind === 'clean-graphics' && !showsNoText(instance, element);
}

/** The decision that takes an element's plane, or the sound it describes; null: neither goes. */
export function goneWith({ planes, sounds }: GonePlanes, tag: Tag): Decision | null {
  const group = groupOf(tag);
  const plane = planes.get(group);
  if (plane !== undefined) return plane;
  const number = elementOf(tag);
  return number >= AUDIO.first && number <= AUDIO.last ? (sounds.get(group) ?? null) : null;
}

/** Curves that a device measured: activity, profiles, histograms, regions, filters, signals of the body (PS3.3-2004 C.10.2.1.1). */
const MEASURED: ReadonlySet<string> = new Set([
  'TAC',
  'PROF',
  'HIST',
  'ROI',
  'TABL',
  'FILT',
  'ECG',
  'PRESSURE',
  'FLOW',
  'PHYSIO',
  'RESP',
]);

/** A mask of a region of interest; G is graphics (PS3.3 C.9.2.1.1). */
const REGION: ReadonlySet<string> = new Set(['R']);

/** What says what the data of a plane is: Overlay Type (60xx,0040), Type of Data (50xx,0020). */
const KINDS = {
  overlay: { element: 0x0040, allowed: REGION },
  curve: { element: 0x0020, allowed: MEASURED },
} as const;

/**
 * Whether the data of a plane is known to be no drawing, which may show any text (PS3.15 E.3.3): it is numbers, there once, and its plane says, in one
 * valid value, that they are a region's or measured. Whatever says so twice, in another VR or in another spelling, says nothing.
 */
export function showsNoText(instance: ParsedInstance, data: Element): boolean {
  if (elementOf(data.tag) !== DATA || data.items !== null || data.fragments !== null) return false;
  if (data.vr !== 'OB' && data.vr !== 'OW') return false;
  const { element, allowed } = data.tag >>> 24 === 0x60 ? KINDS.overlay : KINDS.curve;
  if (onlyOne(data.dataSet, data.tag) === null) return false;
  const kind = onlyOne(data.dataSet, ((data.tag & 0xffff0000) | element) >>> 0);
  return kind !== null && allowed.has(codeIn(instance, kind));
}

/** Whether Type of Data (50xx,0020) says that its curve was measured. */
export function saysMeasured(instance: ParsedInstance, typeOfData: Element): boolean {
  return MEASURED.has(codeIn(instance, typeOfData));
}

/** The element of a tag if a data set has one and no second. */
function onlyOne(dataSet: DataSet, tag: number): Element | null {
  const first = elementWith(dataSet, tag as Tag);
  if (first === undefined) return null;
  return dataSet.elements.every((other) => other === first || other.tag !== tag) ? first : null;
}

/** The one value of a code string as it stands, less the space that makes it even (PS3.5 6.2); empty: there is not exactly one. */
function codeIn(instance: ParsedInstance, element: Element): string {
  const isCode = element.vr === 'CS' && (element.vrAsRead === null || element.vrAsRead === 'CS');
  if (!isCode || element.items !== null || !isLoaded(instance, element)) return '';
  return Buffer.from(bytesOf(instance, element)).toString('latin1').replace(/ $/, '');
}
