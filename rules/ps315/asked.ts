import { lookupTag, vrOfTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { DATE_VRS } from '../byVr.ts';
import type { Action, ActionKind } from '../plan.ts';
import { SAYS_WHO_ROWS } from './identifying.ts';
import type { Left } from './left.ts';
import { type ProfileSettings, type SettledRow, settleRow } from './options.ts';
import { REFERENCE_SEQUENCES } from './references.ts';
import { type ProfileRow, profileRows } from './table.ts';
import { unlistedRows } from './unlisted.ts';

/** What a row of Table E.1-1 asks of a value, its code settled under the options. */
export type Asked =
  /** X, Z, D, U: nothing of the original is left. */
  | 'gone'
  /** C of Modified Dates by a keyed shift: a date that moves by another way, beside those, tells it. */
  | 'shifted-secretly'
  /** C of Modified Dates by a shift that the rules tell. */
  | 'shifted'
  /** K of an age that the rules cap. */
  | 'capped'
  /** C. */
  | 'cleaned'
  /** X/Z/U*: what is in the items goes by its own rows. */
  | 'items'
  /** K. */
  | 'kept';

/** Which leavings are enough for what is asked; whatever is not weakens the profile. */
export const SUFFICES: { readonly [A in Asked]: { readonly [L in Left]: boolean } } = (() => {
  const gone = {
    nothing: true,
    dummy: true,
    given: true,
    pseudonym: true,
    'other-uid': true,
    'shifted-secretly': false,
    shifted: false,
    'made-up': false,
    part: false,
    recomputable: false,
    sealed: false,
    cleaned: false,
    'looked-at': false,
    original: false,
  } as const satisfies { readonly [L in Left]: boolean };
  const secretly = { ...gone, 'shifted-secretly': true } as const;
  const kept = Object.fromEntries(Object.keys(gone).map((left) => [left, true])) as { [L in Left]: true };
  return {
    gone,
    'shifted-secretly': secretly,
    shifted: { ...secretly, shifted: true },
    capped: { ...gone, part: true },
    cleaned: { ...gone, cleaned: true, 'looked-at': true },
    items: { ...gone, cleaned: true, 'looked-at': true, original: true },
    kept,
  };
})();

/** What the action that a code comes to asks for. Every action: one without its row does not compile. */
const ASKED_BY: {
  readonly [K in ActionKind]: Asked | ((action: Extract<Action, { readonly kind: K }>) => Asked);
} = {
  keep: 'kept',
  'keep-valid': 'kept',
  remove: 'gone',
  empty: 'gone',
  dummy: 'gone',
  set: 'gone',
  copy: 'gone',
  'replace-uid': 'gone',
  pseudonym: 'gone',
  allocate: 'gone',
  lookup: 'gone',
  'patient-id-hash': 'gone',
  shift: ({ by }) => (by.kind === 'fixed' ? 'shifted' : 'shifted-secretly'),
  'cap-age': 'capped',
  redact: 'gone',
  perturb: 'gone',
  hash: 'gone',
  encrypt: 'gone',
  'clean-text': 'cleaned',
  'clean-content': 'cleaned',
  'clean-graphics': 'cleaned',
  fantasy: 'gone',
  review: 'cleaned',
  'by-type': ({ type1, type2, type3, unknown }) =>
    [type1, type2, type3, unknown].some(({ kind }) => kind === 'keep') ? 'items' : 'gone',
  'by-vr': 'gone',
};

export function askedBy(action: Action): Asked {
  const asked = ASKED_BY[action.kind];
  // The table pairs every kind with its own action, which the type of a look-up by a union cannot say.
  return typeof asked === 'string' ? asked : (asked as (action: Action) => Asked)(action);
}

/** A row, as a plan is held against it. Elements: `(tag & mask) === value`. */
export interface AskedRow {
  readonly name: string;
  readonly mask: number;
  readonly value: number;
  /** The code that holds, and whose it is. */
  readonly code: string;
  readonly by: SettledRow['by'];
  /** Whether Table E.1-1 has the row, or only the list of what else is protected. */
  readonly isListed: boolean;
  readonly asked: Asked;
  /** Those that PS3.6 gives it; few rules ask, and it is looked up in a text. */
  vrs(): readonly Vr[];
  /** Whether the value says who the patient or another person is. */
  readonly identifies: boolean;
  /** Whether the value tells when something was: those that the options for dates are about (E.3.6), and every other date or time. */
  readonly tellsTime: boolean;
}

/** What the public rows of Table E.1-1 ask under the options, and what is protected beside it; or stays, as the file says (`unlisted`). */
export function askedRows(settings: ProfileSettings): readonly AskedRow[] {
  return [
    ...profileRows().flatMap((row) => rowOf(row, settings, true)),
    ...unlistedRows().flatMap((row) => rowOf(row, settings, false)),
  ];
}

function rowOf(row: ProfileRow, settings: ProfileSettings, isListed: boolean): readonly AskedRow[] {
  if (row.kind === 'oddgroup') return [];
  const { action, code, by } = settleRow(row, settings);
  const { mask, value } = row.kind === 'tag' ? { mask: ONE_TAG, value: row.tag } : row;
  const vr = vrOfTag(asTag(value));
  return [
    {
      name: row.name,
      mask,
      value,
      code,
      by,
      isListed,
      asked:
        !isListed && settings.unlisted === 'as-table'
          ? 'kept'
          : // With the references of its items replaced it may stay: the file can say so for all of them.
            REFERENCE_SEQUENCES.has(asTag(value))
            ? 'items'
            : askedBy(action),
      vrs: () => lookupTag(asTag(value))?.vrs ?? [],
      identifies: SAYS_WHO_ROWS.has(value) || vr === 'PN',
      tellsTime: row.options.retainLongitudinalFullDates !== undefined || DATE_VRS.has(vr as Vr),
    },
  ];
}

const ONE_TAG = 0xffffffff;
