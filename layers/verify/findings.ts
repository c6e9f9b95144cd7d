/**
 * error: what is claimed does not hold, or a value of the source is there. warning: it should be looked at before anything is signed. note: worth knowing,
 * and no reason to hold a release.
 */
export type Severity = 'error' | 'warning' | 'note';

/** What was found. It never holds a value, of the source or of the output. */
export interface Finding {
  /** docs/verify.md explains each. */
  readonly code: FindingCode;
  /** `error`: it must not be; `warning`: a person should look; `note`: for the record. */
  readonly severity: Severity;
  /** Element path, or an empty string where the finding is of a whole instance. */
  readonly path: string;
  /** Which instance, as the report names it; empty: of all together. */
  readonly instance: string;
  /** What it is, and what to do. */
  readonly message: string;
}

/** What each code says, and what to do: the table of docs/verify.md, and part of the report. */
export const FINDING_CODES = {
  VERIFY_NOT_DICOM: 'a file among the clean ones is not DICOM; remove it from the folder',
  VERIFY_NOT_READ:
    'a file could not be read to its end, so that nothing is known of the rest; look at it by hand',
  READERS_DISAGREE: 'another reader sees an element that this one does not; look at the file by hand',
  BYTES_BEHIND: 'bytes stand behind the last element, which most viewers do not show; remove them',
  PREAMBLE_NOT_EMPTY: 'the preamble holds bytes; zero it',
  NO_PAIR: 'no source fits this instance, so that nothing was compared; name the folder that it was made of',
  PAIR_UNSURE:
    'several sources fit this instance equally; only what is the same for all of them was compared',
  TOKEN_LEFT: 'an identifier of the source is still there',
  TOKEN_OF_ANOTHER: 'an identifier of another patient or instance of the source is there',
  TOKEN_ENCODED:
    'an identifier of the source is still there, in base64, hexadecimal, UTF-16, percent encoding or escapes',
  TOKEN_DERIVED:
    'this was computed of an identifier of the source without a key: anybody who guesses the identifier finds it out',
  UID_KEPT:
    'a UID of the source is still there, or begins a new one, and no option that is claimed lets it stay',
  NAME_IN_FILE_NAME: 'the name of a file or folder holds an identifier of the source, or a name',
  PROFILE_KEPT: 'Table E.1-1 asks for this value to go or to change, and it is the source’s',
  PROFILE_PRESENT: 'Table E.1-1 asks for this attribute to be removed, and it has a value',
  PROFILE_EMPTY: 'Table E.1-1 asks for a dummy value (D), and the attribute has no value',
  ELEMENT_LOST: 'an attribute that no row, rule or stamp names is gone',
  ELEMENT_ADDED: 'an attribute is there that the source did not have',
  CHANGE_UNEXPLAINED: 'a value changed, and no row, rule or stamp says why',
  RULE_NOT_APPLIED: 'the rules remove this attribute, and it has a value',
  UID_TWO_NEW: 'one UID of the source became two different ones: references between instances are broken',
  UID_TWO_OLD: 'two UIDs of the source became the same one: instances are mixed up',
  PATIENT_TWO_NEW: 'one Patient ID of the source became two: the patient’s instances are torn apart',
  PATIENT_TWO_OLD: 'two patients of the source have one Patient ID: they are mixed up',
  INSTANCE_TWICE: 'two outputs are the same instance',
  UID_META_DIFFERS: 'the file meta information names another instance or class than the data set',
  UID_INVALID: 'a UID is not valid (PS3.5 9.1)',
  REFERENCE_BROKEN: 'a reference that led to an instance of the source leads nowhere',
  DATE_KEPT: 'a date of the source is still there, though dates are said to be removed or modified',
  DATE_NOT_SAME_SHIFT: 'dates of one patient moved by different spans: intervals are wrong',
  AGE_OVER_89:
    'an age of more than 90 years is there; HIPAA wants all over 89 in one class of 90 and over: cap ages',
  DATE_INVALID: 'a date or time does not have the form of its VR',
  MARKER_MISSING: 'a marker that the profile asks for is absent (PS3.15 E.1.1)',
  MARKER_CONTRADICTS: 'what a marker claims is contradicted by what is there',
  PRIVATE_PRESENT: 'a private attribute is there, though no option that is claimed lets it stay',
  PRIVATE_UNKNOWN: 'a private attribute is there that Table E.3.10-1 does not have',
  PRIVATE_NO_CREATOR: 'a private attribute is there without a creator (PS3.5 7.8.1)',
  TEXT_IDENTIFIES: 'a text has what looks like a name, number, date or address',
  NAME_PLAUSIBLE: 'a person name looks like a name of somebody, and not like a pseudonym',
  PIXELS_CHANGED:
    'pixels differ from the source’s, and no rule, stamp or audit says why; where a person blanked an area, name the audit',
  PIXELS_LOST: 'pixels or frames of the source are missing',
  PIXELS_LENGTH: 'the pixel data is not as long as the attributes say',
  PIXELS_UNSEEN: 'this kind of image often shows text, and nobody looked at its pixels',
  TEXT_IN_PIXELS: 'the detector found text in the pixels',
  OVERLAY_PRESENT: 'an overlay or curve is there, which can show text',
  DOCUMENT_PRESENT: 'an encapsulated document is there, which this command does not read',
  IOD_ERROR: 'dciodvfy finds an error that the source did not have',
  COHORT_UNDECIDED: 'a rare value of a kept text was not decided by anybody',
  COHORT_REFUSED: 'a value that somebody refused is there',
  SERIES_MISSING: 'an instance lacks the others of its series',
  RISK_BELOW_K: 'fewer patients than --k share what outsiders can know',
} as const;

export type FindingCode = keyof typeof FINDING_CODES;

/** Findings as they come, counted; those that are alike are listed up to a bound. */
export interface FindingList {
  add(finding: Omit<Finding, 'message'> & { readonly message?: string }): void;
  readonly all: readonly Finding[];
  /** By code, severity and kind of path, with how often. */
  readonly counts: ReadonlyMap<string, number>;
  count(severity: Severity): number;
}

/** Of findings that are alike so many are listed one by one; all are counted. */
const MOST_ALIKE = 50;

export function findingList(): FindingList {
  const all: Finding[] = [];
  const counts = new Map<string, number>();
  const bySeverity: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  return {
    add: ({ message, ...finding }) => {
      const key = `${finding.code}|${finding.severity}|${finding.path.replace(/\[\d+\]/g, '').replace(/^byte \d+$/, 'byte')}`;
      const times = (counts.get(key) ?? 0) + 1;
      counts.set(key, times);
      bySeverity[finding.severity]++;
      if (times <= MOST_ALIKE) all.push({ ...finding, message: message ?? FINDING_CODES[finding.code] });
    },
    all,
    counts,
    count: (severity) => bySeverity[severity],
  };
}
