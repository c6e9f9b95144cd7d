import type { AddedAttribute, Rule, RulePlan } from '../../../rules/plan.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { vrFacts } from '../../dicom/vr.ts';

const KNOWN = new WeakMap<RulePlan, readonly AddedAttribute[]>();

/** What the root gets where it has none: what the stamps say, and what rules set and add. Of one attribute the first. */
export function addedBy(plan: RulePlan): readonly AddedAttribute[] {
  const known = KNOWN.get(plan);
  if (known !== undefined) return known;
  const added = [...(plan.stamps?.added ?? []), ...plan.rules.flatMap(addedByRule)];
  KNOWN.set(plan, added);
  return added;
}

/** Of a rule about one attribute of the root; the compiler refuses others. */
function addedByRule({ selector, action }: Rule): readonly AddedAttribute[] {
  if (action.kind !== 'set' || action.whenAbsent !== 'add' || selector.kind !== 'tag') return [];
  if (selector.path !== undefined && selector.path.length > 0) return [];
  const { tag } = selector;
  const vr = action.vr ?? vrOfTag(tag);
  return vr === undefined ? [] : [{ tag, vr, value: action.values.join('\\') }];
}

/** The values of one that is added: numbers are encoded one by one. */
export function valuesOfAdded({ vr, value }: AddedAttribute): readonly string[] {
  return vrFacts(vr).content === 'binary' ? value.split('\\') : [value];
}
