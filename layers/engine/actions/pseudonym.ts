import type { Action } from '../../../rules/plan.ts';
import { asciiValue } from '../../dicom/encode.ts';
import { asTag, hexTag } from '../../dicom/tag.ts';
import { rootText, textOf } from '../../dicom/values.ts';
import { Phi } from '../phi.ts';
import type { Request } from '../resolve/requests.ts';
import { dummy } from './dummy.ts';
import { type ActionHandler, NEEDS_NOTHING, type Subject } from './handler.ts';
import { replaced } from './replaced.ts';
import { isText, refuseUnlessText } from './textOnly.ts';

/**
 * Puts a keyed pseudonym that is the same for the same original value of the same attribute, everywhere and for ever. An empty value
 * stays empty: it names nobody, and one pseudonym for all who have none would make them one patient. Where the rule wants a value
 * there, each study gets its own, and an instance without Study Instance UID a dummy. What is not text is refused: a number cannot hold one.
 */
export const pseudonym: ActionHandler<Action & { kind: 'pseudonym' }> = {
  needs: (action, subject) => {
    const value = whose(action, subject);
    return value === '' ? NEEDS_NOTHING : [requestFor(subject, value)];
  },
  edit: (action, subject, resolutions) => {
    const value = whose(action, subject);
    if (value === '') return action.whenEmpty === 'dummy' ? dummy.edit(DUMMY, subject, resolutions) : null;
    const answer = resolutions.answer(requestFor(subject, value));
    return replaced(subject.element, asciiValue(answer, subject.element.vr));
  },
  holds: (action, subject, resolutions) => {
    if (!isText(subject.element)) return false;
    const value = original(subject);
    if (action.whenEmpty === 'dummy' && dummy.holds(DUMMY, subject, resolutions)) return true;
    return (value === '' && action.whenEmpty === undefined) || resolutions.issued('pseudonym', value);
  },
};

const DUMMY = { kind: 'dummy' } as const;

const STUDY_INSTANCE_UID = asTag(0x0020000d);

/** What stands before a Study Instance UID in the place of an empty original; it occurs in no value. */
export const OF_STUDY = 'study\x1f';

/** The value; in place of an empty one that must have a substitute the study. */
function whose({ whenEmpty }: Action & { kind: 'pseudonym' }, subject: Subject): string {
  const value = original(subject);
  if (value !== '' || whenEmpty === undefined) return value;
  const study = rootText(subject.instance, STUDY_INSTANCE_UID);
  return study === '' ? '' : `${OF_STUDY}${study}`;
}

function original(subject: Subject): string {
  refuseUnlessText('pseudonym', subject.element);
  return textOf(subject.instance, subject.element).trim();
}

/** The domain is the attribute and the form its VR wants: Patient ID and Patient's Name get different pseudonyms of one text. */
function requestFor(subject: Subject, value: string): Request {
  const { tag, vr } = subject.element;
  return {
    kind: 'pseudonym',
    domain: `${vr === 'PN' ? 'name' : 'id'}/${hexTag(tag)}`,
    original: new Phi(value),
  };
}
