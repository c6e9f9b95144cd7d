/** Dates, times and ages as PS3.5 6.2 writes them: VRs DA, TM, DT and AS. */
export { type Age, formatAge, parseAge, yearsOf } from './dateTime/age.ts';
export { anniversaryMs, type CalendarDate, type Day, dateOf, dayOf, LAST_DAY } from './dateTime/calendar.ts';
export { formatDate, parseDate } from './dateTime/date.ts';
export { formatDateTime, type Instant, isAmong, isOlderThan, parseDateTime } from './dateTime/instant.ts';
export { moveDate, moveInstant, moveTime } from './dateTime/move.ts';
export { PLACEHOLDER_DATES, placeholderDays } from './dateTime/placeholders.ts';
export { formatTime, microsecondsOf, parseTime, type TimeOfDay, timeAt, toTheHour } from './dateTime/time.ts';
