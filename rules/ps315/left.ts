import type { Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { DATE_VRS } from '../byVr.ts';
import type { Action, ActionKind, ConceptRule, KeyChoice, SimpleAction } from '../plan.ts';

/** What an action leaves of the value that stood there. What refuses the instance leaves nothing: it is not released. */
export const LEFT_WORDS = {
  nothing: 'nothing',
  dummy: 'a dummy',
  given: 'a value of the rules',
  pseudonym: 'a keyed pseudonym',
  'other-uid': 'another UID',
  'shifted-secretly': 'the value moved by a keyed shift',
  shifted: 'the value moved by a shift that the rules tell',
  'made-up': 'a made-up value near it',
  part: 'a part of the value',
  recomputable: 'a hash of it without a secret, which a guess can be held against',
  sealed: 'the encrypted value',
  cleaned: 'the cleaned text',
  'looked-at': 'the value, for a person to look at',
  original: 'the value',
} as const;
export type Left = keyof typeof LEFT_WORDS;

/** The attribute that an action is carried out on, as far as rules tell. */
export interface About {
  /** Those it may have; empty: not known. */
  vrs(): readonly Vr[];
  /** Whether it says who the patient or another person is. */
  readonly identifies: boolean;
  /** What the rules leave of another attribute of the root, which is copied. */
  copied(from: Tag): readonly Left[];
  /** Whether a table of the user's, by its digest, gives an original, or a word of it, back in whatever case. */
  givesBack(table: string): boolean;
  /** Whether Table E.3.4-1, under the options, keeps what a concept has. */
  keepsConcept(concept: ConceptRule): boolean;
  /** Whether an instance is held for what a person must look at. */
  readonly holds: boolean;
}

/** What an action may leave: several where it goes by what an instance has. */
export function leftBy(action: Action, about: About): readonly Left[] {
  // The table pairs every kind with its own action, which the type of a look-up by a union cannot say.
  return (LEFT_BY[action.kind] as (action: Action, about: About) => readonly Left[])(action, about);
}

type LeftBy<K extends ActionKind> = (
  action: Extract<Action, { readonly kind: K }>,
  about: About,
) => readonly Left[];

/** One list for all, by which whoever asks for millions knows it again. */
const always = (left: Left): (() => readonly Left[]) => {
  const lefts = [left];
  return () => lefts;
};

/** Every action: one without its row does not compile. */
const LEFT_BY: { readonly [K in ActionKind]: LeftBy<K> } = {
  keep: always('original'),
  // A value without the form of its VR is removed; any other stays.
  'keep-valid': always('original'),
  remove: always('nothing'),
  empty: always('nothing'),
  dummy: always('dummy'),
  set: always('given'),
  copy: ({ from }, about) => about.copied(from),
  'replace-uid': ({ method }) => [method === 'md5' ? 'recomputable' : 'other-uid'],
  pseudonym: always('pseudonym'),
  allocate: always('pseudonym'),
  lookup: ({ table, whenMissing }, about) => [
    about.identifies && about.givesBack(table) ? 'original' : 'given',
    ...(whenMissing === 'quarantine' ? [] : leftBy(whenMissing, about)),
  ],
  'patient-id-hash': ({ keyed }) => [keyed === true ? 'pseudonym' : 'recomputable'],
  shift: ({ by }) => {
    switch (by.kind) {
      case 'patient':
        return ['shifted-secretly'];
      case 'fixed':
        return [by.seconds === 0 ? 'original' : 'shifted'];
      case 'scoped':
        if (by.rangeDays === 0) return ['original'];
        return [isSecret(by.key) ? 'shifted-secretly' : 'shifted'];
    }
  },
  // HIPAA's class of all over 89 (45 CFR 164.514(b)(2)(i)(C)): a higher cap leaves ages that it does not.
  'cap-age': ({ maxYears }) => [maxYears <= 90 ? 'part' : 'original'],
  redact: ({ partialDates, partialAges }, about) => {
    const vrs = about.vrs();
    const may = (isOf: (vr: Vr) => boolean) => vrs.length === 0 || vrs.some(isOf);
    const leavesPart =
      (partialDates && may((vr) => DATE_VRS.has(vr))) || (partialAges && may((vr) => vr === 'AS'));
    return [leavesPart ? 'part' : 'nothing'];
  },
  perturb: ({ span }) => [span === 0 ? 'original' : 'part'],
  hash: ({ key }) => [isSecret(key) ? 'pseudonym' : 'recomputable'],
  encrypt: always('sealed'),
  // A name is nothing but a name, and goes.
  'clean-text': (_action, about) => {
    const vrs = about.vrs();
    return [vrs.length > 0 && vrs.every((vr) => vr === 'PN') ? 'dummy' : 'cleaned'];
  },
  // A concept that is kept against its table, or dates that stay, are left as they came.
  'clean-content': ({ concepts, dates }, about) => [
    concepts.some((concept) => concept.action === 'K' && !about.keepsConcept(concept)) ||
    (dates !== null && leftBy(dates, about).includes('original'))
      ? 'original'
      : 'cleaned',
  ],
  'clean-graphics': always('cleaned'),
  // A first name that fits tells the sex, and a birth date its decade.
  fantasy: ({ part, keepSex }) => [part === 'birth-date' || keepSex ? 'made-up' : 'pseudonym'],
  review: (_action, { holds }) => [holds ? 'looked-at' : 'original'],
  'by-type': ({ type1, type2, type3, unknown }, about) => eachOf([type1, type2, type3, unknown], about),
  // Whatever VR PS3.6 has, a file may write another.
  'by-vr': ({ dates, uids, names, texts, ages, others }, about) =>
    eachOf([dates, uids, names, texts, ages, others], about),
};

/** An empty key is not a secret; a key in the rule file is known to its readers, and to nobody else. */
function isSecret(key: KeyChoice): boolean {
  return key.from === 'ring' || key.text !== '';
}

function eachOf(actions: readonly SimpleAction[], about: About): readonly Left[] {
  return [...new Set(actions.flatMap((action) => leftBy(action, about)))];
}

/** What of the time that a value told is left: none, another, or the true one. */
export const TIME_LEFT: { readonly [L in Left]: 'none' | 'changed' | 'true' } = {
  nothing: 'none',
  dummy: 'none',
  given: 'none',
  pseudonym: 'none',
  'other-uid': 'none',
  'shifted-secretly': 'changed',
  shifted: 'changed',
  'made-up': 'none',
  part: 'changed',
  recomputable: 'none',
  sealed: 'none',
  cleaned: 'true',
  'looked-at': 'true',
  original: 'true',
};

/** Whether what is left of a value that says who somebody is says it still, to whoever reads it or guesses. */
export const SAYS_WHO: { readonly [L in Left]: boolean } = {
  nothing: false,
  dummy: false,
  given: false,
  pseudonym: false,
  'other-uid': false,
  'shifted-secretly': false,
  shifted: true,
  'made-up': false,
  part: false,
  recomputable: true,
  sealed: false,
  cleaned: true,
  'looked-at': true,
  original: true,
};
