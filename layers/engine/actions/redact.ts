import type { Action } from '../../../rules/plan.ts';
import {
  type Day,
  dateOf,
  dayOf,
  formatDate,
  formatDateTime,
  type Instant,
  isOlderThan,
  parseAge,
  parseDate,
  parseDateTime,
  yearsOf,
} from '../../dicom/dateTime.ts';
import { type Element, formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { valuesOf } from '../../dicom/values.ts';
import { Refusal } from '../refusal.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { replaced } from './replaced.ts';
import { withoutTimeOfDay } from './withoutTimeOfDay.ts';

type RedactAction = Action & { kind: 'redact' };

/** Over 89 years HIPAA has one class of ages (45 CFR 164.514(b)(2)(i)(C)), and a year would tell the age. */
const MOST_YEARS = 89;

/**
 * Empties an element: a sequence of its items, an encapsulated value to a defined length of zero. Dates may leave their year and ages up
 * to 89 stay, if the rule says so; values beyond are dropped. DA, DT and AS are read first, and one that is not in the full form
 * refuses the instance (`VALUE_INVALID`): a text in the place of a date means that the file is not what it seems.
 */
export const redact: ActionHandler<RedactAction> = {
  needs: (action, subject) => {
    leftOf(action, subject);
    return NEEDS_NOTHING;
  },
  edit: (action, subject) => {
    const { instance, element } = subject;
    const left = leftOf(action, subject);
    if (left.length === 0) return isEmpty(element) ? null : replaced(element, NOTHING);
    const before = valuesOf(instance, element);
    return left.length === before.length && left.every((text, index) => text === before[index])
      ? null
      : replaced(element, asciiValue(left.join('\\'), element.vr));
  },
  holds: (action, { instance, element, now }) =>
    isEmpty(element) ||
    (isValue(element) &&
      element.vr in REDACTIONS &&
      valuesOf(instance, element).every((text) =>
        REDACTIONS[element.vr as RedactedVr].isLeft(text, action, now),
      )),
};

const NOTHING = new Uint8Array(0);

function isEmpty(element: Element): boolean {
  return element.valueEnd === element.valueStart && element.fragments === null;
}

function isValue(element: Element): boolean {
  return element.items === null && element.fragments === null;
}

/** The values that the element keeps. */
function leftOf(action: RedactAction, { instance, element, now }: Subject): readonly string[] {
  if (!isValue(element) || !(element.vr in REDACTIONS)) return [];
  const { left } = REDACTIONS[element.vr as RedactedVr];
  return valuesOf(instance, element).flatMap((text) => {
    if (text === '') return [];
    const some = left(text, action, now);
    if (some === undefined) throw invalid(element);
    return some === null ? [] : [some];
  });
}

type RedactedVr = 'AS' | 'DA' | 'DT';

interface Redaction {
  /** What is left of a value: null: nothing; undefined: it is not a value of the VR. */
  left(text: string, action: RedactAction, now: number): string | null | undefined;
  /** Whether a value is what is left of one. */
  isLeft(text: string, action: RedactAction, now: number): boolean;
}

const REDACTIONS: { readonly [V in RedactedVr]: Redaction } = {
  AS: {
    left: (text, { partialAges }) => {
      const age = text.length === 4 ? parseAge(text) : null;
      if (age === null) return undefined;
      return partialAges && yearsOf(age) <= MOST_YEARS ? text : null;
    },
    isLeft: (text, action, now) => REDACTIONS.AS.left(text, action, now) === text,
  },
  DA: {
    left: (text, { partialDates }, now) => {
      const day = text.length === 8 ? parseDate(text) : null;
      if (day === null) return undefined;
      const isLeft = partialDates && !isOlderThan({ day, time: null, zone: '' }, MOST_YEARS, now);
      return isLeft ? formatDate(firstDayOfYear(day)) : null;
    },
    isLeft: (text, { partialDates }, now) => {
      const day = text.length === 8 ? parseDate(text) : null;
      if (!partialDates || day === null || day !== firstDayOfYear(day)) return false;
      return !isOlderThan({ day: lastDayOfYear(day), time: null, zone: '' }, MOST_YEARS, now);
    },
  },
  DT: {
    left: (text, { partialDates, microsoftNoon }, now) => {
      const instant = fullInstant(text);
      if (instant === null) return undefined;
      const isLeft = partialDates && !isOlderThan(instant, MOST_YEARS, now);
      return isLeft ? formatDateTime(yearOnly(instant, microsoftNoon)) : null;
    },
    isLeft: (text, { partialDates, microsoftNoon }, now) => {
      const instant = fullInstant(text);
      if (!partialDates || instant === null) return false;
      if (formatDateTime(yearOnly(instant, microsoftNoon)) !== text) return false;
      // The year's last instant may be what was read: the day after its last day, at midnight.
      return !isOlderThan({ ...instant, day: lastDayOfYear(instant.day), time: LAST_TIME }, MOST_YEARS, now);
    },
  },
};

/** YYYYMMDDHHMMSS at least. */
function fullInstant(text: string): Instant | null {
  const instant = parseDateTime(text);
  return instant?.time?.precision === 'second' ? instant : null;
}

const LAST_TIME = {
  hour: 23,
  minute: 59,
  second: 60,
  microsecond: 999_999,
  precision: 'second',
  fractionDigits: 6,
} as const;

function yearOnly(instant: Instant, microsoftNoon: boolean): Instant {
  return withoutTimeOfDay({ ...instant, day: firstDayOfYear(instant.day) }, microsoftNoon);
}

function firstDayOfYear(day: Day): Day {
  return dayOf({ year: dateOf(day).year, month: 1, day: 1 }) as Day;
}

function lastDayOfYear(day: Day): Day {
  return dayOf({ year: dateOf(day).year, month: 12, day: 31 }) as Day;
}

function invalid(element: Element): Refusal {
  return new Refusal(
    'VALUE_INVALID',
    formatPath(element),
    `A value that is no ${element.vr} in its full form`,
    'Correct it in the source, or remove or empty the attribute.',
  );
}
