import type { Action } from '../../../rules/plan.ts';
import { formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { bytesOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import type { Original } from '../resolve/original.ts';
import type { Request } from '../resolve/requests.ts';
import type { ActionHandler, Subject } from './handler.ts';
import {
  dataFragmentsOf,
  type KeyedForm,
  keyedFormOf,
  sopInstanceUidOf,
  writtenValuesOf,
} from './keyedValue.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

type EncryptAction = Action & { kind: 'encrypt' };
type EncryptRequest = Request & { kind: 'encrypt' };

/**
 * Puts the ciphertext of each value in its place: of text its Base64 form, of bytes and fragments IV and ciphertext themselves. Empty values
 * stay empty. What is longer than the VR allows is written all the same: `validate.output` is there to refuse it.
 */
export const encrypt: ActionHandler<EncryptAction> = {
  needs: (action, subject) => requestsFor(action, subject).filter((request) => request !== null),

  edit: (action, subject, resolutions) => {
    const { element } = subject;
    const requests = requestsFor(action, subject);
    if (requests.every((request) => request === null)) return null;
    const answers = requests.map((request) => (request === null ? '' : resolutions.answer(request)));
    switch (formOf(subject)) {
      case 'text':
        return replaced(element, asciiValue(answers.join('\\'), element.vr));
      case 'bytes':
        return replaced(element, Buffer.from(answers[0] as string, 'base64'));
      case 'fragments':
        return {
          kind: 'replace-fragments',
          fragments: answers.map((answer) => Buffer.from(answer, 'base64')),
        };
    }
  },

  holds: (_action, subject, resolutions) => {
    const { instance, element } = subject;
    const isIssued = (bytes: Uint8Array) =>
      resolutions.issued('encrypt', Buffer.from(bytes).toString('base64'));
    switch (keyedFormOf(element)) {
      case 'text':
        return writtenValuesOf(subject).every((text) => text === '' || resolutions.issued('encrypt', text));
      case 'bytes':
        return element.valueEnd === element.valueStart || isIssued(bytesOf(instance, element));
      case 'fragments':
        return dataFragmentsOf(element).every(({ start, end }) =>
          isIssued(instance.bodyBytes.view(start, end)),
        );
      case null:
        return false;
    }
  },
};

function formOf({ element }: Subject): KeyedForm {
  const form = keyedFormOf(element);
  if (form === null) throw notForVr('encrypt', element);
  return form;
}

/** One for each value or fragment; null for an empty value. */
function requestsFor(action: EncryptAction, subject: Subject): readonly (EncryptRequest | null)[] {
  const { element } = subject;
  const path = formatPath(element);
  const sopInstanceUid = sopInstanceUidOf(subject);
  const { key, asciiOnly } = action;
  const of = (original: Original, index: number): EncryptRequest => ({
    kind: 'encrypt',
    key,
    asciiOnly,
    original,
    sopInstanceUid,
    path,
    index,
  });
  switch (formOf(subject)) {
    case 'text':
      return writtenValuesOf(subject).map((text, index) =>
        text === '' ? null : of({ kind: 'text', text: new Phi(text) }, index),
      );
    case 'bytes':
      if (element.valueEnd === element.valueStart) return [];
      return [of({ kind: 'bytes', span: { start: element.valueStart, end: element.valueEnd } }, 0)];
    case 'fragments':
      return dataFragmentsOf(element).map((span, index) => of({ kind: 'bytes', span }, index));
  }
}
