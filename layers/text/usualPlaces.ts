import type { Atom, AtomicText } from './atoms.ts';
import { COUNTED } from './words/counted.ts';
import { TELLING_NEIGHBOURS, USUAL_NEIGHBOURS } from './words/namesInReports.ts';

/** Whether a word stands where reports have it: `Brown fat`, `CT HAND`. */
export function isInUsualPlace(text: AtomicText, index: number): boolean {
  return isBesideOneOf(text, index, USUAL_NEIGHBOURS) || isCounted(text, index);
}

/** `6 weeks`. */
function isCounted({ atoms, gaps }: AtomicText, index: number): boolean {
  const isNumber = atoms[index - 1]?.kind === 'digits' && /^[ -]?$/.test(gaps[index] as string);
  return isNumber && COUNTED.has((atoms[index] as Atom).text);
}

/** Whether it does, little words apart: `for Hand surgery`, not `report to Hand`. */
export function isInTellingPlace(text: AtomicText, index: number): boolean {
  return isBesideOneOf(text, index, TELLING_NEIGHBOURS);
}

function isBesideOneOf({ atoms }: AtomicText, index: number, neighbours: typeof USUAL_NEIGHBOURS): boolean {
  const usual = neighbours.get((atoms[index] as Atom).text);
  if (usual === undefined) return false;
  if (usual === null) return true;
  return [index - 1, index + 1].some((at) => usual.has(atoms[at]?.text ?? ''));
}
