import type { Shift } from '../plan.ts';
import { DEFAULT_SHIFT } from '../ps315/options.ts';
import type { Context } from './context.ts';
import type { Fields } from './object.ts';
import { nullable, number, word } from './shape.ts';
import { PLACEHOLDERS, SHIFT } from './valueShapes.ts';

/** The key "dates". */
export interface Dates {
  readonly shift: Shift;
  readonly timeOfDay: 'keep' | 'shift' | 'hour';
  readonly whenInvalid: 'empty' | 'remove' | 'quarantine';
  readonly placeholders: readonly string[];
  readonly dropOlderThanYears: number | null;
  readonly capAge: number | null;
}

/** Of a file that says nothing of dates. */
export const DEFAULT_DATES: Dates = {
  shift: DEFAULT_SHIFT.by,
  timeOfDay: 'keep',
  whenInvalid: DEFAULT_SHIFT.whenInvalid,
  placeholders: [],
  dropOlderThanYears: DEFAULT_SHIFT.dropOlderThanYears,
  capAge: null,
};

const MOST_YEARS = 150;

export const DATES: Fields<Dates, Context> = {
  shift: { shape: SHIFT, doc: 'how far dates and times move', absent: { is: DEFAULT_SHIFT.by } },
  timeOfDay: {
    shape: word({
      keep: 'times move along with their dates, by whole days not at all',
      shift: 'times move by a keyed number of seconds as well, one a patient',
      hour: 'times are cut to the hour',
    }),
    doc: 'what happens to the time of day of shifted dates and times; a kept time can be matched with the logs of other systems',
    absent: { is: 'keep' },
  },
  whenInvalid: {
    shape: word({
      empty: 'the value is emptied',
      remove: 'the element is removed',
      quarantine: 'the instance is quarantined',
    }),
    doc: 'for a value that is not a date or time',
    absent: { is: DEFAULT_SHIFT.whenInvalid },
  },
  placeholders: {
    shape: PLACEHOLDERS,
    doc: 'dates (YYYYMMDD) that your devices write if they have no date, in addition to those of the table; they are never shifted',
    absent: { is: [] },
  },
  dropOlderThanYears: {
    shape: nullable(number(1, MOST_YEARS)),
    doc: 'drops shifted values that are older; null: none',
    absent: { is: null },
  },
  capAge: {
    shape: nullable(number(1, MOST_YEARS)),
    doc: 'higher ages become one class, 090Y for 89 (HIPAA), if Patient Characteristics are retained, and a birth date that rules keep or shift is emptied if it reveals such an age; null: ages stay',
    absent: { is: null },
  },
};
