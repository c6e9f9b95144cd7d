import type { Action, SimpleAction } from '../../../rules/plan.ts';
import { elementWith } from '../../dicom/element.ts';
import { withoutTrailingPadding } from '../../dicom/padding.ts';
import type { Tag } from '../../dicom/tag.ts';
import { bytesOf, characterSetIn, textOf } from '../../dicom/values.ts';
import { vrFacts } from '../../dicom/vr.ts';
import { Decider } from '../decide/decide.ts';
import type { Resolutions } from '../resolve/requests.ts';
import { type ActionHandler, type HandlerOf, NEEDS_NOTHING, type Subject } from './handler.ts';
import { replaced } from './replaced.ts';
import { isText, refuseUnlessText } from './textOnly.ts';
import { encodeValues } from './textValue.ts';

type CopyAction = Action & { kind: 'copy' };

/**
 * Gives the element the text that another attribute of the root has in the output. Where that one is absent or goes, the element becomes
 * empty. Both must be text: what else a VR holds is not a name or number for another.
 */
export const copyBy = (handlerOf: HandlerOf): ActionHandler<CopyAction> => ({
  needs: (action, subject) => {
    refuseUnlessText('copy', subject.element);
    const source = sourceOf(action, subject);
    return source === null ? NEEDS_NOTHING : handlerOf(source.action).needs(source.action, source.subject);
  },

  edit: (action, subject, resolutions) => {
    const { instance, element } = subject;
    const source = sourceOf(action, subject);
    const value = written(subject, source === null ? '' : outputTextOf(source, handlerOf, resolutions));
    return Buffer.compare(value, bytesOf(instance, element)) === 0 ? null : replaced(element, value);
  },

  holds: (action, subject) => {
    const { instance, element } = subject;
    if (!isText(element)) return false;
    const source = elementWith(instance.dataSet, action.from);
    const value = written(subject, source === undefined ? '' : textOf(instance, source));
    return Buffer.compare(value, bytesOf(instance, element)) === 0;
  },
});

function written(subject: Subject, text: string): Uint8Array {
  return text === '' ? NOTHING : encodeValues(subject, [text]);
}

const NOTHING = new Uint8Array(0);

/** An element of the source and what becomes of it. */
interface Source {
  readonly subject: Subject;
  readonly action: SimpleAction;
}

/** What is copied in the end; null: nothing is there, or attributes are to be copied from each other. */
function sourceOf({ from }: CopyAction, subject: Subject): Source | null {
  const { instance, plan } = subject;
  const decider = new Decider(plan, instance);
  const seen = new Set<Tag>();
  for (let tag = from; !seen.has(tag); ) {
    seen.add(tag);
    const element = elementWith(instance.dataSet, tag);
    if (element === undefined) return null;
    const { action } = decider.decide(element);
    if (action.kind !== 'copy') {
      refuseUnlessText('copy', element);
      return { subject: { ...subject, element }, action };
    }
    tag = action.from;
  }
  return null;
}

function outputTextOf({ subject, action }: Source, handlerOf: HandlerOf, resolutions: Resolutions): string {
  const { instance, element } = subject;
  const edit = handlerOf(action).edit(action, subject, resolutions);
  if (edit === null) return textOf(instance, element);
  if (edit.kind !== 'replace' || !(edit.by.value instanceof Uint8Array)) return '';
  const { value, vr } = edit.by;
  return withoutTrailingPadding(
    vrFacts(vr).content === 'text'
      ? characterSetIn(instance, element.dataSet).decode(value, vr === 'PN' ? 'name' : 'text')
      : Buffer.from(value).toString('latin1'),
  );
}
