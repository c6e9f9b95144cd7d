import { createHash } from 'node:crypto';
import { lookupTag, patternOfKeyword, tagOfKeyword } from '../../dicom/standard/dictionary.ts';
import { asTag } from '../../dicom/tag.ts';
import { isCreatorTag, type Placed } from '../reader/model.ts';
import { firstValue, valuesOf } from '../reader/values.ts';
import { askedOf, FULL_DATES, MODIFIED_DATES, rowOf } from '../standard/profile.ts';
import { isReordered, type Looked, type Side } from './context.ts';
import { isPlaceholderDate } from './placeholders.ts';

const DAY_SECONDS = 86_400;
const PATIENT_ID = 0x00100020;
const STUDY_UID = 0x0020000d;
const SERIES_UID = 0x0020000e;

/** How far the dates of each patient moved, over all instances: intervals stay true only if it is one span for all. */
export interface Shifts {
  /** Whether this span is another than the one that was met first in the scope. */
  differs(scope: string, span: Span): boolean;
}

/** How far a date moved. One without a time of day moves by the whole days of a span that is known to the second. */
interface Span {
  readonly seconds: number;
  readonly to: 'day' | 'second';
}

export function shifts(): Shifts {
  const first: Record<Span['to'], Map<string, number>> = { day: new Map(), second: new Map() };
  return {
    differs: (scope, { seconds, to }) => {
      const key = createHash('sha256').update(scope).digest('base64').slice(0, 22);
      const same = first[to].get(key);
      const other = first[to === 'day' ? 'second' : 'day'].get(key);
      if (same === undefined) first[to].set(key, seconds);
      return (
        (same !== undefined && same !== seconds) ||
        (other !== undefined && Math.abs(other - seconds) >= DAY_SECONDS)
      );
    },
  };
}

/** Form of every date and time; and with the source, whether those that moved moved by one span. */
export function checkDates(looked: Looked, moved: Shifts | null): void {
  for (const placed of looked.output.placed) {
    checkForm(looked, placed);
    checkAge(looked, placed);
  }
  const { source, claims } = looked;
  if (source === null) return;
  const claimsShift = claims.codes.has(MODIFIED_DATES) || claims.temporal === 'MODIFIED';
  if (claims.codes.has(FULL_DATES) || claims.temporal === 'UNMODIFIED') checkUnmoved(looked);
  // Other tools move dates and do not claim it; where dates are dummies, no interval is promised.
  const isSaid = claimsShift || (looked.rules?.shiftScope ?? null) !== null;
  if (moved === null || (!isSaid && claims.temporal === 'REMOVED')) return;
  const scope = scopeOf(looked, source);
  if (scope === null) return;
  for (const placed of looked.output.placed) {
    const span = isReordered(looked, placed.path) ? null : movedBy(placed, source);
    if (span === null || span.seconds === 0 || (looked.rules !== null && looked.says(placed) !== 'shifts'))
      continue;
    if (moved.differs(scope, span))
      looked.find('DATE_NOT_SAME_SHIFT', isSaid ? 'error' : 'note', placed.path);
  }
}

function checkForm(looked: Looked, placed: Placed): void {
  const { element, dataSet, path } = placed;
  const form = FORMS[element.vr];
  if (form === undefined || isCreatorTag(element.tag)) return;
  const wrong = valuesOf(element, dataSet).some((value) => value.trim() !== '' && !form.test(value.trim()));
  if (!wrong) return;
  const before = looked.source?.byPath.get(path);
  const wasWrong =
    before !== undefined &&
    valuesOf(before.element, before.dataSet).some((value) => value.trim() !== '' && !form.test(value.trim()));
  if (!wasWrong) looked.find('DATE_INVALID', looked.source === null ? 'note' : 'warning', path);
}

/** 45 CFR 164.514(b)(2)(i)(C). */
function checkAge(looked: Looked, { element, dataSet, path }: Placed): void {
  if (
    element.vr === 'AS' &&
    valuesOf(element, dataSet).some((age) => Number(/^(\d{3})Y/.exec(age)?.[1] ?? 0) > 90)
  )
    looked.find('AGE_OVER_89', 'note', path);
}

/** PS3.5 6.2; ACR-NEMA's forms are met in old files. */
const FORMS: Readonly<Record<string, RegExp>> = {
  DA: /^(\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|\d{4}\.\d{2}\.\d{2})$/,
  TM: /^([01]\d|2[0-3])(:?[0-5]\d(:?([0-5]\d|60)(\.\d{1,6})?)?)?$/,
  DT: /^\d{4}((0[1-9]|1[0-2])((0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])([0-5]\d(([0-5]\d|60)(\.\d{1,6})?)?)?)?)?)?([+-]\d{4})?$/,
};

/** A marker that says the dates are the true ones. */
function checkUnmoved(looked: Looked): void {
  const source = looked.source as Side;
  for (const placed of looked.output.placed) {
    const row = rowOf(placed.element.tag);
    if (row === undefined || row.options[5] !== 'K' || isReordered(looked, placed.path)) continue;
    // What is in a sequence that is replaced is replaced with it.
    if (placed.sequences.some((tag) => !mayStay(tag, looked))) continue;
    const span = movedBy(placed, source);
    if (span !== null && span.seconds !== 0) looked.find('MARKER_CONTRADICTS', 'error', placed.path);
  }
}

function mayStay(tag: number, { claims }: Looked): boolean {
  const row = rowOf(tag);
  return row === undefined || ['K', 'C'].includes(askedOf(row, claims.codes));
}

function scopeOf({ rules }: Looked, { instance }: Side): string | null {
  const scope = rules === null ? 'patient' : rules.shiftScope;
  const { dataSet } = instance;
  const study = firstValue(dataSet, STUDY_UID);
  switch (scope) {
    case null:
      return null;
    case 'patient':
      return `patient ${firstValue(dataSet, PATIENT_ID) || study}`;
    case 'study':
      return `study ${study}`;
    case 'series':
      return `series ${firstValue(dataSet, SERIES_UID)}`;
    case 'instance':
      return `instance ${firstValue(dataSet, 0x00080018)}`;
  }
}

/** How far a date of the output is behind the source's; null: one of them is not a date, or stands for none. */
function movedBy({ path, element, dataSet }: Placed, source: Side): Span | null {
  if (element.vr !== 'DA' && element.vr !== 'DT') return null;
  const before = source.byPath.get(path);
  if (before === undefined) return null;
  const [was, is] = [valuesOf(before.element, before.dataSet)[0] ?? '', valuesOf(element, dataSet)[0] ?? ''];
  const [wasDay, isDay] = [dayOf(was), dayOf(is)];
  if (wasDay === null || isDay === null || isPlaceholderDate(digits(was)) || isPlaceholderDate(digits(is)))
    return null;
  const time = element.vr === 'DA' ? timeTagOf(element.tag) : null;
  // A zone that is not the other's is not a shift; one that is the same on both sides drops out.
  const [wasTime, isTime] =
    element.vr === 'DT'
      ? [secondsOf(digits(was).slice(8)), secondsOf(digits(is).slice(8))]
      : time === null
        ? [null, null]
        : [secondsOf(firstValue(before.dataSet, time)), secondsOf(firstValue(dataSet, time))];
  const days = (isDay - wasDay) * DAY_SECONDS;
  return wasTime === null || isTime === null
    ? { seconds: days, to: 'day' }
    : { seconds: days + isTime - wasTime, to: 'second' };
}

function digits(text: string): string {
  return (
    text.replaceAll('.', '').slice(0, 8) + (text.includes('.') ? text.slice(8).split('.')[0] : text.slice(8))
  );
}

function dayOf(text: string): number | null {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number.isNaN(ms) ? null : Math.round(ms / 86_400_000);
}

/** Whole seconds of a time of day; a fraction moves with them. */
function secondsOf(text: string): number | null {
  const [, hours, minutes = '0', seconds = '0'] = /^(\d{2}):?(\d{2})?:?(\d{2})?/.exec(text.trim()) ?? [];
  return hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

const timeTags = new Map<number, number | null>();

/** The time that belongs to a date: StudyTime to StudyDate. */
function timeTagOf(tag: number): number | null {
  const known = timeTags.get(tag);
  if (known !== undefined) return known;
  const keyword = lookupTag(asTag(tag))?.keyword ?? '';
  const other = keyword.endsWith('Date') ? keyword.replace(/Date$/, 'Time') : '';
  const found = other === '' || patternOfKeyword(other) !== undefined ? undefined : tagOfKeyword(other);
  timeTags.set(tag, found ?? null);
  return found ?? null;
}
