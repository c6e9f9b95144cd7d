import { type Instant, timeAt } from '../../dicom/dateTime.ts';

/** Microsoft's form: six digits of fraction, midnight; with its bug noon where there is no zone. */
export function withoutTimeOfDay(instant: Instant, noonWithoutZone: boolean): Instant {
  const hour = noonWithoutZone && instant.zone === '' ? 12 : 0;
  return {
    ...instant,
    time: timeAt(hour * 3_600_000_000, { precision: 'second', fractionDigits: 6 }),
  };
}
