import { isPrivateTag } from '../reader/model.ts';
import { valuesOf } from '../reader/values.ts';
import { claimsOf } from '../standard/claims.ts';
import {
  askedOf,
  BASIC_PROFILE,
  CLEAN_PIXEL_DATA,
  CLEAN_VISUAL_FEATURES,
  FULL_DATES,
  MODIFIED_DATES,
  rowOf,
} from '../standard/profile.ts';
import { hasValue, type Looked } from './context.ts';
import { isPlaceholderDate } from './placeholders.ts';

const IDENTITY_REMOVED = '(0012,0062)';
const METHOD_CODES = '(0012,0064)';
const BURNED_IN = '(0028,0301)';
const VISUAL_FEATURES = '(0028,0302)';
const TEMPORAL = '(0028,0303)';

/** What the markers claim against each other, and against what is there (PS3.15 E.1.1, E.3.1, E.3.6). */
export function checkMarkers(looked: Looked): void {
  const { claims } = looked;
  const { codes, temporal } = claims;
  const contradicts = (path: string, message: string) =>
    looked.find('MARKER_CONTRADICTS', 'error', path, message);
  const claimsSomething = codes.size > 0 || claims.hasMethod || claims.identityRemoved !== '';
  if (!claimsSomething) {
    looked.find(
      'MARKER_MISSING',
      'note',
      IDENTITY_REMOVED,
      'the instance does not say that it was de-identified, nor how',
    );
  } else if (codes.size > 0 && claims.identityRemoved !== 'YES' && codes.has(BASIC_PROFILE)) {
    looked.find(
      'MARKER_MISSING',
      'error',
      IDENTITY_REMOVED,
      'the profile is claimed, and Patient Identity Removed is not YES',
    );
  } else if (claims.identityRemoved === 'YES' && codes.size === 0 && !claims.hasMethod) {
    looked.find(
      'MARKER_MISSING',
      'warning',
      METHOD_CODES,
      'the instance does not say how it was de-identified',
    );
  }
  if (codes.has(FULL_DATES) && codes.has(MODIFIED_DATES))
    contradicts(
      METHOD_CODES,
      'full and modified dates are both claimed, and exclude each other (PS3.15 E.3.6)',
    );
  const wanted = codes.has(FULL_DATES) ? 'UNMODIFIED' : codes.has(MODIFIED_DATES) ? 'MODIFIED' : null;
  // Codes of an earlier de-identification stay, and all dates are gone since: that hides nothing.
  const isStricter = looked.source === null && temporal === 'REMOVED';
  if (wanted !== null && temporal !== wanted)
    looked.find(
      'MARKER_CONTRADICTS',
      isStricter ? 'note' : 'error',
      TEMPORAL,
      `the option that is claimed asks for ${wanted} (PS3.15 E.3.6)`,
    );
  if (wanted === null && codes.has(BASIC_PROFILE) && temporal === 'UNMODIFIED')
    contradicts(TEMPORAL, 'dates are said to be unmodified, and no option that keeps them is claimed');
  if (claims.burnedIn === 'YES' && claims.identityRemoved === 'YES')
    contradicts(BURNED_IN, 'the pixels are said to show identifying text, and the identity to be removed');
  if (codes.has(CLEAN_VISUAL_FEATURES) && claims.visualFeatures === 'YES')
    contradicts(
      VISUAL_FEATURES,
      'Clean Recognizable Visual Features is claimed, and Recognizable Visual Features is YES (PS3.15 E.3.2)',
    );
  if (codes.has(CLEAN_PIXEL_DATA) && claims.burnedIn === 'YES')
    contradicts(BURNED_IN, 'Clean Pixel Data is claimed, and Burned In Annotation is YES (PS3.15 E.3.1)');
  const written = claimsOf(looked.output.instance.dataSet).codes;
  if ([...(looked.rules?.writes ?? [])].some((code) => !written.has(code)))
    looked.find('MARKER_MISSING', 'error', METHOD_CODES, 'the rules write a code here that is not there');
  if (claimsMoreThanRules(looked))
    contradicts(METHOD_CODES, 'an option is claimed that neither the rules nor the source have');
  if (temporal === 'REMOVED') checkNoDates(looked);
}

/** What an option lets stay is not looked for: one that is claimed falsely would hide it. */
function claimsMoreThanRules({ claims, rules, source }: Looked): boolean {
  const ruled = rules?.codes ?? null;
  if (ruled === null || source === null) return false;
  const before = claimsOf(source.instance.dataSet).codes;
  return [...claims.codes].some((code) => !ruled.has(code) && !before.has(code));
}

/** Dates that a row of the table has, where all are said to be removed. */
function checkNoDates(looked: Looked): void {
  for (const placed of looked.output.placed) {
    const { element, dataSet, path } = placed;
    if ((element.vr !== 'DA' && element.vr !== 'DT') || isPrivateTag(element.tag) || !hasValue(placed))
      continue;
    const row = rowOf(element.tag);
    if (row === undefined || askedOf(row, looked.claims.codes) === 'K' || row.basic === 'X') continue;
    const days = valuesOf(element, dataSet).map((value) => value.replaceAll('.', '').slice(0, 8));
    // With the source a date is known from a dummy by what it was.
    if (
      looked.source === null
        ? days.some((day) => /^\d{8}$/.test(day) && !isPlaceholderDate(day))
        : isSourceDate(looked, path, days)
    )
      looked.find('MARKER_CONTRADICTS', 'error', path, 'dates are said to be removed, and here is one');
  }
}

function isSourceDate(looked: Looked, path: string, days: readonly string[]): boolean {
  const before = looked.source?.byPath.get(path);
  if (before === undefined) return false;
  const were = valuesOf(before.element, before.dataSet).map((value) => value.replaceAll('.', '').slice(0, 8));
  return days.some((day, at) => day !== '' && day === were[at] && !isPlaceholderDate(day));
}
