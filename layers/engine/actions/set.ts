import type { Action } from '../../../rules/plan.ts';
import { bytesOf } from '../../dicom/values.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';
import { encodeValues } from './textValue.ts';

/**
 * Gives the element these values, in the instance's own character set. Values are text: what has items, fragments or bytes of no known
 * meaning cannot be given any.
 */
export const set: ActionHandler<Action & { kind: 'set' }> = {
  needs: () => NEEDS_NOTHING,
  edit: (action, subject) => replaced(subject.element, wanted(action, subject)),
  holds: (action, subject) =>
    Buffer.compare(bytesOf(subject.instance, subject.element), wanted(action, subject)) === 0,
};

function wanted(action: Action & { kind: 'set' }, subject: Subject): Uint8Array {
  const { items, fragments, vr } = subject.element;
  if (items !== null || fragments !== null || vr === 'SQ' || vr === 'OB' || vr === 'UN')
    throw notForVr('set', subject.element);
  return encodeValues(subject, action.values);
}
