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
} from '../../../dicom/dateTime.ts';
import { withoutTimeOfDay } from '../../actions/withoutTimeOfDay.ts';
import type { Answerer } from '../answerer.ts';
import type { Request } from '../requests.ts';
import { isKeyed, shiftSeconds } from './shiftAmount.ts';

type ShiftRequest = Request & { kind: 'shift' };

/** Dates and times, moved; an empty answer: the calendar has no such date. Stateless: one key and one scope have one amount for ever. */
export const answerShifts: Answerer<ShiftRequest> = async (requests, { subkey }) => {
  const key = requests.some(({ by }) => isKeyed(by)) ? await subkey('date-shift') : null;
  const amounts = new Map<ShiftRequest['by'], Map<string, number>>();
  return requests.map((request) => {
    const ofShift = amounts.get(request.by) ?? new Map<string, number>();
    amounts.set(request.by, ofShift);
    const whose = request.whose.reveal();
    const seconds = ofShift.get(whose) ?? shiftSeconds(request.by, whose, key);
    ofShift.set(whose, seconds);
    return moved(request, seconds);
  });
};

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
      return after === before ? text : formatTime(after);
    }
    case 'DT': {
      const after = moveInstant(parseDateTime(text) as Instant, seconds);
      if (after === null) return '';
      return formatDateTime(
        timeOfDay === 'keep' ? after : withoutTimeOfDay(after, timeOfDay === 'microsoft'),
      );
    }
  }
}
