import type { Action } from '../../../rules/plan.ts';
import { withVr } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { isOfStandard } from '../../dicom/standard/uidKinds.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { valuesOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import type { Request } from '../resolve/requests.ts';
import type { ActionHandler, Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';
import { refuseItems } from './valueOnly.ts';

type ReplaceUid = Action & { kind: 'replace-uid' };

/**
 * Replaces each UID by another, the same for the same original (PS3.15 Table E.1-1a, U). What PS3.6 lists stays where the attribute may have it;
 * what is not a UID is replaced like one.
 */
export const replaceUid: ActionHandler<ReplaceUid> = {
  needs: (action, subject) =>
    originals(action, subject)
      .filter((uid) => isOwn(uid, subject))
      .map((uid) => requestFor(action, uid)),
  edit: (action, subject, resolutions) => {
    const before = originals(action, subject);
    const after = before.map((uid) =>
      isOwn(uid, subject) ? resolutions.answer(requestFor(action, uid)) : uid,
    );
    return after.every((uid, index) => uid === before[index])
      ? null
      : replaced(subject.element, asciiValue(after.join('\\'), 'UI'));
  },
  holds: (action, subject, resolutions) =>
    originals(action, subject).every((uid) => !isOwn(uid, subject) || resolutions.issued('uid', uid)),
};

/** What has a replacement of its own: each value, or all of them as one. */
function originals({ oneForAll }: ReplaceUid, subject: Subject): readonly string[] {
  const { instance, element } = subject;
  refuseItems(subject);
  // Some files write UIDs under another VR; what the dictionary has under another VR is not a UID.
  if (element.vr !== 'UI' && vrOfTag(element.tag) !== 'UI') throw notForVr('replace-uid', element);
  const uids = valuesOf(instance, element.vr === 'UI' ? element : withVr(element, 'UI'));
  return oneForAll && uids.some((uid) => isOwn(uid, subject)) ? [uids.join('\\')] : uids;
}

function isOwn(uid: string, { element }: Subject): boolean {
  return uid !== '' && !isOfStandard(element.tag, uid);
}

function requestFor({ method }: ReplaceUid, uid: string): Request {
  return { kind: 'uid', method, original: new Phi(uid) };
}
