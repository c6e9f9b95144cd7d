import { isTitleGap, LABEL_GAP } from './announced.ts';
import { type Atom, type AtomicText, isWithoutDigits, spanOf, type TextSpan } from './atoms.ts';
import { ABBREVIATIONS } from './words/counted.ts';
import { NAME_PARTICLES } from './words/general.ts';
import { COMMON_NAMES } from './words/names.ts';
import { isShortForm } from './words/shortForms.ts';
import {
  BETWEEN_TITLES,
  BY,
  CERTAIN_NAME_LABELS,
  DEGREES,
  DONE_BY,
  NAME_LABELS,
  SHORT_TITLES,
  TITLES,
} from './words/titles.ts';
import { UNITS } from './words/units.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** Names of persons that a title, a degree, a label or a `by` beside them gives away. */
export function peopleIn(text: AtomicText): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let index = 0; index < text.atoms.length; index++) {
    for (const find of FINDERS) {
      const range = find(text, index);
      if (range !== null) spans.push(spanOf(text, range[0], range[1]));
    }
  }
  return [...spans, ...addressedIn(text)];
}

type Range = readonly [from: number, to: number];
type Finder = (text: AtomicText, index: number) => Range | null;

/** Most words of one name. */
const MOST_WORDS = 4;

/** How readily a word is taken for a name. */
type Readiness =
  /** Whatever it is, but for what is in lower case and known. */
  | 'any'
  /** What clinical texts do not use. */
  | 'unknown';

/** The name that begins at an atom: words, initials and particles, at most four, on one line; null if none does. */
function nameAt(
  text: AtomicText,
  from: number,
  first: Readiness,
  afterComma: Readiness = 'unknown',
): Range | null {
  const { atoms, gaps } = text;
  let to = from;
  let words = 0;
  let shape: Atom['shape'] = 'other';
  for (let at = from; at < atoms.length && at - from < 2 * MOST_WORDS && words < MOST_WORDS; at++) {
    const atom = atoms[at] as Atom;
    if (at > from && !/^(?:[ -]|['’]|\. ?|, ?|\^)$/.test(gaps[at] as string)) break;
    if (atom.kind === 'ideographs' && at === from) return [from, from + 1];
    if (atom.kind !== 'letters' || atom.text === 'removed' || !isWithoutDigits(text, at)) break;
    const isInitial = atom.text.length === 1 && atom.shape === 'upper';
    if (isInitial || NAME_PARTICLES.has(atom.text)) {
      if (isInitial) to = at + 1;
      continue;
    }
    // A comma ends a name but after its first word: `Doe, Jane`.
    const isAfterComma = words > 0 && (gaps[at] as string).startsWith(',');
    if (isAfterComma && words > 1) break;
    if (!isNameLike(atom, words === 0 ? first : isAfterComma ? afterComma : 'unknown')) break;
    // The words of a name are written alike. In lower case it is one word at most: what follows is the sentence.
    if (words > 0 && (atom.shape === 'lower' || atom.shape !== shape)) break;
    shape = atom.shape;
    words += 1;
    to = at + 1;
  }
  return words > 0 ? [from, to] : null;
}

/** `Dr. Li`, `Mr Le`, `DR. LI`: behind a title a particle with a capital is all of a name; in capitals where nothing follows. */
function nameAfterTitle(text: AtomicText, from: number, first: Readiness): Range | null {
  const found = nameAt(text, from, first);
  const { text: word, shape } = text.atoms[from] as Atom;
  if (found !== null || !NAME_PARTICLES.has(word) || word.length < 2) return found;
  const isLast = !/^ $/.test(text.gaps[from + 1] as string) || from + 1 >= text.atoms.length;
  const isWritten = shape === 'capital' || (shape === 'upper' && isLast && !ABBREVIATIONS.has(word));
  return isWritten && isWithoutDigits(text, from) ? [from, from + 1] : null;
}

function isNameLike({ text, shape }: Atom, readiness: Readiness): boolean {
  if (text.length < 2) return false;
  if (!isKnownWord(text)) return !isAbbreviation(text, shape);
  return readiness === 'any' && shape !== 'lower';
}

/** `AP`, `VWS`: in capitals they are a radiographer's. */
function isAbbreviation(text: string, shape: Atom['shape']): boolean {
  return shape === 'upper' && ABBREVIATIONS.has(text);
}

/** `Dr. Doe`, `Prof. Dr. med. Jane Doe`, `Mr Doe`, `Frau Doe`. */
const titled: Finder = (text, index) => {
  const { atoms, gaps } = text;
  const title = atoms[index] as Atom;
  // `3DRA Prop`: a technique.
  if (title.kind !== 'letters' || !isWithoutDigits(text, index)) return null;
  const isTitle = TITLES.has(title.text);
  if (!isTitle && !SHORT_TITLES.has(title.text)) return null;
  let at = index + 1;
  const isDotted = (gaps[at] as string).startsWith('.');
  while (
    at < atoms.length &&
    at - index < 6 &&
    BETWEEN_TITLES.has((atoms[at] as Atom).text) &&
    isTitleGap(gaps[at])
  )
    at += 1;
  if (at >= atoms.length || !isTitleGap(gaps[at])) return null;
  const first = atoms[at] as Atom;
  if (isTitle) return nameAfterTitle(text, at, first.shape === 'capital' ? 'any' : 'unknown');
  // `Dr.` and `Mr` are titles, `DR` and `MR` are modalities unless a name follows; a single letter is one only with its point.
  if (title.text.length === 1 && !(isDotted && title.shape === 'upper' && first.shape === 'capital'))
    return null;
  if (title.shape === 'capital' || (isDotted && title.text !== 'fr'))
    return nameAfterTitle(
      text,
      at,
      isDotted && first.shape === 'capital' && title.text === 'dr' ? 'any' : 'unknown',
    );
  if (title.text === 'dr') return nameAt(text, at, 'unknown');
  return COMMON_NAMES.has(first.text) ? nameAt(text, at, 'unknown') : null;
};

/** `Jane Doe, MD`, `J. Doe M.D.`: one or two words before a degree. */
const graduated: Finder = ({ atoms, gaps }, index) => {
  const degree = atoms[index] as Atom;
  const isSplit = degree.text === 'm' && gaps[index + 1] === '.' && atoms[index + 1]?.text === 'd';
  if (degree.kind !== 'letters' || degree.shape === 'lower' || !(DEGREES.has(degree.text) || isSplit))
    return null;
  if (!/^,? $/.test(gaps[index] as string)) return null;
  let from = index;
  for (let at = index - 1; at >= Math.max(0, index - 3); at--) {
    const { kind, text, shape } = atoms[at] as Atom;
    const isName =
      kind === 'letters' &&
      (shape === 'capital' || shape === 'upper') &&
      text !== 'removed' &&
      !isKnownWord(text) &&
      !isAbbreviation(text, shape);
    if (!isName || (at < index - 1 && !/^(?:\.? |-)$/.test(gaps[at + 1] as string))) break;
    from = at;
  }
  return from < index && (atoms[index - 1] as Atom).text.length > 1 ? [from, index] : null;
};

/** `Patient name: Jane Doe`, `Radiologist: Doe`, `Patient=Doe^Jane`. */
const labelled: Finder = (text, index) => {
  const { atoms, gaps } = text;
  const label = atoms[index] as Atom;
  if (label.kind !== 'letters' || !NAME_LABELS.has(label.text)) return null;
  if (!LABEL_GAP.test(gaps[index + 1] ?? '') || index + 1 >= atoms.length) return null;
  const readiness = CERTAIN_NAME_LABELS.has(label.text) ? 'any' : 'unknown';
  return nameAt(text, index + 1, readiness, readiness);
};

/** `read by Doe`, `referred by Doe`. */
const doneBy: Finder = (text, index) => {
  const { atoms, gaps } = text;
  if (!DONE_BY.has((atoms[index] as Atom).text) || !BY.has(atoms[index + 1]?.text ?? '')) return null;
  const first = atoms[index + 2];
  if (first === undefined || !/^(?: |: ?)$/.test(gaps[index + 2] as string)) return null;
  return nameAt(text, index + 2, 'unknown');
};

/** `Tech: BM`, `initials ABC`, `radiographer MKL`: letters of whom such a word says. */
const initialed: Finder = (text, index) => {
  const { atoms, gaps } = text;
  const label = atoms[index] as Atom;
  const initials = atoms[index + 1];
  if (!BEFORE_INITIALS.has(label.text) || initials?.kind !== 'letters') return null;
  if (!/^(?: | ?[:=-] ?)$/.test(gaps[index + 1] as string)) return null;
  const { text: letters, shape } = initials;
  const isWritten = shape === 'upper' || (label.text === 'initials' && letters.length < 4);
  const isAnything =
    isKnownWord(letters) || isShortForm(letters) || isAbbreviation(letters, shape) || UNITS.has(letters);
  const isAlone = isWithoutDigits(text, index + 1);
  return isWritten && isAlone && !isAnything && letters.length > 1 && letters.length < 5
    ? [index + 1, index + 2]
    : null;
};
const BEFORE_INITIALS: ReadonlySet<string> = new Set(
  'tech technologist technician radiographer sonographer initials initialed initialled mtra mtr manip laborant'.split(
    ' ',
  ),
);

const FINDERS: readonly Finder[] = [titled, graduated, labelled, doneBy, initialed];

/** Words for people in whose stead 先生, さん or 氏 may stand. */
const NOBODY = /(?:患者|皆|医師|主治医|担当医|看護師|お医者|本人)$/;

/** `田中先生`, `佐藤さん`, `氏名:山田太郎`: up to four characters before the title, the word after the label. */
function addressedIn(text: AtomicText): TextSpan[] {
  const spans: TextSpan[] = [];
  text.atoms.forEach(({ kind, start, end }, index) => {
    if (kind !== 'ideographs') return;
    const written = text.text.slice(start, end);
    for (const { index: at } of written.matchAll(/先生|さん|氏(?!名)|医師|殿|선생|교수/g)) {
      const before = written.slice(Math.max(0, at - 4), at);
      const name = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}ー]{1,4}$/u.exec(before)?.[0] ?? '';
      if (name !== '' && !NOBODY.test(name)) spans.push({ start: start + at - name.length, end: start + at });
    }
    const next = text.atoms[index + 1];
    if (/(?:氏名|患者名|姓名|名前|이름|성명|환자명)$/.test(written) && next !== undefined)
      if (/^ ?[:：=] ?$/.test(text.gaps[index + 1] as string) && next.kind !== 'digits')
        spans.push({ start: next.start, end: next.end });
  });
  return spans;
}
