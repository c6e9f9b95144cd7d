import type { RulePlan } from '../../../rules/plan.ts';
import type { Element } from '../../dicom/element.ts';
import { asTag, groupOf, isGroupLength, isPrivateCreator, isRepeatingGroup } from '../../dicom/tag.ts';
import type { Vr } from '../../dicom/vr.ts';
import { isText } from '../actions/textOnly.ts';
import { mayBeWritten } from '../certify/stamped.ts';
import { isOfNoDataSet } from '../decide/misplaced.ts';
import { PIXEL_DATA } from '../look/kinds.ts';
import type { DecisionKind } from './types.ts';

/** Specific Character Set says how every text is read: another value would change all of them. */
const SPECIFIC_CHARACTER_SET = asTag(0x00080005);
/** Of the Image Pixel group: how samples are read (PS3.3 C.7.6.3). Another value would give another picture, or none. */
const IMAGE_PIXEL = 0x0028;

const NOTHING: readonly DecisionKind[] = [];

/** VRs that an edit can be written in, beside those of text: numbers, as text. */
const NUMBERS: ReadonlySet<Vr> = new Set<Vr>(['FD', 'FL', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);

/**
 * What a person can decide of an element, whatever its rule. Nothing of what holds the instance together: UIDs go by rules alone, so that what refers to
 * each other still does; neither do private creators, stamps, planes of overlays, or what says how other bytes are read.
 */
export function mayDecide({ stamps }: RulePlan, element: Element): readonly DecisionKind[] {
  const { tag, vr, items, fragments, dataSet } = element;
  const isRoot = dataSet.item === null;
  if (tag === PIXEL_DATA && isRoot) return ['confirm', 'redact'];
  if (items !== null || vr === 'SQ') return NOTHING;
  if (isOfNoDataSet(tag) || isGroupLength(tag) || isPrivateCreator(tag) || isRepeatingGroup(tag))
    return NOTHING;
  if (isRoot && stamps !== null && mayBeWritten(tag)) return NOTHING;
  if (vr === 'UI' || tag === SPECIFIC_CHARACTER_SET || groupOf(tag) === IMAGE_PIXEL) return ['confirm'];
  if (fragments === null && (isText(element) || NUMBERS.has(vr))) return ['confirm', 'clear', 'edit'];
  return ['confirm', 'clear'];
}
