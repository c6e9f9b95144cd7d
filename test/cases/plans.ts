import { asTag } from '../../layers/dicom/tag.ts';
import { EMPTY_PLAN, type Rule, type RulePlan, type SimpleAction, sealPlan } from '../../rules/plan.ts';
import { basicProfilePlan } from '../../rules/ps315/basicProfile.ts';

/**
 * The plan of a scenario: `basic profile`; `basic profile on the data set`, without stamps and housekeeping; or a list of what to do with
 * attributes, such as `remove 00100010; set 00081030 Knee`, everything else kept.
 */
export function planOf(text: string): RulePlan {
  if (text === 'basic profile') return basicProfilePlan();
  const { digest: _digest, ...empty } = EMPTY_PLAN;
  if (text === 'basic profile on the data set') {
    const { rules, otherwise } = basicProfilePlan();
    return sealPlan({ ...empty, name: text, rules, otherwise });
  }
  return sealPlan({ ...empty, name: text, rules: text.split(/;\s*/).map(ruleOf) });
}

function ruleOf(text: string): Rule {
  const [, verb = '', tag = '', value = ''] = /^(\w+) ([0-9A-Fa-f]{8})(?: (.*))?$/.exec(text) ?? [];
  const actions: Readonly<Record<string, SimpleAction>> = {
    remove: { kind: 'remove' },
    empty: { kind: 'empty' },
    set: { kind: 'set', values: [value] },
    replace: { kind: 'replace-uid', method: 'keyed' },
  };
  const action = actions[verb];
  if (action === undefined) throw new Error(`no action in ${JSON.stringify(text)}`);
  return {
    selector: { kind: 'tag', tag: asTag(Number.parseInt(tag, 16)) },
    action,
    origin: { source: 'scenario', line: null, column: null, reason: text },
  };
}
