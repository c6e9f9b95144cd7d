import { type Atom, type AtomicText, isWithoutDigits } from './atoms.ts';
import { BETWEEN_TITLES, BY, DONE_BY, NAME_LABELS, SHORT_TITLES, TITLES } from './words/titles.ts';

/** What stands before a word and says that it names somebody, whatever else the word means: `Mr Young`, `seen by Long`, `Patient: White`. */
export type Announcement = 'title' | 'by' | 'label';

export function announcementOf(text: AtomicText, index: number): Announcement | null {
  const { atoms, gaps } = text;
  const before = atoms[index - 1];
  if (before?.kind !== 'letters' || !isWithoutDigits(text, index)) return null;
  const gap = gaps[index] as string;
  if (BY.has(before.text) && DONE_BY.has(atoms[index - 2]?.text ?? '') && /^(?: |: ?)$/.test(gap))
    return 'by';
  if (NAME_LABELS.has(before.text) && LABEL_GAP.test(gap)) return 'label';
  return isTitleGap(gap) && isTitle(text, index - 1) ? 'title' : null;
}

/** Between a label and the name. */
export const LABEL_GAP = /^(?:\(?s?\)?)? ?[:=] ?$/;

export function isTitleGap(gap: string | undefined): boolean {
  return gap !== undefined && /^(?:\. ?| |\^|\.-|:)$/.test(gap);
}

/** `Dr`, `Mr.`, `Prof. med.`: `MR` and `DR` are modalities, and a single letter is anything. */
function isTitle({ atoms, gaps }: AtomicText, last: number): boolean {
  for (let at = last; at >= 0 && last - at < MOST_TITLES; at--) {
    const { text, shape } = atoms[at] as Atom;
    if (TITLES.has(text)) return true;
    const isWritten = shape === 'capital' || (gaps[at + 1] as string).startsWith('.');
    if (SHORT_TITLES.has(text) && text.length > 1 && isWritten) return true;
    if (!BETWEEN_TITLES.has(text) || !isTitleGap(gaps[at])) return false;
  }
  return false;
}

const MOST_TITLES = 6;
