import type { Element } from '../../dicom/element.ts';
import { asTag } from '../../dicom/tag.ts';
import { rootText, textOf } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';
import { Phi } from '../phi.ts';
import type { Subject } from './handler.ts';

/**
 * VRs whose values a keyed function can stand for: text, and bytes that are not numbers. Those and the fragments of encapsulated values are
 * what Microsoft's cryptoHash and encrypt take.
 */
export const KEYED_TEXT_VRS: ReadonlySet<Vr> = new Set<Vr>([
  'AE',
  'AS',
  'CS',
  'DA',
  'DS',
  'DT',
  'IS',
  'LO',
  'LT',
  'PN',
  'SH',
  'ST',
  'TM',
  'UC',
  'UI',
  'UR',
  'UT',
]);

/** What of an element a keyed function is applied to. */
export type KeyedForm = 'text' | 'bytes' | 'fragments';

/** Null where the VR does not allow such a value. */
export function keyedFormOf(element: Element): KeyedForm | null {
  if (element.items !== null) return null;
  if (element.fragments !== null) return 'fragments';
  if (KEYED_TEXT_VRS.has(element.vr)) return 'text';
  return element.vr === 'OB' || element.vr === 'UN' ? 'bytes' : null;
}

/**
 * Each value as text, with the spaces that stand before it or before a backslash: a hash is of the text as written, less the padding at
 * its end, and so are the hashes of the systems whose rules come here.
 */
export function writtenValuesOf({ instance, element }: Subject): readonly string[] {
  const text = textOf(instance, element);
  if (text === '') return [];
  return vrFacts(element.vr).multiple ? text.split('\\') : [text];
}

/** The fragments that hold data: all but the offset table (PS3.5 A.4), where they have bytes. */
export function dataFragmentsOf(element: Element) {
  if (element.fragmentsSkipped) throw new RangeError('fragments that were not looked at');
  return (element.fragments ?? []).slice(1).filter(({ start, end }) => end > start);
}

const SOP_INSTANCE_UID = asTag(0x00080018);

/** The instance's own UID, for what is to differ from instance to instance. */
export function sopInstanceUidOf({ instance }: Subject): Phi {
  return new Phi(rootText(instance, SOP_INSTANCE_UID));
}
