import { FIELD_SEPARATOR, rowsOf } from '../../layers/dicom/standard/rows.ts';
import type { MethodCode } from '../claims.ts';
import { METHOD_CODE_ROWS, METHOD_CODES_SOURCE } from './generated/methodCodes.generated.ts';
import type { OptionColumn } from './table.ts';

/** The edition of PS3.16 that the context group is of. */
export const METHOD_CODES_EDITION: string = METHOD_CODES_SOURCE.edition;

/** CID 7050 De-identification Method (PS3.16), in its order. */
export const METHOD_CODES: readonly MethodCode[] = rowsOf(METHOD_CODE_ROWS).map((row) => {
  const [scheme, value, meaning] = row.split(FIELD_SEPARATOR) as [string, string, string];
  return { value, scheme, meaning };
});

/** The profile, and every option of PS3.15 Annex E: those with a column in Table E.1-1 and the two about pixels. */
export type ProfileOrOption =
  | 'basicProfile'
  | OptionColumn
  | 'cleanPixelData'
  | 'cleanRecognizableVisualFeatures';

/** The code value for each, by PS3.15 E.2 and E.3. */
const CODE_VALUES: Readonly<Record<ProfileOrOption, string>> = {
  basicProfile: '113100',
  cleanPixelData: '113101',
  cleanRecognizableVisualFeatures: '113102',
  cleanGraphics: '113103',
  cleanStructuredContent: '113104',
  cleanDescriptors: '113105',
  retainLongitudinalFullDates: '113106',
  retainLongitudinalModifiedDates: '113107',
  retainPatientCharacteristics: '113108',
  retainDeviceIdentity: '113109',
  retainUids: '113110',
  retainSafePrivate: '113111',
  retainInstitutionIdentity: '113112',
};

/** The code that says in (0012,0064) that a profile or an option was applied. */
export function methodCodeOf(applied: ProfileOrOption): MethodCode {
  return METHOD_CODES.find((code) => code.value === CODE_VALUES[applied]) as MethodCode;
}
