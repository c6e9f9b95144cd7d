import { elementOf, type ReadDataSet } from '../reader/model.ts';
import { firstValue, valuesOf } from '../reader/values.ts';
import { FULL_DATES, MODIFIED_DATES } from './profile.ts';

/** What an output claims of itself (PS3.15 E.1.1, PS3.3 C.7.1.1, C.7.6.1, C.12.1). */
export interface Claims {
  /** Patient Identity Removed (0012,0062). */
  readonly identityRemoved: string;
  /** De-identification Method (0012,0063): whether it says anything. */
  readonly hasMethod: boolean;
  /** De-identification Method Code Sequence (0012,0064): code values of scheme DCM. */
  readonly codes: ReadonlySet<string>;
  /** Burned In Annotation (0028,0301), Recognizable Visual Features (0028,0302), Longitudinal Temporal Information Modified (0028,0303). */
  readonly burnedIn: string;
  readonly visualFeatures: string;
  readonly temporal: string;
}

const IDENTITY_REMOVED = 0x00120062;
const METHOD = 0x00120063;
const METHOD_CODES = 0x00120064;
const CODE_VALUE = 0x00080100;
const CODING_SCHEME = 0x00080102;
const BURNED_IN = 0x00280301;
const VISUAL_FEATURES = 0x00280302;
const TEMPORAL = 0x00280303;

/** What de-identification writes of itself: no change of these needs a rule. */
export const MARKER_TAGS: ReadonlySet<number> = new Set([
  IDENTITY_REMOVED,
  METHOD,
  METHOD_CODES,
  BURNED_IN,
  VISUAL_FEATURES,
  TEMPORAL,
]);

/**
 * The claims of an output. A source that was de-identified before has codes of its own, which stay: of those that were there, the ones about dates count only
 * as far as Longitudinal Temporal Information Modified, which has one value, agrees.
 */
export function claimsSince(output: ReadDataSet, source: ReadDataSet | null): Claims {
  const claims = claimsOf(output);
  if (source === null) return claims;
  const before = claimsOf(source).codes;
  const isOver = (code: string) =>
    before.has(code) &&
    ((code === FULL_DATES && claims.temporal !== 'UNMODIFIED') ||
      (code === MODIFIED_DATES && claims.temporal !== 'MODIFIED'));
  return { ...claims, codes: new Set([...claims.codes].filter((code) => !isOver(code))) };
}

export function claimsOf(dataSet: ReadDataSet): Claims {
  const items = elementOf(dataSet, METHOD_CODES)?.items ?? [];
  const method = elementOf(dataSet, METHOD);
  return {
    identityRemoved: firstValue(dataSet, IDENTITY_REMOVED).trim(),
    hasMethod: method !== undefined && valuesOf(method, dataSet).some((value) => value.trim() !== ''),
    codes: new Set(
      items
        .filter((item) => firstValue(item, CODING_SCHEME).trim() === 'DCM')
        .map((item) => firstValue(item, CODE_VALUE).trim()),
    ),
    burnedIn: firstValue(dataSet, BURNED_IN).trim(),
    visualFeatures: firstValue(dataSet, VISUAL_FEATURES).trim(),
    temporal: firstValue(dataSet, TEMPORAL).trim(),
  };
}
