import type { MethodCode } from '../claims.ts';
import { methodCodeOf } from '../ps315/methodCodes.ts';
import type { OptionColumn } from '../ps315/table.ts';

/** What a name of `deidentify:` stands for. */
export interface DeidentifyOption {
  /** The column of PS3.15 Table E.1-1; null: the profile itself, or dcm4che's own option. */
  readonly column: OptionColumn | null;
  readonly code: MethodCode;
}

/** The names, exactly as dcm4che has them, in the order that it writes their codes in. */
export const DEIDENTIFY_OPTIONS = {
  BasicApplicationConfidentialityProfile: { column: null, code: methodCodeOf('basicProfile') },
  RetainLongitudinalTemporalInformationFullDatesOption: {
    column: 'retainLongitudinalFullDates',
    code: methodCodeOf('retainLongitudinalFullDates'),
  },
  RetainDeviceIdentityOption: {
    column: 'retainDeviceIdentity',
    code: methodCodeOf('retainDeviceIdentity'),
  },
  RetainInstitutionIdentityOption: {
    column: 'retainInstitutionIdentity',
    code: methodCodeOf('retainInstitutionIdentity'),
  },
  RetainUIDsOption: { column: 'retainUids', code: methodCodeOf('retainUids') },
  RetainPatientIDHashOption: {
    column: null,
    code: { value: '113113', scheme: '99DCM4CHE', meaning: 'Retain Patient ID Hash Option' },
  },
} as const satisfies Readonly<Record<string, DeidentifyOption>>;

export type OptionName = keyof typeof DEIDENTIFY_OPTIONS;
export const OPTION_NAMES = Object.keys(DEIDENTIFY_OPTIONS) as readonly OptionName[];

export function isOptionName(text: string): text is OptionName {
  return Object.hasOwn(DEIDENTIFY_OPTIONS, text);
}

/** Ways to be exactly as dcm4che is, bugs included. */
export const COMPAT_NAMES = ['dcm4che'] as const;
export type CompatName = (typeof COMPAT_NAMES)[number];
