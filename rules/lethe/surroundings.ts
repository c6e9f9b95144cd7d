import type { MethodCode } from '../claims.ts';
import type { AddedAttribute, Housekeeping, RulePlan, Screening, ScreenVerdict, Stamps } from '../plan.ts';
import { DEFAULT_HOUSEKEEPING, DEFAULT_OTHERWISE, DEFAULT_SCREENING } from '../ps315/basicProfile.ts';
import { methodCodeOf, type ProfileOrOption } from '../ps315/methodCodes.ts';
import { OPTION_COLUMNS } from '../ps315/table.ts';
import { SIMPLE_ACTION } from './actions.ts';
import type { Context } from './context.ts';
import { type Fields, object } from './object.ts';
import { list, type Shape, text, unknownWord, word } from './shape.ts';
import { ATTRIBUTE, FLAG, VR } from './valueShapes.ts';

const VERDICT = word<ScreenVerdict, Context>({
  quarantine: 'never reaches the rules',
  accept: 'is treated as rules say',
});

export const SCREENING: Fields<Screening, Context> = {
  dicomdir: { shape: VERDICT, doc: 'a media directory', absent: { is: DEFAULT_SCREENING.dicomdir } },
  missingSopInstanceUid: {
    shape: VERDICT,
    doc: 'an instance without SOP Instance UID',
    absent: { is: DEFAULT_SCREENING.missingSopInstanceUid },
  },
  burnedInAnnotation: {
    shape: VERDICT,
    doc: 'an instance whose Burned In Annotation (0028,0301) is YES',
    absent: { is: DEFAULT_SCREENING.burnedInAnnotation },
  },
  encapsulatedDocument: {
    shape: VERDICT,
    doc: 'a PDF, CDA or other document',
    absent: { is: DEFAULT_SCREENING.encapsulatedDocument },
  },
  audio: {
    shape: VERDICT,
    doc: 'a recording of sound, which may be a voice',
    absent: { is: DEFAULT_SCREENING.audio },
  },
  pixels: {
    shape: word({
      hold: 'held: a person looks at it',
      quarantine: 'never reaches the rules',
    }),
    doc: 'an instance of a kind that often shows text in its pixels (ultrasound, X-ray, screens, photographs, …); default: released with the note PIXELS_NOT_LOOKED_AT',
    absent: 'nothing',
  },
  noPreamble: {
    shape: VERDICT,
    doc: 'a data set without preamble and file meta information',
    absent: { is: DEFAULT_SCREENING.noPreamble },
  },
  alreadyDeidentified: {
    shape: word({
      process: 'rules apply anyway: anyone can write that',
      'pass-through': 'it is released unchanged',
    }),
    doc: 'an instance whose Patient Identity Removed (0012,0062) is YES',
    absent: { is: DEFAULT_SCREENING.alreadyDeidentified },
  },
};

export const OTHERWISE: Fields<RulePlan['otherwise'], Context> = {
  public: { shape: SIMPLE_ACTION, doc: 'public attributes', absent: { is: DEFAULT_OTHERWISE.public } },
  private: { shape: SIMPLE_ACTION, doc: 'private attributes', absent: { is: DEFAULT_OTHERWISE.private } },
};

const CODE_WORDS = ['basicProfile', ...OPTION_COLUMNS] as const satisfies readonly ProfileOrOption[];
const CODE_OBJECT = object<MethodCode, Context>({
  value: { shape: text(), doc: 'Code Value', absent: 'error' },
  scheme: { shape: text(), doc: 'Coding Scheme Designator', absent: 'error' },
  meaning: { shape: text(), doc: 'Code Meaning', absent: 'error' },
});

/** A code of CID 7050 by the name of its option, or any code in full. */
const METHOD_CODE: Shape<MethodCode, Context> = {
  read: (node, context) => {
    if (node.type !== 'string') return CODE_OBJECT.read(node, context);
    const name = CODE_WORDS.find((known) => known === node.value);
    if (name !== undefined) return methodCodeOf(name);
    unknownWord(context.report, node, node.value as string, CODE_WORDS);
    return undefined;
  },
  write: (code) => {
    const name = CODE_WORDS.find((known) => {
      const { value, scheme, meaning } = methodCodeOf(known);
      return value === code.value && scheme === code.scheme && meaning === code.meaning;
    });
    return name ?? CODE_OBJECT.write(code);
  },
  schema: { oneOf: [{ enum: CODE_WORDS }, CODE_OBJECT.schema] },
};

/** Stamps as a file gives them: it may say YES, too, whatever the rules leave. */
export type FileStamps = Omit<Stamps, 'identityRemoved'> & { readonly identityRemoved?: 'YES' | 'NO' };

export const STAMPS: Fields<FileStamps, Context> = {
  methodCodes: {
    key: 'codes',
    shape: list(METHOD_CODE),
    doc: 'De-identification Method Code Sequence (0012,0064)',
    absent: 'error',
  },
  identityRemoved: {
    shape: word({
      YES: 'nothing is left that says who the patient is',
      NO: 'something is left that does',
    }),
    doc: 'Patient Identity Removed (0012,0062); default: what follows from the rules',
    absent: 'nothing',
  },
  longitudinal: {
    shape: word({
      UNMODIFIED: 'dates and times stay',
      MODIFIED: 'they were modified',
      REMOVED: 'they were removed',
    }),
    doc: 'Longitudinal Temporal Information Modified (0028,0303)',
    absent: 'error',
  },
  method: {
    shape: word({ omit: 'not written' }),
    doc: 'De-identification Method (0012,0063); default: Lethe’s version and the plan',
    absent: 'nothing',
  },
  added: {
    shape: list(
      object<AddedAttribute, Context>({
        sopClassUid: { shape: text(), doc: 'in instances of this SOP class', absent: 'error' },
        tag: { key: 'attribute', shape: ATTRIBUTE, doc: 'the attribute', absent: 'error' },
        vr: { shape: VR, doc: 'its VR', absent: 'error' },
        value: { shape: text(), doc: 'its value', absent: 'error' },
      }),
    ),
    doc: 'attributes that are added to the root if absent',
    absent: 'nothing',
  },
};

export const HOUSEKEEPING: Fields<Housekeeping, Context> = {
  preamble: {
    shape: word({ keep: 'as it came', zero: '128 zeros' }),
    doc: 'the preamble of the file',
    absent: { is: DEFAULT_HOUSEKEEPING.preamble },
  },
  groupLengths: {
    shape: word({ keep: 'as they came, but where their group changes', drop: 'gone' }),
    doc: 'group lengths outside the file meta information (retired)',
    absent: { is: DEFAULT_HOUSEKEEPING.groupLengths },
  },
  trailingPadding: {
    shape: word({ keep: 'as it came', drop: 'gone' }),
    doc: 'zeros after the last element',
    absent: { is: DEFAULT_HOUSEKEEPING.trailingPadding },
  },
  fileMeta: {
    shape: word({ keep: 'as it came', follow: 'it follows the data set, and names no source' }),
    doc: 'the file meta information',
    absent: { is: DEFAULT_HOUSEKEEPING.fileMeta },
  },
};

export const VALIDATE: Fields<RulePlan['validate'], Context> = {
  input: { shape: FLAG, doc: 'before', absent: { is: false } },
  output: { shape: FLAG, doc: 'after', absent: { is: false } },
};
