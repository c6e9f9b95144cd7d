import { invalidityOfText } from '../../layers/dicom/validate.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { knownWords, type Problems } from '../problems.ts';
import { type Entry, readEntries } from './entries.ts';
import {
  FIELD_NAMES,
  FIELDS,
  type Field,
  type FieldName,
  isFieldName,
  NO_SETTINGS,
  type Settings,
} from './fields.ts';
import type { Quoted } from './quoted.ts';
import { type ListedPrivate, readSafePrivateTags } from './safePrivateTags.ts';

/** The settings and where the file has them. */
export interface SettingsFile {
  readonly settings: Settings;
  /** The private attributes that are retained. */
  readonly safePrivate: readonly ListedPrivate[];
  /** Of a field's name; null where it is at its default. */
  offsetOf(name: FieldName): number | null;
  /** A field's value as it is written; undefined where it is at its default. */
  written(name: FieldName): Quoted | undefined;
}

/** Reads every field; undefined if there was an error, which was reported. */
export function readSettings(text: string, problems: Problems): SettingsFile | undefined {
  const entries = readEntries(text, problems);
  if (entries === undefined) return undefined;
  const byName = new Map<FieldName, Entry>();
  for (const entry of entries) {
    if (!isFieldName(entry.name)) reportUnknown(entry, problems);
    else if (byName.has(entry.name))
      problems.error('DUPLICATE_FIELD', entry.offset, `${entry.name} is set twice`, 'Leave one of the two.');
    else byName.set(entry.name, entry);
  }
  if (byName.size === 0 && !problems.hasErrors())
    problems.error(
      'NO_FIELDS',
      0,
      'No field of DicomDeidentify is set',
      'Set at least one, e.g. patientIdentityHandling = PI_CLEAR: an empty file is likely not the one that was meant.',
    );
  const values = FIELD_NAMES.map((name) => {
    const entry = byName.get(name);
    return [name, entry === undefined ? FIELDS[name].absent : readValue(name, entry, problems)] as const;
  });
  // Each value is of its own field's type, which the type of a list of pairs cannot say.
  const settings = Object.fromEntries(values) as Settings;
  const list = byName.get('safePrivateTags')?.value;
  const file: SettingsFile = {
    settings,
    safePrivate:
      settings.retainSafePrivateTags && list !== undefined ? readSafePrivateTags(list, problems) : [],
    offsetOf: (name) => byName.get(name)?.offset ?? null,
    written: (name) => byName.get(name)?.value,
  };
  checkValues(file, problems);
  checkUse(file, problems);
  return problems.hasErrors() ? undefined : file;
}

function reportUnknown({ name, offset }: Entry, problems: Problems): void {
  if (NO_SETTINGS.includes(name))
    problems.warning(
      'NO_SETTING',
      offset,
      `${name} is not a setting: it is ignored`,
      'Leave it out; what a person must look at is in the findings of a held instance.',
    );
  else
    problems.error(
      'UNKNOWN_FIELD',
      offset,
      `${JSON.stringify(name)} is not a field of DicomDeidentify`,
      knownWords(name, FIELD_NAMES),
    );
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

function readValue(name: FieldName, { value, isText }: Entry, problems: Problems): string | boolean {
  const field: Field = FIELDS[name];
  const offset = value.offsetAt(0);
  if (field.type === 'bool') {
    const flag = BOOLEANS[value.text.trim().toLowerCase()];
    if (flag === undefined)
      problems.error('NOT_A_BOOL', offset, `${name} is neither TRUE nor FALSE`, 'Write TRUE or FALSE.');
    return flag ?? field.absent;
  }
  if (!isText) problems.error('WRONG_TYPE', offset, `${name} wants a text`, 'Write it in double quotes.');
  if (field.type === 'enum' && !field.words.includes(value.text))
    problems.error(
      'UNKNOWN_WORD',
      offset,
      `${JSON.stringify(value.text)} is not a value of ${name}`,
      knownWords(value.text, field.words),
    );
  return value.text;
}

/** The VRs of what a field puts into instances. */
const VR_OF: Readonly<Partial<Record<FieldName, Vr>>> = {
  patientsName: 'PN',
  patientsBirthDate: 'DA',
  patientId: 'LO',
  institutionName: 'LO',
};

function checkValues(file: SettingsFile, problems: Problems): void {
  for (const name of FIELD_NAMES) {
    const vr = VR_OF[name];
    const text = file.written(name);
    if (vr === undefined || text === undefined) continue;
    const what = text.text.includes('\\') ? 'a backslash' : invalidityOfText(vr, text.text);
    if (what !== null)
      problems.error(
        'INVALID_VALUE',
        text.offsetAt(0),
        `${name} is not a value of VR ${vr}: ${what}`,
        'Write one that an instance can have, or nothing.',
      );
  }
}

/** Settings that change nothing, or that open a door. */
function checkUse(file: SettingsFile, problems: Problems): void {
  const { settings } = file;
  const handling = settings.patientIdentityHandling;
  const unused = (name: FieldName, isUsed: boolean, hint: string): void => {
    const offset = file.offsetOf(name);
    if (!isUsed && offset !== null && settings[name] !== FIELDS[name].absent)
      problems.warning('UNUSED_FIELD', offset, `${name} changes nothing here`, hint);
  };
  for (const name of ['patientsName', 'patientsBirthDate', 'patientId'] as const)
    unused(name, handling === 'PI_USER_DEFINED', 'It is for patientIdentityHandling = PI_USER_DEFINED.');
  for (const name of ['salt', 'retainSexInGeneratedName'] as const)
    unused(name, handling === 'PI_AUTO_GENERATE', 'It is for patientIdentityHandling = PI_AUTO_GENERATE.');
  unused('institutionName', !settings.retainInstitutionIdentity, 'retainInstitutionIdentity keeps the name.');
  for (const name of ['safePrivateTags', 'allowPrivateCreatorOnWrongLevel'] as const)
    unused(name, settings.retainSafePrivateTags, 'It is for retainSafePrivateTags = TRUE.');
  unused(
    'retainSafePrivateTags',
    settings.safePrivateTags.trim() !== '',
    'safePrivateTags lists none, so every private attribute goes.',
  );
  if (settings.passThroughAlreadyDeidentified)
    problems.warning(
      'FLAG_CAN_BE_FORGED',
      file.offsetOf('passThroughAlreadyDeidentified') as number,
      'Anybody can write Patient Identity Removed (0012,0062) into an instance, which then leaves as it is',
      'Leave it out unless every instance comes from a place that is trusted with the flag.',
    );
  if (settings.allowPrivateCreatorOnWrongLevel && settings.retainSafePrivateTags)
    problems.warning(
      'CREATOR_GUESSED',
      file.offsetOf('allowPrivateCreatorOnWrongLevel') as number,
      'Where an item reserves no block the creator is guessed from what encloses it: an attribute may be kept that is another',
      'Leave it out unless the instances need it.',
    );
}
