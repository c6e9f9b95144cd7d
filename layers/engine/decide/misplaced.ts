import { type Element, formatPath } from '../../dicom/element.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { groupOf, type Tag } from '../../dicom/tag.ts';
import { Refusal } from '../refusal.ts';

/**
 * Whether an attribute belongs to a command or to file meta information (PS3.5 7.1, PS3.7 E, PS3.10 7.1), and so to no data set. What
 * stands at the beginning of one would be taken for file meta information as soon as nothing is left before it.
 */
export function isOfNoDataSet(tag: Tag): boolean {
  return groupOf(tag) === 0x0000 || groupOf(tag) === 0x0002;
}

/**
 * Refuses a value where the standard has a sequence: the elements that may be in it cannot be decided. An empty one hides nothing. With
 * VR UN and in implicit VR it is read as the sequence that it is, so this is about a header that says something else.
 */
export function refuseHiddenItems(element: Element): void {
  if (element.items !== null || element.valueEnd === element.valueStart || vrOfTag(element.tag) !== 'SQ')
    return;
  throw new Refusal(
    'ACTION_NOT_FOR_VR',
    formatPath(element),
    'A value where the standard has a sequence, so that what is in it cannot be told',
    'Correct its VR in the source, or remove or empty the attribute.',
  );
}
