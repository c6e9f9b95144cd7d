import type { AtomicText } from './atoms.ts';
import { NAME_PAIRS, NAMES_OF_TERMS, SCORES, TERM_NAMES } from './words/eponyms.ts';
import {
  COMMON_NAME,
  COMMON_WORD,
  EPONYM,
  GIVEN_NAME,
  NAME,
  PLACE,
  WORD,
  type WordFlags,
} from './words/flags.ts';
import { EPONYMS } from './words/things.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** What a person's name in a term of medicine stands before, and a patient's as well: `Colles fracture`, and `Wilson fracture left wrist`. */
const HEADS: ReadonlySet<string> = new Set(
  `abscess anastomosis anatomy anemia anaemia aneurysm angle anomaly aphasia area arthropathy ataxia bodies body bursa canal cell cells chorea classification contracture criteria cyst cysts defect deformity dementia deposit
  disease disorder diverticulum duct dystrophy effect ependymoma esophagus factor fascia fistula foramen fossa fracture fractures ganglion gland glands grade granuloma granulomatosis
  hernia index lesion lesions ligament line lines loop lymphoma malformation maneuver method muscle nerve node nodes nodule nodules palsy paralysis percent phenomenon plaque plaques plane point
  pouch procedure purpura ring sarcoma score scoring shunt sign space stage stain syndrome tetralogy thyroiditis triad triangle tubercle tumor tumour ulcer valve vein variant variants neuroma endocarditis cleft kyphosis dysplasia type stage grading elbow injury circulation operation pad recess island window test position stent graft lymph
  zyste tumor kontraktur klassifikation operation prothese schiene syndroom cyste breuk deformitat band
  krankheit syndrom fraktur zeichen maladie hernie enfermedad sindrome fractura signo malattia morbo frattura segno doenca fratura sinal ziekte fractuur`.split(
    /\s+/,
  ),
);

/** Those before which hardly anything but such a name stands. */
const SURE_HEADS: ReadonlySet<string> = new Set(
  `anomaly chorea classification contracture criteria deformity disease dystrophy lymphoma malformation palsy phenomenon purpura sarcoma sign syndrome tetralogy thyroiditis triad
  krankheit syndrom maladie enfermedad sindrome malattia morbo doenca ziekte`.split(/\s+/),
);

/** Those that `of` stands behind: `tetralogy of Fallot`, `circle of Willis`. */
const OF_HEADS: ReadonlySet<string> = new Set(
  `aneurysm ampulla aqueduct bundle canal circle disease duct fissure foramen fossa islets ligament loop pouch sign sinus space sphincter tetralogy triangle vein
  canale clasificacion classificacao classificatie classification classificazione cirkel cisti cisto cistos cyste circolo circulo conducto doenca dotto ductus enfermedad fissura fond
  fossa fractura frattura fratura fracture ganglio hernia hernie klassifikation klassifizierung kyste kystes ligamento ligament linea ligne linha lobo maladie malattia malformacao
  malformacion malformazione maladies manovra neurinoma neuroma neuroom nevrome nodo nodulo noduli nodulos nodules operacion pinza poligono polygone prothese protesi protesis quiste quistes segno seno sillon sinal sindrome
  signe signo sulco surco syndroom syndrome tetralogia tetralogie triade trigono tumor tumore tumeur ulcera ulcere valvola valvula ziekte zona zone`.split(
    /\s+/,
  ),
);
const OF: ReadonlySet<string> = new Set('of de di da do du van von nach'.split(' '));
/** Before a name without anything between: `Morbus Crohn`, `Typ Stanford B`. */
const HEADS_BEFORE: ReadonlySet<string> = new Set(
  'morbus grado grad grade graad typ type tipo stadium klasse'.split(' '),
);

/** Those before which it stands on whatever list it is not. */
const CERTAIN_HEADS: ReadonlySet<string> = new Set(
  `disease syndrome sign classification criteria anomaly malformation deformity contracture phenomenon dystrophy tetralogy triad forceps clamp clamps retractor retractors catheter scissors dissector trocar drain tube suture sutures
  cannula stent krankheit syndrom maladie enfermedad sindrome malattia morbo doenca ziekte`.split(/\s+/),
);

/** Names in one term: `Legg-Calve-Perthes disease`. */
const MOST_NAMES = 4;

/** Whether a name that is known from terms stands in one: `Crohn's disease`, `Hill-Sachs deformity`, `tetralogy of Fallot`; or may: `Wilson fracture`. */
export function termAt(text: AtomicText, index: number, words: WordFlags): 'sure' | 'likely' | null {
  const { atoms, gaps } = text;
  const isKnown = (at: number) => {
    const word = atoms[at]?.text ?? '';
    return (words.flagsOf(word) & EPONYM) !== 0 || EPONYMS.has(word) || TERM_NAMES.has(word);
  };
  // Hardly anybody is called so.
  const isRare = (at: number) => {
    const word = atoms[at]?.text ?? '';
    return TERM_NAMES.has(word) && (words.flagsOf(word) & (COMMON_NAME | GIVEN_NAME)) === 0;
  };
  const own = atoms[index]?.text ?? '';
  if (isPairBefore(text, index) || isPairBefore(text, index + 1)) return 'sure';
  if (isRare(index)) return 'sure';
  const before = atoms[index - 1]?.text ?? '';
  const isTetralogy =
    (OF.has(before) && OF_HEADS.has(atoms[index - 2]?.text ?? '')) || HEADS_BEFORE.has(before);
  if (isKnown(index) && isTetralogy && gaps[index] === ' ') return 'sure';
  const head = headBehind(text, index) ?? '';
  const names = namesAround(text, index);
  if (isPair(text, index) || isPair(text, index + 1)) return 'sure';
  if (isBehindGivenName(text, names[0] as number, words)) return null;
  if ((SCORES.has(own) && GRADE.test(head)) || isChildScore(text, index)) return 'sure';
  // Two surnames of many with a hyphen between are somebody's.
  const isDouble = names.length > 1 && gaps[names[1] as number] !== ' ' && !names.some(isRare);
  if (!isDouble && names.every((at) => NAMES_OF_TERMS.get(head)?.has(atoms[at]?.text ?? ''))) return 'sure';
  if (!names.some(isKnown)) return null;
  // The other is known from terms alone: `Jarisch-Herxheimer`.
  if (names.some((at) => isOfTermsAlone(words.flagsOf(atoms[at]?.text ?? '')))) return 'sure';
  if (!HEADS.has(head)) return null;
  return SURE_HEADS.has(head) || names.some(isRare) ? 'sure' : 'likely';
}

/** `Child B`: a class of cirrhosis, and no initial. */
function isChildScore({ atoms, gaps }: AtomicText, index: number): boolean {
  const letter = atoms[index + 1];
  const isClass = letter?.shape === 'upper' && /^[abc]$/.test(letter.text) && gaps[index + 1] === ' ';
  return isClass && atoms[index]?.text === 'child' && !/^[.^]/.test(gaps[index + 2] ?? '');
}

/** `Gleason 3`, `Bethesda III`. */
const GRADE = /^(?:\d|i{1,3}|iv|vi?)$/;

/** `Osgood-Schlatter`, `Osgood Schlatter`: with the name before it one term, whatever stands behind. */
function isPair({ atoms, gaps }: AtomicText, index: number): boolean {
  const [one, other] = [atoms[index - 1], atoms[index]];
  if (gaps[index] === ' ' && one?.shape !== other?.shape) return false;
  return /^[-– ]$/.test(gaps[index] ?? '') && NAME_PAIRS.has(`${one?.text}-${other?.text}`);
}

/** `Winston Lutz test`, `Jackson Pratt drain`: both are names of the term that stands behind them. */
function isPairBefore(text: AtomicText, index: number): boolean {
  const { atoms, gaps } = text;
  const of = NAMES_OF_TERMS.get(headBehind(text, index) ?? '');
  return (
    gaps[index] === ' ' &&
    atoms[index - 1]?.shape === atoms[index]?.shape &&
    [index - 1, index].every((at) => of?.has(atoms[at]?.text ?? ''))
  );
}

/** Whether what stands behind a word says that it is the name of a term, known or not. */
export function isBeforeCertainHead(text: AtomicText, index: number): boolean {
  return CERTAIN_HEADS.has(headBehind(text, index) ?? '');
}

/** Whether a name stands in one term with the one before it: `Hill-Sachs`, `Salter Harris`. */
function isJoined({ atoms, gaps }: AtomicText, index: number): boolean {
  const gap = gaps[index];
  if (gap === '-' || gap === '–') return true;
  return gap === ' ' && [index - 1, index].every((at) => TERM_NAMES.has(atoms[at]?.text ?? ''));
}

/** A rare word that nobody is called by. */
function isOfTermsAlone(flags: number): boolean {
  return (flags & WORD) !== 0 && (flags & (COMMON_WORD | COMMON_NAME | GIVEN_NAME | NAME | PLACE)) === 0;
}

/** `Bjorn Andersson fracture`. */
function isBehindGivenName({ atoms, gaps }: AtomicText, index: number, words: WordFlags): boolean {
  const before = atoms[index - 1];
  if (before === undefined || gaps[index] !== ' ' || (before.shape !== 'capital' && before.shape !== 'upper'))
    return false;
  const flags = words.flagsOf(before.text);
  return (flags & GIVEN_NAME) !== 0 || ((flags & (COMMON_NAME | NAME)) !== 0 && !isKnownWord(before.text));
}

/** The atoms that are joined to one. */
function namesAround(text: AtomicText, index: number): readonly number[] {
  let [from, to] = [index, index + 1];
  while (from > 0 && index - from < MOST_NAMES && isJoined(text, from)) from -= 1;
  while (to - index < MOST_NAMES && isJoined(text, to)) to += 1;
  return Array.from({ length: to - from }, (_none, at) => from + at);
}

/** The word behind the names, past the `s` of one. */
function headBehind(text: AtomicText, index: number): string | null {
  const { atoms, gaps } = text;
  let at = index + 1;
  while (at < atoms.length && at - index < MOST_NAMES && isJoined(text, at)) at += 1;
  if (/^['’]$/.test(gaps[at] ?? '') && atoms[at]?.text === 's') at += 1;
  // `Weber B fracture`, `Golden S sign`.
  const letter = atoms[at];
  if (gaps[at] === ' ' && letter?.shape === 'upper' && letter.text.length === 1) at += 1;
  return gaps[at] === ' ' ? (atoms[at]?.text ?? null) : null;
}
