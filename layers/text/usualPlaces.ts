import type { Atom, AtomicText } from './atoms.ts';
import { TELLING_NEIGHBOURS, USUAL_NEIGHBOURS } from './words/namesInReports.ts';

/** Whether a word stands where reports have it: `Brown fat`, `CT HAND`. */
export function isInUsualPlace(text: AtomicText, index: number): boolean {
  return isBesideOneOf(text, index, USUAL_NEIGHBOURS);
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
