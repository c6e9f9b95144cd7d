import { memorySource } from '../../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../../layers/dicom/parse.ts';
import {
  type CleanInstance,
  cleanInstance,
  type EngineServices,
} from '../../../../layers/engine/deidentify.ts';
import type { Reason } from '../../../../layers/engine/reason.ts';
import { ValueReader } from '../../../../layers/engine/resolve/valueReader.ts';
import { reviewOf } from '../../../../layers/engine/review/apply.ts';
import { elementAt, pathOfPlace } from '../../../../layers/engine/review/places.ts';
import { hashOfValue, reviewKey } from '../../../../layers/engine/review/seen.ts';
import type { DecisionAction, ElementView, ReviewDecision } from '../../../../layers/engine/review/types.ts';
import { viewOf } from '../../../../layers/engine/review/view.ts';
import { systemEntropy } from '../../../../layers/local/system.ts';
import type { PixelReader } from '../../../../layers/pixels/reader.ts';
import { type Action, type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { planOf } from '../actions/shiftPlan.ts';
import { bytesOfSegments, TEST_CLOCK, testIdentities, testKeys } from '../harness.ts';

/** A person who looks at an instance in memory and decides about it. */

export const NAME = 'a'.repeat(32);

export function servicesWith(plan: RulePlan, pixels?: PixelReader): EngineServices {
  return {
    plan,
    keys: testKeys(),
    identities: testIdentities(),
    entropy: systemEntropy,
    clock: TEST_CLOCK,
    keyScope: '',
    ...(pixels === undefined ? {} : { pixels }),
  };
}

/** A plan that holds doubts and searches for residue. */
export function holding(...rules: readonly (readonly [number, Action])[]): RulePlan {
  const { digest: _digest, ...draft } = planOf(...rules);
  return sealPlan({ ...draft, doubtfulText: 'hold', searchResidue: true });
}

export const view = (
  object: Uint8Array,
  plan: RulePlan,
  decisions: readonly ReviewDecision[] = [],
  name = NAME,
) => viewOf(name, memorySource(object), servicesWith(plan), decisions);

/** The hash of a value of the source, whether or not anything may be decided of it. */
export async function seenBefore(object: Uint8Array, place: string): Promise<string> {
  const source = memorySource(object);
  const instance = await parseInstance(source);
  const element = elementAt(instance, pathOfPlace(place));
  if (element === null) return '0'.repeat(32);
  const key = await reviewKey(testKeys(), '');
  return hashOfValue(key, NAME, pathOfPlace(place), element, new ValueReader(instance, source));
}

/** What is shown at a place. Throws if nothing is. */
export function shownAt(elements: readonly ElementView[], place: string): ElementView {
  const found = elements.find((each) => each.place === place);
  if (found === undefined) throw new Error(`nothing is shown at ${place}`);
  return found;
}

/** Looks at an instance and decides, as a page does: one decision for each place. */
export async function decisionsOn(
  object: Uint8Array,
  plan: RulePlan,
  said: Readonly<Record<string, DecisionAction>>,
): Promise<ReviewDecision[]> {
  const { elements } = await view(object, plan);
  return Object.entries(said).map(([place, action]) => ({
    instance: NAME,
    place,
    action,
    seen: shownAt(elements, place.replace(/@.*/, '')).seen ?? 'nothing to decide',
    by: 'reviewer',
    at: '2026-11-21T10:00:00.000Z',
  }));
}

/** What the engine makes of an instance with decisions. */
export function reviewed(
  object: Uint8Array,
  plan: RulePlan,
  decisions: readonly ReviewDecision[],
): Promise<CleanInstance | { readonly reason: Reason }> {
  return cleanInstance(memorySource(object), { ...servicesWith(plan), review: reviewOf(NAME, decisions) });
}

/** Outcome, or the code of the reason. */
export async function outcomeOf(
  object: Uint8Array,
  plan: RulePlan,
  decisions: readonly ReviewDecision[],
): Promise<string> {
  const result = await reviewed(object, plan, decisions);
  return 'reason' in result ? result.reason.code : result.outcome;
}

/** The bytes of a release. Throws unless it is one. */
export async function releasedBytes(
  object: Uint8Array,
  plan: RulePlan,
  decisions: readonly ReviewDecision[],
): Promise<Uint8Array> {
  const result = await reviewed(object, plan, decisions);
  if ('reason' in result || result.outcome !== 'released')
    throw new Error(`not released: ${'reason' in result ? result.reason.code : result.outcome}`);
  return bytesOfSegments(object, result.segments);
}
