import type { Action } from '../../../rules/plan.ts';
import { formatPath } from '../../dicom/element.ts';
import { asTag } from '../../dicom/tag.ts';
import { patientIdentityOf, wholeText } from '../identities/patientIdentity.ts';
import { Phi } from '../phi.ts';
import { Refusal } from '../refusal.ts';
import type { Request } from '../resolve/requests.ts';
import type { ActionHandler, Subject } from './handler.ts';
import { replaced } from './replaced.ts';
import { holdsIssued, refuseUnlessText } from './textOnly.ts';
import { encodeValues } from './textValue.ts';

type AllocateAction = Action & { kind: 'allocate' };

const STUDY_INSTANCE_UID = asTag(0x0020000d);

/**
 * Puts the patient's number in a template. A patient, by Patient ID and issuer of the root data set, has one number for all templates and
 * all elements, so that ID and name go together. Without a Patient ID the instance is refused (`NO_PATIENT_ID`), or its study has a number
 * of its own: those who have no ID never become one patient. No number left that fits: `PLACEHOLDER_EXHAUSTED`.
 */
export const allocate: ActionHandler<AllocateAction> = {
  needs: (action, subject) => [requestFor(action, subject)],
  edit: (action, subject, resolutions) =>
    replaced(subject.element, encodeValues(subject, [resolutions.answer(requestFor(action, subject))])),
  holds: (_action, subject, resolutions) => holdsIssued(subject, resolutions, 'number'),
};

function requestFor(action: AllocateAction, subject: Subject): Request {
  refuseUnlessText('allocate', subject.element);
  return {
    kind: 'number',
    template: action.template,
    whose: new Phi(whoseNumber(action, subject)),
    path: formatPath(subject.element),
  };
}

function whoseNumber({ whenNoPatientId }: AllocateAction, { instance }: Subject): string {
  const patient = patientIdentityOf(instance, instance.dataSet);
  // The unit separator stands in no value, so a study is never taken for a patient.
  if (patient !== '') return `patient\x1f${patient}`;
  const study = whenNoPatientId === 'study' ? wholeText(instance, instance.dataSet, STUDY_INSTANCE_UID) : '';
  if (study !== '') return `study\x1f${study}`;
  throw new Refusal(
    'NO_PATIENT_ID',
    '(0010,0020)',
    'A number is to be allocated to the patient, and no Patient ID says who that is',
    'Give the instance its Patient ID, or let the rules allocate per study.',
  );
}
