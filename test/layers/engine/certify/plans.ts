import { type Action, type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { planOf } from '../actions/shiftPlan.ts';

/** Plans for the tests of the search for what was removed. */

/** The Basic Profile, but private attributes stay, whatever their VR. */
export const PRIVATE_STAYS: RulePlan = (() => {
  const { digest: _digest, ...draft } = basicProfilePlan();
  const rules = draft.rules.filter(
    ({ selector }) => selector.kind !== 'any-private' && selector.kind !== 'vr',
  );
  return sealPlan({ ...draft, rules, otherwise: { public: { kind: 'keep' }, private: { kind: 'keep' } } });
})();

/** Keeps all but what these rules are about, and searches. */
export function searching(
  rules: readonly (readonly [tag: number, action: Action])[],
  change: Partial<RulePlan> = {},
): RulePlan {
  const { digest: _digest, ...draft } = planOf(...rules);
  return sealPlan({ ...draft, searchResidue: true, ...change });
}
