import type { Action } from '../../../rules/plan.ts';
import { type ActionHandler, NEEDS_NOTHING } from './handler.ts';
import { replaced } from './replaced.ts';

/** Leaves zero length; a sequence without items (PS3.15 Table E.1-1a, Z). */
export const empty: ActionHandler<Action & { kind: 'empty' }> = {
  needs: () => NEEDS_NOTHING,
  edit: (_action, { element }) => (isEmpty(element) ? null : replaced(element, new Uint8Array(0))),
  holds: (_action, { element }) => isEmpty(element),
};

function isEmpty(element: { readonly valueStart: number; readonly valueEnd: number }): boolean {
  return element.valueEnd === element.valueStart;
}
