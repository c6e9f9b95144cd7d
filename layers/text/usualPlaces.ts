import type { Atom, AtomicText } from './atoms.ts';
import { COUNTED } from './words/counted.ts';
import {
  FINDINGS,
  MOST_WORDS_BETWEEN,
  SAID_OF_FINDINGS,
  TELLING_NEIGHBOURS,
  USUAL_NEIGHBOURS,
} from './words/namesInReports.ts';

/** Whether a word stands where reports have it: `Brown fat`, `CT HAND`. */
export function isInUsualPlace(text: AtomicText, index: number): boolean {
  return isBesideOneOf(text, index, USUAL_NEIGHBOURS) || isCounted(text, index);
}

/** `6 weeks`, `12 French`. */
function isCounted({ atoms, gaps }: AtomicText, index: number): boolean {
  const isNumber = atoms[index - 1]?.kind === 'digits' && /^[ -]?$/.test(gaps[index] as string);
  const { text: word } = atoms[index] as Atom;
  return isNumber && (COUNTED.has(word) || word === 'french');
}

/** Whether it does, little words apart: `for Hand surgery`, not `report to Hand`. */
export function isInTellingPlace(text: AtomicText, index: number): boolean {
  return isBesideOneOf(text, index, TELLING_NEIGHBOURS);
}

function isBesideOneOf(text: AtomicText, index: number, neighbours: typeof USUAL_NEIGHBOURS): boolean {
  const { atoms } = text;
  const usual = neighbours.get((atoms[index] as Atom).text);
  if (usual === undefined) return false;
  if (usual === null || isSaidOfFinding(text, index)) return true;
  return [index - 1, index + 1].some((at) => usual.has(atoms[at]?.text ?? ''));
}

function isSaidOfFinding({ atoms, gaps }: AtomicText, index: number): boolean {
  if (!SAID_OF_FINDINGS.has((atoms[index] as Atom).text)) return false;
  for (let at = index + 1; at <= index + MOST_WORDS_BETWEEN && /^[ -]$/.test(gaps[at] ?? ''); at++)
    if (FINDINGS.has(atoms[at]?.text ?? '')) return true;
  return false;
}
