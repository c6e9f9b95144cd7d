import { type Atom, type AtomicText, isGlued, spanOf, type TextSpan } from './atoms.ts';
import { isQuantity } from './units.ts';
import {
  AGE_LABELS,
  AGE_UNITS,
  BIRTH_LABELS,
  CODE_LABELS,
  NUMBER_WORDS,
  NUMBERED,
  PHONE_LABELS,
  SIGNED_LABELS,
} from './words/titles.ts';
import { UNITS } from './words/units.ts';

/** Numbers that the words beside them give away: identifiers, telephone numbers, years of birth, ages over 89. */
export function labelledNumbersIn(text: AtomicText): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let index = 0; index < text.atoms.length; index++) {
    const label = text.atoms[index] as Atom;
    const range =
      label.kind === 'digits'
        ? (oldAge(text, index) ?? numberSign(text, index))
        : PHONE_LABELS.has(label.text)
          ? numberAfter(text, index + 1, 4, PHONE_GAP)
          : BIRTH_LABELS.has(label.text)
            ? numberAfter(text, index + 1, 4, WITHIN_DATE)
            : isCodeLabel(text, index)
              ? codeAfter(text, index + 1, 2)
              : isSignedLabel(text, index)
                ? codeAfter(text, index + 1, 4)
                : null;
    if (range !== null) spans.push(spanOf(text, range[0], range[1]));
  }
  return spans;
}

type Range = readonly [from: number, to: number];

/** What stands between a label and what it labels. */
const AFTER_LABEL = /^[ .:#=()'/-]{0,4}$/;
const PHONE_GAP = /^[ -./()]{1,2}$/;
const WITHIN_DATE = /^[-./ ]$/;
const WITHIN_CODE = /^[-_./]?$/;
/** Most groups of one number. */
const MOST_GROUPS = 12;

/** A number of so many digits and more, in groups; null if none stands behind a label. */
function numberAfter(text: AtomicText, from: number, leastDigits: number, within: RegExp): Range | null {
  const { atoms, gaps } = text;
  if (!AFTER_LABEL.test((gaps[from] ?? '\n').replace('+', ''))) return null;
  let digits = 0;
  let to = from;
  for (; to < atoms.length && to - from < MOST_GROUPS; to++) {
    const { kind, text: group } = atoms[to] as Atom;
    if (kind !== 'digits' || (to > from && !within.test(gaps[to] as string))) break;
    if (to > from && (gaps[to] as string).includes(' ') && isQuantity(text, to)) break;
    digits += group.length;
  }
  return digits >= leastDigits ? [from, to] : null;
}

/** `MRN`, `patient ID`, `case no`; `ID` by itself where it is written as a label. */
function isCodeLabel(text: AtomicText, index: number): boolean {
  const { atoms, gaps } = text;
  const { text: word, kind } = atoms[index] as Atom;
  if (kind !== 'letters' || isGlued(text, index)) return false;
  if (CODE_LABELS.has(word)) return true;
  const before = atoms[index - 1];
  if (NUMBER_WORDS.has(word) && before !== undefined && NUMBERED.has(before.text))
    return (gaps[index] as string).length < 3;
  if (NUMBERED.has(word) && /^ ?#/.test(gaps[index + 1] ?? '')) return true;
  return (
    word === 'id' &&
    /^(?: ?[:#=]| \d)/.test(text.text.slice((atoms[index] as Atom).end, (atoms[index] as Atom).end + 2))
  );
}

/** `MR# 48-39-21`, `Policy: K123.456.78`; behind a mere space what a policy is called by alone. */
function isSignedLabel(text: AtomicText, index: number): boolean {
  const { text: word, shape } = text.atoms[index] as Atom;
  if (!SIGNED_LABELS.has(word) || isGlued(text, index)) return false;
  return /^ ?[#:.]/.test(text.gaps[index + 1] ?? '') || (word === 'policy' && shape !== 'lower');
}

/** Letters and digits, with at least so many digits, that stand behind a label; words in between end the search. */
function codeAfter(text: AtomicText, index: number, least: number): Range | null {
  const { atoms, gaps } = text;
  const from = NUMBER_WORDS.has(atoms[index]?.text ?? '') ? index + 1 : index;
  if (!AFTER_LABEL.test(gaps[from] ?? '\n')) return null;
  let digits = 0;
  let to = from;
  for (; to < atoms.length && to - from < 2 * MOST_GROUPS; to++) {
    const { kind, text: part } = atoms[to] as Atom;
    if (kind === 'ideographs') break;
    if (to > from && !WITHIN_CODE.test(gaps[to] as string) && !isGroupBehind(text, to)) break;
    if (kind === 'digits') digits += part.length;
  }
  return digits >= least ? [from, to] : null;
}

/** `48 39 21`: two digits and more behind a space, behind as many, that measure nothing. */
function isGroupBehind(text: AtomicText, at: number): boolean {
  const { atoms, gaps } = text;
  const isGroup = ({ kind, text: digits }: Atom) =>
    kind === 'digits' && digits.length > 1 && digits.length < 5;
  const [before, group] = [atoms[at - 1] as Atom, atoms[at] as Atom];
  if (gaps[at] !== ' ' || !isGroup(before) || !isGroup(group)) return false;
  const behind = atoms[at + 1];
  const isOfWord = behind?.kind === 'letters' && /^ ?$/.test(gaps[at + 1] as string);
  return !isQuantity(text, at) && !isOfWord;
}

/** `#5521`: four digits and more, unless it counts images. */
function numberSign({ atoms, gaps }: AtomicText, index: number): Range | null {
  if ((atoms[index] as Atom).text.length < 4 || !(gaps[index] as string).endsWith('#')) return null;
  return COUNTED.has(atoms[index - 1]?.text ?? '') ? null : [index, index + 1];
}

const COUNTED: ReadonlySet<string> = new Set('series image slice frame im se acq scan phase'.split(' '));

/** HIPAA counts ages over 89 as one class: an exact one identifies (45 CFR 164.514(b)(2)(i)(C)). */
const OLDEST_TOLD = 89;
const OLDEST = 130;

/** `92 yo`, `92-year-old`, `aged 92`, `092Y`, `92 Jahre`, `92歳`. */
function oldAge({ atoms, gaps }: AtomicText, index: number): Range | null {
  const { text } = atoms[index] as Atom;
  const age = Number(text);
  if (text.length > 3 || age <= OLDEST_TOLD || age > OLDEST) return null;
  const unit = atoms[index + 1];
  const gap = gaps[index + 1] as string;
  if (unit?.kind === 'ideographs' && gap === '' && /^[歳歲岁才세]/.test(unit.text)) return [index, index + 1];
  const isUnit = unit !== undefined && AGE_UNITS.has(unit.text) && /^[ -/]?$/.test(gap);
  // One letter is an age's unit where it is glued, as in the VR AS.
  if (isUnit && (unit.text.length > 1 || gap === '' || /^o(?:ld)?$/.test(atoms[index + 2]?.text ?? '')))
    return [index, index + 1];
  if (isBesideSex(atoms, gaps, index)) return [index, index + 1];
  const before = atoms[index - 1];
  const isLabelled =
    before !== undefined && AGE_LABELS.has(before.text) && /^[ :=]{1,3}$/.test(gaps[index] as string);
  return isLabelled ? [index, index + 1] : null;
}

const SEXES: ReadonlySet<string> = new Set(['f', 'm', 'w']);

/** `F/92`, `92/F`, `F 92`, `93F`. */
function isBesideSex(atoms: AtomicText['atoms'], gaps: AtomicText['gaps'], index: number): boolean {
  const [sexBefore, sexBehind] = [atoms[index - 1], atoms[index + 1]].map((atom) =>
    atom !== undefined && SEXES.has(atom.text) ? atom : null,
  );
  const [before, after] = [gaps[index] as string, gaps[index + 1] as string];
  const isFirst = index === 0;
  if (sexBehind != null && after === '')
    return sexBehind.shape === 'upper' && (isFirst || before.endsWith(' ')) && gaps[index + 2] !== '';
  if (after === '' && index + 1 < atoms.length) return false;
  if (sexBefore != null && before === '/' && after !== '/') return true;
  // `W` with a space before a number is a window's, and a letter behind one is glued to it: `T2F 120`.
  if (
    sexBefore?.shape === 'upper' &&
    sexBefore.text !== 'w' &&
    before === ' ' &&
    (index === 1 || gaps[index - 1] !== '')
  )
    return (
      index + 1 >= atoms.length || /^ ?[,;:)\n]/.test(after) || isSaidOfSomebody(atoms[index + 1] as Atom)
    );
  return sexBehind != null && after === '/' && !/^[-./]?$/.test(isFirst ? ' ' : before);
}

/** A word, and no unit. */
function isSaidOfSomebody({ kind, text }: Atom): boolean {
  return kind === 'letters' && text.length > 3 && !UNITS.has(text);
}
