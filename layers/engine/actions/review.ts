import type { Action } from '../../../rules/plan.ts';
import { formatPath } from '../../dicom/element.ts';
import { type ActionHandler, NEEDS_NOTHING } from './handler.ts';

/**
 * Leaves the element as it came and lists it for a person to look at. An empty one says nothing; the items of a sequence are decided one by
 * one, and are what there is to look at.
 */
export const review: ActionHandler<Action & { kind: 'review' }> = {
  needs: () => NEEDS_NOTHING,
  edit: () => null,
  holds: () => true,
  findings: (_action, { element }) =>
    element.items !== null || element.valueEnd === element.valueStart
      ? []
      : [
          {
            severity: 'doubt',
            path: formatPath(element),
            code: 'UNHANDLED_TAG',
            message: `The rules leave this attribute (VR ${element.vr}) as it is, for a person to look at`,
          },
        ],
};
