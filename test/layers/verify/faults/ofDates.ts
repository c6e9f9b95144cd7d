import type { ByteFault } from './kinds.ts';
import { everywhere, find, one, put, textOf } from './tree.ts';

/** Dates that are kept, or wrong by a little. */

const STUDY_DATE = 0x00080020;

function dayAfter(day: string, days: number): string {
  const date = new Date(
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)) + days),
  );
  return date.toISOString().slice(0, 10).replaceAll('-', '');
}

export const DATE_KINDS: readonly ByteFault[] = [
  {
    name: 'a date is off by one',
    codes: ['DATE_NOT_SAME_SHIFT'],
    dates: 'modified',
    spoil: ({ output, below }) => {
      const dates = output.dataSet.filter(
        ({ tag, vr, value }) => vr === 'DA' && value.length === 8 && tag !== 0x00100030,
      );
      const spoiled = dates[below(Math.max(1, dates.length))];
      if (dates.length < 2 || spoiled === undefined) return false;
      spoiled.value = Buffer.from(dayAfter(textOf(spoiled), 1), 'latin1');
      return true;
    },
  },
  {
    name: 'all dates of an instance moved by another span',
    codes: ['DATE_NOT_SAME_SHIFT'],
    dates: 'modified',
    spoil: ({ output }) => {
      let spoiled = 0;
      for (const element of everywhere(output.dataSet))
        if ((element.vr === 'DA' || element.vr === 'DT') && /^\d{8}/.test(textOf(element))) {
          const text = textOf(element);
          element.value = Buffer.from(dayAfter(text, -30) + text.slice(8), 'latin1');
          spoiled++;
        }
      return spoiled > 0;
    },
  },
  {
    name: 'a date did not move',
    codes: ['DATE_KEPT'],
    dates: 'modified',
    spoil: ({ output, source }) => {
      const before = find(source.dataSet, STUDY_DATE);
      if (before === undefined || find(output.dataSet, STUDY_DATE) === undefined) return false;
      put(output.dataSet, { ...before });
      return true;
    },
  },
  {
    name: 'a date is back that should be gone',
    codes: ['PROFILE_KEPT', 'MARKER_CONTRADICTS'],
    spoil: ({ output, source }) => {
      const before = find(source.dataSet, STUDY_DATE);
      if (before === undefined) return false;
      put(output.dataSet, { ...before });
      return true;
    },
  },
  {
    name: 'the birth date is back',
    codes: ['PROFILE_KEPT'],
    spoil: ({ output, source }) => {
      const before = find(source.dataSet, 0x00100030);
      if (before === undefined) return false;
      put(output.dataSet, { ...before });
      return true;
    },
  },
  {
    name: 'a date that is none',
    codes: ['DATE_INVALID'],
    spoil: ({ output }) => {
      put(output.dataSet, one(STUDY_DATE, 'DA', '20241399'));
      return true;
    },
  },
];
