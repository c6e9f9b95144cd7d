import { formatPath } from '../../dicom/element.ts';
import { Refusal } from '../refusal.ts';
import type { Subject } from './handler.ts';

/**
 * Refuses a sequence or an encapsulated value, for actions that are about values: some files have one where the standard has a UID or a
 * text, and what it holds must neither be taken for a value nor stay.
 */
export function refuseItems({ element }: Subject): void {
  if (element.items === null && element.fragments === null) return;
  throw new Refusal(
    'ACTION_NOT_FOR_VR',
    formatPath(element),
    'Items where the rule wants a value',
    'Correct the VR in the source, or remove or empty the attribute.',
  );
}
