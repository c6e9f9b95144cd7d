import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { canonicalJson, type SimpleAction } from '../../../rules/plan.ts';
import type { Element } from '../../dicom/element.ts';
import { invalidityOfValues } from '../../dicom/validate.ts';
import { vrFacts } from '../../dicom/vr.ts';
import type { DecisionAction, ReviewDecision } from './types.ts';

/** Names a decision among those that there were at its place. */
export function revisionOf(decision: ReviewDecision): string {
  return createHash('sha256').update(canonicalJson(decision)).digest('hex').slice(0, 32);
}

/**
 * The digest of all decisions on an instance, for the audit. It is keyed: an edit has a value in it. Who and when go in, too, so that the audit names the very
 * decisions and not only what they came to.
 */
export function digestOf(key: KeyObject, decisions: readonly ReviewDecision[]): string {
  const inOrder = decisions.toSorted((one, other) => (one.place < other.place ? -1 : 1));
  return createHmac('sha256', key)
    .update(`decisions\x1f${canonicalJson(inOrder)}`)
    .digest('hex');
}

/** The action of the engine that carries out what a person said; `confirmed`: whatever the rules do. Null: it is about pixels. */
export function engineAction(action: DecisionAction): SimpleAction | 'confirmed' | null {
  switch (action.kind) {
    case 'confirm':
      return 'confirmed';
    case 'clear':
      return { kind: 'empty' };
    case 'edit':
      return { kind: 'set', values: [action.to] };
    case 'redact':
      return null;
  }
}

/** What is wrong with a text for an element's VR, as a person types it; null: nothing. It says nothing of the text but what form it lacks. */
export function wrongEdit({ tag, vr }: Element, to: string): string | null {
  if (to === '') return 'no value, which is what clearing leaves';
  return invalidityOfValues(tag, vr, vrFacts(vr).multiple ? to.split('\\') : [to]);
}
