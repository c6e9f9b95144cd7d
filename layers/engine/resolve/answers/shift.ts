import type { KeyObject } from 'node:crypto';
import {
  type Day,
  formatDate,
  formatDateTime,
  formatTime,
  type Instant,
  moveDate,
  moveInstant,
  moveTime,
  parseDate,
  parseDateTime,
  parseTime,
  type TimeOfDay,
  toTheHour,
} from '../../../dicom/dateTime.ts';
import { withoutTimeOfDay } from '../../actions/withoutTimeOfDay.ts';
import type { Answerer } from '../answerer.ts';
import type { Request } from '../requests.ts';
import { isKeyed, secondsOfDay, shiftSeconds } from './shiftAmount.ts';

type ShiftRequest = Request & { kind: 'shift' };

/** Dates and times, moved; an empty answer means that the calendar does not have that date. Stateless: one key and one scope have one amount for ever. */
export const answerShifts: Answerer<ShiftRequest> = async (requests, { subkey }) => {
  const isAnyKeyed = requests.some(({ by, timeOfDay }) => isKeyed(by) || timeOfDay === 'shift');
  const key = isAnyKeyed ? await subkey('date-shift') : null;
  const amounts = new Map<ShiftRequest['by'], Map<string, number>>();
  return requests.map((request) => {
    const ofShift = amounts.get(request.by) ?? new Map<string, number>();
    amounts.set(request.by, ofShift);
    const whose = request.whose.reveal();
    const name = `${request.timeOfDay}\x1f${whose}`;
    const seconds = ofShift.get(name) ?? amountOf(request, whose, key);
    ofShift.set(name, seconds);
    return moved(request, seconds);
  });
};

/** The seconds of the day go the way that the days go, so that a shift into the past stays one. */
function amountOf({ by, timeOfDay }: ShiftRequest, whose: string, key: KeyObject | null): number {
  const seconds = shiftSeconds(by, whose, key);
  if (timeOfDay !== 'shift') return seconds;
  const ofDay = secondsOfDay(whose, key as KeyObject);
  return seconds < 0 ? seconds - ofDay : seconds + ofDay;
}

/** A value that does not move keeps the form it came in; one that does gets that of PS3.5 6.2. */
function moved({ vr, original, time, timeOfDay }: ShiftRequest, seconds: number): string {
  const text = original.reveal();
  switch (vr) {
    case 'DA': {
      const before = parseDate(text) as Day;
      const after = moveDate(before, seconds, time === null ? null : parseTime(time.reveal()));
      return after === null ? '' : after === before ? text : formatDate(after);
    }
    case 'TM': {
      const before = parseTime(text) as TimeOfDay;
      const after = moveTime(before, seconds);
      if (timeOfDay === 'hour') return formatTime(toTheHour(after));
      return after === before ? text : formatTime(after);
    }
    case 'DT': {
      const after = moveInstant(parseDateTime(text) as Instant, seconds);
      if (after === null) return '';
      return formatDateTime(TIMES_OF_DAY[timeOfDay](after));
    }
  }
}

/** What becomes of the time of day of a DT that has been moved. */
const TIMES_OF_DAY: { readonly [T in ShiftRequest['timeOfDay']]: (instant: Instant) => Instant } = {
  keep: (instant) => instant,
  shift: (instant) => instant,
  hour: (instant) => (instant.time === null ? instant : { ...instant, time: toTheHour(instant.time) }),
  midnight: (instant) => withoutTimeOfDay(instant, false),
  microsoft: (instant) => withoutTimeOfDay(instant, true),
};
