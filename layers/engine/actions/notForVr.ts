import type { ActionKind } from '../../../rules/plan.ts';
import { type Element, formatPath } from '../../dicom/element.ts';
import { Refusal } from '../refusal.ts';

/** The refusal of an action that elements of this VR cannot have. */
export function notForVr(kind: ActionKind, element: Element): Refusal {
  return new Refusal(
    'ACTION_NOT_FOR_VR',
    formatPath(element),
    `The rule (${kind}) cannot be carried out on VR ${element.vr}`,
    "Give the attribute another rule, or correct its VR in the source. (1101 of Microsoft's tool.)",
  );
}
