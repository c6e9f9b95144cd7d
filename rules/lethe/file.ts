import type { Housekeeping, ReviewedValue, RulePlan, Screening } from '../plan.ts';
import { DEFAULT_HOUSEKEEPING, DEFAULT_OTHERWISE, DEFAULT_SCREENING } from '../ps315/basicProfile.ts';
import { CLEAN_PIXEL_DATA, CLEAN_PIXEL_DATA_DOC, OPTION_DOCS, REFUSED_OPTION } from '../ps315/options.ts';
import type { References } from '../ps315/references.ts';
import { OPTION_COLUMNS, type OptionColumn } from '../ps315/table.ts';
import type { Context } from './context.ts';
import { DATES, type Dates, DEFAULT_DATES } from './dates.ts';
import { FREE_TEXT, type FreeText } from './freeText.ts';
import { IDENTITIES, type Identities } from './identities.ts';
import { type Fields, object } from './object.ts';
import { type FilePixels, PIXELS } from './pixels.ts';
import { NO_PRIVATE_ATTRIBUTES, PRIVATE_ATTRIBUTES, type PrivateAttributes } from './privateAttributes.ts';
import { REVIEWED } from './reviewed.ts';
import { list, nullable, number, type Shape, text, unknownWord, word, wrongType } from './shape.ts';
import { type FileStamps, HOUSEKEEPING, OTHERWISE, SCREENING, STAMPS, VALIDATE } from './surroundings.ts';
import { LETHE } from './tree.ts';
import { CERTIFICATE, FLAG } from './valueShapes.ts';

/** An option of a file: a column of Table E.1-1, or the one about pixels. */
export type FileOption = OptionColumn | typeof CLEAN_PIXEL_DATA;

const FILE_OPTIONS: readonly FileOption[] = [...OPTION_COLUMNS, CLEAN_PIXEL_DATA];

/** The options, and the one that is refused with its own words. */
const OPTION: Shape<FileOption, Context> = {
  read: (node, { report }) => {
    if (node.type !== 'string') return wrongType(report, node, 'the name of an option');
    const name = node.value as string;
    const known = FILE_OPTIONS.find((option) => option === name);
    if (known !== undefined) return known;
    if (name === REFUSED_OPTION)
      report.error(
        'PIXELS_NOT_CLEANED',
        node,
        `${name} would claim that faces were taken out of the pixels, and Lethe does not do that`,
        'Leave it out; cleanPixelData is about text.',
      );
    else unknownWord(report, node, name, FILE_OPTIONS);
    return undefined;
  },
  write: (value) => value,
  schema: {
    oneOf: [
      ...OPTION_COLUMNS.map((name) => ({ const: name, description: OPTION_DOCS[name] })),
      { const: CLEAN_PIXEL_DATA, description: CLEAN_PIXEL_DATA_DOC },
    ],
  },
};

/** The keys of a rule file. */
export interface FileKeys {
  readonly $schema?: string;
  readonly lethe?: string;
  readonly name: string;
  readonly profile: 'basic' | 'none';
  readonly options: readonly FileOption[];
  readonly rules: readonly never[];
  readonly otherwise: RulePlan['otherwise'];
  readonly identities: Identities;
  readonly dates: Dates;
  readonly privateAttributes: PrivateAttributes;
  readonly references: References;
  readonly unlisted: 'protect' | 'as-table';
  readonly planes: 'whole' | 'by-rule';
  readonly freeText: FreeText;
  readonly screening: Screening;
  readonly pixels: FilePixels | null;
  readonly stamps: FileStamps | null;
  readonly housekeeping: Housekeeping;
  readonly searchResidue: boolean;
  readonly validate: RulePlan['validate'];
  readonly reidentification: RulePlan['reidentification'];
  readonly encryptedAttributes: string | null;
  readonly review: NonNullable<RulePlan['review']>;
  readonly reviewed: readonly ReviewedValue[];
}

/** Every key of the file; "rules" is read by itself, once the others are known. */
export const FILE: Fields<Omit<FileKeys, 'rules'>, Context> = {
  $schema: {
    shape: text(),
    doc: 'where an editor finds the schema of this file',
    absent: 'nothing' as never,
  },
  lethe: LETHE,
  name: {
    shape: text(),
    doc: 'the name of these rules in audit and reports; default: the file’s path',
    absent: { from: ({ source }) => source.name },
  },
  profile: {
    shape: word({
      basic: 'PS3.15 Basic Application Level Confidentiality Profile',
      none: 'only what this file says',
    }),
    doc: 'what applies where no rule in this file does',
    absent: { is: 'basic' },
  },
  options: { shape: list(OPTION), doc: 'options of the profile (PS3.15 E.3)', absent: { is: [] } },
  otherwise: {
    shape: object(OTHERWISE),
    doc: 'what happens to attributes that no rule covers',
    absent: { is: DEFAULT_OTHERWISE },
  },
  identities: {
    shape: object(IDENTITIES),
    doc: 'how patients and objects are identified',
    absent: { is: {} },
  },
  dates: {
    shape: object(DATES),
    doc: 'how dates and times are shifted, for the option and for "shift" without its own settings',
    absent: { is: DEFAULT_DATES },
  },
  privateAttributes: {
    shape: object(PRIVATE_ATTRIBUTES),
    doc: 'private attributes that are safe to keep',
    absent: { is: NO_PRIVATE_ATTRIBUTES },
  },
  references: {
    shape: word({
      'as-table': 'as the table says: removed, unless the instance’s IOD requires them',
      keep: 'kept, with other UIDs: what was derived from what can be followed',
    }),
    doc: 'what happens to sequences of references (Referenced Image, Source Image, Referenced Study, Referenced Performed Procedure Step, Referenced Patient)',
    absent: { is: 'as-table' },
  },
  unlisted: {
    shape: word({
      protect: 'they go, get pseudonyms or other UIDs, or move, as their kin in the table',
      'as-table': 'they stay, because the table does not list them',
    }),
    doc: 'names, identifiers, UIDs of instances and dates that Table E.1-1 does not list',
    absent: { is: 'protect' },
  },
  planes: {
    shape: word({
      whole: 'they go with it, whatever rules say of their other attributes',
      'by-rule': 'their other attributes go by their rules',
    }),
    doc: 'overlay planes and curves (groups 60xx, 50xx) whose data is removed; default: `whole` with the profile, `by-rule` without',
    absent: { from: () => 'whole' },
  },
  freeText: {
    shape: FREE_TEXT,
    doc: 'what happens to free text that an option or a rule cleans; an object says it attribute by attribute',
    absent: { is: { doubtfulText: 'release' } },
  },
  screening: {
    shape: object(SCREENING),
    doc: 'which instances never reach the rules',
    absent: { is: DEFAULT_SCREENING },
  },
  pixels: {
    shape: nullable(object(PIXELS)),
    doc: 'what is blanked in the pixels; null: they are not looked at',
    absent: { is: null },
  },
  stamps: {
    shape: nullable(object(STAMPS)),
    doc: 'what instances say about how they were de-identified; null: nothing. Default: under a profile, what follows from the rules',
    absent: { from: () => null },
  },
  housekeeping: {
    shape: object(HOUSEKEEPING),
    doc: 'what happens outside the data set',
    absent: { is: DEFAULT_HOUSEKEEPING },
  },
  searchResidue: {
    shape: FLAG,
    doc: 'search the output for identifying values that were removed, and quarantine the instance if one is found',
    absent: { is: true },
  },
  validate: {
    shape: object(VALIDATE),
    doc: 'whether every value must be valid (VR, length, characters, multiplicity)',
    absent: { is: { input: false, output: false } },
  },
  reidentification: {
    shape: word({
      off: 'nothing is kept',
      on: 'originals are kept, sealed under a key that the engine cannot open with',
    }),
    doc: 'whether originals are kept, sealed, for re-identification',
    absent: { is: 'off' },
  },
  encryptedAttributes: {
    shape: nullable(CERTIFICATE),
    doc: 'the certificate (PEM, or its path) of the recipient of originals in Encrypted Attributes Sequence (0400,0500); null: none are written',
    absent: { is: null },
  },
  review: {
    shape: object<NonNullable<RulePlan['review']>, Context>({
      people: {
        shape: number(1, 2) as Shape<1 | 2, Context>,
        doc: 'how many people must ask for a release',
        absent: { is: 1 },
      },
    }),
    doc: 'how held instances are released (`lethe review`): `{ "people": 2 }` asks for two people',
    absent: { is: { people: 1 } },
  },
  reviewed: {
    shape: REVIEWED,
    doc: 'values that somebody has reviewed once for all, or the path of a file of them, as `lethe review` writes it',
    absent: { is: [] },
  },
};
