import { type Atom, spanOf, type TextSpan } from './atoms.ts';
import type { Judged } from './judged.ts';
import { PLACE } from './words/flags.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** What institutions are called by, behind their name and before it. */
const HEADS: ReadonlySet<string> = new Set(
  'imaging clinic hospital center centre radiology diagnostics associates institute infirmary medical health healthcare klinik krankenhaus clinica'.split(
    ' ',
  ),
);
const HEADS_BEFORE: ReadonlySet<string> = new Set(
  'klinikum klinik universitatsklinikum krankenhaus hopital hospital ospedale clinique clinica centre centro ziekenhuis policlinico'.split(
    ' ',
  ),
);
/** What stands in such a name and tells nothing by itself. */
const BETWEEN_HEADS: ReadonlySet<string> = new Set(
  'general medical memorial regional community university county st saint san santa de la del der of the'.split(
    ' ',
  ),
);

/** `Northgate Imaging`, `Mercy General Hospital`, `Klinikum Heidelberg`: capitalised words beside a head word, one of which medicine does not use. */
export function institutionsIn(text: Judged): TextSpan[] {
  const { atoms, gaps } = text;
  const spans: TextSpan[] = [];
  const isNear = (gap: string | undefined) => gap === ' ' || gap === '-';
  const isOpen = (at: number) => {
    const atom = atoms[at];
    return atom?.kind === 'letters' && (atom.shape === 'capital' || BETWEEN_HEADS.has(atom.text));
  };
  const isTelling = (at: number) => {
    const { text: word, shape } = atoms[at] as Atom;
    const isHead = HEADS.has(word) || HEADS_BEFORE.has(word) || BETWEEN_HEADS.has(word);
    return (
      shape === 'capital' &&
      !isHead &&
      word !== 'removed' &&
      (!isKnownWord(word) || isPlace(text, at)) &&
      text.kinds[at] !== null
    );
  };
  atoms.forEach(({ text: word, shape }, index) => {
    if (shape !== 'capital') return;
    if (HEADS.has(word)) {
      let from = index;
      while (from > 0 && index - from < 4 && isNear(gaps[from]) && isOpen(from - 1)) from -= 1;
      while (from < index && (atoms[from] as Atom).shape === 'lower') from += 1;
      if (range(from, index).some(isTelling)) spans.push(spanOf(text, from, index + 1));
    }
    if (HEADS_BEFORE.has(word)) {
      let to = index + 1;
      while (to < atoms.length && to - index < 5 && isNear(gaps[to]) && isOpen(to)) to += 1;
      if (range(index + 1, to).some(isTelling)) spans.push(spanOf(text, index, to));
    }
  });
  return spans;
}

function isPlace({ atoms, words }: Judged, at: number): boolean {
  return (words.flagsOf((atoms[at] as Atom).text) & PLACE) !== 0;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_none, at) => from + at);
}
