import type { AtomicText } from './atoms.ts';
import { EPONYM, type WordFlags } from './words/flags.ts';
import { EPONYMS } from './words/things.ts';

/** What a person's name in a term of medicine stands before. */
const HEADS: ReadonlySet<string> = new Set(
  `abscess anemia anaemia aneurysm angle anomaly aphasia area arthropathy ataxia bodies body bursa canal cell cells chorea classification contracture criteria cyst cysts defect deformity dementia deposit
  disease disorder diverticulum duct dystrophy effect ependymoma esophagus factor fascia fistula foramen fossa fracture fractures ganglion gland glands grade granuloma granulomatosis
  hernia index lesion lesions ligament line lines loop lymphoma malformation maneuver method muscle nerve node nodes nodule nodules palsy paralysis percent phenomenon plaque plaques plane point
  pouch procedure purpura ring sarcoma score scoring shunt sign space stage stain syndrome tetralogy thyroiditis triad triangle tubercle tumor tumour ulcer valve vein
  krankheit syndrom fraktur zeichen maladie hernie enfermedad sindrome fractura signo malattia morbo frattura segno doenca fratura sinal ziekte fractuur`.split(
    /\s+/,
  ),
);

/** Those before which hardly anything but such a name stands, on whatever list it is not. */
const CERTAIN_HEADS: ReadonlySet<string> = new Set(
  `disease syndrome sign classification criteria anomaly malformation deformity contracture phenomenon dystrophy tetralogy triad forceps clamp clamps retractor retractors catheter scissors dissector trocar drain tube suture sutures
  cannula stent krankheit syndrom maladie enfermedad sindrome malattia morbo doenca ziekte`.split(/\s+/),
);

/** Names in one term: `Legg-Calve-Perthes disease`. */
const MOST_NAMES = 4;

/** Whether a name that is known from terms stands in one: `Crohn's disease`, `Hill-Sachs deformity`, `tetralogy of Fallot`. */
export function isEponym(text: AtomicText, index: number, words: WordFlags): boolean {
  const { atoms, gaps } = text;
  const isKnown = (at: number) => {
    const word = atoms[at]?.text ?? '';
    return (words.flagsOf(word) & EPONYM) !== 0 || EPONYMS.has(word);
  };
  const isTetralogy = atoms[index - 1]?.text === 'of' && HEADS.has(atoms[index - 2]?.text ?? '');
  if (isKnown(index) && isTetralogy && gaps[index] === ' ') return true;
  const first = beginOfNames(text, index);
  const head = headBehind(text, index);
  if (head === null || !HEADS.has(head)) return false;
  for (let at = first; at - first < MOST_NAMES && at < atoms.length; at++) {
    if (isKnown(at)) return true;
    if (!isJoined(gaps[at + 1])) return false;
  }
  return false;
}

/** Whether what stands behind a word says that it is the name of a term, known or not. */
export function isBeforeCertainHead(text: AtomicText, index: number): boolean {
  return CERTAIN_HEADS.has(headBehind(text, index) ?? '');
}

function isJoined(gap: string | undefined): boolean {
  return gap === '-' || gap === '–';
}

function beginOfNames({ gaps }: AtomicText, index: number): number {
  let at = index;
  while (at > 0 && index - at < MOST_NAMES && isJoined(gaps[at])) at -= 1;
  return at;
}

/** The word behind the names, past the `s` of one. */
function headBehind({ atoms, gaps }: AtomicText, index: number): string | null {
  let at = index + 1;
  while (at < atoms.length && at - index < MOST_NAMES && isJoined(gaps[at])) at += 1;
  if (/^['’]$/.test(gaps[at] ?? '') && atoms[at]?.text === 's') at += 1;
  return gaps[at] === ' ' ? (atoms[at]?.text ?? null) : null;
}
