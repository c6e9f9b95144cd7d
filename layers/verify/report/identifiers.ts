import type { FindingCode } from '../findings.ts';
import type { IdentifierEvidence } from './model.ts';

/** What the run could look at. */
export interface Looked {
  readonly hasSource: boolean;
  readonly looksAtPixels: boolean;
  /** Codes of errors and warnings, with the kinds of path that they were found at. */
  readonly found: ReadonlyMap<FindingCode, ReadonlySet<string>>;
}

interface Row {
  readonly letter: string;
  readonly what: string;
  /** Findings that are evidence of it, by code. */
  readonly codes: readonly FindingCode[];
  /** Kinds of path that it stands at; empty: anywhere. */
  readonly at: readonly string[];
  readonly how: string;
  readonly needs?: 'source' | 'pixels' | 'nobody';
}

const ANYWHERE: readonly FindingCode[] = [
  'TOKEN_LEFT',
  'TOKEN_ENCODED',
  'TOKEN_OF_ANOTHER',
  'TEXT_IDENTIFIES',
];
const KEPT: readonly FindingCode[] = ['PROFILE_KEPT', 'PROFILE_PRESENT', 'TOKEN_LEFT'];

/** 45 CFR 164.514(b)(2)(i), (A) to (R). */
const ROWS: readonly Row[] = [
  {
    letter: 'A',
    what: 'Names',
    codes: [...ANYWHERE, 'NAME_PLAUSIBLE', 'NAME_IN_FILE_NAME'],
    at: [],
    how: 'every word of every person name of the source was searched everywhere',
  },
  {
    letter: 'B',
    what: 'Geographic subdivisions smaller than a State',
    codes: KEPT,
    at: [
      '(0008,0080)',
      '(0008,0081)',
      '(0008,0092)',
      '(0008,1040)',
      '(0010,1040)',
      '(0010,2152)',
      '(0040,0243)',
      '(0038,0300)',
    ],
    how: 'addresses and institutions of the source were searched; Table E.1-1 was held against their attributes',
  },
  {
    letter: 'C',
    what: 'Dates directly related to an individual, and ages over 89',
    codes: ['AGE_OVER_89', 'DATE_KEPT', 'DATE_NOT_SAME_SHIFT', 'MARKER_CONTRADICTS', 'PROFILE_KEPT'],
    at: [
      '(0008,0020)',
      '(0008,0021)',
      '(0008,0022)',
      '(0008,0023)',
      '(0008,0012)',
      '(0008,002A)',
      '(0010,0030)',
      '(0010,1010)',
      '(0028,0303)',
    ],
    how: 'dates of the source were held against those of the outputs',
  },
  {
    letter: 'D',
    what: 'Telephone numbers',
    codes: [...ANYWHERE, 'PROFILE_KEPT'],
    at: ['(0010,2154)', '(0008,0094)'],
    how: 'numbers of the source were searched everywhere',
  },
  {
    letter: 'E',
    what: 'Fax numbers',
    codes: [...ANYWHERE],
    at: ['(0010,2154)', '(0010,2155)'],
    how: 'DICOM has no attribute of its own for them; numbers of the source were searched',
  },
  {
    letter: 'F',
    what: 'Electronic mail addresses',
    codes: [...ANYWHERE],
    at: ['(0010,2155)'],
    how: 'telecommunication attributes of the source were searched',
  },
  {
    letter: 'G',
    what: 'Social security numbers',
    codes: [...ANYWHERE],
    at: ['(0010,1000)', '(0010,1002)', '(0010,0020)'],
    how: 'identifiers of the source were searched everywhere',
  },
  {
    letter: 'H',
    what: 'Medical record numbers',
    codes: KEPT,
    at: ['(0010,0020)', '(0010,1000)', '(0010,1090)', '(0010,1002)'],
    how: 'identifiers of the source were searched everywhere',
  },
  {
    letter: 'I',
    what: 'Health plan beneficiary numbers',
    codes: KEPT,
    at: ['(0010,1050)', '(0010,1000)'],
    how: 'identifiers of the source were searched everywhere',
  },
  {
    letter: 'J',
    what: 'Account numbers',
    codes: KEPT,
    at: ['(0008,0050)', '(0038,0010)', '(0040,2017)', '(0040,2016)'],
    how: 'accession, order and admission numbers of the source were searched everywhere',
  },
  {
    letter: 'K',
    what: 'Certificate and license numbers',
    codes: KEPT,
    at: ['(0010,1000)'],
    how: 'identifiers of the source were searched everywhere',
  },
  {
    letter: 'L',
    what: 'Vehicle identifiers',
    codes: [],
    at: [],
    how: 'DICOM has no attribute for them; nobody looked for them in texts by themselves',
    needs: 'nobody',
  },
  {
    letter: 'M',
    what: 'Device identifiers and serial numbers',
    codes: KEPT,
    at: ['(0018,1000)', '(0018,1002)', '(0018,700A)', '(0008,1010)', '(0018,1003)'],
    how: 'device attributes of the source were searched, unless an option keeps them',
  },
  {
    letter: 'N',
    what: 'URLs',
    codes: KEPT,
    at: ['(0040,E010)', '(0008,1190)'],
    how: 'Table E.1-1 was held against their attributes',
  },
  {
    letter: 'O',
    what: 'IP addresses',
    codes: [...ANYWHERE],
    at: ['(0008,0054)'],
    how: 'network nodes of the source were searched; texts were looked at for addresses',
  },
  {
    letter: 'P',
    what: 'Biometric identifiers',
    codes: [],
    at: [],
    how: 'an image of a body can be one; nobody can say by a program',
    needs: 'nobody',
  },
  {
    letter: 'Q',
    what: 'Full-face photographs and comparable images',
    codes: [],
    at: [],
    how: 'nobody looked whether a face can be made of the images',
    needs: 'nobody',
  },
  {
    letter: 'R',
    what: 'Any other unique identifying number, characteristic or code',
    codes: [
      'UID_KEPT',
      'PRIVATE_PRESENT',
      'PRIVATE_UNKNOWN',
      'TEXT_IN_PIXELS',
      'NAME_IN_FILE_NAME',
      'TOKEN_ENCODED',
    ],
    at: [],
    how: 'UIDs, private attributes and file names were held against the source and the standard',
  },
];

/** The eighteen against the evidence. `no evidence` is what it says: nothing was found by what was checked. */
export function identifierEvidence(looked: Looked): readonly IdentifierEvidence[] {
  return ROWS.map(({ letter, what, codes, at, how, needs }) => {
    const hits = codes.flatMap((code) => {
      const kinds = [...(looked.found.get(code) ?? [])];
      const here = at.length === 0 ? kinds : kinds.filter((kind) => at.some((path) => kind.endsWith(path)));
      return here.length === 0 ? [] : [code];
    });
    if (hits.length > 0) return { letter, what, state: 'found', evidence: [...new Set(hits)].join(', ') };
    if (needs === 'nobody') return { letter, what, state: 'not checked', evidence: how };
    if (!looked.hasSource)
      return {
        letter,
        what,
        state: 'not checked',
        evidence: `without the source only markers and texts were looked at`,
      };
    return { letter, what, state: 'no evidence', evidence: how };
  });
}
