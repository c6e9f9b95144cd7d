import type { Rule, RulePlan } from '../../../rules/plan.ts';

/**
 * The plan as it applies to a data set of a message. The identities, dates and texts are those of the instances that the same plan is applied to; what is
 * about a file or a picture is not there:
 * - no stamps, and nothing that rules add: a message says what was asked, and no more;
 * - no Encrypted Attributes Sequence, no pixels;
 * - no SOP Instance UID is asked for: the command has it (PS3.7 9.1.2, 10.1.5). What says that it is de-identified is processed all the same;
 * - keys of a query have wildcards and ranges in them, which no VR allows (PS3.4 C.2.2.2): they are not validated.
 */
export function messagePlan(plan: RulePlan): RulePlan {
  let made = MADE.get(plan);
  if (made === undefined) {
    const { pixels: _pixels, claims: _claims, screening, ...rest } = plan;
    const { pixels: _screened, ...screens } = screening;
    made = {
      ...rest,
      rules: addsNothing(plan.rules) ? plan.rules : plan.rules.map(withoutAdding),
      screening: { ...screens, missingSopInstanceUid: 'accept', alreadyDeidentified: 'process' },
      stamps: null,
      housekeeping: { preamble: 'keep', groupLengths: 'drop', trailingPadding: 'drop', fileMeta: 'follow' },
      encryptedAttributesFor: null,
      validate: { input: false, output: false },
    };
    MADE.set(plan, made);
  }
  return made;
}

const MADE = new WeakMap<RulePlan, RulePlan>();

function addsNothing(rules: readonly Rule[]): boolean {
  return rules.every((rule) => withoutAdding(rule) === rule);
}

function withoutAdding(rule: Rule): Rule {
  const { action } = rule;
  if (action.kind !== 'set' || action.whenAbsent === undefined) return rule;
  const { whenAbsent: _added, ...set } = action;
  return { ...rule, action: set };
}
