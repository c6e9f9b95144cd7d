import type { Action } from '../../../rules/plan.ts';
import { formatPath } from '../../dicom/element.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { bytesOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import { Refusal } from '../refusal.ts';
import type { Request } from '../resolve/requests.ts';
import { MOST_DIGITS } from '../resolve/valueHash.ts';
import type { ActionHandler, Subject } from './handler.ts';
import { dataFragmentsOf, type KeyedForm, keyedFormOf, writtenValuesOf } from './keyedValue.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

type HashAction = Action & { kind: 'hash' };

/**
 * Puts the HMAC of each value in its place: of text the hexadecimal form, or as many digits as the text is long; of bytes and fragments the
 * digest itself. An empty element stays empty. What is longer than the VR allows is written all the same: `validate.output` is there
 * to refuse it.
 */
export const hash: ActionHandler<HashAction> = {
  needs: (action, subject) => requestsFor(action, subject),

  edit: (action, subject, resolutions) => {
    const { element } = subject;
    const answers = requestsFor(action, subject).map((request) => resolutions.answer(request));
    if (answers.length === 0) return null;
    switch (formOf(subject)) {
      case 'text':
        return replaced(element, asciiValue(answers.join('\\'), element.vr));
      case 'bytes':
        return replaced(element, Buffer.from(answers[0] as string, 'hex'));
      case 'fragments':
        return {
          kind: 'replace-fragments',
          fragments: answers.map((answer) => Buffer.from(answer, 'hex')),
        };
    }
  },

  holds: (_action, subject, resolutions) => {
    const { instance, element } = subject;
    const isIssued = (bytes: Uint8Array) => resolutions.issued('hash', Buffer.from(bytes).toString('hex'));
    switch (keyedFormOf(element)) {
      case 'text':
        return writtenValuesOf(subject).every((text) => resolutions.issued('hash', text));
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
  if (form === null) throw notForVr('hash', element);
  return form;
}

/** One for each value or fragment; none for an empty element. */
function requestsFor(action: HashAction, subject: Subject): readonly (Request & { kind: 'hash' })[] {
  const { key, algorithm, matchLength } = action;
  const { element } = subject;
  const of = (original: (Request & { kind: 'hash' })['original']) =>
    ({ kind: 'hash', key, algorithm, matchLength, original }) as const;
  switch (formOf(subject)) {
    case 'text':
      return writtenValuesOf(subject).map((text) => {
        if (matchLength && text.length > MOST_DIGITS) throw tooLong(subject);
        return of({ kind: 'text', text: new Phi(text) });
      });
    case 'bytes':
      if (element.valueEnd === element.valueStart) return [];
      return [of({ kind: 'bytes', span: { start: element.valueStart, end: element.valueEnd } })];
    case 'fragments':
      return dataFragmentsOf(element).map((span) => of({ kind: 'bytes', span }));
  }
}

function tooLong({ element }: Subject): Refusal {
  return new Refusal(
    'VALUE_INVALID',
    formatPath(element),
    `A text of more than ${MOST_DIGITS} characters is to become a number as long`,
    'Hash it without matching its length, or remove or empty the attribute.',
  );
}
