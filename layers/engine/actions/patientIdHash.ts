import type { Action } from '../../../rules/plan.ts';
import { patientIdentityOf } from '../identities/patientIdentity.ts';
import { Phi } from '../phi.ts';
import type { Request } from '../resolve/requests.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { replaced } from './replaced.ts';
import { holdsIssued, refuseUnlessText } from './textOnly.ts';
import { encodeValues } from './textValue.ts';

type HashAction = Action & { kind: 'patient-id-hash' };

/**
 * Puts a UUID over the Patient ID with its issuer, both of the element's own data set: dcm4che's unsalted MD5, which anybody can compute of a guessed ID,
 * or a keyed one. Where there is no Patient ID the element becomes empty.
 */
export const patientIdHash: ActionHandler<HashAction> = {
  needs: (action, subject) => {
    refuseUnlessText('patient-id-hash', subject.element);
    return identityIn(subject) === '' ? NEEDS_NOTHING : [requestFor(action, subject)];
  },
  edit: (action, subject, resolutions) => {
    const { element } = subject;
    if (identityIn(subject) !== '')
      return replaced(element, encodeValues(subject, [resolutions.answer(requestFor(action, subject))]));
    return element.valueEnd === element.valueStart ? null : replaced(element, new Uint8Array(0));
  },
  holds: (_action, subject, resolutions) =>
    subject.element.valueEnd === subject.element.valueStart ||
    holdsIssued(subject, resolutions, 'patient-id-hash'),
};

function identityIn({ instance, element }: Subject): string {
  return patientIdentityOf(instance, element.dataSet);
}

function requestFor({ keyed }: HashAction, subject: Subject): Request {
  return { kind: 'patient-id-hash', keyed: keyed === true, original: new Phi(identityIn(subject)) };
}
