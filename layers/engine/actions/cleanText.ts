import type { Action } from '../../../rules/plan.ts';
import { doubtfulTextOf } from '../../../rules/textPolicy.ts';
import type { Edit } from '../../dicom/edit.ts';
import { formatPath } from '../../dicom/element.ts';
import { withoutTrailingPadding } from '../../dicom/padding.ts';
import { asTag } from '../../dicom/tag.ts';
import { textOf } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';
import type { TextDoubt } from '../../text/doubts.ts';
import { identifiersOf } from '../../text/identifiers.ts';
import { loadedCleaner } from '../../text/lazyCleaner.ts';
import { REMOVED } from '../../text/removed.ts';
import { reviewedOf } from '../decide/reviewedValues.ts';
import type { Finding } from '../reason.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';
import { encodeValues } from './textValue.ts';

/**
 * Takes out of free text what identifies (PS3.15 E.3.5, Table E.1-1a, C): the identifying values of the instance wherever they recur, and what
 * looks like an identifier; `[removed]` stands in their place. What is still doubtful is a finding. Text that has nothing of it stays as it
 * is, byte for byte.
 *
 * The VRs that Table E.1-1 has C for, and text in sequences that it has C for:
 * - LO, LT, SH, ST, UC, UT and AE: cleaned, value by value, and cut to what the VR holds.
 * - PN: a name is nothing but a name: it goes.
 * - CS: has neither brackets nor half a value: a value that would change becomes `REMOVED`.
 * - OB (notes of makers): cannot be read as text, and so not be known to be clean: removed.
 * - SQ: stays; its items are decided one by one, and text in them that has no rule of its own is cleaned.
 * Any other VR refuses the instance with `ACTION_NOT_FOR_VR`.
 */
export const cleanText: ActionHandler<Action & { kind: 'clean-text' }> = {
  needs: () => NEEDS_NOTHING,
  edit: (_action, subject) => {
    const { element } = subject;
    if (element.items !== null || element.valueEnd === element.valueStart) return null;
    if (element.vr === 'OB') return { kind: 'remove' };
    return editOf(subject);
  },
  holds: (_action, subject) => {
    const { element } = subject;
    if (element.items !== null || element.valueEnd === element.valueStart) return true;
    return element.vr !== 'OB' && editOf(subject) === null;
  },
  findings: (_action, subject) => {
    const { element } = subject;
    if (element.items !== null || element.valueEnd === element.valueStart) return [];
    if (element.vr === 'OB' || element.tag === CODE_MEANING) return [];
    const results = valuesIn(subject).map((value) => cleaned(value, subject));
    const doubts = new Set(results.flatMap((result) => result.doubts));
    if (doubts.size === 0 || isReviewed(subject, results.map(({ text }) => text).join('\\'))) return [];
    return [...doubts].map((code) => finding(code, subject));
  },
};

/** Whether somebody has said before that this text may leave. */
function isReviewed({ plan, instance, element }: Subject, text: string): boolean {
  return (
    plan.reviewed !== undefined &&
    reviewedOf(plan, instance, element)?.confirmed.has(withoutTrailingPadding(text)) === true
  );
}

/** What codes mean is written like names are: it is cleaned, and never doubtful. */
const CODE_MEANING = asTag(0x00080104);

/** What stands for a name, or for a value of a code string, which has no brackets (PS3.5 6.2). */
const REMOVED_CODE = 'REMOVED';

interface Cleaned {
  readonly text: string;
  readonly doubts: readonly TextDoubt[];
}

type Cleaner = (value: string, subject: Subject) => Cleaned;

const freeText: Cleaner = (value, subject) => {
  const own = identifiersOf(subject.source ?? subject.instance);
  const cleaner = loadedCleaner();
  const isToVocabulary = doubtfulTextOf(subject.plan, subject.element.tag) === 'remove';
  const clean = isToVocabulary ? cleaner.cleanToVocabulary : cleaner.clean;
  const whole = clean(value, own);
  if (whole.text === value) return whole;
  const most = vrFacts(subject.element.vr).maxCharacters ?? Number.POSITIVE_INFINITY;
  const fitting = cleaner.cutToFit(whole.text, most);
  const settled = clean(fitting, own);
  // What a cut made look like an identifier is not worth another round.
  return settled.text === fitting ? settled : { text: REMOVED, doubts: [] };
};

const codeString: Cleaner = (value, subject) => {
  const { text } = freeText(value, subject);
  return { text: text === value ? value : REMOVED_CODE, doubts: [] };
};

const name: Cleaner = (value) => ({ text: value.trim() === '' ? value : REMOVED, doubts: [] });

const CLEANERS: Partial<Record<Vr, Cleaner>> = {
  AE: freeText,
  CS: codeString,
  LO: freeText,
  LT: freeText,
  PN: name,
  SH: freeText,
  ST: freeText,
  UC: freeText,
  UT: freeText,
};

function cleaned(value: string, subject: Subject): Cleaned {
  const cleaner = CLEANERS[subject.element.vr];
  if (cleaner === undefined || subject.element.fragments !== null)
    throw notForVr('clean-text', subject.element);
  return cleaner(value, subject);
}

/** The values as they are written, spaces included. */
function valuesIn({ instance, element }: Subject): readonly string[] {
  const text = textOf(instance, element);
  return vrFacts(element.vr).multiple ? text.split('\\') : [text];
}

function editOf(subject: Subject): Edit | null {
  const before = valuesIn(subject);
  const after = before.map((value) => cleaned(value, subject).text);
  return after.every((text, index) => text === before[index])
    ? null
    : replaced(subject.element, encodeValues(subject, after));
}

const MESSAGES: Readonly<Record<TextDoubt, string>> = {
  TEXT_DOUBTFUL_NAME: 'The cleaned text has words that may be a name',
  TEXT_DOUBTFUL_NUMBER: 'The cleaned text has a number that may be an identifier or a postal code',
  TEXT_UNKNOWN_WORD: 'The cleaned text has a word that is on no list of words or names',
  TEXT_LONG: 'The cleaned text is long, and may say more of a person than its words tell',
};

function finding(code: TextDoubt, { element }: Subject): Finding {
  return { severity: 'doubt', path: formatPath(element), code, message: MESSAGES[code] };
}
