import type { Action } from '../../../rules/plan.ts';
import {
  type Day,
  isAmong,
  isOlderThan,
  parseDate,
  parseDateTime,
  parseTime,
  placeholderDays,
} from '../../dicom/dateTime.ts';
import { type Element, formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { valuesOf } from '../../dicom/values.ts';
import { carriesOver, datesBeside, timesMovingWith } from '../decide/datePairs.ts';
import { Phi } from '../phi.ts';
import type { Finding } from '../reason.ts';
import { Refusal } from '../refusal.ts';
import type { Request } from '../resolve/requests.ts';
import { shiftScopeOf } from '../resolve/shiftScope.ts';
import { PATIENT_BIRTH_DATE, tellsAgeOver } from './birthDate.ts';
import type { ActionHandler, Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

type ShiftAction = Action & { kind: 'shift' };
type ShiftRequest = Request & { kind: 'shift' };

/**
 * Moves dates and times, value by value: a DA with the TM that belongs to it over midnight, a DT as an instant in its zone, a TM modulo 24
 * hours, each as precise as it was. Empty values stay empty. A value that is not a date or time, or would leave the years 0001 to 9999, is
 * emptied, or removes the element, or refuses the instance (`VALUE_INVALID`), as the rule says; it never stays. Neither does a
 * placeholder date, nor the time beside it: moved, it would tell how far all of the patient's dates have. It is emptied, or removes the element;
 * it refuses nothing, as devices write it.
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
        if (action.whenInvalid === 'quarantine' && !isWritten(reading)) throw invalid(element);
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
    const kinds = new Set(
      readingsOf(action, subject).map((reading) =>
        reading.kind === 'moves' && resolutions.answer(reading.request) === '' ? 'invalid' : reading.kind,
      ),
    );
    return (Object.keys(NOTES) as (keyof typeof NOTES)[])
      .filter((kind) => kinds.has(kind))
      .map((kind) => noteOf(kind, action, subject.element));
  },
};

/** What one value is to the action. */
type Reading =
  | { readonly kind: 'moves'; readonly request: ShiftRequest }
  | { readonly kind: 'empty' }
  /** Too far back: it goes, and its place with it. */
  | { readonly kind: 'dropped' }
  /** A birth date that tells too high an age. */
  | { readonly kind: 'capped' }
  /** A placeholder date, or the time that belongs to it. */
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'invalid' };

const EMPTY: Reading = { kind: 'empty' };
const DROPPED: Reading = { kind: 'dropped' };
const CAPPED: Reading = { kind: 'capped' };
const PLACEHOLDER: Reading = { kind: 'placeholder' };
const INVALID: Reading = { kind: 'invalid' };
const NO_READINGS: readonly Reading[] = [];

/** What is a date and yet does not stay: no reason to refuse an instance. */
function isWritten({ kind }: Reading): boolean {
  return kind === 'placeholder' || kind === 'capped';
}

function readingsOf(action: ShiftAction, subject: Subject): readonly Reading[] {
  const { instance, element, plan } = subject;
  if (!isFor(action, element)) throw notForVr('shift', element);
  const values = valuesOf(instance, element);
  if (values.length === 0) return NO_READINGS;
  const { vr } = element;
  const { by, timeOfDay } = action;
  const times = vr === 'DA' && carriesOver(action) ? timesMovingWith(element, action, plan, instance) : [];
  const dates = vr === 'TM' ? datesBeside(element, instance) : [];
  return values.map((value, index) => {
    if (value === '') return EMPTY;
    // One date may be that of several times.
    const settled = READERS[vr](value, action, subject, (dates.length === 1 ? dates[0] : dates[index]) ?? '');
    if (settled !== null) return settled;
    const time = times[index] ?? '';
    return {
      kind: 'moves',
      request: {
        kind: 'shift',
        by,
        timeOfDay,
        whose: shiftScopeOf(action, instance),
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
  return element.vr === 'DA' || element.vr === 'DT' || (element.vr === 'TM' && !isMicrosofts(action));
}

/** Microsoft's tool reads the full forms only. */
function isMicrosofts({ timeOfDay }: ShiftAction): boolean {
  return timeOfDay === 'midnight' || timeOfDay === 'microsoft';
}

/** What a value is if it does not move; null: it does. `dateBeside`: of a TM. */
type Reader = (value: string, action: ShiftAction, subject: Subject, dateBeside: string) => Reading | null;

const READERS: { readonly [V in ShiftRequest['vr']]: Reader } = {
  DA: (value, action, subject) => {
    const day = parseDate(value);
    if (day === null || (isMicrosofts(action) && value.length !== 8)) return INVALID;
    if (placeholdersOf(action).has(day)) return PLACEHOLDER;
    return tooOld({ day, time: null, zone: '' }, action, subject);
  },
  TM: (value, action, _subject, dateBeside) => {
    if (parseTime(value) === null) return INVALID;
    const day = dateBeside === '' ? null : parseDate(dateBeside);
    return day !== null && placeholdersOf(action).has(day) ? PLACEHOLDER : null;
  },
  DT: (value, action, subject) => {
    const instant = parseDateTime(value);
    if (instant === null || (isMicrosofts(action) && instant.time?.precision !== 'second')) return INVALID;
    if (isAmong(instant, placeholdersOf(action))) return PLACEHOLDER;
    return tooOld(instant, action, subject);
  },
};

const NO_DAYS: ReadonlySet<Day> = new Set();

function placeholdersOf({ placeholders }: ShiftAction): ReadonlySet<Day> {
  return placeholders === 'move' ? NO_DAYS : placeholderDays(placeholders);
}

function tooOld(
  instant: Parameters<typeof isOlderThan>[0],
  { dropOlderThanYears: years }: ShiftAction,
  subject: Subject,
): Reading | null {
  const { element, plan, now } = subject;
  if (years !== null && isOlderThan(instant, years, now)) return DROPPED;
  if (element.tag !== PATIENT_BIRTH_DATE || plan.capAgeYears === undefined) return null;
  return tellsAgeOver(instant, plan.capAgeYears, subject) ? CAPPED : null;
}

function invalid(element: Element): Refusal {
  return new Refusal(
    'VALUE_INVALID',
    formatPath(element),
    `A value that is no ${element.vr}, or would be none when moved`,
    'Correct it in the source, or let the rule empty or remove such values.',
  );
}

/** What a person should know of values that do not move, by what they are. */
const NOTES = {
  invalid: {
    code: 'DATE_INVALID',
    what: (vr: string) => `A value is no ${vr}, or would be none when moved`,
  },
  placeholder: {
    code: 'DATE_PLACEHOLDER',
    what: (vr: string) =>
      vr === 'TM' ? 'The time of a placeholder date' : 'A placeholder date, which would reveal the shift',
  },
  capped: { code: 'AGE_CAPPED', what: () => 'A birth date that reveals an age over the limit' },
} as const;

function noteOf(kind: keyof typeof NOTES, action: ShiftAction, element: Element): Finding {
  const { code, what } = NOTES[kind];
  const done = action.whenInvalid === 'remove' ? 'the attribute was removed' : 'it was emptied';
  return { severity: 'note', path: formatPath(element), code, message: `${what(element.vr)}: ${done}` };
}
