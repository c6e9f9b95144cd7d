import { asDigits, differsByOne } from './misread.ts';

/** First three letters of the months, in the languages that screens have. */
const MONTHS: readonly (readonly string[])[] = [
  ['JAN', 'ENE', 'GEN'],
  ['FEB', 'FEV'],
  ['MAR', 'MAE', 'MRZ'],
  ['APR', 'AVR', 'ABR'],
  ['MAY', 'MAI', 'MAG'],
  ['JUN', 'GIU', 'JUIN'],
  ['JUL', 'LUG', 'JUIL'],
  ['AUG', 'AOU', 'AGO'],
  ['SEP', 'SET'],
  ['OCT', 'OKT', 'OTT', 'OUT'],
  ['NOV'],
  ['DEC', 'DEZ', 'DIC'],
];

/** Whether a text holds a day that is given as YYYYMMDD: in figures, in any order, with or without signs between; or with the month's name. */
export function holdsDate(text: string, date: string): boolean {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)];
  const years = [year, year.slice(2)];
  const orders = years.flatMap((written) => [
    [written, month, day],
    [day, month, written],
    [month, day, written],
  ]);
  if (withMonthName(text, years, Number(month), Number(day))) return true;
  const groups = groupsOf(text);
  return orders.some((order) => {
    const wanted = order.join('');
    return (
      groups.some((group) => isNearly(group, wanted)) ||
      groups.some((_, at) =>
        isNearly(
          groups
            .slice(at, at + 3)
            .map((group) => group.padStart(2, '0'))
            .join(''),
          wanted,
        ),
      )
    );
  });
}

/** Eight figures may have one that was misread; of six none, as too many numbers would be near to them. */
function isNearly(group: string, wanted: string): boolean {
  return group === wanted || (wanted.length === 8 && group.length >= 7 && differsByOne(group, wanted));
}

/** Figures between other signs; a word counts where half of it is figures. */
function groupsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}|!]+/u).flatMap((word) => {
    const figures = word.replace(/\D/g, '').length;
    return /^[\dOQIL|!SBZ]+$/i.test(word) && figures * 2 >= word.length
      ? [asDigits(word)]
      : (word.match(/\d+/g) ?? []);
  });
}

function withMonthName(text: string, years: readonly string[], month: number, day: number): boolean {
  const upper = text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  const names = MONTHS[month - 1] ?? [];
  return names.some((name) => {
    const at = upper.search(new RegExp(`(?<!\\p{L})${name}`, 'u'));
    if (at < 0) return false;
    const figures = (upper.match(/\d+/g) ?? []).map(Number);
    return figures.includes(day) && years.some((year) => figures.includes(Number(year)));
  });
}

/** Whether a text holds a time that is given as HHMM or longer: to the minute, of 24 hours or of 12. */
export function holdsTime(text: string, time: string): boolean {
  const hour = Number(time.slice(0, 2));
  const hours = [hour, hour % 12 === 0 ? 12 : hour % 12];
  return [...text.matchAll(/([\dOIL|]{1,2})\s*[:h]\s*([\dOIL|]{2})/gi)].some(
    ([, read, minute]) =>
      hours.includes(Number(asDigits(read as string))) && asDigits(minute as string) === time.slice(2, 4),
  );
}
