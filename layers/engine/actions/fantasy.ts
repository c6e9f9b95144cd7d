import type { Action } from '../../../rules/plan.ts';
import { parseDate } from '../../dicom/dateTime.ts';
import { elementWith, formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { textOf } from '../../dicom/values.ts';
import { wholeText } from '../identities/patientIdentity.ts';
import { Phi } from '../phi.ts';
import type { Request } from '../resolve/requests.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

type FantasyAction = Action & { kind: 'fantasy' };

/**
 * Puts the name or the birth date of a made-up person, who is the same for the same Patient's Name and birth date as they are written,
 * under the same salt and key. The birth date is another day of the same decade. An element without a value stays without: it says
 * of nobody who they are. What is not a date is emptied.
 */
export const fantasy: ActionHandler<FantasyAction> = {
  needs: (action, subject) => (isMade(action, subject) ? [requestFor(action, subject)] : NEEDS_NOTHING),
  edit: (action, subject, resolutions) => {
    const { element } = subject;
    if (isMade(action, subject))
      return replaced(element, asciiValue(resolutions.answer(requestFor(action, subject)), element.vr));
    return element.valueEnd === element.valueStart ? null : replaced(element, new Uint8Array(0));
  },
  holds: (action, subject, resolutions) => {
    const text = original(action, subject);
    return text === '' || resolutions.issued('fantasy', text);
  },
  findings: (action, subject) =>
    original(action, subject) === '' || isMade(action, subject)
      ? []
      : [
          {
            severity: 'note',
            path: formatPath(subject.element),
            code: 'DATE_INVALID',
            message: 'A value is not a DA: it was emptied',
          },
        ],
};

const VR_OF = { name: 'PN', 'birth-date': 'DA' } as const;

function original({ part }: FantasyAction, { instance, element }: Subject): string {
  if (element.vr !== VR_OF[part] || element.items !== null || element.fragments !== null)
    throw notForVr('fantasy', element);
  return textOf(instance, element).trim();
}

function isMade(action: FantasyAction, subject: Subject): boolean {
  const text = original(action, subject);
  return text !== '' && (action.part === 'name' || parseDate(text) !== null);
}

const PATIENT_NAME = asTag(0x00100010);
const PATIENT_BIRTH_DATE = asTag(0x00100030);
const PATIENT_SEX = asTag(0x00100040);

/** Who it is: as the element's own data set says, and the root if that does not have the attribute. */
function requestFor(action: FantasyAction, subject: Subject): Request {
  const { part, salt, keepSex } = action;
  const sex = keepSex ? textNear(subject, PATIENT_SEX).toUpperCase() : '';
  return {
    kind: 'fantasy',
    part,
    salt,
    sex: sex === 'F' || sex === 'M' ? sex : null,
    name: new Phi(textNear(subject, PATIENT_NAME)),
    birthDate: new Phi(textNear(subject, PATIENT_BIRTH_DATE)),
    original: new Phi(original(action, subject)),
  };
}

function textNear({ instance, element: { dataSet } }: Subject, tag: Tag): string {
  const isOwn = elementWith(dataSet, tag) !== undefined;
  return wholeText(instance, isOwn ? dataSet : instance.dataSet, tag);
}
