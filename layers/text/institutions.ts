import { type Atom, type AtomicText, spanOf, type TextSpan } from './atoms.ts';
import type { Judged } from './judged.ts';
import { PLACE } from './words/flags.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** What institutions are called by, behind their name and before it. */
const HEADS: ReadonlySet<string> = new Set(
  'imaging clinic hospital center centre radiology diagnostics associates institute infirmary medical health healthcare klinik krankenhaus clinica dental dentistry pharmacy hospice school academy college university kindergarten prison jail barracks laboratories chiropractic veterinary memorial'.split(
    ' ',
  ),
);
const HEADS_BEFORE: ReadonlySet<string> = new Set(
  'klinikum klinik universitatsklinikum uniklinik krankenhaus hopital hospital ospedale clinique clinica centre centro ziekenhuis policlinico polyclinique policlinica praxis gemeinschaftspraxis rontgenpraxis praktijk huisartsenpraktijk cabinet chu chr chru umc mvz pflegeheim seniorenheim altenheim ehpad residencia schule grundschule ecole lycee colegio'.split(
    ' ',
  ),
);
/** What stands in such a name and tells nothing by itself. */
const BETWEEN_HEADS: ReadonlySet<string> = new Set(
  'general medical memorial regional community university county st saint sainte sankt san santa de la del der of the du des le les los las di da do dos della am an im zur zum van het den'.split(
    ' ',
  ),
);

/** Places are called so as well. */
const SIDES: ReadonlySet<string> = new Set(['upper', 'lower', 'middle', 'left', 'right']);

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
      !SIDES.has(word) &&
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

/** What a firm is called by last. */
const FIRMS: ReadonlySet<string> = new Set('llc pllc llp ltd inc gmbh ggmbh sarl srl corp'.split(' '));
/** Makers of devices and of contrast agents, that reports name. */
const MAKERS: ReadonlySet<string> = new Set(
  'siemens philips ge general canon toshiba hitachi fujifilm fuji agfa konica carestream kodak hologic varian elekta medtronic boston abbott stryker zimmer bayer bracco guerbet shimadzu samsung esaote mindray neusoft barco merge sectra nuance brainlab accuray tomotherapy biograph'.split(
    ' ',
  ),
);

/** `TeleRad Solutions LLC`, `Smith & Sons Ltd`: what a firm is called, unless it makes devices. */
export function firmsIn(text: AtomicText): TextSpan[] {
  const { atoms, gaps } = text;
  return atoms.flatMap(({ text: word, shape }, index) => {
    if (!FIRMS.has(word) || shape === 'lower') return [];
    let from = index;
    while (from > 0 && index - from < 5 && /^(?: |, | & |-|’|')$/.test(gaps[from] as string)) {
      const before = atoms[from - 1] as Atom;
      if (before.kind !== 'letters' || before.shape === 'lower') break;
      from -= 1;
    }
    const isMaker = atoms.slice(from, index).some(({ text: name }) => MAKERS.has(name));
    return from === index || isMaker ? [] : [spanOf(text, from, index + 1)];
  });
}

function isPlace({ atoms, words }: Judged, at: number): boolean {
  return (words.flagsOf((atoms[at] as Atom).text) & PLACE) !== 0;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_none, at) => from + at);
}
