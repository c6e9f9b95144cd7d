import { type Atom, type AtomicText, isGlued } from './atoms.ts';
import { digitsAt, isDay, isDotted, isMonth, numberAt, type Reader } from './dateAtoms.ts';

/** `2024年1月31日`, `令和6年1月31日`, `1月31日`, `2024년 1월 31일`. */
export const eastAsian: Reader = (text, index) => {
  const [first, second] = [unitAt(text, index), unitAt(text, index + 2)];
  if (first === 'month' && second === 'day') return [index, index + 4];
  if (first !== 'year' || second !== 'month') return null;
  const era = isEra(text, index - 1) ? index - 1 : index;
  return [era, unitAt(text, index + 4) === 'day' ? index + 6 : index + 4];
};

const COUNTED: Readonly<Record<string, 'year' | 'month' | 'day'>> = {
  年: 'year',
  년: 'year',
  月: 'month',
  월: 'month',
  日: 'day',
  号: 'day',
  일: 'day',
};

/** What a number counts by the character behind it. */
function unitAt(text: AtomicText, index: number): 'year' | 'month' | 'day' | null {
  const sign = text.atoms[index + 1];
  if (digitsAt(text, index) === 0 || digitsAt(text, index) > 4 || sign?.kind !== 'ideographs') return null;
  return COUNTED[sign.text[0] as string] ?? null;
}

function isEra({ atoms }: AtomicText, index: number): boolean {
  return /(?:令和|平成|昭和|大正|明治|民國|民国)$/.test(atoms[index]?.text ?? '');
}

/** `R6.5.2`, `S45.1.31`: a year of a Japanese era behind the first letter of its name. */
export const eraInLetters: Reader = (text, index) => {
  const { text: era, shape } = text.atoms[index] as Atom;
  if (shape !== 'upper' || !/^[shr]$/.test(era) || isGlued(text, index)) return null;
  const [year, month, day] = [1, 2, 3].map((offset) => numberAt(text, index + offset, 2));
  if (year == null || month == null || day == null || year < 1 || !isMonth(month) || !isDay(day)) return null;
  const [first, second, third] = [1, 2, 3].map((offset) => text.gaps[index + offset] as string);
  return first === '' && second === third && second === '.' && !isDotted(text, index + 4)
    ? [index, index + 4]
    : null;
};
