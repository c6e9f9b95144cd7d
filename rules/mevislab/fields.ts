/** A parameter field of MeVisLab's DicomDeidentify module, with its default. */
export type Field =
  | { readonly type: 'bool'; readonly absent: boolean; readonly doc: string }
  | { readonly type: 'string'; readonly absent: string; readonly doc: string }
  | {
      readonly type: 'enum';
      readonly words: readonly string[];
      readonly absent: string;
      readonly doc: string;
    };

/** Every field that can be set, by the name it has there; the last three are Lethe's own. */
export const FIELDS = {
  patientIdentityHandling: {
    type: 'enum',
    words: ['PI_CLEAR', 'PI_USER_DEFINED', 'PI_AUTO_GENERATE', 'PI_PSEUDONYM'],
    absent: 'PI_CLEAR',
    doc: 'what becomes of Patient’s Name, birth date and Patient ID: emptied; set; made up, and the ID removed; as the Basic Profile has it (Lethe’s own)',
  },
  patientsName: { type: 'string', absent: 'PATIENT', doc: 'the name under PI_USER_DEFINED' },
  patientsBirthDate: { type: 'string', absent: '19700101', doc: 'the birth date under PI_USER_DEFINED' },
  patientId: { type: 'string', absent: '000001', doc: 'the Patient ID under PI_USER_DEFINED' },
  salt: { type: 'string', absent: '', doc: 'mixed into the hash under PI_AUTO_GENERATE' },
  retainSexInGeneratedName: {
    type: 'bool',
    absent: false,
    doc: 'first names that fit Patient’s Sex under PI_AUTO_GENERATE',
  },
  institutionName: {
    type: 'string',
    absent: 'InstitutionName',
    doc: 'Institution Name unless it is retained',
  },
  retainUIDs: { type: 'bool', absent: false, doc: 'Retain UIDs Option' },
  retainDeviceIdentity: { type: 'bool', absent: false, doc: 'Retain Device Identity Option' },
  retainInstitutionIdentity: { type: 'bool', absent: false, doc: 'Retain Institution Identity Option' },
  retainPatientCharacteristics: {
    type: 'bool',
    absent: false,
    doc: 'Retain Patient Characteristics Option; its texts are for a person to look at',
  },
  retainLongitudinalTemporalInformation: {
    type: 'enum',
    words: ['OFF', 'FULL', 'MODIFIED'],
    absent: 'OFF',
    doc: 'dates and times: removed; kept; moved by 1 to 365 days',
  },
  cleanDescriptors: {
    type: 'bool',
    absent: false,
    doc: 'Clean Descriptors Option: descriptions stay, for a person to look at',
  },
  retainSafePrivateTags: {
    type: 'bool',
    absent: false,
    doc: 'Retain Safe Private Option, for safePrivateTags',
  },
  safePrivateTags: { type: 'string', absent: '', doc: 'the private attributes that are retained' },
  allowPrivateCreatorOnWrongLevel: {
    type: 'bool',
    absent: false,
    doc: 'a Private Creator may stand in an enclosing data set',
  },
  passThroughAlreadyDeidentified: {
    type: 'bool',
    absent: false,
    doc: 'instances whose Patient Identity Removed (0012,0062) is YES pass through as they are (Lethe’s own: there they always do)',
  },
  pixels: {
    type: 'string',
    absent: '',
    doc: 'what is blanked in pixels: the object of a Lethe rule file, or the name of one (Lethe’s own)',
  },
  reviewed: {
    type: 'string',
    absent: '',
    doc: 'the file of reviewed values that `lethe review` writes: nobody is asked about them again (Lethe’s own)',
  },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** What the fields are set to. */
export type Settings = {
  readonly [N in FieldName]: (typeof FIELDS)[N] extends { readonly words: readonly (infer W)[] }
    ? W
    : (typeof FIELDS)[N]['type'] extends 'bool'
      ? boolean
      : string;
};

/** What a saved network may hold beside the settings: inputs, outputs, and the name of the module. */
export const NO_SETTINGS: readonly string[] = [
  'hadUnhandledTags',
  'inDicom',
  'input0',
  'instanceName',
  'outDicom',
  'output0',
  'performReview',
  'unhandledTags',
  'wasAlreadyDeidentified',
];

export function isFieldName(text: string): text is FieldName {
  return Object.hasOwn(FIELDS, text);
}
