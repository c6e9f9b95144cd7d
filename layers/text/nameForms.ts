import { atomize } from './atoms.ts';
import { fold } from './fold.ts';
import { addCode, addRun, type IdentifierDraft, MOST_PHRASE_ATOMS } from './identifierDraft.ts';
import { NAME_PARTICLES } from './words/general.ts';
import { isKnownWord } from './words/vocabulary.ts';

/** Titles and degrees that are typed into names and name nobody; and what pseudonyms begin with, so that a second run finds nothing of them. */
export const HONORIFICS: ReadonlySet<string> = new Set(
  `dr doctor prof professor mr mrs ms miss mx sir dame lord lady herr frau fr hr mme mlle m sr sra srta don dona dra dott dottssa ing dipl med rev hon phd md bsc msc mba frcr frcs rn do jr ii iii iv esq patient`.split(
    ' ',
  ),
);

/** What is typed where a name is wanted and nobody is meant. A name with another word beside is somebody's. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  `anon anonymous anonymized anonymised anonymize case cleaned control deid deidentified demo dummy example file head image name nobody none noname null patient phantom placeholder proband pseudonym pseudonymized qa
  redacted removed sample study subject test tested testing tests tutorial undefined unknown unnamed volunteer`.split(
    /\s+/,
  ),
);

const MOST_NAME_CHARACTERS = 1024;

/**
 * A person's name (PN: groups by `=`, components family, given, middle, prefix, suffix by `^`, PS3.5 6.2.1) in the forms that a text may have it
 * in: each part, all of them in either order, written together, with initials, with umlauts as two letters or as one.
 */
export function addName(value: string, draft: IdentifierDraft): void {
  for (const group of value.slice(0, MOST_NAME_CHARACTERS).split('=')) {
    const [family = [], given = [], middle = []] = group.split('^').slice(0, 3).map(partsOf);
    const parts = [...family, ...given, ...middle];
    const isNobody = parts.every(({ kind, forms }) => kind === 'digits' || PLACEHOLDERS.has(forms[0]));
    for (const component of [family, given, middle])
      for (const part of component)
        if (!isNobody || part.kind === 'digits') addPart(part, component.length === 1, draft);
    addOrders(family, given, middle, draft);
    if (!isNobody) addInitialed(family, given, middle, draft);
  }
}

export interface Part {
  readonly kind: 'letters' | 'digits' | 'ideographs';
  /** Folded: Müller, Mueller and Muller of any of them. */
  readonly forms: readonly [string, ...string[]];
  /** The first letter, folded: two of a letter that is written so. */
  readonly initial: string;
}

/** The words of a component in the forms that a text may have them in, without titles and degrees. */
export function partsOf(component: string): Part[] {
  return atomize(component)
    .atoms.filter(({ text }) => !HONORIFICS.has(text))
    .map(({ kind, text, start, end }) => {
      const written = component.slice(start, end);
      return {
        kind,
        forms: formsOf(text, written),
        initial: fold(String.fromCodePoint(written.codePointAt(0) ?? 32)),
      };
    });
}

function formsOf(folded: string, written: string): readonly [string, ...string[]] {
  const others = [
    twoLetters(written),
    twoLetters(written.replace(/[åÅ]/g, 'a')),
    ...SPELLINGS.map(([one, other]) => folded.replace(one, other)),
    ...UMLAUTS.map(([two, one]) => folded.replaceAll(two, one)),
    ...(DECLINED.test(folded) && folded.length > 4 ? [folded.replace(/[аяоеуюыиьαηοςσ]+$/u, '')] : []),
  ];
  return [folded, ...new Set(others.filter((form) => form !== folded))];
}

/** Scripts whose languages decline names, so that a text has them with other endings. */
export const DECLINED = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Someone who writes from hearing writes McDonald for MacDonald. */
const SPELLINGS = [
  [/^mac(?=\p{L}{3})/u, 'mc'],
  [/^mc(?=\p{L}{3})/u, 'mac'],
] as const;

const UMLAUTS = [
  ['ae', 'a'],
  ['oe', 'o'],
  ['ue', 'u'],
] as const;

function twoLetters(written: string): string {
  return fold(
    written
      .normalize('NFC')
      .replace(/[äÄ]/g, 'ae')
      .replace(/[öÖøØ]/g, 'oe')
      .replace(/[üÜ]/g, 'ue')
      .replace(/[åÅ]/g, 'aa'),
  );
}

function addPart({ kind, forms }: Part, isAlone: boolean, draft: IdentifierDraft): void {
  for (const form of forms) {
    if (kind === 'digits') addCode(form, draft);
    // One character is a part of too many words to mean anybody by itself.
    else if (kind === 'ideographs' && form.length > 1) addRun(form, draft.runs);
    else if (kind === 'letters' && isSomebody(form, isAlone)) draft.words.add(form);
    else draft.parts.add(form);
  }
}

/** A particle that is all of a name is one: Li, not von. */
function isSomebody(word: string, isAlone: boolean): boolean {
  return word.length > 1 && (isAlone || !NAME_PARTICLES.has(word)) && !isKnownWord(word);
}

type Component = readonly Part[];

/** The whole name in both orders, and each component, as words and written together. */
function addOrders(family: Component, given: Component, middle: Component, draft: IdentifierDraft): void {
  const orders = [
    family,
    given,
    [...family, ...given, ...middle],
    [...given, ...middle, ...family],
    [...family, ...given],
    [...given, ...family],
  ];
  for (const parts of orders) {
    if (parts.length < 2) continue;
    const words = parts.map(({ forms }) => forms[0]);
    const together = words.join('');
    draft.phrases.add(words.slice(0, MOST_PHRASE_ATOMS).join(' '));
    if (parts.some(({ kind }) => kind === 'ideographs')) addRun(together, draft.runs);
    else if (together.length > 4 && !isKnownWord(together)) draft.words.add(together);
  }
}

/** The family name with the initial of the given one: `jdoe`, `doej`. */
function addInitialed(family: Component, given: Component, middle: Component, draft: IdentifierDraft): void {
  const first = given[0];
  const surname = family.map(({ forms }) => forms[0]).join('');
  if (first?.kind !== 'letters' || surname === '') return;
  const { initial } = first;
  const initials = [...given, ...middle].map((part) => part.initial);
  for (const each of [...initials, initials.join('')]) draft.parts.add(each);
  for (const short of [initial + surname, surname + initial])
    if (surname.length > 2 && !isKnownWord(short)) draft.words.add(short);
}
