import type { Atom, AtomicText } from './atoms.ts';
import { USUAL_NEIGHBOURS } from './words/namesInReports.ts';

/** Whether a word stands where reports have it: `Brown fat`, `CT HAND`. */
export function isInUsualPlace({ atoms }: AtomicText, index: number): boolean {
  const usual = USUAL_NEIGHBOURS.get((atoms[index] as Atom).text);
  if (usual === undefined) return false;
  if (usual === null) return true;
  return [index - 1, index + 1].some((at) => usual.has(atoms[at]?.text ?? ''));
}
