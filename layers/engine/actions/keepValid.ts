import type { Action } from '../../../rules/plan.ts';
import { hasFormOfVr } from '../../dicom/valueForm.ts';
import { type ActionHandler, NEEDS_NOTHING } from './handler.ts';
import { REMOVED } from './remove.ts';

/**
 * Leaves a value that has the form of its VR; any other goes, as nobody knows what it is: a name in an IS, a text in an OB. The items of a sequence are
 * decided one by one.
 */
export const keepValid: ActionHandler<Action & { kind: 'keep-valid' }> = {
  needs: () => NEEDS_NOTHING,
  edit: (_action, { instance, element }) => (hasFormOfVr(instance, element) ? null : REMOVED),
  holds: (_action, { instance, element }) => hasFormOfVr(instance, element),
};
