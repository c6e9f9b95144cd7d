import type { Action } from '../../../rules/plan.ts';
import { elementWith } from '../../dicom/element.ts';
import { withoutPadding } from '../../dicom/padding.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { isLoaded, textOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import { Refusal } from '../refusal.ts';

const PATIENT_ID = asTag(0x00100020);
const ISSUER_OF_PATIENT_ID = asTag(0x00100021);
const STUDY_INSTANCE_UID = asTag(0x0020000d);
const UID_OF_SCOPE = {
  study: STUDY_INSTANCE_UID,
  series: asTag(0x0020000e),
  instance: asTag(0x00080018),
} as const;

/** One look for each instance and kind of shift, however many dates there are. */
const SCOPES = new WeakMap<ParsedInstance, Map<string, Phi>>();

/**
 * Whose dates and times move by one amount, as the root data set says it: for a shift by patient the Patient ID as written with its
 * issuer, or the Study Instance UID where there is none; for a scoped shift that scope's UID; a fixed shift belongs to nobody, unless times move by seconds
 * of the patient's own. Throws the refusal `NO_PATIENT_ID`.
 */
export function shiftScopeOf(
  { by, timeOfDay }: Pick<Action & { kind: 'shift' }, 'by' | 'timeOfDay'>,
  instance: ParsedInstance,
): Phi {
  if (by.kind === 'fixed' && timeOfDay !== 'shift') return NOBODY;
  const name = by.kind === 'scoped' ? by.scope : 'patient';
  let scopes = SCOPES.get(instance);
  if (scopes === undefined) {
    scopes = new Map();
    SCOPES.set(instance, scopes);
  }
  let scope = scopes.get(name);
  if (scope === undefined) {
    scope = new Phi(name === 'patient' ? patientOf(instance) : wholeText(instance, UID_OF_SCOPE[name]));
    scopes.set(name, scope);
  }
  return scope;
}

const NOBODY = new Phi('');

function patientOf(instance: ParsedInstance): string {
  const id = wholeText(instance, PATIENT_ID);
  // No value contains the unit separator, so two different pairs are never joined to the same text.
  if (id !== '') return `patient\x1f${id}\x1f${wholeText(instance, ISSUER_OF_PATIENT_ID)}`;
  const study = wholeText(instance, STUDY_INSTANCE_UID);
  if (study !== '') return `study\x1f${study}`;
  throw new Refusal(
    'NO_PATIENT_ID',
    '(0010,0020)',
    'Dates move by patient, and neither a Patient ID nor a Study Instance UID says whose they are',
    'Give the instance one of the two, or a rule that does not go by patient.',
  );
}

function wholeText(instance: ParsedInstance, tag: Tag): string {
  const element = elementWith(instance.dataSet, tag);
  return element === undefined || element.items !== null || !isLoaded(instance, element)
    ? ''
    : withoutPadding(textOf(instance, element));
}
