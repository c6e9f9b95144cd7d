import type { Problems } from '../problems.ts';

/** Of a coercion as the archive's configuration has it: what names it, and where in the archive it applies. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...['dn', 'version', 'changetype', 'objectClass', 'cn', 'dicomDescription'],
  ...['dcmDIMSE', 'dicomTransferRole', 'dcmRulePriority', 'dcmCoercionSufficient', 'dcmCoercionOnFailure'],
]);

/** Where the URI of a coercion stands. */
export const URI_KEY = 'dcmURI';

/** Whether lines are an entry of LDAP's interchange format, as `ldapsearch` prints a coercion. */
export function isLdif(text: string): boolean {
  return /^(?:dn|objectClass|dcmURI)\s*::?\s/m.test(text);
}

/** The lines of LDIF, of which long ones go on behind a space (RFC 2849); `offsetIn`: where a place stood before. */
export function unfolded(text: string): {
  readonly text: string;
  readonly offsetIn: (offset: number) => number;
} {
  const folds = [...text.matchAll(/\r?\n /g)].map(({ 0: fold, index }) => ({ index, length: fold.length }));
  return {
    text: text.replace(/\r?\n /g, ''),
    offsetIn: (offset) => {
      let at = offset;
      for (const { index, length } of folds) if (index <= at) at += length;
      return at;
    },
  };
}

/** Says of a setting of a coercion that is not about de-identification what becomes of it. False: no coercion has such a setting. */
export function passSetting(key: string, offset: number, problems: Problems): boolean {
  if (ELSEWHERE.has(key)) return true;
  if (!/^(?:dcm|dicom)[A-Z]\w*$/.test(key)) return false;
  problems.warning(
    'COERCION_SETTING',
    offset,
    `${key} changes nothing: rules apply to every instance that they are given`,
    'Give other instances other rules by their folders (docs/routes.md), or leave it out.',
  );
  return true;
}
