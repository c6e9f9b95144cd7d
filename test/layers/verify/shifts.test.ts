import { shifts } from '../../../layers/verify/checks/dates.ts';

/** How far dates of one patient moved, where some have a time of day and others have none. */

const DAY = 86_400;
const to = (seconds: number, precision: 'day' | 'second' = 'second') => ({ seconds, to: precision });
const SPAN = -(123 * DAY + 4 * 3600);

it('is one span for all that have a time of day, to the second', () => {
  const moved = shifts();
  expect(moved.differs('patient', to(SPAN))).toBe(false);
  expect(moved.differs('patient', to(SPAN))).toBe(false);
  expect(moved.differs('patient', to(SPAN + 1))).toBe(true);
  expect(moved.differs('another', to(SPAN + 1))).toBe(false);
});

it('is the whole days of that span for a date without a time, whichever is met first', () => {
  for (const [one, other] of [
    [to(SPAN), to(-123 * DAY, 'day')],
    [to(-123 * DAY, 'day'), to(SPAN)],
  ] as const) {
    const moved = shifts();
    expect(moved.differs('patient', one)).toBe(false);
    expect(moved.differs('patient', other)).toBe(false);
    expect(moved.differs('patient', to(-122 * DAY, 'day'))).toBe(true);
    expect(moved.differs('patient', to(-125 * DAY, 'day'))).toBe(true);
  }
});

it('finds a date that is off by one day where all moved by whole days', () => {
  const moved = shifts();
  expect(moved.differs('patient', to(-30 * DAY))).toBe(false);
  expect(moved.differs('patient', to(-31 * DAY, 'day'))).toBe(true);
  expect(moved.differs('patient', to(-29 * DAY, 'day'))).toBe(true);
});
