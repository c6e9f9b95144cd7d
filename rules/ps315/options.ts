import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { DATE_VRS, TEXT_VRS } from '../byVr.ts';
import type { Action, SimpleAction } from '../plan.ts';
import { actionOfRow, PSEUDONYMOUS } from './codeActions.ts';
import { conceptRules } from './conceptRules.ts';
import type { ProfileOrOption } from './methodCodes.ts';
import { REFERENCE_SEQUENCES, type References } from './references.ts';
import type { OptionCode, OptionColumn, ProfileRow } from './table.ts';

/**
 * The options of PS3.15 E.3 as actions on the rows of Table E.1-1.
 *
 * Which code holds where several columns speak of one row, and why:
 * 1. An option's code holds over the Basic Profile's: an option is specified in addition to the profile, and says what it does otherwise (E.3).
 * 2. Clean (C) holds over keep (K). They meet in eleven dates of devices (Retain Device Identity K, Modified Dates C): a true date left
 *    among shifted ones would give the shift away, and C keeps the meaning that K asks for.
 * 3. Two columns with C ask for the same cleaning wherever they meet (three texts, of patient characteristics and of descriptors).
 * 4. Where C cannot be carried out on the attribute's VR (a binary note, a time stamp token), the next code holds: K of another
 *    option, else the Basic Profile's. Nothing is kept because it could not be cleaned.
 */

/** What a profile is made of, beyond its table. */
export interface ProfileSettings {
  readonly options: ReadonlySet<OptionColumn>;
  /** What C of Modified Dates does. */
  readonly shift: ShiftAction;
  /** Ages above this many years become it where Patient Characteristics are kept (HIPAA: 89); null: ages stay. */
  readonly capAgeYears: number | null;
  /** `remove`: text that an option would clean goes as the Basic Profile says. */
  readonly freeText: 'clean' | 'remove';
  /** How U replaces. */
  readonly uids: 'keyed' | 'random';
  /** Whether Table E.3.10-1 is part of Retain Safe Private. */
  readonly safePrivateTable: boolean;
  /** What becomes of sequences of references that no IOD needs. */
  readonly references: References;
  /** Names, identifiers, UIDs of instances and dates that Table E.1-1 does not list: treated like their kin, or as they came. */
  readonly unlisted: 'protect' | 'as-table';
}

export type ShiftAction = Action & { readonly kind: 'shift' };
export type TemporalOption = 'retainLongitudinalFullDates' | 'retainLongitudinalModifiedDates';

/** One shift a patient, 1 to 365 days back: never into the future, and never by nothing. */
export const DEFAULT_SHIFT: ShiftAction = {
  kind: 'shift',
  by: { kind: 'patient', minDays: 1, maxDays: 365, direction: 'back' },
  whenInvalid: 'empty',
  dropOlderThanYears: null,
  timeOfDay: 'keep',
};

export const DEFAULT_PROFILE_SETTINGS: ProfileSettings = {
  options: new Set(),
  shift: DEFAULT_SHIFT,
  capAgeYears: null,
  freeText: 'clean',
  uids: 'keyed',
  safePrivateTable: true,
  references: 'as-table',
  unlisted: 'protect',
};

/** What each option does, in the words of PS3.15 E.3. */
export const OPTION_DOCS: Readonly<Record<OptionColumn, string>> = {
  retainSafePrivate: 'private attributes that are known to identify nobody stay (E.3.10)',
  retainUids: 'UIDs stay (E.3.9)',
  retainDeviceIdentity: 'attributes that identify the device stay (E.3.8)',
  retainInstitutionIdentity: 'attributes that identify the institution stay (E.3.11)',
  retainPatientCharacteristics: 'age, sex, size, weight and the like stay (E.3.7)',
  retainLongitudinalFullDates: 'dates and times stay (E.3.6)',
  retainLongitudinalModifiedDates: 'dates and times move, by one shift per patient (E.3.6)',
  cleanDescriptors: 'descriptions stay, without identifying parts (E.3.5)',
  cleanStructuredContent: 'structured content stays, depending on its concepts (E.3.4)',
  cleanGraphics: 'overlays, curves and annotations are cleaned (E.3.3)',
};

/** Options that say the opposite of each other, with why. */
export const CONTRADICTIONS: readonly (readonly [ProfileOrOption, ProfileOrOption, string])[] = [
  [
    'retainLongitudinalFullDates',
    'retainLongitudinalModifiedDates',
    'PS3.15 E.3.6 has two options, of which you choose one: a date cannot both stay and move',
  ],
];

/** The option that has no column in Table E.1-1: what it asks of pixels is said by `PixelPolicy`. */
export const CLEAN_PIXEL_DATA = 'cleanPixelData' as const satisfies ProfileOrOption;

export const CLEAN_PIXEL_DATA_DOC = 'text in the pixels is looked for and blanked, as "pixels" says (E.3.1)';

/** The option that Lethe cannot carry out. */
export const REFUSED_OPTION = 'cleanRecognizableVisualFeatures' as const satisfies ProfileOrOption;

const KEEP: SimpleAction = { kind: 'keep' };
const CLEAN_TEXT: SimpleAction = { kind: 'clean-text' };

/** Words of a smaller repertoire, which can be cleaned value by value. */
const WORD_VRS: ReadonlySet<Vr> = new Set<Vr>(['AE', 'CS']);

/** What a row of the table becomes, and by which codes. */
export interface SettledRow {
  readonly action: Action;
  /** The code that holds, and whose it is; `basic`: the Basic Profile's; `references`: none, the setting of that name says `kept`. */
  readonly code: string;
  readonly by: OptionColumn | 'basic' | 'references';
}

/** The action of a row under the options. */
export function settleRow(row: ProfileRow, settings: ProfileSettings): SettledRow {
  const asked = (wanted: OptionCode) =>
    (Object.entries(row.options) as [OptionColumn, OptionCode][]).filter(
      ([column, code]) => code === wanted && settings.options.has(column),
    );
  for (const [column] of asked('C')) {
    const action = CLEANERS[column](row, settings);
    if (action !== null) return { action, code: 'C', by: column };
  }
  for (const [column] of asked('K')) return { action: keptAs(row, settings), code: 'K', by: column };
  if (settings.references === 'keep' && row.kind === 'tag' && REFERENCE_SEQUENCES.has(row.tag))
    return { action: KEEP, code: 'kept', by: 'references' };
  return { action: basicAction(row, settings), code: row.basic, by: 'basic' };
}

function basicAction(row: ProfileRow, { uids }: ProfileSettings): Action {
  const pseudonymous = row.kind === 'tag' ? PSEUDONYMOUS.get(row.tag) : undefined;
  if (pseudonymous !== undefined) return pseudonymous;
  return row.basic === 'U' ? { kind: 'replace-uid', method: uids } : actionOfRow(row);
}

/** K: unchanged; a sequence is cleaned, since its items are decided one by one (Table E.1-1a). An age may be capped. */
function keptAs(row: ProfileRow, { capAgeYears }: ProfileSettings): Action {
  return capAgeYears !== null && vrOf(row) === 'AS' ? { kind: 'cap-age', maxYears: capAgeYears } : KEEP;
}

type Cleaner = (row: ProfileRow, settings: ProfileSettings) => Action | null;

const cleanText: Cleaner = (row, { freeText }) => {
  const vr = vrOf(row) as Vr;
  return freeText === 'clean' && (TEXT_VRS.has(vr) || WORD_VRS.has(vr)) ? CLEAN_TEXT : null;
};
const noCleaner: Cleaner = () => null;

/** How C of each column is carried out; null: not on this row's VR. */
const CLEANERS: Readonly<Record<OptionColumn, Cleaner>> = {
  /** Not of a row but of a table of its own: see `safePrivateRules`. */
  retainSafePrivate: noCleaner,
  /** These four have no C. */
  retainUids: noCleaner,
  retainInstitutionIdentity: noCleaner,
  retainLongitudinalFullDates: noCleaner,
  /** Application Entity titles, which sites make of names of places and people (E.3.8). */
  retainDeviceIdentity: cleanText,
  retainPatientCharacteristics: cleanText,
  retainLongitudinalModifiedDates: (row, { shift }) => {
    if (row.kind === 'tag' && TELLS_NO_TIME.has(row.tag)) return KEEP;
    return DATE_VRS.has(vrOf(row) as Vr) ? shift : null;
  },
  /** A sequence stays, and the text in its items is cleaned. */
  cleanDescriptors: (row, settings) =>
    vrOf(row) === 'SQ' && settings.freeText === 'clean' ? CLEAN_TEXT : cleanText(row, settings),
  cleanStructuredContent: (_row, settings) => ({
    kind: 'clean-content',
    concepts: conceptRules(settings.options, settings.capAgeYears !== null),
    dates: settings.options.has('retainLongitudinalModifiedDates') ? settings.shift : null,
  }),
  /** Overlay Comments are text, annotations have text in their items; the others are drawings. */
  cleanGraphics: (row, settings) => {
    const vr = vrOf(row) as Vr;
    if (TEXT_VRS.has(vr)) return cleanText(row, settings);
    return vr === 'SQ' && settings.freeText === 'remove' ? null : { kind: 'clean-graphics' };
  },
};

/**
 * Rows of the date columns that say nothing of when something was done to anybody, so that C leaves them. Timezone Offset From UTC: without it times
 * with and without a zone would no longer be as far apart as they were. The versions of the standard's own context groups and templates: they
 * are printed in PS3.16, and a shifted one, held against the printed one, would tell the shift.
 */
const TELLS_NO_TIME: ReadonlySet<number> = new Set([0x00080201, 0x00080106, 0x0040db06].map(asTag));

/** The first VR that the dictionary gives the row's attribute; of a mask, of its first. */
export function vrOf(row: ProfileRow): Vr | undefined {
  if (row.kind === 'oddgroup') return undefined;
  return lookupTag(row.kind === 'mask' ? asTag(row.value) : row.tag)?.vrs[0];
}
