import type { Shift } from '../plan.ts';
import { DEFAULT_SHIFT } from '../ps315/options.ts';
import type { Context } from './context.ts';
import type { Fields } from './object.ts';
import { nullable, number, word } from './shape.ts';
import { SHIFT } from './valueShapes.ts';

/** The key "dates". */
export interface Dates {
  readonly shift: Shift;
  readonly whenInvalid: 'empty' | 'remove' | 'quarantine';
  readonly dropOlderThanYears: number | null;
  readonly capAge: number | null;
}

/** Of a file that says nothing of dates. */
export const DEFAULT_DATES: Dates = {
  shift: DEFAULT_SHIFT.by,
  whenInvalid: DEFAULT_SHIFT.whenInvalid,
  dropOlderThanYears: DEFAULT_SHIFT.dropOlderThanYears,
  capAge: null,
};

const MOST_YEARS = 150;

export const DATES: Fields<Dates, Context> = {
  shift: { shape: SHIFT, doc: 'how far dates and times move', absent: { is: DEFAULT_SHIFT.by } },
  whenInvalid: {
    shape: word({
      empty: 'the value is emptied',
      remove: 'the element is removed',
      quarantine: 'the instance is quarantined',
    }),
    doc: 'for a value that is no date or time',
    absent: { is: DEFAULT_SHIFT.whenInvalid },
  },
  dropOlderThanYears: {
    shape: nullable(number(1, MOST_YEARS)),
    doc: 'drops shifted values that lie further back; null: none',
    absent: { is: null },
  },
  capAge: {
    shape: nullable(number(1, MOST_YEARS)),
    doc: 'ages above it become it where Patient Characteristics are retained (HIPAA: 89); null: ages stay',
    absent: { is: null },
  },
};
