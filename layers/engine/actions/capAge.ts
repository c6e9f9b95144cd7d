import type { Action } from '../../../rules/plan.ts';
import { formatAge, parseAge, yearsOf } from '../../dicom/dateTime.ts';
import { type Element, formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { valuesOf } from '../../dicom/values.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

/**
 * Makes one class of all ages of `maxYears` and more, in any unit: with 90, as HIPAA asks (45 CFR 164.514(b)(2)(i)(C)), a 95-year-old
 * becomes 090Y. Younger ages leave as they came; what is no age is emptied, with a note.
 */
export const capAge: ActionHandler<Action & { kind: 'cap-age' }> = {
  needs: (_action, subject) => {
    agesOf(subject);
    return NEEDS_NOTHING;
  },
  edit: (action, subject) => {
    const before = agesOf(subject);
    const after = before.map((text) => capped(text, action.maxYears));
    if (after.every((text, index) => text === before[index])) return null;
    const isBlank = after.every((text) => text === '');
    return replaced(subject.element, asciiValue(isBlank ? '' : after.join('\\'), 'AS'));
  },
  holds: (action, subject) =>
    isFor(subject.element) && agesOf(subject).every((text) => capped(text, action.maxYears) === text),
  findings: (_action, subject) =>
    agesOf(subject).some((text) => text !== '' && parseAge(text) === null)
      ? [
          {
            severity: 'note',
            path: formatPath(subject.element),
            code: 'AGE_INVALID',
            message: 'A value is no age (AS): it was emptied',
          },
        ]
      : [],
};

function agesOf({ instance, element }: Subject): readonly string[] {
  if (!isFor(element)) throw notForVr('cap-age', element);
  return valuesOf(instance, element);
}

function isFor(element: Element): boolean {
  return element.vr === 'AS' && element.items === null && element.fragments === null;
}

function capped(text: string, maxYears: number): string {
  const age = parseAge(text);
  if (age === null) return '';
  return yearsOf(age) >= maxYears ? (formatAge({ count: maxYears, unit: 'Y' }) ?? '') : text;
}
