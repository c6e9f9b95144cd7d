import type { AtomicText } from './atoms.ts';
import { UNITS } from './words/units.ts';

/** Whether a unit stands at an atom, at once or one space behind the number before it, and nothing is glued to it: `5mm`, `120 kVp`, not `5 T2W`. */
export function isUnit({ atoms, gaps }: AtomicText, index: number): boolean {
  const atom = atoms[index];
  if (atom?.kind !== 'letters' || !UNITS.has(atom.text) || !/^ ?$/.test(gaps[index] as string)) return false;
  // A letter behind a space is the beginning of something else.
  if (atom.text.length === 1 && gaps[index] !== '') return false;
  return gaps[index + 1] !== '' || index + 1 >= atoms.length;
}

/** Whether a number of a technique begins at an atom: `1.5T`, `5mm`, `70%`. */
export function isQuantity({ atoms, gaps }: AtomicText, index: number): boolean {
  const isDecimal = gaps[index + 1] === '.' && atoms[index + 1]?.kind === 'digits';
  const after = isDecimal ? index + 2 : index + 1;
  return (gaps[after] as string).startsWith('%') || (gaps[after] === '' && atoms[after]?.kind === 'letters');
}
