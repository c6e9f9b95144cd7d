import type { Action } from '../../../rules/plan.ts';
import type { Edit } from '../../dicom/edit.ts';
import { type ActionHandler, NEEDS_NOTHING } from './handler.ts';

/** Removes the element, a sequence with all items (PS3.15 Table E.1-1a, X). */
export const remove: ActionHandler<Action & { kind: 'remove' }> = {
  needs: () => NEEDS_NOTHING,
  edit: () => REMOVED,
  holds: () => false,
};

/** One for all: most decisions are of this kind. */
export const REMOVED: Edit = { kind: 'remove' };
