import type { ActionKind } from '../../../rules/plan.ts';
import type { Element } from '../../dicom/element.ts';
import { bytesOf } from '../../dicom/values.ts';
import { vrFacts } from '../../dicom/vr.ts';
import type { Request, Resolutions } from '../resolve/requests.ts';
import type { Subject } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { encodeValues } from './textValue.ts';

/** Whether an element is text of some kind: not a sequence, not encapsulated, not binary. */
export function isText({ vr, items, fragments }: Element): boolean {
  const { content } = vrFacts(vr);
  return items === null && fragments === null && (content === 'text' || content === 'ascii');
}

/** Refuses what is not text, for actions that put a text of their own. */
export function refuseUnlessText(kind: ActionKind, element: Element): void {
  if (!isText(element)) throw notForVr(kind, element);
}

/** Whether an element has the bytes of a text that was issued, however its character set writes it. */
export function holdsIssued(subject: Subject, resolutions: Resolutions, kind: Request['kind']): boolean {
  if (!isText(subject.element)) return false;
  const bytes = bytesOf(subject.instance, subject.element);
  return resolutions
    .issuedAnswers(kind)
    .some((text) => Buffer.compare(encodeValues(subject, [text]), bytes) === 0);
}
