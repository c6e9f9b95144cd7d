import type { Action } from '../../../rules/plan.ts';
import { formatPath } from '../../dicom/element.ts';
import { asciiValue, padded } from '../../dicom/encode.ts';
import { bytesOf, valuesOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import type { Original } from '../resolve/original.ts';
import { isNumericBinary, isNumericText } from '../resolve/perturbation.ts';
import type { Request } from '../resolve/requests.ts';
import type { ActionHandler, Subject } from './handler.ts';
import { sopInstanceUidOf } from './keyedValue.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

type PerturbAction = Action & { kind: 'perturb' };
type PerturbRequest = Request & { kind: 'perturb' };

/**
 * Adds keyed noise to numbers: each value of AS, DS and IS, each number of the binary VRs. Empty values stay empty. What is not a number of its
 * VR refuses the instance (`VALUE_INVALID`).
 */
export const perturb: ActionHandler<PerturbAction> = {
  needs: (action, subject) => requestsFor(action, subject).filter((request) => request !== null),

  edit: (action, subject, resolutions) => {
    const { element } = subject;
    const requests = requestsFor(action, subject);
    if (requests.every((request) => request === null)) return null;
    const answers = requests.map((request) => (request === null ? '' : resolutions.answer(request)));
    return replaced(
      element,
      isNumericText(element.vr)
        ? asciiValue(answers.join('\\'), element.vr)
        : padded(Buffer.from(answers[0] as string, 'base64'), element.vr),
    );
  },

  holds: (_action, { instance, element }, resolutions) => {
    if (element.valueEnd === element.valueStart) return true;
    if (element.items !== null || element.fragments !== null) return false;
    if (isNumericText(element.vr))
      return valuesOf(instance, element).every((text) => text === '' || resolutions.issued('perturb', text));
    return resolutions.issued('perturb', Buffer.from(bytesOf(instance, element)).toString('base64'));
  },
};

/** One for each value as text, or for all binary numbers; null for an empty value. */
function requestsFor(action: PerturbAction, subject: Subject): readonly (PerturbRequest | null)[] {
  const { instance, element } = subject;
  const { span, range, roundTo } = action;
  const { vr } = element;
  const isText = isNumericText(vr);
  if (element.items !== null || element.fragments !== null || (!isText && !isNumericBinary(vr)))
    throw notForVr('perturb', element);
  const path = formatPath(element);
  const of = (original: Original, index: number): PerturbRequest => ({
    kind: 'perturb',
    how: { span, range, roundTo },
    vr,
    littleEndian: element.dataSet.encoding.littleEndian,
    original,
    sopInstanceUid: sopInstanceUidOf(subject),
    path,
    index,
  });
  if (isText)
    return valuesOf(instance, element).map((text, index) =>
      text === '' ? null : of({ kind: 'text', text: new Phi(text) }, index),
    );
  if (element.valueEnd === element.valueStart) return [];
  return [of({ kind: 'bytes', span: { start: element.valueStart, end: element.valueEnd } }, 0)];
}
