import type { Atom, AtomicText } from './atoms.ts';
import { COUNTED } from './words/counted.ts';
import {
  ATTRIBUTES_OF_FINDINGS,
  FINDINGS,
  MOST_ANY_WORDS,
  MOST_WORDS_BETWEEN,
  SAID_OF_FINDINGS,
  TELLING_NEIGHBOURS,
  USUAL_NEIGHBOURS,
} from './words/namesInReports.ts';
import { isOfBody } from './words/vocabulary.ts';

/** Whether a word stands where reports have it: `Brown fat`, `CT HAND`. */
export function isInUsualPlace(text: AtomicText, index: number): boolean {
  return isBesideOneOf(text, index, USUAL_NEIGHBOURS) || isCounted(text, index);
}

/** `6 weeks`, `12 French`. */
export function isCounted({ atoms, gaps }: AtomicText, index: number): boolean {
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
  let anyWords = 0;
  for (const [after, atom] of atoms.slice(index + 1, index + 1 + MOST_WORDS_BETWEEN).entries()) {
    if (!/^[ .-]$/.test(gaps[index + 1 + after] as string)) return false;
    if (FINDINGS.has(atom.text)) return true;
    if (!isAttribute(atom)) anyWords += 1;
    if (anyWords === MOST_ANY_WORDS) return false;
  }
  return false;
}

/** What tells where and how large a finding is: nobody does anything in such words. */
function isAttribute({ kind, text }: Atom): boolean {
  return kind === 'digits' || isOfBody(text) || ATTRIBUTES_OF_FINDINGS.has(text);
}
