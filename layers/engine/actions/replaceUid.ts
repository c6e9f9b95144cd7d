import type { Action } from '../../../rules/plan.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { isRegisteredUid } from '../../dicom/standard/uid.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { valuesOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import type { Request } from '../requests.ts';
import type { ActionHandler, Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';
import { refuseItems } from './valueOnly.ts';

/** Replaces each UID by another, the same for the same original (PS3.15 Table E.1-1a, U). UIDs that the standard registers stay. */
export const replaceUid: ActionHandler<Action & { kind: 'replace-uid' }> = {
  needs: (_action, subject) => originals(subject).filter(isOwn).map(requestFor),
  edit: (_action, subject, resolutions) => {
    const before = originals(subject);
    const after = before.map((uid) => (isOwn(uid) ? resolutions.answer(requestFor(uid)) : uid));
    return after.every((uid, index) => uid === before[index])
      ? null
      : replaced(subject.element, asciiValue(after.join('\\'), 'UI'));
  },
  holds: (_action, subject, resolutions) =>
    originals(subject).every((uid) => !isOwn(uid) || resolutions.issued('uid', uid)),
};

function originals(subject: Subject): readonly string[] {
  const { instance, element } = subject;
  refuseItems(subject);
  // Some files write UIDs under another VR; what the dictionary has under another VR is no UID.
  if (element.vr !== 'UI' && vrOfTag(element.tag) !== 'UI') throw notForVr('replace-uid', element);
  return valuesOf(instance, element.vr === 'UI' ? element : { ...element, vr: 'UI' });
}

function isOwn(uid: string): boolean {
  return uid !== '' && !isRegisteredUid(uid);
}

function requestFor(uid: string): Request {
  return { kind: 'uid', original: new Phi(uid) };
}
