import type { Action } from '../../../rules/plan.ts';
import { formatAge, parseAge, parseDate, yearsOf } from '../../dicom/dateTime.ts';
import { type Element, formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { valuesOf } from '../../dicom/values.ts';
import type { Finding } from '../reason.ts';
import { tellsAgeOver } from './birthDate.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

type CapAge = Action & { kind: 'cap-age' };

/**
 * Makes one class of all ages over `maxYears`, in any unit: with 89, as HIPAA asks (45 CFR 164.514(b)(2)(i)(C)), everybody over 89 is 090Y, "90 or
 * older". Younger ages leave as they came. A birth date (DA) has no class: one that tells such an age is emptied, with a note. So is a
 * value that is not an age or date.
 */
export const capAge: ActionHandler<CapAge> = {
  needs: (_action, subject) => {
    valuesIn(subject);
    return NEEDS_NOTHING;
  },
  edit: (action, subject) => {
    const before = valuesIn(subject);
    const after = before.map((text) => capped(text, action, subject));
    if (after.every((text, index) => text === before[index])) return null;
    const isBlank = after.every((text) => text === '');
    return replaced(subject.element, asciiValue(isBlank ? '' : after.join('\\'), subject.element.vr));
  },
  holds: (action, subject) =>
    isFor(subject.element) && valuesIn(subject).every((text) => isLeft(text, action, subject)),
  findings: (action, subject) => {
    const { element } = subject;
    const emptied = valuesIn(subject).filter((text) => text !== '' && capped(text, action, subject) === '');
    if (emptied.length === 0) return [];
    const path = formatPath(element);
    if (element.vr === 'AS') return [note('AGE_INVALID', path, 'A value is not an age (AS): it was emptied')];
    return [
      ...(emptied.some((text) => parseDate(text) === null)
        ? [note('DATE_INVALID', path, 'A value is not a DA: it was emptied')]
        : []),
      ...(emptied.some((text) => parseDate(text) !== null)
        ? [note('AGE_CAPPED', path, 'A birth date that reveals an age over the limit: it was emptied')]
        : []),
    ];
  },
};

function note(code: Finding['code'], path: string, message: string): Finding {
  return { severity: 'note', path, code, message };
}

function valuesIn({ instance, element }: Subject): readonly string[] {
  if (!isFor(element)) throw notForVr('cap-age', element);
  return valuesOf(instance, element);
}

function isFor({ vr, items, fragments }: Element): boolean {
  return (vr === 'AS' || vr === 'DA') && items === null && fragments === null;
}

function capped(text: string, { maxYears }: CapAge, subject: Subject): string {
  if (subject.element.vr === 'AS') {
    const age = parseAge(text);
    if (age === null) return '';
    return yearsOf(age) > maxYears ? classOver(maxYears) : text;
  }
  const day = parseDate(text);
  return day === null || tellsAgeOver({ day, time: null, zone: '' }, maxYears, subject) ? '' : text;
}

/** The class of all older ones, by its first year. */
function classOver(maxYears: number): string {
  return formatAge({ count: maxYears + 1, unit: 'Y' }) ?? '';
}

function isLeft(text: string, action: CapAge, subject: Subject): boolean {
  return capped(text, action, subject) === text;
}
