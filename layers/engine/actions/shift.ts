import type { Action } from '../../../rules/plan.ts';
import { isOlderThan, parseDate, parseDateTime, parseTime } from '../../dicom/dateTime.ts';
import { type Element, formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { valuesOf } from '../../dicom/values.ts';
import { timesMovingWith } from '../decide/datePairs.ts';
import { Phi } from '../phi.ts';
import type { Finding } from '../reason.ts';
import { Refusal } from '../refusal.ts';
import type { Request } from '../resolve/requests.ts';
import { shiftScopeOf } from '../resolve/shiftScope.ts';
import type { ActionHandler, Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

type ShiftAction = Action & { kind: 'shift' };
type ShiftRequest = Request & { kind: 'shift' };

/**
 * Moves dates and times, value by value: a DA with the TM that belongs to it over midnight, a DT as an instant in its zone, a TM modulo 24
 * hours, each as precise as it was. Empty values stay empty. A value that is no date or time, or would leave the years 0001 to 9999, is
 * emptied, or removes the element, or refuses the instance (`VALUE_INVALID`), as the rule says; it never stays.
 */
export const shift: ActionHandler<ShiftAction> = {
  needs: (action, subject) =>
    readingsOf(action, subject).flatMap((reading) => (reading.kind === 'moves' ? [reading.request] : [])),

  edit: (action, subject, resolutions) => {
    const { instance, element } = subject;
    const before = valuesOf(instance, element);
    const after: string[] = [];
    for (const reading of readingsOf(action, subject)) {
      if (reading.kind === 'dropped') continue;
      const text = reading.kind === 'moves' ? resolutions.answer(reading.request) : '';
      if (text === '' && reading.kind !== 'empty') {
        if (action.whenInvalid === 'quarantine') throw invalid(element);
        if (action.whenInvalid === 'remove') return { kind: 'remove' };
      }
      after.push(text);
    }
    if (after.length === before.length && after.every((text, index) => text === before[index])) return null;
    const isBlank = after.every((text) => text === '');
    return replaced(element, asciiValue(isBlank ? '' : after.join('\\'), element.vr));
  },

  holds: (action, { instance, element }, resolutions) =>
    isFor(action, element) &&
    valuesOf(instance, element).every((text) => text === '' || resolutions.issued('shift', text)),

  findings: (action, subject, resolutions) => {
    const isInvalid = readingsOf(action, subject).some(
      (reading) =>
        reading.kind === 'invalid' ||
        (reading.kind === 'moves' && resolutions.answer(reading.request) === ''),
    );
    return isInvalid ? [dateInvalid(action, subject.element)] : NO_FINDINGS;
  },
};

const NO_FINDINGS: readonly Finding[] = [];

/** What one value is to the action. */
type Reading =
  | { readonly kind: 'moves'; readonly request: ShiftRequest }
  | { readonly kind: 'empty' }
  /** Too far back: it goes, and its place with it. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'invalid' };

const EMPTY: Reading = { kind: 'empty' };
const DROPPED: Reading = { kind: 'dropped' };
const INVALID: Reading = { kind: 'invalid' };
const NO_READINGS: readonly Reading[] = [];

function readingsOf(action: ShiftAction, subject: Subject): readonly Reading[] {
  const { instance, element, plan, now } = subject;
  if (!isFor(action, element)) throw notForVr('shift', element);
  const values = valuesOf(instance, element);
  if (values.length === 0) return NO_READINGS;
  const { vr } = element;
  const { by, timeOfDay } = action;
  const times =
    vr === 'DA' && by.kind === 'fixed' ? timesMovingWith(element, by.seconds, plan, instance) : [];
  return values.map((value, index) => {
    if (value === '') return EMPTY;
    const settled = READERS[vr](value, action, now);
    if (settled !== null) return settled;
    const time = times[index] ?? '';
    return {
      kind: 'moves',
      request: {
        kind: 'shift',
        by,
        timeOfDay,
        whose: shiftScopeOf(by, instance),
        vr,
        original: new Phi(value),
        time: time === '' ? null : new Phi(time),
      },
    };
  });
}

type TemporalElement = Element & { readonly vr: ShiftRequest['vr'] };

/** A rule that takes the time of day out of a DT has nothing to leave of a TM. */
function isFor(action: ShiftAction, element: Element): element is TemporalElement {
  if (element.items !== null || element.fragments !== null) return false;
  return element.vr === 'DA' || element.vr === 'DT' || (element.vr === 'TM' && action.timeOfDay === 'keep');
}

/** What a value is if it does not move; null: it does. Without a time of day only the full forms are read, as Microsoft's tool does. */
type Reader = (value: string, action: ShiftAction, now: number) => Reading | null;

const READERS: { readonly [V in ShiftRequest['vr']]: Reader } = {
  DA: (value, { timeOfDay, dropOlderThanYears: years }, now) => {
    const day = parseDate(value);
    if (day === null || (timeOfDay !== 'keep' && value.length !== 8)) return INVALID;
    return years !== null && isOlderThan({ day, time: null, zone: '' }, years, now) ? DROPPED : null;
  },
  TM: (value) => (parseTime(value) === null ? INVALID : null),
  DT: (value, { timeOfDay, dropOlderThanYears: years }, now) => {
    const instant = parseDateTime(value);
    if (instant === null || (timeOfDay !== 'keep' && instant.time?.precision !== 'second')) return INVALID;
    return years !== null && isOlderThan(instant, years, now) ? DROPPED : null;
  },
};

function invalid(element: Element): Refusal {
  return new Refusal(
    'VALUE_INVALID',
    formatPath(element),
    `A value that is no ${element.vr}, or would be none when moved`,
    'Correct it in the source, or let the rule empty or remove such values.',
  );
}

function dateInvalid(action: ShiftAction, element: Element): Finding {
  const done = action.whenInvalid === 'remove' ? 'the attribute was removed' : 'it was emptied';
  return {
    severity: 'note',
    path: formatPath(element),
    code: 'DATE_INVALID',
    message: `A value is no ${element.vr}, or would be none when moved: ${done}`,
  };
}
