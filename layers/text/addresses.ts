import { type Atom, type AtomicText, isWithoutDigits, type TextSpan } from './atoms.ts';
import { matchSpan } from './machines.ts';
import { COUNTED } from './words/counted.ts';
import { isShortForm } from './words/shortForms.ts';
import { UNITS } from './words/units.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** Addresses of electronic mail, of the web, and of streets. */
export function addressesIn(text: AtomicText): TextSpan[] {
  return [...mailIn(text.text), ...webIn(text), ...hostsIn(text.text), ...streetsIn(text)];
}

/** Characters of a mailbox or a domain on either side (RFC 5321 4.5.3.1: 64 and 255). */
const MOST_MAILBOX = 64;
const MOST_DOMAIN = 255;
const MAIL_CHARACTER = /[^\s<>()[\],;:"'@\\|]/;
const DOMAIN = /^[^.]+(?:\.[^.]+)*\.\p{L}{2,}/u;

function mailIn(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < MOST_MAILBOX && MAIL_CHARACTER.test(text[start - 1] as string))
      start -= 1;
    let end = at + 1;
    while (end < text.length && end - at < MOST_DOMAIN && MAIL_CHARACTER.test(text[end] as string)) end += 1;
    while (end > at + 1 && /[.!?]/.test(text[end - 1] as string)) end -= 1;
    if (start < at && DOMAIN.test(text.slice(at + 1, end))) spans.push({ start, end });
  }
  return spans;
}

/** What begins or ends an address without a scheme. Short ends of countries are left out, as `.se` and `.in` end other things. */
const TOP_LEVEL: ReadonlySet<string> = new Set(
  'com org net edu gov mil info biz int health hospital clinic care med online site cloud io uk'.split(' '),
);

/** Of countries: behind what is not a word, as it begins a sentence behind one. */
const COUNTRIES: ReadonlySet<string> = new Set('au br ch cn cz de dk eu fi fr jp kr nl pl ru'.split(' '));

function isTopLevel({ text, shape }: Atom, before: Atom | undefined): boolean {
  if (before?.kind !== 'letters') return false;
  if (TOP_LEVEL.has(text)) return true;
  return COUNTRIES.has(text) && shape === 'lower' && before.text.length > 3 && !isKnownWord(before.text);
}

/** `klinik-ulm.de`, `rad.klinik.at`: with a hyphen or another point before it, also a country that is a word. */
const HOST =
  /(?<![\p{L}\p{N}.@-])(?=\p{L}[\p{L}\p{N}]*[.-])[\p{L}\p{N}]{2,40}(?:[.-][\p{L}\p{N}]{1,40}){1,6}\.(?:at|au|be|br|ch|cn|cz|de|dk|eu|fi|fr|hu|ie|it|jp|kr|mx|nl|nz|pl|ru|uk)(?![\p{L}\p{N}-]|\.\p{L})/gu;

function hostsIn(text: string): TextSpan[] {
  if (!/\.[a-z]{2}(?![a-z])/.test(text)) return [];
  return Array.from(text.matchAll(HOST))
    .filter(([written]) => written.split(/[.-]/).some(isNoWord))
    .map(matchSpan);
}

/** `post-op.de` are words without a space between. */
function isNoWord(part: string): boolean {
  const word = part.toLowerCase();
  return word.length > 2 && !isKnownWord(word) && !isShortForm(word);
}

function webIn({ text, atoms, gaps }: AtomicText): TextSpan[] {
  const spans: TextSpan[] = [];
  let done = 0;
  const push = (start: number, from: number) => {
    let end = from;
    while (end < text.length && !/[\s<>"\\]/.test(text[end] as string)) end += 1;
    while (end > from && /[.,;:!?)\]]/.test(text[end - 1] as string)) end -= 1;
    spans.push({ start, end });
    done = end;
  };
  atoms.forEach((atom, index) => {
    if (atom.start < done) return;
    const next = gaps[index + 1] as string;
    if (next.startsWith('://') || next.startsWith(':\\\\')) push(atom.start, atom.end);
    else if (atom.text === 'www' && next === '.') push(atom.start, atom.end);
    else if (gaps[index] === '.' && isTopLevel(atom, atoms[index - 1])) {
      let start = atom.start;
      const least = Math.max(done, atom.start - MOST_DOMAIN);
      while (start > least && /[\p{L}\p{N}.-]/u.test(text[start - 1] as string)) start -= 1;
      push(start, atom.end);
    }
  });
  return spans;
}

/** Words for streets that stand behind the name, after the number of the house: `123 Main Street`. */
const STREETS: ReadonlySet<string> = new Set(
  'street avenue boulevard road lane drive court terrace crescent highway parkway st ave blvd rd ln dr ct pkwy hwy'.split(
    ' ',
  ),
);
/** Those that are too short to say so without a capital. */
const SHORT_STREETS: ReadonlySet<string> = new Set(
  'st ave blvd rd ln dr ct pkwy hwy drive court lane'.split(' '),
);
/** Those that are a modality, a title, a segment, a lymph node and a third as well: `5 MM CT`, `2 VIEWS DR`, `3 MM AXIAL ST`. */
const AMBIGUOUS_STREETS: ReadonlySet<string> = new Set('st rd ln dr ct'.split(' '));
/** Words of reports that streets are called by. */
const STREET_NAMES: ReadonlySet<string> = new Set(
  `main park high hill lake north south east west river valley spring springs bridge water wall market state front grand station center centre central college university school hospital
  medical health clinic garden green heights canal science research memorial saint stone house freedom plaza vista baker young old new`.split(
    /\s+/,
  ),
);
/** And those behind another: `Lake View Dr`. */
const STREET_NAMES_BEHIND: ReadonlySet<string> = new Set(
  'view point field fields branch cross square circle'.split(' '),
);

/** Whether the words [from, to) between a number and a word for a street can be what a street is called by. */
function canNameStreet({ atoms }: AtomicText, from: number, to: number): boolean {
  const [first, ...others] = atoms.slice(from, to).map(({ text }) => text) as [string, ...string[]];
  // A measure: no house has the number before it.
  const isMeasure = first.length > 1 ? UNITS.has(first) || COUNTED.has(first) : isMedical(atoms[to] as Atom);
  if (isMeasure) return false;
  if (!AMBIGUOUS_STREETS.has((atoms[to] as Atom).text) || !isKnownWord(first)) return true;
  const isCalled = (word: string) => STREET_NAMES.has(word) || STREET_NAMES_BEHIND.has(word);
  return (
    STREET_NAMES.has(first) &&
    others.every((word) => isCalled(word) || !(isKnownWord(word) || COUNTED.has(word)))
  );
}

/** Behind one letter `CT` and `DR` are what a hospital means by them: `3 T CT`, and `1600 K St` is a street. */
function isMedical({ text }: Atom): boolean {
  return text === 'ct' || text === 'dr';
}

/** Words for streets that stand before the name: `rue de Rivoli 12`. */
const STREETS_BEFORE: ReadonlySet<string> = new Set('rue calle avenida viale piazza plaza rua'.split(' '));
/** Ends of words for streets before the number: `Hauptstraße 12`. */
const STREET_ENDS = [
  'strasse',
  'str',
  'weg',
  'platz',
  'gasse',
  'allee',
  'chaussee',
  'promenade',
  'ufer',
  'straat',
  'laan',
  'gracht',
  'kade',
  'plein',
  'singel',
  'gatan',
  'gata',
  'gade',
  'vagen',
  'veien',
  'vej',
  'katu',
  'utca',
] as const;

/** Those before which the number of the house stands: `14 bis, rue des Lilas`. */
const STREETS_BEHIND_NUMBER: ReadonlySet<string> = new Set(
  'rue avenue boulevard bd chemin allee impasse quai faubourg ruelle'.split(' '),
);
const SMALL: ReadonlySet<string> = new Set('de du des d la le les l aux au a saint sainte st ste'.split(' '));
const BEHIND_NUMBER: ReadonlySet<string> = new Set(['bis', 'ter', 'quater']);
/** What a part of a house is called, behind its street. */
const HOUSE_PARTS =
  /^[ ,]{1,2}(?:apt|apartment|flat|suite|ste|unit|appt|app|hs|huis|int|piso|bus)\.? ?#?[\p{L}\p{N}-]{0,5}(?![\p{L}\p{N}])/iu;

/** After the name of a street that begins at an atom: little words, and then one or two with a capital; null if none does. */
function streetNameEnd({ atoms, gaps }: AtomicText, from: number): number | null {
  let at = from;
  while (SMALL.has(atoms[at]?.text ?? '') && /^[ '’-]$/.test(gaps[at] as string)) at += 1;
  let end = null;
  for (; at < from + 6 && atoms[at]?.kind === 'letters' && /^[ '’-]$/.test(gaps[at] as string); at++) {
    const { shape, text } = atoms[at] as Atom;
    if (shape === 'capital' || (shape === 'upper' && text.length > 2)) end = at + 1;
    else if (!SMALL.has(text)) break;
  }
  return end;
}

/** `14 rue des Lilas`. */
function frenchStreet(text: AtomicText, index: number): TextSpan | null {
  const { atoms, gaps } = text;
  if (!STREETS_BEHIND_NUMBER.has((atoms[index] as Atom).text)) return null;
  const number = BEHIND_NUMBER.has(atoms[index - 1]?.text ?? '') ? index - 2 : index - 1;
  const house = atoms[number];
  const isHouse =
    house?.kind === 'digits' && house.text.length < 5 && /^[ ,]{1,2}$/.test(gaps[index] as string);
  const end = isHouse ? streetNameEnd(text, index + 1) : null;
  return house !== undefined && end !== null
    ? { start: house.start, end: (atoms[end - 1] as Atom).end }
    : null;
}

/** A street with the part of its house. */
function withHousePart(text: string, { start, end }: TextSpan): TextSpan {
  const part = HOUSE_PARTS.exec(text.slice(end, end + 24))?.[0] ?? '';
  return { start, end: end + part.length };
}

function streetsIn(whole: AtomicText): TextSpan[] {
  const { atoms, gaps } = whole;
  const spans: TextSpan[] = [];
  atoms.forEach((atom, index) => {
    if (atom.kind !== 'letters' || !isWithoutDigits(whole, index)) return;
    const near = (at: number) => /^[ .,]{1,2}$/.test(gaps[at] ?? '\n');
    if (STREETS.has(atom.text) && (atom.shape !== 'lower' || !SHORT_STREETS.has(atom.text))) {
      for (let from = index - 1; from >= Math.max(0, index - 4) && near(from + 1); from--) {
        const { kind, text, start, shape } = atoms[from] as Atom;
        const isWhole = from === 0 || (gaps[from] !== '' && gaps[from] !== '.');
        const isNumber = kind === 'digits' && text.length < 6 && index - from > 1 && isWhole;
        if (isNumber && canNameStreet(whole, from + 1, index)) spans.push({ start, end: atom.end });
        if (kind !== 'letters' || shape === 'lower') break;
      }
    }
    const french = frenchStreet(whole, index);
    if (french !== null) spans.push(french);
    const number = atoms[index + 1];
    const isNumbered = number?.kind === 'digits' && number.text.length < 4 && near(index + 1);
    const isStreet =
      atom.shape !== 'lower' &&
      STREET_ENDS.some((ending) => atom.text.endsWith(ending) && atom.text.length > ending.length + 3) &&
      !isKnownWord(atom.text);
    if (isNumbered && isStreet) spans.push({ start: atom.start, end: number.end });
    if (STREETS_BEFORE.has(atom.text)) {
      let to = index + 1;
      while (to < index + 5 && atoms[to]?.kind === 'letters' && near(to)) to += 1;
      const house = atoms[to];
      if (house?.kind === 'digits' && house.text.length < 5 && near(to) && to > index + 1)
        spans.push({ start: atom.start, end: house.end });
    }
  });
  return spans.map((span) => withHousePart(whole.text, span));
}
