import type { Action, SimpleAction } from '../../../rules/plan.ts';
import { formatPath } from '../../dicom/element.ts';
import { withoutPadding } from '../../dicom/padding.ts';
import { textOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import { Refusal } from '../refusal.ts';
import { LOOKUP_MISSED } from '../resolve/answers/lookup.ts';
import type { Request } from '../resolve/requests.ts';
import type { ActionHandler, HandlerOf, Subject } from './handler.ts';
import { replaced } from './replaced.ts';
import { holdsIssued, refuseUnlessText } from './textOnly.ts';
import { encodeValues } from './textValue.ts';

type LookupAction = Action & { kind: 'lookup' };

/**
 * Puts what a table of the user's has for the whole value, without the spaces round it. What the table does not have, and an empty value,
 * refuses the instance (`LOOKUP_MISSING`) or goes to another action, which asks for what it needs only then.
 */
export const lookupBy = (handlerOf: HandlerOf): ActionHandler<LookupAction> => ({
  needs: (action, subject) => [requestFor(action, subject, handlerOf)],

  edit: (action, subject, resolutions) => {
    const answer = resolutions.answer(requestFor(action, subject, handlerOf));
    if (answer !== LOOKUP_MISSED) return replaced(subject.element, encodeValues(subject, [answer]));
    const other = otherAction(action, subject);
    return handlerOf(other).edit(other, subject, resolutions);
  },

  holds: (action, subject, resolutions) => {
    if (holdsIssued(subject, resolutions, 'lookup')) return true;
    const { whenMissing: other } = action;
    return other !== 'quarantine' && handlerOf(other).holds(other, subject, resolutions);
  },

  findings: (action, subject, resolutions) => {
    if (resolutions.answer(requestFor(action, subject, handlerOf)) !== LOOKUP_MISSED) return [];
    const other = otherAction(action, subject);
    return handlerOf(other).findings?.(other, subject, resolutions) ?? [];
  },
});

function requestFor(action: LookupAction, subject: Subject, handlerOf: HandlerOf): Request {
  refuseUnlessText('lookup', subject.element);
  const { instance, element } = subject;
  return {
    kind: 'lookup',
    table: action.table,
    original: new Phi(withoutPadding(textOf(instance, element))),
    whenMissing: () => {
      const other = otherAction(action, subject);
      return handlerOf(other).needs(other, subject);
    },
  };
}

function otherAction({ whenMissing }: LookupAction, { element }: Subject): SimpleAction {
  if (whenMissing !== 'quarantine') return whenMissing;
  throw new Refusal(
    'LOOKUP_MISSING',
    formatPath(element),
    'The table has nothing for this value',
    'Add it to the table, or name another action for what is missing.',
  );
}
