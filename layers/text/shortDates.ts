import { isGlued } from './atoms.ts';
import { digitsAt, isDay, isDayAndMonth, isMeasure, monthAt, numberAt, type Reader } from './dateAtoms.ts';

/** `12MAR19`, `Mar-12-19`: with two digits for the year. */
export const glued: Reader = (text, index) => {
  const { gaps } = text;
  const isOfTwo = (at: number) => digitsAt(text, at) === 2;
  const day = numberAt(text, index, 2);
  if (day !== null) {
    const month = text.atoms[index + 1];
    const isOpen = text.atoms[index + 3] !== undefined && isGlued(text, index + 3);
    const isWhole = gaps[index + 1] === '' && gaps[index + 2] === '' && !isGlued(text, index) && !isOpen;
    const isWritten =
      isOfTwo(index) && isOfTwo(index + 2) && isDay(day) && ENGLISH_MONTHS.has(month?.text ?? '');
    return isWhole && isWritten ? [index, index + 3] : null;
  }
  const isDashed = gaps[index + 1] === '-' && gaps[index + 2] === '-' && !isGlued(text, index);
  const behind = numberAt(text, index + 1, 2);
  return isDashed && behind !== null && isDay(behind) && isOfTwo(index + 2) && monthAt(text, index) !== null
    ? [index, index + 3]
    : null;
};

/** As DICOM's oldest texts and many devices write months. */
const ENGLISH_MONTHS: ReadonlySet<string> = new Set(
  'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
);

/** What stands before a day: of a label a number is a date in whatever signs, behind other words if it is written as one. */
const LABELS: ReadonlySet<string> = new Set('dos lmp edd edc dated datum date fecha'.split(' '));
const POINTED_CUES: ReadonlySet<string> = new Set('am vom bis seit ab zum den'.split(' '));
const CUES: ReadonlySet<string> = new Set('on since until from le du el il op em'.split(' '));

/** `on 12/03`, `am 12.03.`, `LMP 12/3`: a day and a month behind what stands before dates. */
export const cuedDay: Reader = (text, index) => {
  const { atoms, gaps } = text;
  const [first, second] = [numberAt(text, index, 2), numberAt(text, index + 1, 2)];
  const cue = atoms[index - 1]?.text ?? '';
  if (first === null || second === null || !isDayAndMonth(first, second) || isMeasure(text, index + 1))
    return null;
  const [before = '', between = '', behind = ''] = gaps.slice(index, index + 3);
  const isContinued = /^[-./:]$/.test(behind) && digitsAt(text, index + 2) > 0;
  if (!/^ ?:? ?$/.test(before) || before === '' || isContinued) return null;
  const isOfTwo = digitsAt(text, index) === 2 && digitsAt(text, index + 1) === 2;
  const isPointed = between === '.' && behind.startsWith('.');
  const isDay =
    (LABELS.has(cue) && /^[-./]$/.test(between)) ||
    (POINTED_CUES.has(cue) && (isPointed || (isOfTwo && between === '/'))) ||
    (CUES.has(cue) && isOfTwo && between === '/');
  return isDay ? [index, index + 2] : null;
};
