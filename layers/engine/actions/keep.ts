import type { Action } from '../../../rules/plan.ts';
import { type ActionHandler, NEEDS_NOTHING } from './handler.ts';

/** Leaves the element as it came; the items of a sequence are decided one by one. */
export const keep: ActionHandler<Action & { kind: 'keep' }> = {
  needs: () => NEEDS_NOTHING,
  edit: () => null,
  holds: () => true,
};
