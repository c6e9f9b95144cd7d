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

/** Names a decision in the audit. It is keyed, as an edit has a value in it. */
export function decisionDigest(key: KeyObject, decision: ReviewDecision): string {
  return createHmac('sha256', key)
    .update(`decision\x1f${canonicalJson(decision)}`)
    .digest('hex');
}

/** The digest of all decisions on an instance: SHA-256 over those of each, sorted, a line for each, so that the lines of the audit are enough to compare. */
export function digestOf(key: KeyObject, decisions: readonly ReviewDecision[]): string {
  const lines = decisions.map((decision) => `${decisionDigest(key, decision)}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
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
